//! A connection to a provider elsewhere.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_api::pictureid::FinalResult;
use vidimus_api::{DocumentTypeItem, ProcessRequest, StatusReason};

use crate::ids::ProcessId;

/// What a provider is asked to verify. Personal data: not printed.
pub struct RemoteSubmission {
    /// Our id of the process. The same one again after a lost reply: see [`Connection::verify`].
    pub process: ProcessId,
    /// The provider's id of it.
    pub external_id: Option<String>,
    /// What it asks for.
    pub process_type: Option<ProcessType>,
    /// What *Create process* asked for.
    pub request: ProcessRequest,
    /// The images, as they were uploaded.
    pub images: BTreeMap<Depiction, Vec<u8>>,
}

/// What a provider found. Personal data: not printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteOutcome {
    /// The verdict.
    pub verdict: RemoteVerdict,
    /// `finalResult`; shown only with [`RemoteVerdict::Accepted`].
    pub final_result: Option<FinalResult>,
    /// `providerSpecific`, in the fields that the Assure API has for the provider.
    pub provider_specific: Map<String, Value>,
    /// `statusReasons`.
    pub status_reasons: Vec<StatusReason>,
}

/// A provider's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RemoteVerdict {
    /// Every check passed.
    Accepted,
    /// The document cannot be used.
    Rejected,
    /// A person should look.
    Inconclusive,
}

/// A provider that could not be asked, or gave no answer. No personal data in it: it is logged.
#[derive(Debug, thiserror::Error)]
#[error("the provider could not be asked: {0}")]
pub struct ConnectionError(pub String);

/// A connection to a provider elsewhere.
///
/// It is given to the service as `Config::connections`. One that speaks HTTP holds a client and its
/// credentials, sends the images in [`Connection::verify`] and asks for the result until there is one;
/// `tests/api/providers.rs` has a whole one. While `verify` runs, the worker keeps the job for itself;
/// when it fails the job is tried again, up to five times, with longer and longer waits.
#[async_trait]
pub trait Connection: Send + Sync + 'static {
    /// The documents that the provider verifies, for *Get document types*.
    fn document_types(&self) -> Vec<DocumentTypeItem>;

    /// Registers a new process with the provider.
    ///
    /// # Errors
    /// [`ConnectionError`]: *Create process* fails, nothing was stored.
    async fn register(
        &self,
        process: ProcessId,
        request: &ProcessRequest,
    ) -> Result<Registration, ConnectionError>;

    /// Verifies. After a worker died, or a reply was lost, it is called again for the same process: the
    /// provider must be asked for what it has of `external_id` before anything is sent twice.
    ///
    /// # Errors
    /// [`ConnectionError`] when there is no outcome; it is called again later.
    async fn verify(&self, submission: RemoteSubmission) -> Result<RemoteOutcome, ConnectionError>;
}

/// What a provider says of a new process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registration {
    /// The provider's id of it.
    pub external_id: Option<String>,
    /// What the provider's SDK needs, in the reply's own fields: `authorization`, `providerApiUrl`,
    /// `base64QRCode`, `universalLink`.
    pub details: BTreeMap<String, String>,
}
