//! Redaction: personal numbers and portraits covered in the pictures of a document.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::{DocumentTypeName, ImageDataUrl, RedactableField, RedactionLevel};

/// Body of *Redact*: pictures as data URLs, or where they are stored.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RedactionAssureRequest {
    /// The side with the portrait. Newer copies of the API call it `front`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, alias = "front", skip_serializing_if = "Option::is_none")]
    pub front_image: Option<String>,
    /// The other side. Newer copies of the API call it `back`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, alias = "back", skip_serializing_if = "Option::is_none")]
    pub back_image: Option<String>,
    /// The dossier whose files are redacted, where no picture is sent.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier_id: Option<String>,
    /// The process in it whose images are redacted instead.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    /// `passport`, `identityCard`, `driversLicense` or `residencePermit`.
    #[cfg_attr(feature = "openapi", schema(value_type = DocumentTypeName))]
    pub document_type: String,
    /// `NLD`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^NLD$"))]
    pub document_country: String,
    /// `personalIdentificationNumber`, `photo`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<RedactableField>, min_items = 1))]
    pub fields_to_redact: Vec<String>,
    /// `standard` (default), `medium`, `high` or `veryHigh`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RedactionLevel>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction_level: Option<String>,
}

/// Reply of *Redact*.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RedactionResponse {
    /// Whether every field is certainly covered wherever it stands.
    pub success: bool,
    /// The front as a data URL; only with `success`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted_front_image: Option<String>,
    /// The back as a data URL; only with `success`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted_back_image: Option<String>,
    /// Why not; no personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

debug_without_personal_data!(RedactionAssureRequest, RedactionResponse);
