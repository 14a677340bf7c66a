//! Dossiers: everything that is kept about one person.

use serde::{Deserialize, Serialize};

use crate::capture::{ProcessStatus, ProcessType};
use crate::private::debug_without_personal_data;

/// Body of *Create dossier*; may be left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DossierRequest {
    /// The integrator's own reference, at most 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference: Option<String>,
}

/// A dossier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// UUID version 4.
    pub dossier_id: String,
    /// The integrator's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference: Option<String>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub updated_at: String,
}

/// A dossier and its processes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(rename_all = "camelCase")]
pub struct SlimProcess {
    /// UUID version 4.
    pub process_id: String,
    /// Who verifies.
    pub provider: String,
    /// What it asks for; absent where the provider has no types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<ProcessType>,
    /// Where it stands.
    pub status: ProcessStatus,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub updated_at: String,
}

debug_without_personal_data!(DossierRequest, Dossier, DossierResponse);
