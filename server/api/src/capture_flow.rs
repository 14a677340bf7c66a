//! Starting a capture flow.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;

/// Body of *Start capture flow*.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaptureRequest {
    /// Exactly one.
    pub providers: Vec<CaptureProcessRequest>,
    /// Where the person is sent at the end: an absolute `http` or `https` URL.
    pub redirect_url: String,
    /// Settings of this flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture_parameters: Option<CaptureParameters>,
}

/// The process that the flow creates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaptureProcessRequest {
    /// `signicatpictureid`.
    pub provider: String,
    /// `document` (default) or `documentSelfie`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<String>,
}

/// Settings of one flow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaptureParameters {
    /// A profile, with the fields of [`crate::capture::CaptureSettings`]; others are ignored.
    #[serde(
        default,
        rename = "uiProfileJSON",
        skip_serializing_if = "Option::is_none"
    )]
    pub ui_profile_json: Option<serde_json::Value>,
    /// Country chosen at first, ISO 3166-1 alpha-3. Overrides the profile's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
}

/// Reply of *Start capture flow*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebUrl {
    /// Where to send the person. Holds the artifact in its fragment: treat it as a secret.
    pub url: String,
}

// The redirect URL may carry the integrator's own identifiers, the URL of the flow its artifact.
debug_without_personal_data!(CaptureRequest, WebUrl);
