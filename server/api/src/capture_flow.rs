//! Starting a capture flow.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::private::debug_without_personal_data;

/// Body of *Start capture flow*.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureRequest {
    /// Exactly one.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1))]
    pub providers: Vec<CaptureProcessRequest>,
    /// Whose pages take the images; one and the same here. The PictureID documentation leaves it
    /// out, so it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdk: Option<CaptureSdk>,
    /// Where the person is sent at the end: an absolute `http` or `https` URL.
    #[cfg_attr(feature = "openapi", schema(pattern = "^https?://"))]
    pub redirect_url: String,
    /// Host name of the flow's URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_domain: Option<String>,
    /// Settings of this flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture_parameters: Option<CaptureParameters>,
    /// Come back in the `tags` of the process's events: at most 20, of 1 to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_tags: Option<Vec<String>>,
}

/// Whose pages take the images of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CaptureSdk {
    /// The provider's.
    Native,
    /// Those of the capture service.
    Capture,
}

/// The process that the flow creates.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureProcessRequest {
    /// `signicatpictureid`.
    pub provider: String,
    /// `document` (default) or `documentSelfie`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<String>,
    /// Which document, from *Get document types*. Without it the person chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<u32>,
    /// Fields to black out; of the provider `signicatpaper` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redact: Option<Vec<String>>,
    /// Of the provider `onfido`; has no effect with another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_extra_data_from_driving_license: Option<bool>,
    /// Of the provider `webid`; has no effect with another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webid: Option<Value>,
}

/// Settings of one flow.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureParameters {
    /// Id of a capture configuration.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui_profile: Option<String>,
    /// A capture configuration. Its fields override those of `ui_profile`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::CaptureConfiguration>))]
    #[serde(
        default,
        rename = "uiProfileJSON",
        skip_serializing_if = "Option::is_none"
    )]
    pub ui_profile_json: Option<Value>,
    /// Language at first, ISO 639-1; `en` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui_language: Option<String>,
    /// Who the text message comes from: at most 15 digits, or 11 letters and digits.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^([0-9]{1,15}|[A-Za-z0-9]{1,11})$")
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_sender: Option<String>,
    /// Stands before the URL in the text message: at most 200 of `A-Z a-z 0-9 - . : ,` and spaces.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Za-z0-9.:, -]{1,200}$"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_message: Option<String>,
    /// Country chosen at first, ISO 3166-1 alpha-3. Overrides the configuration's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
}

/// Reply of *Start capture flow*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebUrl {
    /// Where to send the person. Holds the artifact in its fragment: treat it as a secret.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub url: String,
}

// The redirect URL may carry the integrator's own identifiers, `webid` a person's data, the message
// their name, the URL of the flow its artifact.
debug_without_personal_data!(
    CaptureRequest,
    CaptureProcessRequest,
    CaptureParameters,
    WebUrl
);
