//! Fields of *Create process* that several providers check.

use vidimus_api::ProcessRequest;

use crate::problem::Refusal;

/// Every value that `documentType` may have.
pub(crate) const DOCUMENT_TYPES: [&str; 24] = [
    "driversLicense",
    "passport",
    "identityCard",
    "residencePermit",
    "workPermit",
    "voterId",
    "postalIdCard",
    "professionalQualificationCard",
    "professionalPermit",
    "socialSecurity",
    "panCard",
    "passportCard",
    "stateId",
    "visa",
    "asylumRegistrationCard",
    "nationalHealthInsuranceCard",
    "aadharCard",
    "immigrationStatusDocument",
    "indigenousCard",
    "municipalityIdentityCard",
    "privateOperatorsCard",
    "certificateOfSponsorship",
    "serviceIdCard",
    "taxId",
];

/// Every value in `redact`.
pub(crate) const REDACTABLE: [&str; 18] = [
    "firstName",
    "lastName",
    "fullName",
    "gender",
    "address",
    "personalIdentificationNumber",
    "documentNumber",
    "date",
    "dateOfBirth",
    "dateOfIssue",
    "dateOfExpiry",
    "photo",
    "signature",
    "accessNumber",
    "drivingPermits",
    "issuingAuthority",
    "mrz",
    "barcode",
];

/// Every value of `redactionLevel`, the smallest margin first.
pub(crate) const REDACTION_LEVELS: [&str; 4] = ["standard", "medium", "high", "veryHigh"];

/// Most `eventTags`, and characters of one.
const TAGS: usize = 20;
const TAG_LENGTH: usize = 128;

/// Checks a value against those that there are.
pub(super) fn one_of(field: &'static str, value: &str, known: &[&str]) -> Result<(), Refusal> {
    if known.contains(&value) {
        return Ok(());
    }
    let known = known.join(", ");
    Err(invalid(field, format!("is one of {known}.")))
}

/// `documentType`, where there is one.
pub(super) fn document_type(request: &ProcessRequest) -> Result<Option<&str>, Refusal> {
    let Some(kind) = request.document_type.as_deref() else {
        return Ok(None);
    };
    one_of("documentType", kind, &DOCUMENT_TYPES)?;
    Ok(Some(kind))
}

/// Checks what every provider takes.
pub(crate) fn check_tags(tags: &[String]) -> Result<(), Refusal> {
    let is_fine = |tag: &String| {
        (1..=TAG_LENGTH).contains(&tag.chars().count()) && !tag.chars().any(char::is_control)
    };
    if tags.len() <= TAGS && tags.iter().all(is_fine) {
        return Ok(());
    }
    Err(invalid(
        "eventTags",
        format!("has at most {TAGS} tags of 1 to {TAG_LENGTH} characters."),
    ))
}

pub(super) fn invalid(field: &'static str, why: impl AsRef<str>) -> Refusal {
    Refusal::invalid(
        format!("Invalid {field}."),
        format!("{field} {}", why.as_ref()),
    )
}

pub(super) fn missing(field: &'static str, provider: &str) -> Refusal {
    Refusal::invalid(
        format!("Invalid {field}."),
        format!("{field} is required for {provider}."),
    )
}
