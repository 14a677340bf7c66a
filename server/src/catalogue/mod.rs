//! The documents that can be verified, by stable ids.

use std::sync::LazyLock;

use vidimus_api::DocumentTypeItem;
use vidimus_api::capture::DocumentChoice;
use vidimus_engine::{Declared, DocumentType};

const COUNTRIES: &str = include_str!("countries.tsv");
const DOCUMENTS: &str = include_str!("documents.tsv");

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);

/// One document of one country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// `documentId` of the API; never given to another document.
    pub id: u32,
    /// ISO 3166-1 alpha-3, or an ICAO code.
    pub country: &'static str,
    /// English name of the country.
    pub country_name: &'static str,
    /// What it is.
    pub kind: DocumentType,
}

impl Document {
    /// Images needed: 1 (front) or 2 (front and back).
    #[must_use]
    pub fn pages(&self) -> u8 {
        match self.kind {
            DocumentType::Passport => 1,
            _ => 2,
        }
    }

    /// The kind as the API spells it.
    #[must_use]
    pub fn kind_text(&self) -> &'static str {
        match self.kind {
            DocumentType::Passport => "passport",
            DocumentType::IdentityCard => "identityCard",
            DocumentType::DriversLicense => "driversLicense",
            DocumentType::ResidencePermit => "residencePermit",
        }
    }

    /// What the engine is told about it.
    #[must_use]
    pub fn declared(&self) -> Declared {
        Declared {
            document_type: self.kind,
            country: self.country.to_owned(),
        }
    }

    /// As *Get document types* lists it.
    #[must_use]
    pub fn to_wire(&self) -> DocumentTypeItem {
        let name = match self.kind {
            DocumentType::Passport => "Passport",
            DocumentType::IdentityCard => "Identity card",
            DocumentType::DriversLicense => "Driving licence",
            DocumentType::ResidencePermit => "Residence permit",
        };
        DocumentTypeItem {
            id: self.id,
            country: self.country.to_owned(),
            country_name: self.country_name.to_owned(),
            kind: self.kind_text().to_owned(),
            name: name.to_owned(),
            icao: self.kind != DocumentType::DriversLicense,
            pages: self.pages(),
        }
    }

    /// As the capture session lists it.
    #[must_use]
    pub fn to_choice(&self) -> DocumentChoice {
        DocumentChoice {
            id: self.id,
            country: self.country.to_owned(),
            country_name: self.country_name.to_owned(),
            kind: self.kind_text().to_owned(),
            pages: self.pages(),
        }
    }
}

struct Catalogue {
    documents: Vec<Document>,
}

impl Catalogue {
    fn read() -> Self {
        let countries: Vec<(&str, &str)> = rows(COUNTRIES)
            .filter_map(|row| row.split_once('\t'))
            .collect();
        let name = |code: &str| {
            countries
                .iter()
                .find(|(known, _)| *known == code)
                .map(|(_, name)| *name)
        };
        let mut documents: Vec<Document> = rows(DOCUMENTS)
            .filter_map(|row| {
                let mut cells = row.split('\t');
                let (id, country, kind) = (cells.next()?, cells.next()?, cells.next()?);
                Some(Document {
                    id: id.parse().ok()?,
                    country,
                    country_name: name(country)?,
                    kind: parse_kind(kind)?,
                })
            })
            .collect();
        documents.sort_by_key(|document| (document.country_name, document.kind));
        Self { documents }
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn parse_kind(text: &str) -> Option<DocumentType> {
    Some(match text {
        "passport" => DocumentType::Passport,
        "identityCard" => DocumentType::IdentityCard,
        "driversLicense" => DocumentType::DriversLicense,
        "residencePermit" => DocumentType::ResidencePermit,
        _ => return None,
    })
}

/// All documents, by country name.
#[must_use]
pub fn documents() -> &'static [Document] {
    &CATALOGUE.documents
}

/// The document with an id.
#[must_use]
pub fn document(id: u32) -> Option<&'static Document> {
    documents().iter().find(|document| document.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_is_used_and_every_id_is_given_once() {
        assert_eq!(
            documents().len(),
            rows(DOCUMENTS).count(),
            "a row cannot be read"
        );
        let ids: HashSet<u32> = documents().iter().map(|document| document.id).collect();
        assert_eq!(ids.len(), documents().len());
        let what: HashSet<_> = documents().iter().map(|d| (d.country, d.kind)).collect();
        assert_eq!(what.len(), documents().len());
        for row in rows(COUNTRIES) {
            let (code, name) = row.split_once('\t').unwrap();
            assert!(
                code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()),
                "{row}"
            );
            assert_eq!(name.trim(), name);
            assert!(!name.is_empty());
        }
    }

    #[test]
    fn published_ids_stay_what_they_are() {
        let published = [
            (137, "NLD", DocumentType::Passport),
            (1000, "AFG", DocumentType::Passport),
            (2000, "AUT", DocumentType::IdentityCard),
            (3000, "AUT", DocumentType::DriversLicense),
            (4000, "AUT", DocumentType::ResidencePermit),
        ];
        for (id, country, kind) in published {
            let found = document(id).unwrap();
            assert_eq!((found.country, found.kind), (country, kind), "{id}");
        }
        assert_eq!(document(0), None);
    }

    #[test]
    fn the_specimen_state_has_a_passport_and_a_card() {
        let of_utopia: Vec<_> = documents()
            .iter()
            .filter(|document| document.country == "UTO")
            .map(|document| (document.kind, document.pages()))
            .collect();
        assert_eq!(
            of_utopia,
            [(DocumentType::Passport, 1), (DocumentType::IdentityCard, 2)]
        );
    }

    #[test]
    fn every_country_has_a_passport_and_the_list_is_by_country_name() {
        for row in rows(COUNTRIES) {
            let (code, _) = row.split_once('\t').unwrap();
            let has = documents().iter().any(|document| {
                document.country == code && document.kind == DocumentType::Passport
            });
            assert!(has, "{code}");
        }
        assert!(documents().is_sorted_by_key(|document| document.country_name));
    }
}
