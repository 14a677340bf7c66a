//! `signicatpaper`: reading documents by our engine.
//!
//! What the machine-readable zone says is compared with what is printed, field by field. No selfie, no
//! look at the picture's colours or traces: whoever needs these takes `signicatpictureid`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use vidimus_api::capture::{Depiction, ProcessStatus, ProcessType};
use vidimus_api::pictureid::FinalResult;
use vidimus_api::{DocumentTypeItem, ProcessRequest};
use vidimus_engine::{Declared, DocumentReading, DocumentType, Field, Fields};

use super::request::{REDACTABLE, REDACTION_LEVELS, document_type, invalid, missing, one_of};
use super::{Provide, Shown};
use crate::catalogue;
use crate::domain::{Process, Provider};
use crate::problem::Refusal;

/// The provider.
pub struct Paper;

/// A passport of any state.
const ANY: &str = "UNIV";

/// What was found of a document. Personal data: not printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaperRecord {
    /// `providerSpecific`.
    specific: Map<String, Value>,
    final_result: FinalResult,
    /// Whether anything was wrong.
    failed: bool,
    /// Whether the document could not be read, or is certainly not in order.
    rejected: bool,
    /// Whether the pictures are kept back.
    withholds_document: bool,
}

impl Provide for Paper {
    fn provider(&self) -> Provider {
        Provider::Paper
    }

    fn process_types(&self) -> &'static [ProcessType] {
        &[]
    }

    fn check(&self, request: &ProcessRequest) -> Result<(), Refusal> {
        let kind =
            document_type(request)?.ok_or_else(|| missing("documentType", "signicatpaper"))?;
        let country = request.document_country.as_deref();
        let country = country.ok_or_else(|| missing("documentCountry", "signicatpaper"))?;
        if country == ANY && kind != "passport" {
            return Err(invalid("documentCountry", "UNIV is for passports."));
        }
        if country != ANY && listed(country, kind).next().is_none() {
            return Err(invalid(
                "documentCountry",
                "and documentType are of none of the documents that Get document types lists; \
                 documentCountry is an ISO 3166-1 alpha-2 code, or UNIV.",
            ));
        }
        for field in request.redact.iter().flatten() {
            one_of("redact", field, &REDACTABLE)?;
        }
        if let Some(level) = request.redaction_level.as_deref() {
            one_of("redactionLevel", level, &REDACTION_LEVELS)?;
        }
        Ok(())
    }

    fn document_types(&self) -> Vec<DocumentTypeItem> {
        let items = catalogue::documents().iter();
        items.map(catalogue::to_wire).collect()
    }

    fn takes(&self, _: &Process) -> &'static [Depiction] {
        &[Depiction::Front, Depiction::Back]
    }

    fn needs(&self, _: &Process) -> Result<Vec<Depiction>, Refusal> {
        Ok(vec![Depiction::Front])
    }

    fn show(&self, record: &[u8]) -> Result<Shown, serde_json::Error> {
        let record: PaperRecord = serde_json::from_slice(record)?;
        Ok(Shown {
            status_reasons: Vec::new(),
            final_result: Some(record.final_result),
            provider_specific: Some(record.specific.into()),
            withholds_document: record.withholds_document,
        })
    }
}

fn alpha_3(alpha_2: &str) -> Option<&'static str> {
    rust_iso3166::from_alpha2(alpha_2).map(|country| country.alpha3)
}

/// The documents of a country (ISO 3166-1 alpha-2) and a type.
fn listed<'a>(
    country: &str,
    kind: &'a str,
) -> impl Iterator<Item = &'static catalogue::Document> + use<'a> {
    let country = alpha_3(country);
    catalogue::documents().iter().filter(move |document| {
        Some(document.country) == country && catalogue::kind(document.kind) == kind
    })
}

/// The countries (ISO 3166-1 alpha-2, or [`ANY`]) of each type of document.
pub(crate) fn countries_by_type() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut by_type = BTreeMap::from([("passport", vec![ANY])]);
    for document in catalogue::documents() {
        let Some(country) = rust_iso3166::from_alpha3(document.country) else {
            continue;
        };
        let countries: &mut Vec<_> = by_type.entry(catalogue::kind(document.kind)).or_default();
        if !countries.contains(&country.alpha2) {
            countries.push(country.alpha2);
        }
    }
    by_type
}

/// What the engine is told of the document.
#[must_use]
pub fn declared(request: &ProcessRequest) -> Option<Declared> {
    let kind = request.document_type.as_deref()?;
    let country = request.document_country.as_deref()?;
    listed(country, kind)
        .next()
        .map(catalogue::Document::declared)
}

/// Compares what the zones of the sides say. `today` tells what has expired.
#[must_use]
pub fn compare(sides: &[DocumentReading], request: &ProcessRequest, today: Date) -> PaperRecord {
    let any = request.document_country.as_deref() == Some(ANY);
    let zone = sides.iter().find(|side| side.mrz.is_some());
    let mut printed = Fields::default();
    for side in sides {
        fill(&mut printed, &side.viz.fields);
    }
    if any {
        printed = Fields::default();
    }
    let of_zone = zone.map(|side| &side.fields);
    let is_read = |fields: &Fields| fields.text(Field::Number).is_some();
    let mut errors = Vec::new();
    let wrong_digits = zone.is_some_and(|side| {
        side.mrz
            .as_ref()
            .is_some_and(|reading| !reading.check_digits_valid)
    });
    let expiry = of_zone.and_then(|fields| fields.expiry).or(printed.expiry);
    let checks = [
        (
            "DOCUMENT_NOT_READ",
            !of_zone.is_some_and(is_read) && !is_read(&printed),
        ),
        (
            "MRZ_NOT_FOUND",
            of_zone.is_none() && (any || has_zone(request)),
        ),
        ("MRZ_CHECKSUM_INVALID", wrong_digits),
        ("DOCUMENT_EXPIRED", expiry.is_some_and(|date| date < today)),
    ];
    errors.extend(
        checks
            .iter()
            .filter(|(_, fails)| *fails)
            .map(|(name, _)| *name),
    );
    let rejected = !errors.is_empty();

    let mut specific = Map::new();
    let kind = match (of_zone, any) {
        (Some(_), false) => "MRZ_FEATURE_COMPARISON",
        (_, true) => "MRZ_ONLY",
        (None, false) => "FEATURES_ONLY",
    };
    if !any {
        specific.insert("features".to_owned(), features(&printed));
    }
    match (of_zone, any) {
        (Some(fields), _) => {
            specific.insert("mrz".to_owned(), of_mrz(fields, request));
            specific.insert("mrzChecksum".to_owned(), checksum(fields, wrong_digits));
            specific.insert("mrzVerification".to_owned(), verification(fields, today));
            if !any {
                let matching = matching(fields, &printed);
                if COMPARED.iter().any(|(name, _)| differs(&matching[*name])) {
                    errors.push("MRZ_FEATURES_DIFFER");
                }
                specific.insert("mrzFeatureMatching".to_owned(), matching);
            }
        }
        (None, false) => {
            let found = COMPARED.iter().map(|(name, field)| {
                let found = printed.text(*field).map_or("MISSING", |_| "FOUND");
                ((*name).to_owned(), found.into())
            });
            let found: Map<String, Value> = found.collect();
            specific.insert("featuresVerification".to_owned(), found.into());
        }
        (None, true) => {}
    }
    specific.insert(
        "verification".to_owned(),
        json!({ "type": kind, "status": errors.is_empty() }),
    );
    let failed = !errors.is_empty();
    if failed {
        specific.insert("errors".to_owned(), json!(errors));
    }
    PaperRecord {
        specific,
        final_result: final_result(of_zone, &printed),
        failed,
        rejected,
        withholds_document: false,
    }
}

impl PaperRecord {
    /// What it comes to: what cannot be read or is not in order is rejected; where zone and print
    /// differ, somebody has to look.
    #[must_use]
    pub fn status(&self) -> ProcessStatus {
        match (self.rejected, self.failed) {
            (true, _) => ProcessStatus::Rejected,
            (false, true) => ProcessStatus::Inconclusive,
            (false, false) => ProcessStatus::Accepted,
        }
    }

    /// Adds what became of the redaction that was asked for. Pictures that are not wholly redacted
    /// are kept back.
    #[must_use]
    pub fn redacted(mut self, partly: bool, wholly: bool) -> Self {
        self.specific.insert(
            "redactionResult".to_owned(),
            json!({ "isPartialRedaction": partly, "isFullRedaction": wholly }),
        );
        self.withholds_document = !wholly;
        self
    }
}

/// The fields that stand in both zones, as the API calls them.
const COMPARED: [(&str, Field); 6] = [
    ("firstName", Field::GivenNames),
    ("lastName", Field::Surname),
    ("documentNumber", Field::Number),
    ("dateOfBirth", Field::Birth),
    ("dateOfExpiry", Field::Expiry),
    ("personalIdentificationNumber", Field::OptionalData),
];

/// Whether the documents that were asked for have a machine-readable zone.
fn has_zone(request: &ProcessRequest) -> bool {
    let kind = request.document_type.as_deref().unwrap_or_default();
    let country = request.document_country.as_deref().unwrap_or_default();
    listed(country, kind)
        .all(|document| document.mrz.is_some() && document.kind != DocumentType::DriversLicense)
}

/// Takes over what is not there yet.
fn fill(fields: &mut Fields, other: &Fields) {
    fields.surname = fields.surname.take().or_else(|| other.surname.clone());
    let given_names = fields.given_names.take();
    fields.given_names = given_names.or_else(|| other.given_names.clone());
    fields.number = fields.number.take().or_else(|| other.number.clone());
    fields.birth = fields.birth.or(other.birth);
    fields.expiry = fields.expiry.or(other.expiry);
    fields.issue = fields.issue.or(other.issue);
    fields.nationality = fields
        .nationality
        .take()
        .or_else(|| other.nationality.clone());
    fields.sex = fields.sex.take().or_else(|| other.sex.clone());
    let personal_number = fields.personal_number.take();
    fields.personal_number = personal_number.or_else(|| other.personal_number.clone());
    let country = fields.issuing_country.take();
    fields.issuing_country = country.or_else(|| other.issuing_country.clone());
}

fn object(fields: &Fields, names: &[(&str, Field)]) -> Map<String, Value> {
    let known = names.iter().filter_map(|(name, field)| {
        let text = fields.text(*field)?;
        // The API knows two sexes; a third is not told.
        (*field != Field::Sex || text != "X").then(|| ((*name).to_owned(), text.into()))
    });
    known.collect()
}

fn features(printed: &Fields) -> Value {
    let mut features = object(printed, &COMPARED);
    features.extend(object(
        printed,
        &[("gender", Field::Sex), ("dateOfIssue", Field::Issue)],
    ));
    features.into()
}

fn of_mrz(fields: &Fields, request: &ProcessRequest) -> Value {
    let mut zone = object(fields, &COMPARED);
    zone.extend(object(
        fields,
        &[
            ("gender", Field::Sex),
            ("nationality", Field::Nationality),
            ("issuingCountry", Field::IssuingCountry),
        ],
    ));
    if let Some(kind) = &request.document_type {
        zone.insert("documentType".to_owned(), kind.clone().into());
    }
    zone.into()
}

/// A field whose digits disagree is not read with certainty: only then is there none.
fn checksum(fields: &Fields, wrong_digits: bool) -> Value {
    let checked = COMPARED[2..].iter().filter_map(|(name, field)| {
        let has = fields.text(*field).is_some() || fields.uncertain.contains(field);
        let valid = fields.text(*field).is_some() && !wrong_digits;
        has.then(|| ((*name).to_owned(), verdict(valid)))
    });
    Value::Object(checked.collect())
}

fn verdict(valid: bool) -> Value {
    if valid { "VALID" } else { "INVALID" }.into()
}

fn verification(fields: &Fields, today: Date) -> Value {
    let mut found = Map::new();
    let mut say = |name: &str, valid: Option<bool>| {
        let said = valid.map_or_else(|| "MISSING".into(), verdict);
        found.insert(name.to_owned(), said);
    };
    say("dateOfExpiry", fields.expiry.map(|date| date >= today));
    say("dateOfBirth", fields.birth.map(|date| date < today));
    let country = fields.issuing_country.as_deref();
    let is_country = |code: &str| rust_iso3166::from_alpha3(code).is_some();
    say("issuingCountry", country.map(is_country));
    Value::Object(found)
}

/// How far what is printed is from what the zone says.
fn matching(zone: &Fields, printed: &Fields) -> Value {
    let compared = COMPARED.iter().filter_map(|(name, field)| {
        let zone = zone.text(*field)?;
        let said = printed.text(*field).map_or_else(
            || "MISSING".to_owned(),
            |printed| distance(*field, &zone, &printed),
        );
        Some(((*name).to_owned(), said.into()))
    });
    Value::Object(compared.collect())
}

fn distance(field: Field, zone: &str, printed: &str) -> String {
    let is_date = matches!(field, Field::Birth | Field::Expiry);
    let is_name = matches!(field, Field::Surname | Field::GivenNames);
    // A zone has no diacritics: a name in either spelling is the same.
    if is_name && vidimus_engine::viz::latin::agrees(printed, zone, true) {
        return "FULL_MATCH".to_owned();
    }
    match strsim::levenshtein(zone, printed) {
        0 => "FULL_MATCH".to_owned(),
        near @ 1..=4 => format!("LEVENSHTEIN{near}"),
        _ if is_date => "VALID".to_owned(),
        _ => "FOUND".to_owned(),
    }
}

/// A field that is not printed, or was not read there, says nothing against the zone.
fn differs(said: &Value) -> bool {
    said.as_str()
        .is_some_and(|said| said != "FULL_MATCH" && said != "MISSING")
}

fn final_result(zone: Option<&Fields>, printed: &Fields) -> FinalResult {
    let text = |field| {
        let zone = zone.and_then(|fields| fields.text(field));
        zone.or_else(|| printed.text(field))
    };
    FinalResult {
        first_name: text(Field::GivenNames),
        last_name: text(Field::Surname),
        date_of_expiry: text(Field::Expiry),
        date_of_birth: text(Field::Birth),
        gender: text(Field::Sex).filter(|sex| sex != "X"),
        nationality: text(Field::Nationality),
        document_number: text(Field::Number),
        issuing_country: text(Field::IssuingCountry),
        personal_identification_number: text(Field::OptionalData),
        ..FinalResult::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(country: &str, kind: &str) -> ProcessRequest {
        ProcessRequest {
            document_type: Some(kind.to_owned()),
            document_country: Some(country.to_owned()),
            ..ProcessRequest::default()
        }
    }

    #[test]
    fn a_document_is_named_by_country_and_type() {
        assert!(Paper.check(&request("NL", "passport")).is_ok());
        assert!(Paper.check(&request("UNIV", "passport")).is_ok());
        for (country, kind) in [
            ("UNIV", "identityCard"),
            ("NLD", "passport"),
            ("XX", "passport"),
            ("NL", "taxId"),
            ("NL", "paper"),
        ] {
            assert!(
                Paper.check(&request(country, kind)).is_err(),
                "{country} {kind}"
            );
        }
        assert!(Paper.check(&ProcessRequest::default()).is_err());
        let redact = |field: &str, level: &str| ProcessRequest {
            redact: Some(vec![field.to_owned()]),
            redaction_level: Some(level.to_owned()),
            ..request("NL", "passport")
        };
        assert!(Paper.check(&redact("photo", "high")).is_ok());
        assert!(Paper.check(&redact("face", "high")).is_err());
        assert!(Paper.check(&redact("photo", "most")).is_err());
    }

    #[test]
    fn distances_are_named() {
        for (field, zone, printed, said) in [
            (Field::Surname, "MUELLER", "MÜLLER", "FULL_MATCH"),
            (Field::Number, "SPECI2021", "SPECI2021", "FULL_MATCH"),
            (Field::Number, "SPECI2021", "SPEC12021", "LEVENSHTEIN1"),
            (Field::Number, "SPECI2021", "X", "FOUND"),
            (Field::Birth, "1965-03-10", "1965-03-01", "LEVENSHTEIN2"),
            (Field::Birth, "1965-03-10", "2001-12-29", "VALID"),
        ] {
            assert_eq!(distance(field, zone, printed), said, "{zone} {printed}");
        }
    }

    #[test]
    fn zone_and_print_are_compared() {
        let today = Date::constant(2026, 6, 1);
        let mut zone = Fields {
            surname: Some("DE BRUIJN".to_owned()),
            number: Some("SPECI2021".to_owned()),
            expiry: Some(Date::constant(2031, 8, 30)),
            issuing_country: Some("NLD".to_owned()),
            ..Fields::default()
        };
        let printed = zone.clone();
        assert!(!differs(&matching(&zone, &printed)["documentNumber"]));
        assert_eq!(verification(&zone, today)["dateOfExpiry"], "VALID");
        zone.number = Some("SPECI2022".to_owned());
        let matching = matching(&zone, &printed);
        assert!(differs(&matching["documentNumber"]));
        assert!(matching.get("dateOfBirth").is_none());
    }

    #[test]
    fn a_document_that_cannot_be_read_is_rejected() {
        let today = Date::constant(2026, 6, 1);
        let record = compare(&[], &request("NL", "passport"), today);
        assert_eq!(record.status(), ProcessStatus::Rejected);
        let errors = &record.specific["errors"];
        assert_eq!(*errors, json!(["DOCUMENT_NOT_READ", "MRZ_NOT_FOUND"]));
        assert!(!record.withholds_document);
        assert!(record.redacted(true, false).withholds_document);
    }
}
