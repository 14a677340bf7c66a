//! Images sent by an integrator.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;

/// Body of *Set images*: one or more images as data URLs (`data:image/jpeg;base64,…`).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadImageRequest {
    /// The side of the document with the holder's data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
    /// The other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<String>,
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selfie: Option<String>,
}

debug_without_personal_data!(UploadImageRequest);
