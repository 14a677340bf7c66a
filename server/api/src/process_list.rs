//! The list of a client's processes.

use serde::{Deserialize, Serialize};

use crate::capture::{ProcessStatus, ProcessType};
use crate::dossier::Dossier;
use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::{ProcessOrder, ProviderName};

/// Reply of *Get list of processes*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListAllProcesses {
    /// Those that were asked for.
    pub processes: Vec<ProcessWithDossier>,
    /// What was asked for.
    pub filters: Filters,
    /// How many fit the dates and statuses, on all pages together.
    pub total_results: u32,
}

/// A process in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProcessWithDossier {
    /// UUID version 4.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// The dossier it is in.
    pub dossier: Dossier,
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

/// Which processes were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Filters {
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub start_creation_date: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_creation_date: Option<String>,
    /// Empty for all.
    pub status_list: Vec<ProcessStatus>,
    /// 0 to 200,000.
    #[cfg_attr(feature = "openapi", schema(maximum = 200_000))]
    pub offset: u32,
    /// 1 to 2000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2000))]
    pub limit: u32,
    /// `createdAtDescending` or `createdAtAscending`.
    #[cfg_attr(feature = "openapi", schema(value_type = ProcessOrder))]
    pub order: String,
}

/// Reply of *Get processes' external id*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExternalId {
    /// What the provider calls the process.
    pub external_id: String,
}

debug_without_personal_data!(ListAllProcesses, ProcessWithDossier);
