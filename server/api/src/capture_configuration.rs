//! Capture configurations: how the pages of a flow look and what they offer.
//!
//! What is stored and sent back is the JSON as it came ([`CaptureConfigurationResponse`]), so that
//! nothing of it is lost, `null`s and fields of other providers included. [`CaptureConfiguration`]
//! is for reading it; where a field is absent, the default stands behind its description.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Texts by language (ISO 639-1) and key.
pub type Translations = BTreeMap<String, BTreeMap<String, String>>;

/// A capture configuration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureConfiguration {
    /// Title of the page, at most 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_title: Option<String>,
    /// Icon of the page: an `https` link, or a JPEG, PNG or ICO as a data URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favicon: Option<String>,
    /// Name of the font.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font_name: Option<String>,
    /// `https` link to the style sheet that declares the font.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font_url: Option<String>,
    /// `#5AAFFF` or `rgb(90, 175, 255)`, as every colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_color: Option<String>,
    /// Colour of text (`black`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font_color: Option<String>,
    /// Colour of buttons (`primaryColor`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buttons_color: Option<String>,
    /// Colour of the button under the pointer (`primaryColor`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buttons_hover_color: Option<String>,
    /// Colour of text on buttons (`white`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buttons_text_color: Option<String>,
    /// Colour of the sign that something loads (`primaryColor`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spinner_color: Option<String>,
    /// Types of document to choose from (all).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_types: Option<Vec<String>>,
    /// Countries to choose from, by type of document (all).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<BTreeMap<String, CountryFilter>>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_countries: Option<BTreeMap<String, Option<CountryFilter>>>,
    /// Whose passports are taken from both sides (nobody's).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_sided_passports: Option<CountryFilter>,
    /// Languages to choose from, ISO 639-1 (`en`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// Texts instead of the pages' own.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<BTreeMap<String, BTreeMap<String, String>>>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translations: Option<Translations>,
    /// Country chosen at first, ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
    /// Devices on which a file may be uploaded: `mobile`, `desktop` (both).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_file_upload: Option<Vec<String>>,
    /// Devices on which a photo may be taken: `mobile`, `desktop` (both).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_take_photo: Option<Vec<String>>,
    /// Where the preview can be enlarged: `takePhoto`, `uploadPhoto`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_zoom_on_preview: Option<Vec<String>>,
    /// Whether the theme of the dashboard is taken (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_signicat_theming: Option<bool>,
    /// That theme; clients cannot set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signicat_theming_config: Option<Map<String, Value>>,
    /// Whether the flow may move to a phone (true).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enable_mobile_handover: Option<bool>,
    /// Whether people confirm which way up an uploaded image is (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enable_orientation_confirmation: Option<bool>,
    /// Whether passports are photographed without a tap (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_capture: Option<bool>,
    /// Whether, or in which of `takePhoto` and `uploadPhoto`, glare is looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detect_glare: Option<GlareDetection>,
    /// Whether a failed redaction has a page of its own (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_redaction_error: Option<bool>,
    /// Whether the selfie comes at the end (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_selfie: Option<bool>,
    /// Country whose prefix is chosen at first for text messages, ISO 3166-1 alpha-3 (`NOR`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_default_country: Option<String>,
    /// How often a document that cannot be used may be taken again (0).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_retries: Option<u32>,
    /// Whether the result is shown before the redirect (true).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_modal_before_redirect: Option<bool>,
    /// Minutes until the page that waits for the phone gives up; 0 is never (0).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile_handover_timeout: Option<u32>,
    /// Ways to the phone, the first at first: `sms`, `qrCode` (both).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile_handover_modes: Option<Vec<String>>,
    /// Whether photos are taken with a phone only (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force_mobile_handover: Option<bool>,
    /// Whether the phone's own camera app takes them (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_native_camera: Option<bool>,
    /// Style rules for the pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<String>,
    /// For the pages of Onfido; any object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onfido_config: Option<Map<String, Value>>,
    /// For the pages of the provider `eid`, by its older name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid_config: Option<VideoIdConfig>,
    /// For the pages of the provider `signicatvideoid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signicatvideoid_config: Option<VideoIdConfig>,
    /// For the provider `signicatpictureid`: goes before the fields of the same names above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signicatpictureid_config: Option<PictureIdConfig>,
    /// Whether consent is asked first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_consent_page: Option<bool>,
    /// Whether every page links to the accessibility statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_accessibility_link: Option<bool>,
    /// Whether there are instructions before a photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_document_instructions_screen: Option<bool>,
    /// A list of [`ScreenItem`]s; the older documentation has an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_instructions_screen_items: Option<Value>,
    /// Whether the tips come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_prerequisites_screen: Option<bool>,
    /// A list of [`ScreenItem`]s; the older documentation has an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prerequisites_screen_items: Option<Value>,
    /// Whether the country is chosen before the type of document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_country_before_document_type: Option<bool>,
    /// Whether the person is asked, with the selfie, to do things before the camera that nobody can
    /// know beforehand (false). Our own; not in the Assure API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_challenge: Option<bool>,
    /// Fields that the API does not have. They have no effect.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Which countries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum CountryFilter {
    /// A word for all of them: `univ` for passports to choose from, `all` for passports with two
    /// sides; an empty one stands for no filter.
    Word(String),
    /// These, ISO 3166-1 alpha-3; `UNIV` stands for all others.
    Countries(Vec<String>),
}

/// Where glare is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum GlareDetection {
    /// Everywhere or nowhere.
    Everywhere(bool),
    /// In these of `takePhoto` and `uploadPhoto`.
    In(Vec<String>),
}

/// Settings of the provider `signicatpictureid`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PictureIdConfig {
    /// Country chosen at first, ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
    /// Devices on which a file may be uploaded: `mobile`, `desktop`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_file_upload: Option<Vec<String>>,
    /// Devices on which a photo may be taken: `mobile`, `desktop`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_take_photo: Option<Vec<String>>,
    /// Texts instead of the pages' own, or an object with them in its `translations`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translations: Option<Value>,
    /// Documents to choose from, by `documentId` (all).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_id_types: Option<Vec<u32>>,
    /// Fields that the API does not have. They have no effect.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Settings of the providers `eid` and `signicatvideoid`. They have no effect here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VideoIdConfig {
    /// Whether the network is tried first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_requirements: Option<bool>,
    /// Whether the pages open in a dialog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_modal: Option<bool>,
    /// Whether only sufficient devices may go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_requirements_mandatory: Option<bool>,
    /// Documents to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_id_types: Option<Vec<u32>>,
    /// Seconds until loading gives up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdk_load_timeout: Option<u32>,
    /// Fields that the API does not have. They have no effect.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// One tip or instruction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ScreenItem {
    /// `https` link to a picture; of instructions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Name of an icon such as `check_circle`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Reply of *Create* and *Update capture configuration*. *Get capture configuration* replies with the
/// configuration alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureConfigurationResponse {
    /// As it was sent; its fields stand beside the others.
    #[cfg_attr(feature = "openapi", schema(value_type = CaptureConfiguration))]
    #[serde(flatten)]
    pub configuration: Map<String, Value>,
    /// At most 100 characters.
    pub id: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

/// Element of the reply of *Get all available capture configuration IDs*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureConfigurationSlimResponse {
    /// At most 100 characters.
    pub id: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}
