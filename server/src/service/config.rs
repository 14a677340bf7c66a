//! How a service is set up.

use std::path::PathBuf;
use std::sync::Arc;

use vidimus_engine::PolicyDocument;

use crate::blobs::Bucket;
use crate::clock::{Clock, SystemClock};
use crate::domain::Provider;
use crate::jobs::verifier::Verifier;
use crate::keys::{KeyFile, MasterKeySource};
use crate::limits::Rates;
use crate::providers::Connection;
use crate::store::sql::DatabaseUrl;

/// How many days dossiers are kept after their last change, where nothing else is said.
pub const RETENTION_DAYS: u32 = 90;

/// How a service is set up.
pub struct Config {
    /// The data folder; made where missing, and not used where rows and images are both elsewhere.
    pub data: PathBuf,
    /// The PostgreSQL database that holds the rows; a file in the data folder where there is none.
    pub database: Option<DatabaseUrl>,
    /// The bucket that holds the images; a folder in the data folder where there is none.
    pub bucket: Option<Bucket>,
    /// Where the master key comes from.
    pub key: Arc<dyn MasterKeySource>,
    /// Where browsers and clients reach the service, without a slash at the end.
    pub public_url: String,
    /// Whether the demo page's endpoints are there.
    pub demo: bool,
    /// Verifications carried out at the same time; with 0 they are left to other programs.
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
    /// One that keeps everything in a folder, the master key among it, verifies one thing at a time by
    /// the default policy, and has neither networks nor connections.
    #[must_use]
    pub fn new(data: PathBuf, public_url: String) -> Self {
        Self {
            database: None,
            bucket: None,
            key: Arc::new(KeyFile::made_at(data.join("master.key"))),
            data,
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
