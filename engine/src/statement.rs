//! What a document says in all its zones together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::barcode::aamva::Licence;
use crate::fields::{Field, Fields};
use crate::read::DocumentReading;
use crate::region::Region;
use crate::viz::latin::agrees;

/// A zone of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// The machine-readable zone.
    Mrz,
    /// The PDF417 code of an American licence.
    Barcode,
    /// The visual zone.
    Viz,
}

/// One thing that a document says. Personal data: not printed by `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// Dates as `YYYY-MM-DD`; names in capitals, with diacritics where the visual zone shows them.
    pub value: String,
    /// The zones that say so.
    pub origins: Vec<Origin>,
    /// Probability (0 to 1) that it is right, by the least sure of its characters in each zone.
    pub confidence: f32,
    /// Where it stands in the visual zone of the side that shows it, in pixels.
    pub region: Option<Region>,
}

impl std::fmt::Debug for Statement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Statement {{ {:?}, … }}", self.origins)
    }
}

/// What is said, by field.
pub type Statements = BTreeMap<Field, Statement>;

/// The fields that statements are made of.
const FIELDS: [Field; 10] = [
    Field::Surname,
    Field::GivenNames,
    Field::Number,
    Field::Birth,
    Field::Expiry,
    Field::Issue,
    Field::Nationality,
    Field::Sex,
    Field::OptionalData,
    Field::IssuingCountry,
];

/// One zone's word for a field.
pub(crate) struct Word {
    pub(crate) origin: Origin,
    pub(crate) value: String,
    /// Probability (0 to 1) that it was read rightly.
    pub(crate) confidence: f32,
    /// Where it stands; of a machine-readable zone, all of that.
    pub(crate) region: Option<Region>,
}

/// Puts together what the zones of one side, or of both, say. Where zones differ, the one made for
/// machines speaks: its digits can be checked. Where they agree, names are taken from the visual
/// zone, which shows their diacritics.
pub(crate) fn statements(sides: &[&DocumentReading]) -> Statements {
    FIELDS
        .into_iter()
        .filter_map(|field| {
            let mut words: Vec<Word> = sides.iter().flat_map(|side| words(side, field)).collect();
            words.sort_by_key(|word| word.origin);
            Some((field, together(field, &words)?))
        })
        .collect()
}

/// What the zones of a side say of a field, the one made for machines first.
pub(crate) fn words(side: &DocumentReading, field: Field) -> Vec<Word> {
    let word = |origin, fields: &Fields, region| {
        Some(Word {
            origin,
            value: fields.text(field)?,
            confidence: fields.confidence.get(&field).copied().unwrap_or(1.0),
            region,
        })
    };
    let zone = side.mrz.as_ref();
    let zone = zone.and_then(|zone| word(Origin::Mrz, &side.fields, Some(zone.region)));
    let codes = side.barcodes.iter().filter_map(|code| {
        let licence = code.licence.as_ref()?;
        word(Origin::Barcode, &of_licence(licence), None)
    });
    let place = side.viz.regions.get(&field).copied();
    let printed = word(Origin::Viz, &side.viz.fields, place);
    zone.into_iter().chain(codes).chain(printed).collect()
}

fn together(field: Field, words: &[Word]) -> Option<Statement> {
    let first = words.first()?;
    let place = |word: &Word| word.region.filter(|_| word.origin == Origin::Viz);
    let mut statement = Statement {
        value: first.value.clone(),
        origins: vec![first.origin],
        confidence: first.confidence,
        region: place(first),
    };
    let mut is_printed = first.origin == Origin::Viz;
    for word in &words[1..] {
        if !same(field, &statement.value, &word.value) {
            continue;
        }
        if !statement.origins.contains(&word.origin) {
            statement.origins.push(word.origin);
            statement.confidence = 1.0 - (1.0 - statement.confidence) * (1.0 - word.confidence);
        }
        // What is printed has diacritics, and all digits of the year.
        let says_more = is_name(field) || matches!(field, Field::Birth | Field::Expiry);
        if word.origin == Origin::Viz && !is_printed && says_more {
            statement.value.clone_from(&word.value);
            is_printed = true;
        }
        statement.region = statement.region.or_else(|| place(word));
    }
    Some(statement)
}

fn is_name(field: Field) -> bool {
    matches!(field, Field::Surname | Field::GivenNames)
}

/// Whether two zones say the same: names in either spelling, dates without their century, the rest
/// to the letter.
fn same(field: Field, a: &str, b: &str) -> bool {
    let without_century = |date: &str| date.get(2..).map(str::to_owned);
    let is_date = matches!(field, Field::Birth | Field::Expiry);
    a == b
        || (is_name(field) && (agrees(b, a, true) || agrees(a, b, true)))
        || (is_date && a.len() == b.len() && without_century(a) == without_century(b))
}

/// What the code of a licence says.
fn of_licence(licence: &Licence) -> Fields {
    let capitals = |name: &Option<String>| name.as_ref().map(|name| name.to_uppercase());
    Fields {
        surname: capitals(&licence.surname),
        given_names: capitals(&licence.given_names),
        number: licence.number.clone(),
        birth: licence.birth,
        expiry: licence.expiry,
        issue: licence.issue,
        sex: licence.sex.clone(),
        issuing_country: licence.country.clone(),
        ..Fields::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(origin: Origin, value: &str, confidence: f32) -> Word {
        Word {
            origin,
            value: value.to_owned(),
            confidence,
            region: None,
        }
    }

    #[test]
    fn names_take_their_diacritics_from_the_visual_zone_where_the_zones_agree() {
        let said = vec![
            word(Origin::Mrz, "THURIDUR OESP", 0.9),
            word(Origin::Viz, "ÞURÍÐUR ÖSP", 0.8),
        ];
        let name = together(Field::GivenNames, &said).unwrap();
        assert_eq!(name.value, "ÞURÍÐUR ÖSP");
        assert_eq!(name.origins, [Origin::Mrz, Origin::Viz]);
        assert!((name.confidence - 0.98).abs() < 1e-6);
        let other = vec![
            word(Origin::Mrz, "ANNA", 0.9),
            word(Origin::Viz, "EVA", 0.8),
        ];
        let name = together(Field::GivenNames, &other).unwrap();
        assert_eq!((name.value.as_str(), name.origins.len()), ("ANNA", 1));
    }

    #[test]
    fn the_zone_speaks_where_dates_differ() {
        let said = vec![
            word(Origin::Mrz, "2019-03-21", 0.9),
            word(Origin::Viz, "2024-03-01", 0.99),
        ];
        let date = together(Field::Expiry, &said).unwrap();
        assert_eq!(
            (date.value.as_str(), date.origins.as_slice()),
            ("2019-03-21", &[Origin::Mrz][..])
        );
    }

    #[test]
    fn print_tells_the_century_that_the_zone_leaves_open() {
        let said = vec![
            word(Origin::Mrz, "2011-01-01", 0.9),
            word(Origin::Viz, "1911-01-01", 0.8),
        ];
        let date = together(Field::Birth, &said).unwrap();
        assert_eq!(date.value, "1911-01-01");
        assert_eq!(date.origins, [Origin::Mrz, Origin::Viz]);
    }

    #[test]
    fn nothing_is_said_where_no_zone_says_it() {
        assert_eq!(together(Field::Number, &[]), None);
        assert!(
            !format!(
                "{:?}",
                together(Field::Number, &[word(Origin::Viz, "X1", 0.9)])
            )
            .contains("X1")
        );
    }
}
