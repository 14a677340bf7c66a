//! What a document says, taken from its machine-readable zone where that is certain.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::mrz::country::to_iso;
use crate::mrz::decode::Decoded;
use crate::mrz::layout::{Layout, NameSpans, Span};
use crate::mrz::{self, Format};
use crate::personal_number;

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
    /// Date of issue.
    Issue,
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
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Date of issue; machine-readable zones have none.
    #[serde(default)]
    pub issue: Option<Date>,
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
    /// For each field that the zone has, the smallest posterior (0 to 1) of its characters.
    #[serde(default)]
    pub confidence: BTreeMap<Field, f32>,
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

impl Fields {
    /// A field as text, dates as `YYYY-MM-DD`; `None` for what is not known and for fields that
    /// no reading states.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<String> {
        match field {
            Field::Surname => self.surname.clone(),
            Field::GivenNames => self.given_names.clone(),
            Field::Number => self.number.clone(),
            Field::Birth => self.birth.map(|date| date.to_string()),
            Field::Expiry => self.expiry.map(|date| date.to_string()),
            Field::Issue => self.issue.map(|date| date.to_string()),
            Field::Nationality => self.nationality.clone(),
            Field::Sex => self.sex.clone(),
            Field::OptionalData => self.personal_number.clone(),
            Field::IssuingCountry => self.issuing_country.clone(),
            Field::DocumentCode | Field::CheckDigits => None,
        }
    }

    /// Takes one field over from another reading.
    pub(crate) fn take(&mut self, field: Field, other: &Self) {
        match field {
            Field::Surname => self.surname.clone_from(&other.surname),
            Field::GivenNames => self.given_names.clone_from(&other.given_names),
            Field::Number => self.number.clone_from(&other.number),
            Field::Birth => self.birth = other.birth,
            Field::Expiry => self.expiry = other.expiry,
            Field::Issue => self.issue = other.issue,
            Field::Nationality => self.nationality.clone_from(&other.nationality),
            Field::Sex => self.sex.clone_from(&other.sex),
            Field::OptionalData => self.personal_number.clone_from(&other.personal_number),
            Field::IssuingCountry => self.issuing_country.clone_from(&other.issuing_country),
            Field::DocumentCode | Field::CheckDigits => {}
        }
        if let Some(&confidence) = other.confidence.get(&field) {
            self.confidence.insert(field, confidence);
        }
    }
}

/// The fields of a decoded zone.
pub(crate) fn fields(decoded: &Decoded, today: Date) -> Fields {
    let Ok(mrz) = mrz::parse(&decoded.lines) else {
        return Fields::default();
    };
    let layout = decoded.format.layout();
    let certain = Certainty::of(&mrz, decoded);
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
        issue: None,
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
        uncertain: certain.doubts(),
        confidence: certain.confidences(),
    }
}

/// How sure each field is that the zone has.
struct Certainty(BTreeMap<Field, (f32, bool)>);

impl Certainty {
    fn of(mrz: &mrz::Mrz, decoded: &Decoded) -> Self {
        let sure = |spans: &[Span], check: Option<usize>| {
            // What a check digit agrees with needs less certainty of each character.
            let agrees = check.is_some_and(|which| mrz.checks.get(which) == Some(&true));
            let least = if agrees {
                MIN_CHECKED_CONFIDENCE
            } else {
                MIN_CONFIDENCE
            };
            decoded.confidence(spans) >= least
                && decoded.margin(spans) >= MIN_MARGIN
                && decoded.line_confidence(spans) >= MIN_LINE_CONFIDENCE
        };
        let fields = printed(mrz, decoded).into_iter();
        let there = fields.filter(|(_, spans, _)| spans.iter().any(|span| !span.is_empty()));
        Self(
            there
                .map(|(field, spans, check)| {
                    (field, (decoded.confidence(&spans), sure(&spans, check)))
                })
                .collect(),
        )
    }

    fn has(&self, field: Field) -> bool {
        self.0.get(&field).is_some_and(|&(_, sure)| sure)
    }

    fn doubts(&self) -> Vec<Field> {
        let doubtful = self.0.iter().filter(|(_, (_, sure))| !sure);
        doubtful.map(|(&field, _)| field).collect()
    }

    fn confidences(&self) -> BTreeMap<Field, f32> {
        let rounded = |value: f32| (value * 1000.0).round() / 1000.0;
        let fields = self.0.iter();
        fields
            .map(|(&field, &(confidence, _))| (field, rounded(confidence)))
            .collect()
    }
}

/// Where each field stands, and the number of the check digit that covers it and no other.
fn printed(mrz: &mrz::Mrz, decoded: &Decoded) -> [(Field, Vec<Span>, Option<usize>); 11] {
    let layout = decoded.format.layout();
    let (surname, given_names) = name_spans(layout, &decoded.lines);
    let digits = layout.checks.iter().chain(&layout.composite);
    // In passports the optional data have a check digit of their own.
    let optional = (decoded.format == Format::Td3).then_some(3);
    [
        (Field::Surname, vec![surname], None),
        (Field::GivenNames, vec![given_names], None),
        (Field::Number, number_spans(layout, mrz), Some(0)),
        (Field::Birth, vec![layout.birth], Some(1)),
        (Field::Expiry, vec![layout.expiry], Some(2)),
        (Field::Nationality, vec![layout.nationality], None),
        (Field::Sex, vec![layout.sex], None),
        (Field::OptionalData, layout.optional.to_vec(), optional),
        (Field::IssuingCountry, vec![layout.issuer], None),
        (Field::DocumentCode, vec![layout.document_code], None),
        (
            Field::CheckDigits,
            digits.map(|digit| digit.at).collect(),
            Some(0),
        ),
    ]
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
/// gives the place to it), on cards of states that put it there, and wherever it shows itself by its
/// check digits and by holding a date of birth.
fn personal_number(mrz: &mrz::Mrz) -> Option<&str> {
    let mut optional = mrz.optional.iter().map(String::as_str);
    match (mrz.format, mrz.issuer.as_str()) {
        (Format::Td3, _) | (Format::Td1, "ESP" | "EST" | "NLD" | "SRB") => optional.next(),
        (Format::Td1 | Format::Td2, issuer) => optional.find(|text| {
            let examined = personal_number::examine(to_iso(issuer), text);
            examined.is_some_and(|own| own.check_digits == Some(true) && own.birth.is_some())
        }),
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
        assert!((found.confidence[&Field::Surname] - 0.4).abs() < 1e-3);
        assert!((found.confidence[&Field::Number] - 0.99).abs() < 1e-3);
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
    fn a_personal_number_on_a_card_shows_itself_by_its_check_digits() {
        let said = |optional: &str| {
            let first = format!("I<POLABA3000009{optional:<<15}");
            let lines = [
                &first,
                "4405142M3001017POL<<<<<<<<<<<0",
                "KOWALSKA<<ANNA<<<<<<<<<<<<<<<<",
            ];
            fields(&decoded(Format::Td1, &lines), date(2026, 11, 21)).personal_number
        };
        assert_eq!(said("44051401359").as_deref(), Some("44051401359"));
        assert_eq!(said("44051401358"), None, "any number of the state's");
        assert_eq!(said(""), None);
    }

    #[test]
    fn debug_shows_nothing() {
        let printed = format!("{:?}", fields(&passport(), date(2026, 11, 21)));
        assert!(!printed.contains("MUSTERMANN"));
    }
}
