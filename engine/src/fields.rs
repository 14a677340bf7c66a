//! What a document says, taken from its machine-readable zone where that is certain.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::mrz::country::to_iso;
use crate::mrz::decode::Decoded;
use crate::mrz::layout::{Layout, NameSpans, Span};
use crate::mrz::{self, Format};

/// Least posterior of every character of a field that no check digit covers.
const MIN_CONFIDENCE: f32 = 0.5;
/// The same for a field whose check digit agrees: the digit vouches for the doubtful ones.
const MIN_CHECKED_CONFIDENCE: f32 = 0.15;
/// Least margin, as a natural logarithm, of every character of a field over the best whole zone
/// with another one there: 2.2 is nine to one.
const MIN_MARGIN: f32 = 2.2;
/// Least confidence of the line that a field stands in (see [`mrz::Reading::line_confidences`]).
const MIN_LINE_CONFIDENCE: f32 = 0.82;

/// A part of what a zone says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Primary identifier.
    Surname,
    /// Secondary identifier.
    GivenNames,
    /// Document number.
    Number,
    /// Date of birth.
    Birth,
    /// Date of expiry.
    Expiry,
    /// Nationality.
    Nationality,
    /// Sex.
    Sex,
    /// Optional data, the personal number among them.
    OptionalData,
    /// Issuing state or organisation.
    IssuingCountry,
    /// One or two characters that tell the kind of document.
    DocumentCode,
    /// Any of the check digits.
    CheckDigits,
}

/// What the document says, after reading. A field that could not be read with certainty is
/// `None`. Personal data: not printed by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Primary identifier.
    pub surname: Option<String>,
    /// Secondary identifier.
    pub given_names: Option<String>,
    /// Document number.
    pub number: Option<String>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Date of expiry.
    pub expiry: Option<Date>,
    /// ISO 3166-1 alpha-3 or ICAO code.
    pub nationality: Option<String>,
    /// `M`, `F` or `X`.
    pub sex: Option<String>,
    /// The number by which the issuing state knows the person.
    pub personal_number: Option<String>,
    /// ISO 3166-1 alpha-3 or ICAO code.
    pub issuing_country: Option<String>,
    /// The fields that the zone has but that could not be read with certainty.
    #[serde(default)]
    pub uncertain: Vec<Field>,
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Fields { … }")
    }
}

impl Fields {
    /// What several frames of a video say together; empty while none shows a zone. `today`
    /// settles the century of two-digit years.
    #[must_use]
    pub fn of_frames(frames: &mrz::Fusion, today: Date) -> Self {
        let decoded = frames.decoded();
        decoded.map_or_else(Self::default, |decoded| fields(&decoded, today))
    }
}

/// The fields of a decoded zone.
pub(crate) fn fields(decoded: &Decoded, today: Date) -> Fields {
    let Ok(mrz) = mrz::parse(&decoded.lines) else {
        return Fields::default();
    };
    let layout = decoded.format.layout();
    let certain = Certain::of(&mrz, decoded);
    let sure = |field: Field, text: &str| {
        Some(text.to_owned()).filter(|text| !text.is_empty() && certain.has(field))
    };
    Fields {
        surname: sure(Field::Surname, &mrz.surname),
        given_names: sure(Field::GivenNames, &mrz.given_names),
        number: sure(Field::Number, &mrz.number),
        birth: mrz.birth_date(today).filter(|_| certain.has(Field::Birth)),
        expiry: mrz
            .expiry_date(today)
            .filter(|_| certain.has(Field::Expiry)),
        nationality: match mrz.format {
            // Only citizens were given one.
            Format::FrenchCard => sure(Field::IssuingCountry, to_iso(&mrz.issuer)),
            _ => sure(Field::Nationality, to_iso(&mrz.nationality)),
        },
        sex: match mrz.sex.as_str() {
            "" if layout.sex.is_empty() => None,
            "" | "X" => sure(Field::Sex, "X"),
            sex => sure(Field::Sex, sex),
        },
        personal_number: personal_number(&mrz).and_then(|number| sure(Field::OptionalData, number)),
        issuing_country: sure(Field::IssuingCountry, to_iso(&mrz.issuer)),
        uncertain: certain.others(),
    }
}

/// For each field, whether every character of it is certain.
struct Certain([(Field, bool); 11]);

impl Certain {
    fn of(mrz: &mrz::Mrz, decoded: &Decoded) -> Self {
        let layout = decoded.format.layout();
        let fits = |spans: &[Span], least_confidence: f32| {
            decoded.confidence(spans) >= least_confidence
                && decoded.margin(spans) >= MIN_MARGIN
                && decoded.line_confidence(spans) >= MIN_LINE_CONFIDENCE
        };
        // What a check digit agrees with needs less certainty of each character.
        let checked = |which: usize, spans: &[Span]| {
            let agrees = mrz.checks.get(which).copied().unwrap_or(false);
            let least = if agrees {
                MIN_CHECKED_CONFIDENCE
            } else {
                MIN_CONFIDENCE
            };
            fits(spans, least)
        };
        let plain = |spans: &[Span]| fits(spans, MIN_CONFIDENCE);
        let (surname, given_names) = name_spans(layout, &decoded.lines);
        // In passports the optional data have a check digit of their own.
        let optional = if mrz.format == Format::Td3 {
            checked(3, layout.optional)
        } else {
            plain(layout.optional)
        };
        let all = layout.checks.iter().chain(&layout.composite);
        let digits: Vec<Span> = all.map(|check| check.at).collect();
        Self([
            (Field::Surname, plain(&[surname])),
            (Field::GivenNames, plain(&[given_names])),
            (Field::Number, checked(0, &number_spans(layout, mrz))),
            (Field::Birth, checked(1, &[layout.birth])),
            (Field::Expiry, checked(2, &[layout.expiry])),
            (Field::Nationality, plain(&[layout.nationality])),
            (Field::Sex, plain(&[layout.sex])),
            (Field::OptionalData, optional),
            (Field::IssuingCountry, plain(&[layout.issuer])),
            (Field::DocumentCode, plain(&[layout.document_code])),
            (Field::CheckDigits, fits(&digits, MIN_CHECKED_CONFIDENCE)),
        ])
    }

    fn has(&self, field: Field) -> bool {
        self.0.iter().any(|&(f, certain)| f == field && certain)
    }

    fn others(&self) -> Vec<Field> {
        let uncertain = self.0.iter().filter(|(_, certain)| !certain);
        uncertain.map(|&(field, _)| field).collect()
    }
}

/// Where the two identifiers stand, the fillers that end each of them included: a letter lost to
/// a filler would be a wrong name.
fn name_spans(layout: &Layout, lines: &[String]) -> (Span, Span) {
    let Span { line, start, end } = match layout.name {
        NameSpans::Together(both) => both,
        NameSpans::Apart {
            surname,
            given_names,
        } => return (surname, given_names),
    };
    let raw = &lines[line][start..end];
    let (surname_end, given_start) = match raw.find("<<") {
        Some(at) => (start + at + 2, start + at),
        None => (end, end),
    };
    let used = raw.trim_end_matches('<').len();
    let given_end = (start + used + 1).clamp(given_start, end);
    (
        Span {
            line,
            start,
            end: surname_end,
        },
        Span {
            line,
            start: given_start,
            end: given_end,
        },
    )
}

/// Where the document number stands; a long one goes on in the optional data.
fn number_spans(layout: &Layout, mrz: &mrz::Mrz) -> Vec<Span> {
    let mut spans = vec![layout.number];
    let width = layout.number.end - layout.number.start;
    if mrz.number.len() > width {
        // The rest of the number, and its check digit; the whole line of a licence.
        let Span { line, start, end } = layout.optional[0];
        spans.push(Span {
            line,
            start,
            end: (start + mrz.number.len() - width + 1).min(end),
        });
    }
    spans
}

/// The optional data that are known to be a personal number: in passports (ICAO 9303-4 §4.2.2.2
/// gives the place to it), and on cards of states that put it there.
fn personal_number(mrz: &mrz::Mrz) -> Option<&str> {
    match (mrz.format, mrz.issuer.as_str()) {
        (Format::Td3, _) | (Format::Td1, "ESP" | "EST" | "NLD" | "SRB") => {
            mrz.optional.first().map(String::as_str)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn decoded(format: Format, lines: &[&str]) -> Decoded {
        Decoded {
            format,
            lines: lines.iter().map(|&l| l.to_owned()).collect(),
            score: -0.01,
            posteriors: lines.iter().map(|l| vec![0.99; l.len()]).collect(),
            line_confidences: vec![0.9; lines.len()],
            margins: lines.iter().map(|l| vec![7.0; l.len()]).collect(),
        }
    }

    fn passport() -> Decoded {
        decoded(
            Format::Td3,
            &[
                "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<",
                "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4",
            ],
        )
    }

    #[test]
    fn a_certain_zone_gives_every_field() {
        let fields = fields(&passport(), date(2026, 11, 21));
        assert_eq!(fields.surname.as_deref(), Some("MUSTERMANN"));
        assert_eq!(fields.given_names.as_deref(), Some("ERIKA"));
        assert_eq!(fields.number.as_deref(), Some("C01X00T47"));
        assert_eq!(fields.birth, Some(date(1964, 8, 12)));
        assert_eq!(fields.expiry, Some(date(2027, 2, 28)));
        assert_eq!(fields.nationality.as_deref(), Some("DEU"));
        assert_eq!(fields.issuing_country.as_deref(), Some("DEU"));
        assert_eq!(fields.sex.as_deref(), Some("F"));
        assert_eq!(fields.personal_number, None);
    }

    #[test]
    fn a_doubtful_letter_makes_its_name_unknown_and_no_other() {
        let mut doubtful = passport();
        doubtful.posteriors[0][7] = 0.4;
        let found = fields(&doubtful, date(2026, 11, 21));
        assert_eq!(found.surname, None);
        assert_eq!(found.uncertain, [Field::Surname]);
        assert_eq!(found.given_names.as_deref(), Some("ERIKA"));
        assert_eq!(found.number.as_deref(), Some("C01X00T47"));
    }

    #[test]
    fn a_check_digit_vouches_for_a_doubtful_digit_but_not_for_a_guess() {
        let mut doubtful = passport();
        doubtful.posteriors[1][3] = 0.3;
        assert!(fields(&doubtful, date(2026, 11, 21)).number.is_some());
        doubtful.posteriors[1][3] = 0.05;
        assert!(fields(&doubtful, date(2026, 11, 21)).number.is_none());
    }

    #[test]
    fn debug_shows_nothing() {
        let printed = format!("{:?}", fields(&passport(), date(2026, 11, 21)));
        assert!(!printed.contains("MUSTERMANN"));
    }
}
