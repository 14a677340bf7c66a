//! `vidimus serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::Database;
use crate::blobs::Bucket;
use crate::jobs::verifier::{EngineVerifier, Verifier};
use crate::models::{ModelSource, ModelsError};
use crate::service::{App, Config, RETENTION_DAYS, run};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The data folder: database, images and keys. Made where missing.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Keep images in this S3 bucket instead of the data folder; credentials and region come from
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_REGION`, or the machine's role.
    #[arg(long, value_name = "NAME")]
    s3_bucket: Option<String>,
    /// The S3 service, when it is not Amazon's.
    #[arg(long, value_name = "URL", requires = "s3_bucket")]
    s3_endpoint: Option<String>,
    /// Who asks is named by the proxy in front, last in `X-Forwarded-For`.
    #[arg(long)]
    behind_proxy: bool,
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
    /// Where browsers and clients reach the service, when not at the listening address.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Offer the demo page's endpoints, which let anybody start a verification.
    #[arg(long)]
    demo: bool,
    /// Verifications carried out at the same time; each takes about one core.
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

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    log(arguments.log_json);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> anyhow::Result<()> {
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.listen))?;
    let address = listener.local_addr()?;
    let public_url = match arguments.public_url {
        Some(url) => {
            crate::domain::http_rest(&url).context("--public-url is an absolute http(s) URL")?;
            url.trim_end_matches('/').to_owned()
        }
        None => local_url(address),
    };
    let bucket = arguments.s3_bucket.map(|name| Bucket {
        name,
        endpoint: arguments.s3_endpoint,
        ..Bucket::default()
    });
    let policy = super::policy_document(arguments.policy.as_deref())?;
    let verifier = verifier(&ModelSource::from_option(arguments.models))?;
    let app = App::open(Config {
        database: arguments.database.url,
        bucket,
        demo: arguments.demo,
        workers: arguments.workers,
        policy,
        verifier,
        behind_proxy: arguments.behind_proxy,
        retention_days: arguments.retention_days,
        webhook_hosts: arguments.webhook_host,
        ..Config::new(arguments.data, public_url.clone())
    })
    .await?;
    tracing::info!(%address, public_url, "serving");
    run(app, listener, terminated()).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Browsers give a page the camera on `localhost`, but not on every spelling of it.
fn local_url(address: SocketAddr) -> String {
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
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

async fn terminated() {
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
