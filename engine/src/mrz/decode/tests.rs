use super::*;
use crate::mrz::alphabet::COUNT;

const PASSPORT: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const CARD: [&str; 3] = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
];

/// Distributions that show a text almost surely.
fn sure(lines: &[&str]) -> Vec<Vec<Place>> {
    let place = |c: u8| {
        let mut place = [(1e-5_f32).ln(); COUNT];
        place[index(c).unwrap()] = 0.999_f32.ln();
        place
    };
    lines
        .iter()
        .map(|line| line.bytes().map(place).collect())
        .collect()
}

/// Makes `wrong` likelier than what is printed.
fn confuse(places: &mut [Vec<Place>], line: usize, at: usize, wrong: u8, by: f32) {
    let place = &mut places[line][at];
    let top = best_of(place).0;
    place[index(wrong).unwrap()] = (0.5 + by).ln();
    place[top] = (0.5 - by).ln();
}

#[test]
fn clear_zones_are_read_as_printed() {
    assert_eq!(decode(Format::Td3, &sure(&PASSPORT)).lines, PASSPORT);
    assert_eq!(decode(Format::Td1, &sure(&CARD)).lines, CARD);
    assert!(decode(Format::Td1, &sure(&CARD)).score > -0.01);
}

#[test]
fn check_digits_settle_what_the_eye_confuses() {
    let mut places = sure(&PASSPORT);
    confuse(&mut places, 1, 1, b'B', 0.3); // 8 in the number
    confuse(&mut places, 1, 6, b'O', 0.1); // 0 in the number: wait for the digit
    confuse(&mut places, 1, 14, b'9', 0.2); // birth
    assert_eq!(decode(Format::Td3, &places).lines, PASSPORT);
}

#[test]
fn a_letter_where_digits_stand_is_put_right() {
    let mut places = sure(&CARD);
    confuse(&mut places, 1, 0, b'T', 0.4);
    confuse(&mut places, 1, 29, b'G', 0.4);
    assert_eq!(decode(Format::Td1, &places).lines, CARD);
}

#[test]
fn printed_errors_are_read_as_printed() {
    let printed = [PASSPORT[0], "L898902C37UTO7408122F1204159ZE184226B<<<<<10"];
    let decoded = decode(Format::Td3, &sure(&printed));
    assert_eq!(decoded.lines, printed);
    assert!(decoded.min_posterior() > 0.9);
}

#[test]
fn a_long_number_keeps_its_filler() {
    let printed = [
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<<<<<<<<<<<<<<",
    ];
    assert_eq!(decode(Format::Td1, &sure(&printed)).lines, printed);
}

#[test]
fn a_composite_digit_that_covers_names_settles_them() {
    let printed = [
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
        "8806923102858CORINNE<<<<<<<6512068F6",
    ];
    let mut places = sure(&printed);
    confuse(&mut places, 0, 9, b'F', 0.1); // H
    assert_eq!(decode(Format::FrenchCard, &places).lines, printed);
}

#[test]
fn the_line_of_a_licence() {
    let mut line = "D1NLD15094962111659VV87FB2<<<".to_owned();
    let digit = crate::mrz::alphabet::check_digit(line.bytes()).unwrap();
    line.push(char::from(digit));
    let mut places = sure(&[&line]);
    confuse(&mut places, 0, 8, b'8', 0.1);
    assert_eq!(decode(Format::Licence, &places).lines, [line]);
}

#[test]
fn a_letter_has_no_place_in_a_date() {
    let mut places = sure(&PASSPORT);
    confuse(&mut places, 1, 13, b'T', 0.4999);
    assert_eq!(decode(Format::Td3, &places).lines, PASSPORT);
}

#[test]
fn the_margin_tells_how_nearly_another_reading_fits() {
    let mut places = sure(&PASSPORT);
    confuse(&mut places, 0, 5, b'F', -0.1); // E, of a name
    let decoded = decode(Format::Td3, &places).doubted(&places);
    assert_eq!(decoded.lines, PASSPORT);
    let span = |at: usize| Span {
        line: 0,
        start: at,
        end: at + 1,
    };
    assert!((decoded.margin(&[span(5)]) - (0.6_f32 / 0.4).ln()).abs() < 0.05);
    assert!(decoded.margin(&[span(6)]) > 6.9);
    // A check digit stands by the number: its other reading costs more than what is seen.
    confuse(&mut places, 1, 1, b'B', -0.1);
    let decoded = decode(Format::Td3, &places).doubted(&places);
    assert!(decoded.margin(&[Format::Td3.layout().number]) > 4.0);
}

#[test]
fn a_forced_character_shows_as_doubt() {
    let mut places = sure(&PASSPORT);
    confuse(&mut places, 1, 1, b'B', 0.4);
    let decoded = decode(Format::Td3, &places);
    let number = Format::Td3.layout().number;
    assert!(decoded.confidence(&[number]) < 0.2);
    assert!(decoded.confidence(&[Format::Td3.layout().birth]) > 0.9);
}
