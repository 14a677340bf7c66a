//! Parsing undoes emitting, agrees with an independent parser, and never panics.
#![cfg(not(target_arch = "wasm32"))]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use vidimus_engine::mrz::emit::{Content, emit};
use vidimus_engine::mrz::layout::NameSpans;
use vidimus_engine::mrz::{Format, Mrz, parse};

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[A-Z]{1,7}", 1..3).prop_map(|words| words.join(" "))
}

fn dates() -> impl Strategy<Value = Date> {
    (1930_i16..2026, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

fn contents() -> impl Strategy<Value = Content> {
    let format = prop::sample::select(Format::ICAO.to_vec());
    let country = || prop::sample::select(vec!["UTO", "NLD", "D", "RKS", "GBR"]);
    (
        (format, words(), words(), "[A-Z0-9]{1,9}", "[A-Z0-9]{0,4}"),
        (
            country(),
            country(),
            dates(),
            dates(),
            prop::sample::select(vec!["M", "F", ""]),
        ),
        "[A-Z0-9]{0,7}",
    )
        .prop_map(
            |(
                (format, surname, given_names, number, more),
                (issuer, nationality, birth, expiry, sex),
                optional,
            )| {
                let long = matches!(format, Format::Td1 | Format::Td2) && number.len() == 9;
                let code = match format {
                    Format::Td3 => "P",
                    Format::MrvA | Format::MrvB => "V",
                    _ => "I",
                };
                let number = if long { number + &more } else { number };
                // A long number takes the place of optional data.
                let optional = if number.len() > 9 {
                    String::new()
                } else {
                    optional
                };
                Content {
                    format,
                    document_code: code.into(),
                    issuer: issuer.into(),
                    surname,
                    given_names,
                    number,
                    nationality: nationality.into(),
                    birth,
                    sex: sex.into(),
                    expiry,
                    optional: vec![optional],
                }
            },
        )
}

fn oracle(format: Format, lines: &[String]) -> Result<mrz::MrzData, mrz::MrzError> {
    match format {
        Format::Td1 => mrz::parse_td1(&lines[0], &lines[1], &lines[2]),
        Format::Td2 => mrz::parse_td2(&lines[0], &lines[1]),
        Format::Td3 => mrz::parse_td3(&lines[0], &lines[1]),
        Format::MrvA => mrz::parse_mrv_a(&lines[0], &lines[1]),
        Format::MrvB => mrz::parse_mrv_b(&lines[0], &lines[1]),
        other => panic!("{other:?} is no format of ICAO 9303"),
    }
}

/// Number, birth, expiry, personal number, composite, as far as the format has them.
fn checks(mrz: &Mrz) -> [Option<bool>; 5] {
    let all = &mrz.checks;
    match mrz.format {
        Format::Td3 => [all[0], all[1], all[2], all[3], all[4]].map(Some),
        Format::Td1 | Format::Td2 => [Some(all[0]), Some(all[1]), Some(all[2]), None, Some(all[3])],
        _ => [Some(all[0]), Some(all[1]), Some(all[2]), None, None],
    }
}

proptest! {
    #[test]
    fn parsing_undoes_emitting(content in contents()) {
        let lines = emit(&content).unwrap();
        let mrz = parse(&lines).unwrap();
        prop_assert!(mrz.all_check_digits_valid(), "{lines:?}");
        prop_assert_eq!(mrz.format, content.format);
        prop_assert_eq!(&mrz.number, &content.number);
        prop_assert_eq!(&mrz.nationality, &content.nationality);
        prop_assert_eq!(&mrz.issuer, &content.issuer);
        prop_assert_eq!(&mrz.sex, &content.sex);
        prop_assert_eq!(&mrz.optional[0], &content.optional[0]);
        let NameSpans::Together(name) = content.format.layout().name else {
            panic!("the formats of ICAO 9303 keep both identifiers together");
        };
        let width = name.end - name.start;
        if content.surname.len() + content.given_names.len() + 2 <= width {
            prop_assert_eq!(&mrz.surname, &content.surname);
            prop_assert_eq!(&mrz.given_names, &content.given_names);
        }
        let today = date(2026, 11, 21);
        prop_assert_eq!(mrz.birth_date(today), Some(content.birth));
    }

    #[test]
    fn an_independent_parser_agrees(content in contents()) {
        let lines = emit(&content).unwrap();
        let theirs = oracle(content.format, &lines).unwrap();
        let ours = parse(&lines).unwrap();
        prop_assert!(theirs.valid(), "{lines:?}");
        prop_assert_eq!(theirs.full_document_number(), ours.number.as_str());
        prop_assert_eq!(&theirs.surname, &ours.surname);
        prop_assert_eq!(&theirs.given_names, &ours.given_names);
    }

    #[test]
    fn it_agrees_on_every_check_digit_of_a_changed_zone(
        content in contents(),
        place in any::<prop::sample::Index>(),
        digit in "[0-9]",
    ) {
        let mut lines = emit(&content).unwrap();
        // Every format has its dates on the second line.
        let line = 1;
        let candidates: Vec<usize> = lines[line]
            .bytes()
            .enumerate()
            .filter(|(_, c)| c.is_ascii_digit())
            .map(|(at, _)| at)
            .collect();
        let at = candidates[place.index(candidates.len())];
        lines[line].replace_range(at..=at, &digit);
        if let Ok(theirs) = oracle(content.format, &lines) {
            let ours = checks(&parse(&lines).unwrap());
            let theirs = theirs.checks;
            prop_assert_eq!(ours[1], theirs.date_of_birth, "{:?}", lines);
            prop_assert_eq!(ours[2], theirs.date_of_expiry, "{:?}", lines);
            prop_assert_eq!(ours[4], theirs.composite, "{:?}", lines);
        }
    }

    #[test]
    fn nothing_makes_it_panic(lines in prop::collection::vec("[A-Z0-9<a-zÄ ]{0,46}", 0..4)) {
        let _ = parse(&lines);
    }

    #[test]
    fn no_zone_of_the_right_shape_makes_it_panic(lines in prop::collection::vec("[A-Z0-9<]{30}", 3)) {
        let mrz = parse(&lines).unwrap();
        let today = date(2026, 11, 21);
        let _ = (mrz.birth_date(today), mrz.expiry_date(today), format!("{mrz:?}"));
    }
}
