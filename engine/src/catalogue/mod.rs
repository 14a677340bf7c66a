//! The documents of the world, by stable ids: what each looks like and where its data stand.

mod words;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::locate::PageSize;
use crate::mrz::Format;
use crate::policy::{Declared, DocumentType};

pub use words::Title;
pub(crate) use words::{Said, said};

const COUNTRIES: &str = include_str!("countries.tsv");
const DOCUMENTS: &str = include_str!("documents.tsv");

static CATALOGUE: LazyLock<Vec<Document>> = LazyLock::new(read);

/// A side of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The side with the portrait, or a passport's data page.
    Front,
    /// The other side.
    Back,
}

/// What a side of a document shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Text for people.
    Viz,
    /// The holder's portrait.
    Portrait,
    /// The holder's signature.
    Signature,
    /// The machine-readable zone.
    Mrz,
    /// A PDF417 code.
    Pdf417,
}

/// One document of one country, or of one of its regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `documentId` of the API; never given to another document.
    pub id: u32,
    /// ISO 3166-1 alpha-3, or an ICAO code.
    pub country: &'static str,
    /// English name of the country.
    pub country_name: &'static str,
    /// What it is.
    pub kind: DocumentType,
    /// The region that issues it, as abbreviated on it, such as `CA` for California.
    pub region: Option<&'static str>,
    /// English name of the document.
    pub name: &'static str,
    /// The first year of issue, where the country has several entries of a type.
    pub edition: Option<&'static str>,
    /// Images that show all of it: 1 (front) or 2 (front and back).
    pub pages: u8,
    /// Its size.
    pub size: PageSize,
    /// Format of its machine-readable zone.
    pub mrz: Option<Format>,
    /// What stands where.
    pub zones: Vec<(Side, Zone)>,
    /// Whether the optional data of the machine-readable zone hold the holder's personal number.
    pub personal_number_in_mrz: bool,
    /// Forms of the document number (see [`Document::number_fits`]).
    number_formats: &'static str,
}

impl Document {
    /// What the engine is told about it.
    #[must_use]
    pub fn declared(&self) -> Declared {
        Declared {
            document_type: self.kind,
            country: self.country.to_owned(),
            document_id: Some(self.id),
        }
    }

    /// English name of the region that issues it.
    #[must_use]
    pub fn region_name(&self) -> Option<&'static str> {
        self.region
            .and(self.name.split_once(", "))
            .map(|(_, name)| name)
    }

    /// Whether one of its sides shows something.
    #[must_use]
    pub fn shows(&self, side: Side, zone: Zone) -> bool {
        self.zones.contains(&(side, zone))
    }

    /// Whether a document number has one of the forms that this document's have; `None` where no
    /// form is known. Small letters count as capitals.
    #[must_use]
    pub fn number_fits(&self, number: &str) -> Option<bool> {
        if self.number_formats == NONE {
            return None;
        }
        let mut formats = self.number_formats.split(' ');
        Some(formats.any(|format| fits(format, number)))
    }
}

/// What a cell holds that says nothing.
const NONE: &str = "-";

/// Whether a number has a form: `A` stands for a letter, `9` for a digit, `X` for either, `N` for
/// a letter but O, `M` for a letter but O or a digit, a small letter for itself.
fn fits(format: &str, number: &str) -> bool {
    let is = |sign: char, character: char| match sign {
        'A' => character.is_ascii_alphabetic(),
        '9' => character.is_ascii_digit(),
        'X' => character.is_ascii_alphanumeric(),
        'N' => character.is_ascii_alphabetic() && !character.eq_ignore_ascii_case(&'O'),
        'M' => character.is_ascii_alphanumeric() && !character.eq_ignore_ascii_case(&'O'),
        literal => literal.eq_ignore_ascii_case(&character),
    };
    format.chars().count() == number.chars().count()
        && format
            .chars()
            .zip(number.chars())
            .all(|(sign, character)| is(sign, character))
}

/// All documents, by country name, then by type and name.
#[must_use]
pub fn documents() -> &'static [Document] {
    &CATALOGUE
}

/// The document with an id.
#[must_use]
pub fn document(id: u32) -> Option<&'static Document> {
    documents().iter().find(|document| document.id == id)
}

/// English name of a country, by its ISO 3166-1 alpha-3 or ICAO code; `None` for one without
/// documents in the catalogue.
#[must_use]
pub fn country_name(code: &str) -> Option<&'static str> {
    let mut countries = rows(COUNTRIES).filter_map(|row| row.split_once('\t'));
    countries
        .find(|(known, _)| *known == code)
        .map(|(_, name)| name)
}

fn read() -> Vec<Document> {
    let mut documents: Vec<Document> = rows(DOCUMENTS).filter_map(row).collect();
    documents.sort_by_key(|document| {
        (
            document.country_name,
            document.kind,
            document.name,
            std::cmp::Reverse(document.edition),
        )
    });
    documents
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(row: &'static str) -> Option<Document> {
    let mut cells = row.split('\t');
    let mut cell = || cells.next();
    let said = |cell: &'static str| Some(cell).filter(|cell| *cell != NONE);
    let (id, country) = (cell()?, cell()?);
    Some(Document {
        id: id.parse().ok()?,
        country,
        country_name: country_name(country)?,
        kind: Title::named(cell()?)?.kind()?,
        region: said(cell()?),
        name: cell()?,
        edition: said(cell()?),
        pages: cell()?.parse().ok()?,
        size: match cell()? {
            "ID-1" => PageSize::Id1,
            "ID-2" => PageSize::Id2,
            "ID-3" => PageSize::Id3,
            _ => return None,
        },
        mrz: match cell()? {
            "TD1" => Some(Format::Td1),
            "TD3" => Some(Format::Td3),
            "FRA-ID" => Some(Format::FrenchCard),
            "DL" => Some(Format::Licence),
            NONE => None,
            _ => return None,
        },
        zones: zones(cell()?)?,
        personal_number_in_mrz: match cell()? {
            "mrz" => true,
            NONE => false,
            _ => return None,
        },
        number_formats: cell()?,
    })
}

/// `front:viz,portrait;back:mrz`
fn zones(text: &str) -> Option<Vec<(Side, Zone)>> {
    let mut zones = Vec::new();
    for part in text.split(';') {
        let (side, names) = part.split_once(':')?;
        let side = match side {
            "front" => Side::Front,
            "back" => Side::Back,
            _ => return None,
        };
        for name in names.split(',') {
            let zone = match name {
                "viz" => Zone::Viz,
                "portrait" => Zone::Portrait,
                "signature" => Zone::Signature,
                "mrz" => Zone::Mrz,
                "pdf417" => Zone::Pdf417,
                _ => return None,
            };
            zones.push((side, zone));
        }
    }
    Some(zones)
}

#[cfg(test)]
mod tests;
