//! Lines of any kind, parsed; what they say, emitted and parsed again.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use vidimus_engine::mrz::emit::{Content, emit};
use vidimus_engine::mrz::layout::NameSpans;
use vidimus_engine::mrz::{Format, Mrz, parse};

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.split('\n').collect();
    let Ok(mrz) = parse(&lines) else { return };
    let printed = format!("{mrz:?}");
    assert!(mrz.number.len() < 4 || !printed.contains(&mrz.number));
    if !begins_with_filler(&mrz, lines[0])
        && let Some(content) = content(&mrz)
        && let Ok(lines) = emit(&content)
    {
        let again = parse(&lines).expect("what is emitted is a zone");
        assert!(again.all_check_digits_valid(), "{lines:?}");
        assert_same(&mrz, &again);
    }
});

/// Whether the document code, or the data of a licence, begins with a filler: what follows moves
/// to the left when it is emitted, and means something else there.
fn begins_with_filler(mrz: &Mrz, line: &str) -> bool {
    let data = mrz.format.layout().optional[0].start;
    line.starts_with('<') || (mrz.format == Format::Licence && line[data..].starts_with('<'))
}

fn content(mrz: &Mrz) -> Option<Content> {
    let today = date(2026, 11, 21);
    let layout = mrz.format.layout();
    Some(Content {
        format: mrz.format,
        document_code: mrz.document_code.clone(),
        issuer: mrz.issuer.clone(),
        surname: mrz.surname.clone(),
        given_names: mrz.given_names.clone(),
        number: mrz.number.clone(),
        nationality: mrz.nationality.clone(),
        // Some formats have no such field.
        birth: mrz
            .birth_date(today)
            .or(layout.birth.is_empty().then_some(today))?,
        sex: mrz.sex.clone(),
        expiry: mrz
            .expiry_date(today)
            .or(layout.expiry.is_empty().then_some(today))?,
        optional: mrz.optional.clone(),
    })
}

fn assert_same(a: &Mrz, b: &Mrz) {
    let layout = a.format.layout();
    assert_eq!(a.format, b.format);
    assert_eq!(a.document_code, b.document_code);
    assert_eq!(a.issuer, b.issuer);
    assert_eq!(a.number, b.number);
    assert_eq!(a.nationality, b.nationality);
    assert_eq!((&a.birth, &a.sex, &a.expiry), (&b.birth, &b.sex, &b.expiry));
    let fits = match layout.name {
        NameSpans::Together(name) => {
            a.surname.len() + 2 + a.given_names.len() <= name.end - name.start
        }
        NameSpans::Apart { .. } => true,
    };
    if fits {
        assert_eq!((&a.surname, &a.given_names), (&b.surname, &b.given_names));
    }
    // The end of a long number takes the first place of the optional data.
    let number = layout.number;
    let is_long = !number.is_empty() && a.number.len() > number.end - number.start;
    assert_eq!(
        a.optional[usize::from(is_long)..],
        b.optional[usize::from(is_long)..]
    );
}
