//! The service: what routes and workers do, on top of store, blobs and clock.

mod archive;
mod audit;
mod burst;
mod capture;
mod challenge;
mod config;
mod configurations;
mod dossiers;
mod files;
mod frames;
mod images;
mod marks;
mod matching;
mod metadata;
mod open;
mod processes;
mod redact;
mod retention;
mod run;
mod subscriptions;
mod user_data;
mod watermark;

pub use capture::{Acting, Flow};
pub use challenge::Answered;
pub use config::{Config, RETENTION_DAYS};
pub(crate) use configurations::{
    capture_content, list_capture, matching_content, show_capture, show_matching,
};
pub(crate) use marks::origin;
pub use open::{OpenError, hold, open_store};
pub use run::{run, run_worker};

use std::fs::File;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore, broadcast, watch};
use vidimus_engine::PolicyDocument;

use crate::auth::Tokens;
use crate::blobs::Blobs;
use crate::blobs::envelope::{DataKey, MasterKey, SealError};
use crate::clock::Clock;
use crate::domain::Dossier;
use crate::events::Targets;
use crate::ids::ProcessId;
use crate::jobs::verifier::Verifier;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::problem::Refusal;
use crate::providers::Providers;
use crate::store::Store;
use audit::AuditLog;

/// The running service: everything that a request needs.
pub struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) blobs: Blobs,
    pub(crate) policy: PolicyDocument,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tokens: Tokens,
    pub(crate) verifier: Option<Arc<dyn Verifier>>,
    pub(crate) providers: Providers,
    pub(crate) limits: Limits,
    pub(crate) audit: AuditLog,
    pub(crate) metrics: Metrics,
    pub(crate) targets: Targets,
    /// Whether the last address in `X-Forwarded-For` is the one that asks.
    pub(crate) behind_proxy: bool,
    retention_days: u32,
    /// Without a slash at the end.
    pub(crate) public_url: String,
    pub(crate) demo: bool,
    /// Wakes an idle worker.
    pub(crate) work: Notify,
    /// Decoding takes up to 300 MB an image; no more than this many at a time.
    pub(crate) decoding: Semaphore,
    master: MasterKey,
    changes: broadcast::Sender<ProcessId>,
    stop: watch::Sender<bool>,
    workers: usize,
    node: String,
    /// Held as long as the service runs: see [`crate::jobs`].
    _lock: Option<File>,
}

impl App {
    /// Runs what decodes images, where it holds up nobody.
    async fn decoded<T: Send + 'static>(
        &self,
        decode: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let _permit = self.decoding.acquire().await.map_err(Refusal::internal)?;
        let decoded = tokio::task::spawn_blocking(decode).await;
        decoded.map_err(Refusal::internal)?
    }

    /// Opens the data folder.
    ///
    /// # Errors
    /// [`OpenError`] says what keeps it from being used.
    pub async fn open(config: Config) -> Result<Arc<Self>, OpenError> {
        open::open(config).await.map(Arc::new)
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The key of a dossier.
    ///
    /// # Errors
    /// [`SealError`] when the master key is another one.
    pub(crate) fn data_key(&self, dossier: &Dossier) -> Result<DataKey, SealError> {
        self.master.unwrap(&dossier.wrapped_key, dossier.id)
    }

    /// Tells those who watch a process on this node that it has changed.
    pub(crate) fn announce(&self, process: ProcessId) {
        // Nobody watching is no error.
        let _ = self.changes.send(process);
    }

    /// Changes on this node from now on.
    pub(crate) fn watch(&self) -> broadcast::Receiver<ProcessId> {
        self.changes.subscribe()
    }

    /// Whether anything here can carry out verifications.
    pub(crate) fn verifies(&self) -> bool {
        self.verifier.is_some() || !self.providers.is_empty()
    }

    /// Becomes `true` when the service is to stop.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }
}
