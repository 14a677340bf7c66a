//! The result of a verification, in the shape of the `PictureID` provider (`providerSpecific`,
//! `finalResult`, `statusReasons` of the Assure API's *Get process*).
//!
//! Types that hold personal data print `…` under `Debug`, so that a log line cannot leak them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::CheckName;
use crate::region::Region;

/// What the engine concluded. `pending`, `processing`, `failed` and `canceled` belong to the
/// process around it, not to the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Every check passed and, where asked for, the faces match.
    Accepted,
    /// The document cannot be used: unreadable, under age, or another person's.
    Rejected,
    /// A person should look: a security check failed or the faces match only so-so.
    Inconclusive,
}

/// How alike two faces are, as the Assure API grades it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SimilarityLevel {
    /// Very unlikely the same person.
    VeryLow,
    /// Probably not the same person.
    Low,
    /// Probably the same person.
    Medium,
    /// Very likely the same person.
    High,
}

impl SimilarityLevel {
    /// The spelling used on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "veryLow",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// One deciding reason of a `rejected` or `inconclusive` status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReason {
    /// `Document` or `Biometrics`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For example `Security`, `ImageQuality`, `SecurityCheckFailed`, `SimilarityLevel`.
    pub category: String,
    /// For example `NotUnderage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_category: Option<String>,
    /// One sentence in English, without personal data.
    pub message: String,
}

/// The data an integrator may rely on; present only with [`Status::Accepted`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FinalResult {
    /// Given names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// `M` or `F`; absent where the document says neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// ISO 3166-1 alpha-3 (ICAO codes where ISO has none).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// As printed, without fillers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// ISO 3166-1 alpha-3 (ICAO codes where ISO has none).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuing_country: Option<String>,
    /// Only with a selfie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similarity_score: Option<SimilarityLevel>,
    /// The number by which the issuing state knows the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_identification_number: Option<String>,
}

/// What was found on the document and the selfie, whatever the status.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderSpecific {
    /// The document.
    pub document: Document,
    /// The selfie; absent when the process asked for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selfie: Option<Selfie>,
}

/// What was read from the document.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuing_country: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<String>,
    /// As printed, without fillers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// The holder.
    pub subject: Subject,
    /// Checks that could be computed; one that could not is absent.
    pub security_checks: SecurityChecks,
}

/// The holder of the document.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Given names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// `M` or `F`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// The number by which the issuing state knows the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_identification_number: Option<String>,
    /// The printed portrait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Region>,
    /// The printed signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Region>,
}

/// Outcome of one yes-or-no check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The display name, in English.
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
}

/// Outcome of the face comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaceMatch {
    /// The display name, in English.
    pub name: String,
    /// How alike the faces are.
    pub similarity_level: SimilarityLevel,
}

/// The security checks by name. `None` means "could not be computed", which is not "failed".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityChecks {
    /// No trace of manipulation was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_tampered_document: Option<Check>,
    /// The document is valid today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_expired: Option<Check>,
    /// The holder has reached the minimum age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_underage: Option<Check>,
    /// The image is not of a copy in one ink.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_black_and_white: Option<Check>,
    /// The document's data agree with themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_integrity: Option<Check>,
    /// Front and back belong together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sides_match: Option<Check>,
    /// The selfie shows a person, not a picture of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_face_spoofing: Option<Check>,
    /// Portrait and selfie show the same person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selfie_and_document_match: Option<FaceMatch>,
}

impl SecurityChecks {
    /// A check by its name.
    #[must_use]
    pub fn get(&self, name: CheckName) -> Option<&Check> {
        match name {
            CheckName::NotTamperedDocument => self.not_tampered_document.as_ref(),
            CheckName::NonExpired => self.non_expired.as_ref(),
            CheckName::NotUnderage => self.not_underage.as_ref(),
            CheckName::NotBlackAndWhite => self.not_black_and_white.as_ref(),
            CheckName::DataIntegrity => self.data_integrity.as_ref(),
            CheckName::SidesMatch => self.sides_match.as_ref(),
            CheckName::NotFaceSpoofing => self.not_face_spoofing.as_ref(),
        }
    }
}

/// Whether a face was found on the selfie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SelfieStatus {
    /// Not looked at.
    #[default]
    Undefined,
    /// Exactly one face.
    Success,
    /// None.
    NoFaceDetected,
    /// More than one of comparable size.
    MultipleFacesDetected,
}

/// The selfie: status and the box of the face.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selfie {
    /// Whether a face was found.
    pub status: SelfieStatus,
    /// The face, in pixels of the displayed image.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub face: Option<Region>,
}

/// The whole report of one verification.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The verdict.
    pub status: Status,
    /// Why it is not `accepted`; empty when it is. Only the deciding reasons are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_reasons: Vec<StatusReason>,
    /// Present only when accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_result: Option<FinalResult>,
    /// What was found.
    pub provider_specific: ProviderSpecific,
}

macro_rules! debug_without_personal_data {
    ($($name:ident),+ $(,)?) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), " { … }"))
            }
        }
    )+};
}

debug_without_personal_data!(FinalResult, ProviderSpecific, Document, Subject);

impl fmt::Debug for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Report")
            .field("status", &self.status)
            .field("status_reasons", &self.status_reasons)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_personal_data() {
        let report = Report {
            status: Status::Accepted,
            status_reasons: vec![],
            final_result: Some(FinalResult {
                last_name: Some("DE BRUIJN".into()),
                document_number: Some("SPECI2021".into()),
                ..FinalResult::default()
            }),
            provider_specific: ProviderSpecific::default(),
        };
        let printed = format!("{report:?} {:?}", report.final_result);
        assert!(printed.contains("Accepted"));
        assert!(
            !printed.contains("BRUIJN") && !printed.contains("SPECI2021"),
            "{printed}"
        );
    }

    #[test]
    fn a_selfie_without_a_face_has_only_a_status() {
        let none = Selfie {
            status: SelfieStatus::NoFaceDetected,
            face: None,
        };
        assert_eq!(
            serde_json::to_string(&none).unwrap(),
            r#"{"status":"NO_FACE_DETECTED"}"#
        );
        let one = Selfie {
            status: SelfieStatus::Success,
            face: Some(Region {
                x: 349,
                y: 333,
                width: 417,
                height: 702,
            }),
        };
        let json = r#"{"status":"SUCCESS","x":349,"y":333,"width":417,"height":702}"#;
        assert_eq!(serde_json::to_string(&one).unwrap(), json);
        assert_eq!(serde_json::from_str::<Selfie>(json).unwrap(), one);
        assert_eq!(
            serde_json::from_str::<Selfie>(r#"{"status":"NO_FACE_DETECTED"}"#).unwrap(),
            none
        );
    }
}
