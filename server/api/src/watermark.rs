//! Watermarks: an image with who asked for it, why and when written all over it.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::ImageDataUrl;

/// Body of *Watermark*. The reply is the image's bytes, in the format that it came in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WatermarkAssureRequest {
    /// A PNG or JPEG as a data URL: at most 4 MB and 5000 pixels a side, at least 250x120 pixels.
    /// Goes before an image that is stored.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Dossier with the image, or with the process that has it.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier_id: Option<String>,
    /// Process with the image.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    /// Which image of the dossier or process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_depiction: Option<WatermarkDepiction>,
    /// What is written.
    pub watermark: Watermark,
}

/// Which stored image gets a watermark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WatermarkDepiction {
    /// The person.
    Selfie,
    /// The side of the document with the holder's data.
    Front,
}

/// What is written. Letters are Latin, Greek or Cyrillic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Watermark {
    /// Who asked for the image: 1 to 256 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256))]
    pub title: String,
    /// Why: 1 to 1024 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1024))]
    pub description: String,
    /// When, `YYYY-MM-DD`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub date: String,
}

debug_without_personal_data!(WatermarkAssureRequest, Watermark);
