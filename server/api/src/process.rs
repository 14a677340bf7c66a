//! Processes: one verification each.

use serde::{Deserialize, Serialize};

use crate::capture::{Depiction, ProcessStatus, ProcessType};
use crate::pictureid::{FinalResult, ProviderSpecific};
use crate::private::debug_without_personal_data;

/// Body of *Create process*.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcessRequest {
    /// `signicatpictureid`.
    pub provider: String,
    /// `document` (default) or `documentSelfie`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<String>,
    /// Which document, from *Get document types*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<u32>,
}

/// Reply of *Create process*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcessResponse {
    /// UUID version 4.
    pub process_id: String,
    /// `signicatpictureid`.
    pub provider: String,
    /// What it asks for.
    pub process_type: ProcessType,
    /// `pending`.
    pub status: ProcessStatus,
    /// Images of the document that are needed: 1 (front) or 2 (front and back).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_pages: Option<u8>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub updated_at: String,
}

/// Reply of *Get process*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Process {
    /// UUID version 4.
    pub process_id: String,
    /// `signicatpictureid`.
    pub provider: String,
    /// What it asks for.
    pub process_type: ProcessType,
    /// Where it stands.
    pub status: ProcessStatus,
    /// Why it failed; only with `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_reason: Option<FailReason>,
    /// Why it is `rejected` or `inconclusive`: the deciding reasons only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reasons: Option<Vec<StatusReason>>,
    /// The images that can be fetched; only in a final status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depictions: Option<Vec<Depiction>>,
    /// Only when `accepted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_result: Option<FinalResult>,
    /// What was found, whatever the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_specific: Option<ProviderSpecific>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub updated_at: String,
}

/// Why a process failed. Timeouts have a `detail`; *Fail process* fills the other three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FailReason {
    /// For example `Transaction time expired.`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// For example `User.Request`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// For example `Process.Failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// One deciding reason of a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReason {
    /// `Document` or `Biometrics`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For example `Security`.
    pub category: String,
    /// For example `NotUnderage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_category: Option<String>,
    /// One sentence, without personal data.
    pub message: String,
}

/// Reply of *Start verification*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyResponse {
    /// The process.
    pub process_id: String,
    /// `processing`.
    pub status: ProcessStatus,
}

/// Reply of *Fail process*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcessStatusResponse {
    /// The process.
    pub process_id: String,
    /// `failed`.
    pub status: ProcessStatus,
    /// Why.
    pub reason: FailReason,
}

debug_without_personal_data!(Process);
