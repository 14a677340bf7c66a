//! What `vidimus serve` and `vidimus worker` have in common.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::installation::Installation;
use crate::jobs::verifier::{EngineVerifier, Verifier};
use crate::models::{ModelSource, ModelsError};
use crate::operations;
use crate::service::{App, Config, RETENTION_DAYS};

#[derive(Debug, Args)]
pub(super) struct Working {
    #[command(flatten)]
    installation: Installation,
    /// How many days dossiers are kept after their last change, unless their client has a time of
    /// its own.
    #[arg(
        long, value_name = "DAYS", default_value_t = RETENTION_DAYS,
        value_parser = clap::value_parser!(u32).range(1..=36500)
    )]
    retention_days: u32,
    /// A receiver of events that may be in a private network and need no TLS; may be repeated.
    #[arg(long, value_name = "HOST:PORT")]
    webhook_host: Vec<String>,
    /// Where operators ask for `/livez`, `/readyz` and `/metrics`; nowhere unless it is given.
    #[arg(long, value_name = "ADDR:PORT")]
    operations_listen: Option<SocketAddr>,
    /// Verifications carried out at the same time; each takes about one core. With 0 they are left to
    /// other programs of the installation.
    #[arg(long, value_name = "N", default_value_t = 1)]
    workers: usize,
    /// What decides, a file like `engine/policy.json`; the standard one where none is given.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Take the models from a folder instead of the ones built in.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Write the log as JSON, one object a line.
    #[arg(long)]
    log_json: bool,
}

impl Working {
    /// Sets up the log, and gives what carries out `work`.
    pub(super) fn runtime(&self) -> anyhow::Result<tokio::runtime::Runtime> {
        log(self.log_json);
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        Ok(builder.enable_all().build()?)
    }

    /// Opens the installation and answers operators.
    pub(super) async fn open(
        self,
        public_url: String,
        demo: bool,
        more: impl FnOnce(Config) -> Config,
    ) -> anyhow::Result<Arc<App>> {
        let Installation { rows, images, key } = self.installation;
        let bucket = images.bucket();
        let is_shared = rows.database.is_some() && bucket.is_some();
        let config = Config {
            database: rows.database,
            bucket,
            key: key.source(&rows.data, demo)?,
            demo,
            workers: self.workers,
            policy: super::policy_document(self.policy.as_deref())?,
            verifier: verifier(&ModelSource::from_option(self.models))?,
            retention_days: self.retention_days,
            webhook_hosts: self.webhook_host,
            ..Config::new(rows.data, public_url)
        };
        let app = App::open(more(config)).await?;
        if let Some(address) = self.operations_listen {
            let listener = TcpListener::bind(address).await;
            let listener = listener.with_context(|| format!("cannot listen on {address}"))?;
            let address = listener.local_addr()?;
            tracing::info!(%address, "answering operators");
            tokio::spawn(operations::serve(Arc::clone(&app), listener));
        }
        tracing::info!(workers = self.workers, is_shared, "opened");
        Ok(app)
    }
}

/// The engine; without its models the API runs and says that verification is not available.
fn verifier(source: &ModelSource) -> anyhow::Result<Option<Arc<dyn Verifier>>> {
    match EngineVerifier::load(source) {
        Ok(engine) => Ok(Some(Arc::new(engine))),
        Err(error @ ModelsError::Missing { .. }) if *source == ModelSource::BuiltIn => {
            tracing::warn!("{error}; until then nothing can be verified");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if json {
        builder.json().init();
    } else {
        builder.init();
    }
    // The message of a panic may quote what it was working on: only the place is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panic");
    }));
}

/// Ready when the program is asked to end: Ctrl-C or SIGTERM.
pub(super) async fn terminated() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
