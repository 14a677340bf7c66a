//! From the lines of a zone to its fields.

use jiff::civil::Date;

use super::alphabet::{check_digit, index};
use super::date;
use super::layout::{CheckDigit, Format, Layout, NameSpans, Span, Unset};

/// A parsed zone. Fields are as printed, fillers turned to spaces and trimmed. Personal data:
/// not printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Mrz {
    /// The format.
    pub format: Format,
    /// One or two characters, such as `P` or `ID`.
    pub document_code: String,
    /// Issuing state or organisation, without fillers (`D`, `NLD`).
    pub issuer: String,
    /// Primary identifier.
    pub surname: String,
    /// Secondary identifier; empty when the document gives none.
    pub given_names: String,
    /// Whether a name takes up its whole place, so that it may go on beyond it
    /// (ICAO 9303-3 §4.6).
    pub fills_name: bool,
    /// Document number; longer than nine characters where it goes on in the optional data.
    pub number: String,
    /// Nationality, without fillers.
    pub nationality: String,
    /// Six characters, fillers for unknown parts.
    pub birth: String,
    /// `M`, `F`, or empty.
    pub sex: String,
    /// Six characters.
    pub expiry: String,
    /// Optional data, one string for each place.
    pub optional: Vec<String>,
    /// Whether each check digit agrees: those of single fields in the layout's order, then the
    /// composite one.
    pub checks: Vec<bool>,
}

impl Mrz {
    /// Whether every check digit agrees.
    #[must_use]
    pub fn all_check_digits_valid(&self) -> bool {
        self.checks.iter().all(|&valid| valid)
    }

    /// Date of birth, where it is complete.
    #[must_use]
    pub fn birth_date(&self, today: Date) -> Option<Date> {
        date::birth(&self.birth, today)
    }

    /// Date of expiry, where it is complete; 1 January 9999 for the cards that Spain gives to the
    /// old without an end, which print that date (Real Decreto 1553/2005, art. 6).
    #[must_use]
    pub fn expiry_date(&self, today: Date) -> Option<Date> {
        if self.issuer == "ESP" && self.expiry == "990101" {
            return Some(Date::constant(9999, 1, 1));
        }
        date::expiry(&self.expiry, today)
    }
}

impl std::fmt::Debug for Mrz {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Mrz {{ {:?}, … }}", self.format)
    }
}

/// Lines that are no machine-readable zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// No format has this many lines of this length.
    #[error("no format has {lines} lines of {width} characters")]
    Shape {
        /// Number of lines.
        lines: usize,
        /// Length of the first.
        width: usize,
    },
    /// A character other than `A`-`Z`, `0`-`9` and `<`.
    #[error("line {line}, character {place} does not belong in a machine-readable zone")]
    Character {
        /// Line, from 1.
        line: usize,
        /// Character, from 1.
        place: usize,
    },
}

/// Reads the fields of a zone. Wrong check digits are no error: [`Mrz::checks`] tells.
///
/// # Errors
/// [`ParseError`] when the lines have the length of no format or hold other characters.
pub fn parse<L: AsRef<str>>(lines: &[L]) -> Result<Mrz, ParseError> {
    let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_ref().as_bytes()).collect();
    for (number, line) in lines.iter().enumerate() {
        if let Some(place) = line.iter().position(|&c| index(c).is_none()) {
            return Err(ParseError::Character {
                line: number + 1,
                place: place + 1,
            });
        }
    }
    let layout = format_of(&lines)?.layout();
    let text = |span: Span| spaced(&lines[span.line][span.start..span.end]);
    let raw =
        |span: Span| String::from_utf8_lossy(&lines[span.line][span.start..span.end]).into_owned();
    let fills = |span: Span| {
        let last = lines[span.line][span.start..span.end].last();
        last.is_some_and(|&character| character != b'<')
    };
    let ((surname, given_names), fills_name) = match layout.name {
        NameSpans::Together(both) => (name(&raw(both)), fills(both)),
        NameSpans::Apart {
            surname,
            given_names,
        } => (
            (words(&raw(surname)), words(&raw(given_names))),
            fills(surname) || fills(given_names),
        ),
    };
    let mut optional: Vec<String> = layout.optional.iter().map(|&span| text(span)).collect();
    let mut number = text(layout.number);
    let mut checks: Vec<bool> = layout.checks.iter().map(|c| agrees(&lines, c)).collect();
    if let Some((whole, valid, rest)) = continued_number(&lines, layout) {
        number = whole;
        checks[0] = valid;
        optional[0] = rest;
    }
    if layout.format == Format::Licence && text(layout.issuer) == "NLD" {
        number = spaced(&lines[0][DUTCH_LICENCE_NUMBER]);
    }
    checks.extend(layout.composite.iter().map(|check| agrees(&lines, check)));
    Ok(Mrz {
        format: layout.format,
        document_code: text(layout.document_code),
        issuer: text(layout.issuer),
        surname,
        given_names,
        fills_name,
        number,
        nationality: text(layout.nationality),
        birth: raw(layout.birth),
        sex: text(layout.sex),
        expiry: raw(layout.expiry),
        optional,
        checks,
    })
}

/// Where the Netherlands put the number into the line of a driving licence, after the version of
/// its layout; elsewhere the line's data have no public meaning.
const DUTCH_LICENCE_NUMBER: std::ops::Range<usize> = 6..16;

fn format_of(lines: &[&[u8]]) -> Result<Format, ParseError> {
    let width = lines.first().map_or(0, |line| line.len());
    let visa = lines
        .first()
        .is_some_and(|line| line.first() == Some(&b'V'));
    let same = lines.iter().all(|line| line.len() == width);
    match (lines.len(), width, visa) {
        (1, 30, _) if lines[0].starts_with(b"D") => Ok(Format::Licence),
        (2, 36, _) if same && lines[0].starts_with(b"IDFRA") => Ok(Format::FrenchCard),
        (3, 30, _) if same => Ok(Format::Td1),
        (2, 36, false) if same => Ok(Format::Td2),
        (2, 36, true) if same => Ok(Format::MrvB),
        (2, 44, false) if same => Ok(Format::Td3),
        (2, 44, true) if same => Ok(Format::MrvA),
        (lines, width, _) => Err(ParseError::Shape { lines, width }),
    }
}

fn characters<'a>(lines: &'a [&[u8]], spans: &'a [Span]) -> impl Iterator<Item = u8> + 'a {
    spans
        .iter()
        .flat_map(|span| lines[span.line][span.start..span.end].iter().copied())
}

fn agrees(lines: &[&[u8]], check: &CheckDigit) -> bool {
    let printed = lines[check.at.line][check.at.start];
    if printed == b'<' {
        return check.unset == Unset::WhenEmpty && characters(lines, check.data).all(|c| c == b'<');
    }
    check_digit(characters(lines, check.data)) == Some(printed)
}

/// A document number of more than nine characters: the whole number, whether its check digit
/// agrees, and what is left of the optional data.
fn continued_number(lines: &[&[u8]], layout: &Layout) -> Option<(String, bool, String)> {
    let check = layout
        .checks
        .first()
        .filter(|c| c.unset == Unset::WhenContinued)?;
    if lines[check.at.line][check.at.start] != b'<' {
        return None;
    }
    let span = layout.optional.first()?;
    let optional = &lines[span.line][span.start..span.end];
    let length = optional
        .iter()
        .position(|&c| c == b'<')
        .unwrap_or(optional.len());
    let (&digit, rest) = optional[..length].split_last()?;
    let head = &lines[layout.number.line][layout.number.start..layout.number.end];
    let whole: Vec<u8> = head.iter().chain(rest).copied().collect();
    let valid = check_digit(whole.iter().copied()) == Some(digit);
    Some((spaced(&whole), valid, spaced(&optional[length..])))
}

/// Fillers turned to spaces, none at the ends.
fn spaced(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw)
        .replace('<', " ")
        .trim()
        .to_owned()
}

/// Primary and secondary identifier (ICAO 9303-3 §4.6): two fillers part them, one filler parts
/// the components of each.
fn name(raw: &str) -> (String, String) {
    let trimmed = raw.trim_matches('<');
    match trimmed.split_once("<<") {
        Some((surname, given)) => (words(surname), words(given)),
        None => (words(trimmed), String::new()),
    }
}

fn words(part: &str) -> String {
    let words: Vec<&str> = part.split('<').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icao_passport() {
        let mrz = parse(&[
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ])
        .unwrap();
        assert_eq!(mrz.format, Format::Td3);
        assert_eq!(
            (mrz.document_code.as_str(), mrz.issuer.as_str()),
            ("P", "UTO")
        );
        assert_eq!(
            (mrz.surname.as_str(), mrz.given_names.as_str()),
            ("ERIKSSON", "ANNA MARIA")
        );
        assert_eq!(
            (mrz.number.as_str(), mrz.nationality.as_str()),
            ("L898902C3", "UTO")
        );
        assert_eq!(
            (mrz.birth.as_str(), mrz.expiry.as_str()),
            ("740812", "120415")
        );
        assert_eq!(
            (mrz.sex.as_str(), mrz.optional[0].as_str()),
            ("F", "ZE184226B")
        );
        assert!(mrz.all_check_digits_valid() && mrz.checks.len() == 5);
    }

    #[test]
    fn a_card_with_a_long_number() {
        // ICAO 9303-5 appendix: D23145890734 with check digit 9.
        let mrz = parse(&[
            "I<UTOD23145890<7349<<<<<<<<<<<",
            "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<<<<<<<<<<<<<<",
        ])
        .unwrap();
        assert_eq!(mrz.number, "D23145890734");
        assert_eq!(mrz.optional, ["", ""]);
        assert!(mrz.all_check_digits_valid(), "{:?}", mrz.checks);
    }

    #[test]
    fn an_old_french_card() {
        let mrz = parse(&[
            "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
            "8806923102858CORINNE<<<<<<<6512068F6",
        ])
        .unwrap();
        assert_eq!(mrz.format, Format::FrenchCard);
        assert_eq!(
            (mrz.surname.as_str(), mrz.given_names.as_str()),
            ("BERTHIER", "CORINNE")
        );
        assert_eq!(
            (mrz.number.as_str(), mrz.birth.as_str(), mrz.sex.as_str()),
            ("880692310285", "651206", "F")
        );
        assert_eq!((mrz.expiry.as_str(), mrz.nationality.as_str()), ("", ""));
        assert!(mrz.all_check_digits_valid(), "{:?}", mrz.checks);
    }

    #[test]
    fn the_line_of_a_dutch_driving_licence() {
        let mut line = "D1NLD15094962111659VV87FB2<<<".to_owned();
        line.push(check_digit(line.bytes()).unwrap().into());
        let mrz = parse(&[&line]).unwrap();
        assert_eq!(mrz.format, Format::Licence);
        assert_eq!(
            (mrz.issuer.as_str(), mrz.number.as_str()),
            ("NLD", "5094962111")
        );
        assert!(mrz.all_check_digits_valid());
        assert_eq!(mrz.checks.len(), 1);
    }

    #[test]
    fn one_changed_character_is_noticed() {
        let good = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        for place in (0..9).chain(13..19).chain(21..27).chain(28..42) {
            let mut line = good.as_bytes().to_vec();
            line[place] = if line[place] == b'7' { b'8' } else { b'7' };
            let line = String::from_utf8(line).unwrap();
            let mrz = parse(&[first, &line]).unwrap();
            assert!(!mrz.all_check_digits_valid(), "{line}");
        }
    }

    #[test]
    fn an_empty_optional_field_may_lack_its_digit() {
        let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        let mrz = parse(&[first, "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8"]).unwrap();
        assert!(mrz.checks[3]);
        let mrz = parse(&[first, "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08"]).unwrap();
        assert!(mrz.all_check_digits_valid());
    }

    #[test]
    fn other_shapes_and_characters_are_refused() {
        assert_eq!(
            parse::<&str>(&[]),
            Err(ParseError::Shape { lines: 0, width: 0 })
        );
        assert_eq!(
            parse(&["P<UTO", "L898"]),
            Err(ParseError::Shape { lines: 2, width: 5 })
        );
        let lines = ["P<utoERIKSSON", "L8989"];
        assert_eq!(
            parse(&lines),
            Err(ParseError::Character { line: 1, place: 3 })
        );
    }

    #[test]
    fn names_without_a_second_part() {
        assert_eq!(name("ARKFREITH<<<<"), ("ARKFREITH".into(), String::new()));
        assert_eq!(
            name("VAN<DER<MUELLEN<<A<B<<<"),
            ("VAN DER MUELLEN".into(), "A B".into())
        );
        assert_eq!(name("<<<<"), (String::new(), String::new()));
    }
}
