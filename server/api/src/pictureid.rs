//! `finalResult` and `providerSpecific` of the provider `signicatpictureid`.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::{Gender, SelfieStatus, SimilarityLevel};

/// A rectangle in pixels of the uploaded image as it is displayed (after EXIF orientation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Zone {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// The data an integrator may rely on.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FinalResult {
    /// Given names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Surname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// `YYYY-MM-DD`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<String>,
    /// `YYYY-MM-DD`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// `M` or `F`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Gender>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// As printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuing_country: Option<String>,
    /// `high`; only with a selfie.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<SimilarityLevel>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub similarity_score: Option<String>,
    /// The number by which the issuing state knows the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_identification_number: Option<String>,
    /// Whether a living person was seen; only with `facetec`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liveness_detected: Option<bool>,
}

/// What was found on the document and the selfie.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderSpecific {
    /// The document.
    pub document: Document,
    /// The selfie; absent when the process asked for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selfie: Option<Selfie>,
}

/// What was read from the document.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuing_country: Option<String>,
    /// `YYYY-MM-DD`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<String>,
    /// As printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// The holder.
    #[cfg_attr(feature = "openapi", schema(required))]
    #[serde(default)]
    pub subject: Subject,
    /// Checks that could be computed; one that could not is absent.
    #[cfg_attr(feature = "openapi", schema(required))]
    #[serde(default)]
    pub security_checks: SecurityChecks,
}

/// The holder of the document.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Given names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Surname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// `YYYY-MM-DD`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// `M` or `F`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Gender>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// The number by which the issuing state knows the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_identification_number: Option<String>,
    /// The printed portrait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Zone>,
    /// The printed signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Zone>,
}

/// Outcome of one yes-or-no check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// The display name, in English.
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
}

/// Outcome of the face comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FaceMatch {
    /// The display name, in English.
    pub name: String,
    /// `veryLow`, `low`, `medium` or `high`.
    #[cfg_attr(feature = "openapi", schema(value_type = SimilarityLevel))]
    pub similarity_level: String,
}

/// The security checks by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecurityChecks {
    /// No trace of manipulation was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_tampered_document: Option<Check>,
    /// The document is valid today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_expired: Option<Check>,
    /// The holder has reached the minimum age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_underage: Option<Check>,
    /// The image is not of a copy in one ink.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_black_and_white: Option<Check>,
    /// The document's data agree with themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_integrity: Option<Check>,
    /// Front and back belong together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sides_match: Option<Check>,
    /// The selfie shows a person, not a picture of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_face_spoofing: Option<Check>,
    /// Portrait and selfie show the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selfie_and_document_match: Option<FaceMatch>,
}

/// The selfie: status and the box of the face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Selfie {
    /// `UNDEFINED`, `SUCCESS`, `NO_FACE_DETECTED` or `MULTIPLE_FACES_DETECTED`.
    #[cfg_attr(feature = "openapi", schema(value_type = SelfieStatus))]
    pub status: String,
    /// The face; its fields stand beside `status`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub face: Option<Zone>,
}

debug_without_personal_data!(FinalResult, ProviderSpecific, Document, Subject);
