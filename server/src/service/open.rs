//! Opening the data folder.
//!
//! ```text
//! vidimus.db   dossiers, processes, jobs, clients; not there where PostgreSQL holds them
//! blobs/       images, sealed; not there where a bucket holds them
//! master.key   wraps the dossiers' keys; back it up apart from the rest, and never lose it
//! token.key    signs access tokens
//! node         a random name for this folder
//! lock         held by the program that serves it
//! ```

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{Notify, Semaphore, broadcast, watch};
use vidimus_engine::PolicyDocument;

use super::App;
use super::audit::AuditLog;
use crate::auth::{SigningError, SigningKey, Tokens};
use crate::blobs::envelope::{MasterKey, MasterKeyError};
use crate::blobs::{BlobError, Blobs, Bucket};
use crate::clock::{Clock, SystemClock};
use crate::domain::{Client, Provider};
use crate::events::Targets;
use crate::ids::{ClientId, hex, random_bytes};
use crate::jobs::verifier::Verifier;
use crate::limits::{Limits, Rates};
use crate::providers::{Connection, Providers};
use crate::store::sql::{DatabaseUrl, SqlStore};
use crate::store::{Clients as _, StoreError};

/// How many days dossiers are kept after their last change, where nothing else is said.
pub const RETENTION_DAYS: u32 = 90;

/// How a service is set up.
pub struct Config {
    /// The data folder; made where missing.
    pub data: PathBuf,
    /// The PostgreSQL database that holds the rows; a file in the data folder where there is none.
    pub database: Option<DatabaseUrl>,
    /// The bucket that holds the images; a folder in the data folder where there is none.
    pub bucket: Option<Bucket>,
    /// Where browsers and clients reach the service, without a slash at the end.
    pub public_url: String,
    /// Whether the demo page's endpoints are there.
    pub demo: bool,
    /// Verifications carried out at the same time.
    pub workers: usize,
    /// What decides.
    pub policy: PolicyDocument,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Verifies; without one, our own providers can verify nothing.
    pub verifier: Option<Arc<dyn Verifier>>,
    /// Connections to providers elsewhere.
    pub connections: Vec<(Provider, Arc<dyn Connection>)>,
    /// How many requests are allowed.
    pub rates: Rates,
    /// Whether a proxy in front names in `X-Forwarded-For` who asks. Without one, anybody could say
    /// anything there.
    pub behind_proxy: bool,
    /// How many days dossiers are kept after their last change, where their client has no time of
    /// its own.
    pub retention_days: u32,
    /// Receivers of events, as `host:port`, that may be in a private network and need no TLS.
    pub webhook_hosts: Vec<String>,
}

impl Config {
    /// One that keeps everything in a folder, verifies one thing at a time by the default policy, and
    /// has neither networks nor connections.
    #[must_use]
    pub fn new(data: PathBuf, public_url: String) -> Self {
        Self {
            data,
            database: None,
            bucket: None,
            public_url,
            demo: false,
            workers: 1,
            policy: PolicyDocument::default(),
            clock: Arc::new(SystemClock),
            verifier: None,
            connections: Vec::new(),
            rates: Rates::default(),
            behind_proxy: false,
            retention_days: RETENTION_DAYS,
            webhook_hosts: Vec::new(),
        }
    }
}

/// What keeps a data folder from being used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder or a file in it cannot be made or read.
    #[error("the data folder cannot be used: `{path}`")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Another program serves it.
    #[error("the data folder `{0}` is being served by another vidimus")]
    InUse(String),
    /// No master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// No signing key.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The images.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// Deliveries of events.
    #[error("events cannot be delivered: TLS cannot be set up")]
    Tls(#[from] reqwest::Error),
}

pub(super) async fn open(config: Config) -> Result<App, OpenError> {
    let data = &config.data;
    make_private_folder(data)?;
    let lock = lock(data)?;
    let store = open_store(data, config.database.as_ref()).await?;
    if config.demo {
        store
            .add_client(&Client {
                id: ClientId::demo(),
                name: "Demo page".to_owned(),
                salt: vec![],
                secret: None,
                previous_secret: None,
                scopes: vec![],
                redirect_prefixes: vec![],
                retention_days: None,
                created_at: config.clock.now(),
                revoked_at: None,
            })
            .await?;
    }
    let signing = SigningKey::load_or_create(&data.join("token.key"))?;
    Ok(App {
        store: Arc::new(store),
        blobs: match &config.bucket {
            Some(bucket) => Blobs::in_bucket(bucket)?,
            None => Blobs::in_folder(&data.join("blobs"))?,
        },
        policy: config.policy,
        clock: config.clock,
        tokens: Tokens::new(signing, &config.public_url),
        verifier: config.verifier,
        providers: Providers::new(config.connections),
        limits: Limits::new(&config.rates),
        audit: AuditLog::new(),
        behind_proxy: config.behind_proxy,
        retention_days: config.retention_days,
        targets: Targets::new(&config.webhook_hosts)?,
        public_url: config.public_url,
        demo: config.demo,
        work: Notify::new(),
        decoding: Semaphore::new(2),
        master: MasterKey::load_or_create(&data.join("master.key"))?,
        changes: broadcast::channel(256).0,
        stop: watch::channel(false).0,
        workers: config.workers.max(1),
        node: node(data)?,
        _lock: lock,
    })
}

/// Opens the database of a service, beside it.
///
/// # Errors
/// [`OpenError`] when it cannot be opened.
pub async fn open_store(
    data: &Path,
    database: Option<&DatabaseUrl>,
) -> Result<SqlStore, OpenError> {
    if let Some(url) = database {
        return Ok(SqlStore::connect(url).await?);
    }
    make_private_folder(data)?;
    Ok(SqlStore::open(&data.join("vidimus.db")).await?)
}

fn make_private_folder(folder: &Path) -> Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|source| failed(folder, source))
}

fn lock(data: &Path) -> Result<File, OpenError> {
    let path = data.join("lock");
    let file = File::create(&path).map_err(|source| failed(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(data.display().to_string())),
        Err(TryLockError::Error(source)) => Err(failed(&path, source)),
    }
}

fn node(data: &Path) -> Result<String, OpenError> {
    let path = data.join("node");
    match std::fs::read_to_string(&path) {
        Ok(name) if !name.trim().is_empty() => Ok(name.trim().to_owned()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path, error)),
        _ => {
            let name = hex(&random_bytes::<8>().map_err(MasterKeyError::from)?);
            std::fs::write(&path, &name).map_err(|source| failed(&path, source))?;
            Ok(name)
        }
    }
}

fn failed(path: &Path, source: io::Error) -> OpenError {
    OpenError::Io {
        path: path.display().to_string(),
        source,
    }
}
