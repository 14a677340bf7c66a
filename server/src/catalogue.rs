//! The engine's catalogue of documents, as the API and the capture session list it.

use vidimus_api::DocumentTypeItem;
use vidimus_api::capture::DocumentChoice;
use vidimus_engine::DocumentType;
pub use vidimus_engine::catalogue::{Document, document, documents};
use vidimus_engine::mrz::Format;

/// The kind as the API spells it.
pub(crate) fn kind(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::Passport => "passport",
        DocumentType::IdentityCard => "identityCard",
        DocumentType::DriversLicense => "driversLicense",
        DocumentType::ResidencePermit => "residencePermit",
    }
}

/// The name that ICAO 9303 has for a format; `None` for others.
fn icao(format: Format) -> Option<&'static str> {
    match format {
        Format::Td1 => Some("TD1"),
        Format::Td2 => Some("TD2"),
        Format::Td3 => Some("TD3"),
        _ => None,
    }
}

/// As *Get document types* lists it.
#[must_use]
pub fn to_wire(document: &Document) -> DocumentTypeItem {
    let edition = document.edition.map(|year| format!(" (from {year})"));
    DocumentTypeItem {
        id: document.id,
        country: document.country.to_owned(),
        country_name: document.country_name.to_owned(),
        kind: kind(document.kind).to_owned(),
        name: format!("{}{}", document.name, edition.unwrap_or_default()),
        icao: document.mrz.and_then(icao).map(str::to_owned),
        pages: document.pages,
    }
}

/// As the capture session lists it.
#[must_use]
pub fn to_choice(document: &Document) -> DocumentChoice {
    DocumentChoice {
        id: document.id,
        country: document.country.to_owned(),
        country_name: document.country_name.to_owned(),
        kind: kind(document.kind).to_owned(),
        region: document.region_name().map(str::to_owned),
        edition: document.edition.map(str::to_owned),
        pages: document.pages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_documents_of_one_country_and_type_apart() {
        let mut names: Vec<_> = documents()
            .iter()
            .map(to_wire)
            .map(|item| (item.country, item.kind, item.name))
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), documents().len());
        let californian = to_choice(document(3105).unwrap());
        assert_eq!(californian.region.as_deref(), Some("California"));
        assert_eq!(
            to_wire(document(2100).unwrap()).name,
            "Identity card (from 1994)"
        );
    }
}
