//! Opening a service: its data folder, database, images and keys.
//!
//! ```text
//! vidimus.db   dossiers, processes, jobs, clients; not there where PostgreSQL holds them
//! blobs/       images, sealed; not there where a bucket holds them
//! master.key   wraps the dossiers' keys, unless it is kept elsewhere
//! node         a random name for this folder
//! lock         held by the program that serves it
//! ```
//!
//! Where rows and images are both elsewhere there is no data folder, and any number of programs work
//! on the same installation.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::{Notify, Semaphore, broadcast, watch};
use zeroize::Zeroizing;

use super::audit::AuditLog;
use super::{App, Config};
use crate::auth::{SigningError, SigningKey, Tokens};
use crate::blobs::envelope::{MasterKey, SealError};
use crate::blobs::{BlobError, Blobs};
use crate::domain::Client;
use crate::events::Targets;
use crate::ids::{ClientId, RandomError, hex, random_bytes};
use crate::keys::MasterKeyError;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::providers::Providers;
use crate::store::sql::{DatabaseUrl, SqlStore};
use crate::store::{Clients as _, Installation as _, StoreError};

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
    /// Another master key than the one this installation began with.
    #[error("this master key is not the one that the data were sealed with")]
    WrongMasterKey,
    /// Something new cannot be sealed.
    #[error(transparent)]
    Seal(SealError),
    /// No signing key.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
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
    let is_shared = config.database.is_some() && config.bucket.is_some();
    let (lock, node) = if is_shared {
        (None, hex(&random_bytes::<8>()?))
    } else {
        make_private_folder(data)?;
        (Some(hold(data)?), node(data)?)
    };
    let master = config.key.master_key().await?;
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
    let signing = signing_key(&store, &master).await?;
    let metrics = Metrics::new();
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
        audit: AuditLog::new(metrics.audit_lines_lost()),
        metrics,
        behind_proxy: config.behind_proxy,
        retention_days: config.retention_days,
        targets: Targets::new(&config.webhook_hosts)?,
        public_url: config.public_url,
        demo: config.demo,
        work: Notify::new(),
        decoding: Semaphore::new(2),
        master,
        changes: broadcast::channel(256).0,
        stop: watch::channel(false).0,
        workers: config.workers,
        node,
        _lock: lock,
    })
}

/// The key that signs access tokens, the same for all programs of an installation. It is sealed with
/// the master key: opening it tells whether that is the right one.
async fn signing_key(store: &SqlStore, master: &MasterKey) -> Result<SigningKey, OpenError> {
    const NAME: &str = "token-key";
    let sealed = if let Some(sealed) = store.shared(NAME).await? {
        sealed
    } else {
        let new = master.seal(NAME, &SigningKey::random()?);
        store.share(NAME, &new.map_err(OpenError::Seal)?).await?;
        let kept = store.shared(NAME).await?;
        kept.ok_or(StoreError::BadRow("token key"))?
    };
    let der = master
        .open(NAME, &sealed)
        .map_err(|_| OpenError::WrongMasterKey)?;
    Ok(SigningKey::from_der(&Zeroizing::new(der))?)
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

/// Keeps everybody from serving a data folder, as long as the file lives.
///
/// # Errors
/// [`OpenError::InUse`] when somebody serves it.
pub fn hold(data: &Path) -> Result<File, OpenError> {
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
            let name = hex(&random_bytes::<8>()?);
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
