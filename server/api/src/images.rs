//! Images sent by an integrator.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::ImageDataUrl;

/// Body of *Set images*: one or more images as data URLs (`data:image/jpeg;base64,…`).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UploadImageRequest {
    /// The side of the document with the holder's data.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
    /// The other side.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<String>,
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selfie: Option<String>,
}

/// Body of *Set files to the dossier*: images as data URLs, a process to copy them from, or both.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FileRequest {
    /// The side of the document with the holder's data.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
    /// The other side.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<String>,
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ImageDataUrl>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selfie: Option<String>,
    /// A process of the dossier, whose images are copied but for those that are sent beside.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
}

debug_without_personal_data!(UploadImageRequest, FileRequest);
