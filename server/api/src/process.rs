//! Processes: one verification each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::capture::{Depiction, ProcessStatus, ProcessType};
use crate::pictureid::FinalResult;
use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::ProviderName;

/// Body of *Create process*.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProcessRequest {
    /// Who verifies, such as `signicatpictureid`.
    pub provider: String,
    /// What is verified; each provider has its own, and its own default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<String>,
    /// `signicatpictureid`: which document, from *Get document types*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<u32>,
    /// `onfido`, `signicatpaper`: what kind of document, such as `passport`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_type: Option<String>,
    /// `signicatpaper`: country of the document, ISO 3166-1 alpha-2; `UNIV` for any passport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_country: Option<String>,
    /// `signicatpaper`: what to cover in the pictures that can be fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redact: Option<Vec<String>>,
    /// `signicatpaper`: how much around it, `standard` (default), `medium`, `high` or `veryHigh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction_level: Option<String>,
    /// What a provider needs to know beside; for `webid` data of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_parameters: Option<serde_json::Map<String, serde_json::Value>>,
    /// `tags` of the events of this process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_tags: Option<Vec<String>>,
}

/// Reply of *Create process*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProcessResponse {
    /// UUID version 4.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// Who verifies.
    #[cfg_attr(feature = "openapi", schema(value_type = ProviderName))]
    pub provider: String,
    /// What it asks for; absent where the provider has no types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<ProcessType>,
    /// `pending`.
    pub status: ProcessStatus,
    /// Images of the document that are needed: 1 (front) or 2 (front and back).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_pages: Option<u8>,
    /// What the SDK of a provider elsewhere needs: `authorization`, `providerApiUrl`,
    /// `base64QRCode`, `universalLink`.
    #[serde(flatten)]
    pub details: BTreeMap<String, String>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

/// Reply of *Get process*.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Process {
    /// UUID version 4.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// Who verifies.
    #[cfg_attr(feature = "openapi", schema(value_type = ProviderName))]
    pub provider: String,
    /// What it asks for; absent where the provider has no types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<ProcessType>,
    /// Where it stands.
    pub status: ProcessStatus,
    /// Why it failed; only with `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_reason: Option<FailReason>,
    /// Why it is `rejected` or `inconclusive`: the deciding reasons only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reasons: Option<Vec<StatusReason>>,
    /// The images that can be fetched; only in a final status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depictions: Option<Vec<Depiction>>,
    /// Only when `accepted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_result: Option<FinalResult>,
    /// What was found, whatever the verdict.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::pictureid::ProviderSpecific>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_specific: Option<serde_json::Value>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

/// Why a process failed. Timeouts have a `detail`; *Fail process* fills the other three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FailReason {
    /// For example `Transaction time expired.`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// For example `User.Request`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// For example `Process.Failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// One deciding reason of a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatusReason {
    /// `Document` or `Biometrics`.
    #[cfg_attr(feature = "openapi", schema(examples("Document", "Biometrics")))]
    #[serde(rename = "type")]
    pub kind: String,
    /// For example `Security`.
    pub category: String,
    /// For example `NotUnderage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_category: Option<String>,
    /// One sentence, without personal data.
    pub message: String,
}

/// Body of *Start verification*, which only some providers need.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VerifyRequest {
    /// `facetec`: the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facetec_enrollment: Option<FacetecEnrollment>,
    /// `facetec`: the stored picture to compare with, `selfie` or `front`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::WatermarkDepiction>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_depiction: Option<String>,
    /// `eid`: who looks at the video.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r_authority_id: Option<String>,
}

/// What the `facetec` SDK gives.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FacetecEnrollment {
    /// Encrypted for the company's own server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face_scan: Option<String>,
    /// The person, a picture in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_trail_image: Option<String>,
    /// The same, smaller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_quality_audit_trail_image: Option<String>,
    /// The browser or app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

/// Reply of *Start verification*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VerifyResponse {
    /// The process.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// `processing`.
    pub status: ProcessStatus,
}

/// Reply of *Fail process*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProcessStatusResponse {
    /// The process.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// `failed`.
    pub status: ProcessStatus,
    /// Why.
    pub reason: FailReason,
}

debug_without_personal_data!(
    Process,
    ProcessRequest,
    ProcessResponse,
    VerifyRequest,
    FacetecEnrollment
);
