//! The database behind traits.
//!
//! A store keeps rows and makes changes atomic; it knows neither keys nor HTTP. Everything
//! personal reaches it sealed. [`contract`] is what every store must do, as tests.

#[cfg(test)]
pub(crate) mod contract;
pub mod sql;

use async_trait::async_trait;
use jiff::Timestamp;
use vidimus_api::capture::{Depiction, Handover, ProcessStatus};

use crate::blobs::envelope::{Mark, Sealed};
#[cfg(doc)]
use crate::domain::CHALLENGE_ATTEMPTS;
use crate::domain::{
    Access, Client, Dossier, Ending, Failure, Image, Process, Session, StoredUserData,
};
use crate::ids::{BlobId, ClientId, DossierId, ProcessId, SecretHash};

/// A store that failed. What a client did wrong is never a store error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database refused, is full or is gone.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be brought up to date.
    #[error("the database schema cannot be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row that this version cannot have written.
    #[error("the database holds a row that cannot be read: {0}")]
    BadRow(&'static str),
}

/// Result of a store operation.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Clients of the API.
#[async_trait]
pub trait Clients: Send + Sync {
    /// Adds a client; one with the same id stays as it is.
    async fn add_client(&self, client: &Client) -> Result<()>;
    /// Finds a client.
    async fn client(&self, id: &ClientId) -> Result<Option<Client>>;
}

/// Dossiers.
#[async_trait]
pub trait Dossiers: Send + Sync {
    /// Adds a dossier.
    async fn add_dossier(&self, dossier: &Dossier) -> Result<()>;
    /// Finds a dossier, whoever it belongs to.
    async fn dossier(&self, id: DossierId) -> Result<Option<Dossier>>;
    /// The newest `limit` dossiers of a client, newest first.
    async fn dossiers(&self, client: &ClientId, limit: u32) -> Result<Vec<Dossier>>;
    /// Deletes a dossier with its key and everything in it, without leaving a trace in the file.
    /// `false` when it is not there.
    async fn delete_dossier(&self, id: DossierId) -> Result<bool>;
}

/// User data of dossiers.
#[async_trait]
pub trait UserDatas: Send + Sync {
    /// Adds the user data of a dossier. `false` when it has some, or is gone.
    async fn add_user_data(&self, data: &StoredUserData) -> Result<bool>;
    /// The user data of a dossier.
    async fn user_data(&self, dossier: DossierId) -> Result<Option<StoredUserData>>;
    /// Replaces user data by others, but for when they were set. `false` when they are no longer the
    /// ones before.
    async fn replace_user_data(&self, before: &Sealed, after: &StoredUserData) -> Result<bool>;
    /// Deletes the user data of a dossier. `false` when it has none.
    async fn delete_user_data(&self, dossier: DossierId) -> Result<bool>;
}

/// What became of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PutImage {
    /// It is recorded; what is `replaced` is no longer needed.
    Stored {
        /// The image of the same kind before it, and what went with it.
        replaced: Vec<BlobId>,
    },
    /// The process is not pending (any more): nothing was recorded.
    NotPending,
}

/// Marks that two images have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonMarks {
    /// So many.
    pub common: u32,
    /// Of so many that the image has.
    pub all: u32,
}

impl CommonMarks {
    /// Their share, 0 to 1.
    #[must_use]
    pub fn share(self) -> f32 {
        self.common as f32 / self.all.max(1) as f32
    }
}

/// Processes and their images. Every change also moves `updated_at` of the dossier.
#[async_trait]
pub trait Processes: Send + Sync {
    /// Adds a process, and its capture session in the same transaction.
    async fn add_process(
        &self,
        process: &Process,
        capture: Option<(&Session, &[Access])>,
    ) -> Result<()>;
    /// Finds a process.
    async fn process(&self, id: ProcessId) -> Result<Option<Process>>;
    /// The processes of a dossier, oldest first.
    async fn processes(&self, dossier: DossierId) -> Result<Vec<Process>>;
    /// Deletes a process and everything in it. `false` when it is not there.
    async fn delete_process(&self, id: ProcessId) -> Result<bool>;
    /// Chooses the document of a pending process. `false` when it is not pending.
    async fn declare_document(&self, id: ProcessId, document: u32, at: Timestamp) -> Result<bool>;
    /// Ends a pending process as `failed` (with a reason) or `canceled` (without). `false` when
    /// it is not pending.
    async fn end_pending(
        &self,
        id: ProcessId,
        failure: Option<Failure>,
        at: Timestamp,
    ) -> Result<bool>;
    /// Fails the pending processes whose first image came at or before a time.
    async fn expire_pending(
        &self,
        first_image_until: Timestamp,
        at: Timestamp,
    ) -> Result<Vec<ProcessId>>;
    /// Records an image of a pending process with its marks; the last of a kind wins.
    async fn put_image(&self, image: &Image, marks: &[Mark], at: Timestamp) -> Result<PutImage>;
    /// Records the frames before the selfie of a pending process. `NotPending` when it is not, or
    /// has none.
    async fn put_burst(&self, process: ProcessId, blob: BlobId) -> Result<PutImage>;
    /// What each image of a process has in common with the image of another dossier that has most.
    async fn common_marks(&self, process: ProcessId) -> Result<Vec<(Depiction, CommonMarks)>>;
    /// The images of a process.
    async fn images(&self, process: ProcessId) -> Result<Vec<Image>>;
}

/// Capture sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// The session of a process.
    async fn session(&self, process: ProcessId) -> Result<Option<Session>>;
    /// Finds an access by the hash of its artifact.
    async fn access_by_artifact(&self, artifact: &SecretHash) -> Result<Option<Access>>;
    /// Finds an access by the hash of its current token.
    async fn access_by_token(&self, token: &SecretHash) -> Result<Option<Access>>;
    /// Gives an access a new token, which ends the one before, and sets the handover in the same
    /// transaction. `false` when the access is gone.
    async fn exchange(
        &self,
        artifact: &SecretHash,
        token: &SecretHash,
        handover: Option<Handover>,
    ) -> Result<bool>;
    /// Replaces whatever access phones have to a session: with `Some` the handover becomes
    /// `waiting`, with `None` it becomes `none`.
    async fn replace_phone(&self, process: ProcessId, phone: Option<&Access>) -> Result<()>;
    /// Begins the challenge of a pending process anew with a nonce; what came for an earlier one no
    /// longer counts. `false` when none is open, or it was begun [`CHALLENGE_ATTEMPTS`] times.
    async fn begin_challenge(&self, process: ProcessId, nonce: u64) -> Result<bool>;
    /// Records the answer to the challenge of a pending process. `NotPending` when it is not, or the
    /// nonce is not that of the last attempt.
    async fn answer_challenge(
        &self,
        process: ProcessId,
        nonce: u64,
        blob: BlobId,
    ) -> Result<PutImage>;
    /// Gives up the challenge of a pending process. `false` when none is open.
    async fn give_up_challenge(&self, process: ProcessId) -> Result<bool>;
}

/// A worker, as the queue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// The data folder it works for; only one living process holds it.
    pub node: String,
    /// This run of the program, and the number of the worker in it.
    pub name: String,
}

/// A verification to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The process to verify.
    pub process: ProcessId,
    /// How often it was begun, this time included.
    pub attempt: u32,
}

/// The queue of verifications, in the same database as the processes.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Turns a pending process with the given document to `processing` and queues its
    /// verification, in one transaction. `false` when it is not pending or the document changed.
    async fn start_verification(
        &self,
        process: ProcessId,
        document: u32,
        at: Timestamp,
    ) -> Result<bool>;
    /// Takes the oldest job that nobody holds (any more), until `until`.
    async fn lease_job(
        &self,
        worker: &Worker,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Job>>;
    /// Holds a job longer. `false` when the worker has lost it.
    async fn renew_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        until: Timestamp,
    ) -> Result<bool>;
    /// Ends a job and its process, in one transaction. `false` when the worker has lost it, or the
    /// process is gone: then nothing changed.
    async fn finish_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        ending: &Ending,
        at: Timestamp,
    ) -> Result<bool>;
    /// Gives a job back, not to be taken before a time. `false` when the worker has lost it.
    async fn return_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        not_before: Timestamp,
    ) -> Result<bool>;
    /// Frees the jobs that earlier runs of a node held; the caller knows that they are dead.
    async fn free_jobs_of_node(&self, node: &str) -> Result<u64>;
}

/// Everything a store can do.
pub trait Store: Clients + Dossiers + UserDatas + Processes + Sessions + Jobs + 'static {}

impl<T: Clients + Dossiers + UserDatas + Processes + Sessions + Jobs + 'static> Store for T {}

/// Reads the spelling of a status in the database.
pub(crate) fn parse_status(text: &str) -> Option<ProcessStatus> {
    use ProcessStatus::{Accepted, Canceled, Failed, Inconclusive, Pending, Processing, Rejected};
    [
        Pending,
        Processing,
        Accepted,
        Rejected,
        Inconclusive,
        Failed,
        Canceled,
    ]
    .into_iter()
    .find(|status| status.as_str() == text)
}
