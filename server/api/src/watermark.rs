//! Watermarks: an image with who asked for it, why and when written all over it.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;

/// Body of *Watermark*. The reply is the image's bytes, in the format that it came in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WatermarkAssureRequest {
    /// A PNG or JPEG as a data URL: at most 4 MB and 5000 pixels a side, at least 250x120 pixels.
    /// Goes before an image that is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Dossier with the image, or with the process that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier_id: Option<String>,
    /// Process with the image.
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
#[serde(rename_all = "camelCase")]
pub enum WatermarkDepiction {
    /// The person.
    Selfie,
    /// The side of the document with the holder's data.
    Front,
}

/// What is written. Letters are Latin, Greek or Cyrillic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Watermark {
    /// Who asked for the image: 1 to 256 characters.
    pub title: String,
    /// Why: 1 to 1024 characters.
    pub description: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
}

debug_without_personal_data!(WatermarkAssureRequest, Watermark);
