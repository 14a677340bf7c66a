//! The database behind traits.
//!
//! A store keeps rows and makes changes atomic; it knows neither keys nor HTTP. Everything
//! personal reaches it sealed. [`contract`] is what every store must do, as tests.

#[cfg(test)]
pub(crate) mod contract;
pub mod sql;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use vidimus_api::capture::{Depiction, Handover};

use crate::blobs::envelope::{Mark, Sealed};
#[cfg(doc)]
use crate::domain::CHALLENGE_ATTEMPTS;
use crate::domain::{
    Access, AuditEntry, AuditFilter, Client, Configuration, ConfigurationId, ConfigurationKind,
    Delivery, Dossier, Ending, Event, Failure, File, Image, Process, ProcessFilter, Session,
    StoredUserData, Subscription,
};
use crate::ids::{BlobId, ClientId, DossierId, EventId, ProcessId, SecretHash, SubscriptionId};

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
    /// A database that should be empty is not.
    #[error("the database is not empty: there are rows in {0}")]
    NotEmpty(&'static str),
    /// A row that this version cannot have written.
    #[error("the database holds a row that cannot be read: {0}")]
    BadRow(&'static str),
}

impl StoreError {
    /// Whether the database is not to be reached, or takes nothing for now: what was asked may be done
    /// later.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        match error {
            sqlx::Error::Database(said) => said.code().is_some_and(|code| is_passing(&code)),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            _ => false,
        }
    }
}

/// SQLite's busy, locked, I/O error, full and cannot open; PostgreSQL's connection exceptions,
/// insufficient resources, deadlocks, and what it says while it starts or stops.
fn is_passing(code: &str) -> bool {
    // SQLite's extended codes hold the primary one in their last eight bits.
    let in_sqlite = code.len() < 5
        && code
            .parse::<u32>()
            .is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14));
    let in_postgres = ["08", "53", "57", "58"]
        .iter()
        .any(|class| code.starts_with(class));
    in_sqlite || (code.len() == 5 && (in_postgres || code == "40P01" || code == "40001"))
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
    /// All clients, oldest first.
    async fn clients(&self) -> Result<Vec<Client>>;
    /// Replaces a client by the one with the same id. `false` when it is not there.
    async fn replace_client(&self, client: &Client) -> Result<bool>;
}

/// The audit log: lines are added and read, nothing else.
#[async_trait]
pub trait Audits: Send + Sync {
    /// Adds lines, in one transaction.
    async fn add_audit(&self, entries: &[AuditEntry]) -> Result<()>;
    /// Lines about a client's data, newest first.
    async fn audit(&self, client: &ClientId, filter: &AuditFilter) -> Result<Vec<AuditEntry>>;
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
    /// At most `limit` dossiers whose last change is longer ago than their client wants them kept, or
    /// than `kept_days` where it does not say; the oldest first.
    async fn expired_dossiers(
        &self,
        now: Timestamp,
        kept_days: u32,
        limit: u32,
    ) -> Result<Vec<Dossier>>;
    /// Deletes a dossier with its key and everything in it, without leaving a trace in the file.
    /// `false` when it is not there.
    async fn delete_dossier(&self, id: DossierId) -> Result<bool>;
}

/// Configurations of clients.
#[async_trait]
pub trait Configurations: Send + Sync {
    /// Adds a configuration. `false` when the client has one of this kind and id.
    async fn add_configuration(&self, configuration: &Configuration) -> Result<bool>;
    /// Finds a configuration of a client.
    async fn configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &ConfigurationId,
    ) -> Result<Option<Configuration>>;
    /// The configurations of a client, by id.
    async fn configurations(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
    ) -> Result<Vec<Configuration>>;
    /// Replaces the content of a configuration. `false` when it is not there.
    async fn replace_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &ConfigurationId,
        content: &str,
        at: Timestamp,
    ) -> Result<bool>;
    /// Deletes a configuration. `false` when it is not there.
    async fn delete_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &ConfigurationId,
    ) -> Result<bool>;
}

/// User data of dossiers. Setting and changing them also moves `updated_at` of the dossier.
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

/// Files of dossiers. Every change also moves `updated_at` of the dossier.
#[async_trait]
pub trait Files: Send + Sync {
    /// Adds a file, in place of the one of its kind; gives where that was stored. `None` when the
    /// dossier is gone.
    async fn put_file(&self, file: &File, at: Timestamp) -> Result<Option<Vec<BlobId>>>;
    /// The files of a dossier.
    async fn files(&self, dossier: DossierId) -> Result<Vec<File>>;
    /// Deletes the files of a dossier; gives where they were stored.
    async fn delete_files(&self, dossier: DossierId, at: Timestamp) -> Result<Vec<BlobId>>;
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
    /// Adds a process, and its capture session in the same transaction. `false` when the dossier is
    /// gone.
    async fn add_process(
        &self,
        process: &Process,
        capture: Option<(&Session, &[Access])>,
    ) -> Result<bool>;
    /// Finds a process.
    async fn process(&self, id: ProcessId) -> Result<Option<Process>>;
    /// Processes of a client, with the dossiers they are in, and how many there are in all without
    /// `limit` and `offset`.
    async fn processes_of_client(
        &self,
        client: &ClientId,
        filter: &ProcessFilter,
    ) -> Result<(Vec<(Process, Dossier)>, u32)>;
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
    /// Fails the pending processes whose first image came at or before a time, and cancels those whose
    /// handover has timed out at `at`.
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
    /// `waiting`, with `None` it becomes `none`. The process is canceled at `cancel_at`, if it is
    /// pending by then.
    async fn replace_phone(
        &self,
        process: ProcessId,
        phone: Option<&Access>,
        cancel_at: Option<Timestamp>,
    ) -> Result<()>;
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

/// An event to be told to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What happened.
    pub event: Event,
    /// Who is to be told.
    pub subscription: Subscription,
    /// How often it was tried, this time included.
    pub attempts: u32,
}

/// Events. They are noted in the transaction that ends a process, for those who subscribed before.
#[async_trait]
pub trait Events: Send + Sync {
    /// Adds a subscription.
    async fn add_subscription(&self, subscription: &Subscription) -> Result<()>;
    /// The subscriptions of a client, oldest first.
    async fn subscriptions(&self, client: &ClientId) -> Result<Vec<Subscription>>;
    /// Finds a subscription, whoever it belongs to.
    async fn subscription(&self, id: SubscriptionId) -> Result<Option<Subscription>>;
    /// Gives a subscription a new secret; the one before signs beside it until a time. `false` when
    /// it is not there.
    async fn replace_secret(
        &self,
        id: SubscriptionId,
        secret: &Sealed,
        keep_until: Timestamp,
    ) -> Result<bool>;
    /// Deletes a subscription and what it was told. `false` when it is not there.
    async fn delete_subscription(&self, id: SubscriptionId) -> Result<bool>;
    /// Takes the oldest delivery that is due and that nobody holds (any more), until `until`.
    async fn lease_delivery(
        &self,
        worker: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Due>>;
    /// Records an attempt (but for the number of attempts). `false` when the worker has lost it.
    async fn finish_delivery(&self, due: &Due, worker: &str, after: &Delivery) -> Result<bool>;
    /// What a subscription was told, newest first.
    async fn deliveries(
        &self,
        subscription: SubscriptionId,
        limit: u32,
    ) -> Result<Vec<(Event, Delivery)>>;
    /// Deletes the events of before a time, and what was told of them.
    async fn delete_events(&self, before: Timestamp) -> Result<u64>;
    /// Makes a delivery due again, as if it had never been tried. `false` when it is not there.
    async fn redeliver(
        &self,
        event: EventId,
        subscription: SubscriptionId,
        at: Timestamp,
    ) -> Result<bool>;
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

/// Verifications that nobody carries out yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many.
    pub waiting: u32,
    /// How long the oldest has waited.
    pub oldest: Duration,
}

/// The queue of verifications, in the same database as the processes.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Turns a pending process with the given document to `processing` and queues its
    /// verification, in one transaction; `request` is kept in place of what was asked for before.
    /// `false` when it is not pending or the document changed.
    async fn start_verification(
        &self,
        process: ProcessId,
        document: Option<u32>,
        request: Option<&Sealed>,
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
    /// Gives a job back, not to be taken before a time, and as if it had been begun `attempt` times.
    /// `false` when the worker has lost it.
    async fn return_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        attempt: u32,
        not_before: Timestamp,
    ) -> Result<bool>;
    /// What waits in the queue.
    async fn backlog(&self, now: Timestamp) -> Result<Backlog>;
    /// Frees the jobs that earlier runs of a node held; the caller knows that they are dead.
    async fn free_jobs_of_node(&self, node: &str) -> Result<u64>;
}

/// What all programs of an installation share, each thing sealed by the caller.
#[async_trait]
pub trait Installation: Send + Sync {
    /// What is shared under a name.
    async fn shared(&self, name: &str) -> Result<Option<Sealed>>;
    /// Shares something. `false` when there is something under this name: it stays.
    async fn share(&self, name: &str, value: &Sealed) -> Result<bool>;
}

/// Everything a store can do.
pub trait Store:
    Installation
    + Clients
    + Audits
    + Configurations
    + Dossiers
    + UserDatas
    + Files
    + Processes
    + Sessions
    + Jobs
    + Events
    + 'static
{
}

impl<T> Store for T where
    T: Installation
        + Clients
        + Audits
        + Configurations
        + Dossiers
        + UserDatas
        + Files
        + Processes
        + Sessions
        + Jobs
        + Events
        + 'static
{
}
