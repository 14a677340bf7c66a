//! Dossiers: everything that is kept about one person.

use serde::{Deserialize, Serialize};

use crate::capture::{ProcessStatus, ProcessType};
use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::ProviderName;

/// Body of *Create dossier*; may be left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DossierRequest {
    /// The integrator's own reference, at most 256 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 256,
            pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"
        )
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference: Option<String>,
}

/// A dossier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// UUID version 4.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub dossier_id: String,
    /// The integrator's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference: Option<String>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

/// A dossier and its processes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DossierResponse {
    /// The dossier itself; its fields stand beside `processes`.
    #[serde(flatten)]
    pub dossier: Dossier,
    /// Its processes, oldest first.
    pub processes: Vec<SlimProcess>,
}

/// A process as *Get dossier* lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SlimProcess {
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
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

debug_without_personal_data!(DossierRequest, Dossier, DossierResponse);
