//! The catalogue of documents.

use serde::{Deserialize, Serialize};

#[cfg(feature = "openapi")]
use crate::schema::{DocumentTypeName, ZoneFormat};

/// One document that a provider verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DocumentTypeItem {
    /// `documentId` of *Create process*. Never given to another document.
    pub id: u32,
    /// ISO 3166-1 alpha-3, or an ICAO 9303-3 code where ISO has none.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Z]{3}$"))]
    pub country: String,
    /// English name of the country.
    pub country_name: String,
    /// `passport`, `identityCard`, `driversLicense` or `residencePermit`.
    #[cfg_attr(feature = "openapi", schema(value_type = DocumentTypeName))]
    #[serde(rename = "type")]
    pub kind: String,
    /// English name of the document.
    pub name: String,
    /// Format of its machine-readable zone, such as `TD3` (ICAO 9303-3 §4); absent where it has none
    /// of ICAO 9303.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ZoneFormat>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icao: Option<String>,
    /// Images needed: 1 (front) or 2 (front and back).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2))]
    pub pages: u8,
}
