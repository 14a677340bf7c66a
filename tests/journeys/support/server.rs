//! The service as `vidimus serve --demo` runs it, on a free port and a data folder of its own.

use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vidimus_server::jobs::verifier::{EngineVerifier, Verifier};
use vidimus_server::models::ModelSource;
use vidimus_server::service::{App, Config, run};

use super::files;

/// Loaded once for all journeys.
static ENGINE: OnceLock<Arc<EngineVerifier>> = OnceLock::new();

/// A running service.
pub(crate) struct Server {
    pub(crate) url: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
    _folder: TempDir,
}

impl Server {
    pub(crate) async fn start() -> Result<Self> {
        files::need_pages()?;
        let engine = if let Some(engine) = ENGINE.get() {
            Arc::clone(engine)
        } else {
            let load = || EngineVerifier::load(&ModelSource::BuiltIn);
            let loaded = tokio::task::spawn_blocking(load).await??;
            Arc::clone(ENGINE.get_or_init(|| Arc::new(loaded)))
        };
        let folder = tempfile::tempdir()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        // Browsers give the camera to pages on `localhost`.
        let url = format!("http://localhost:{}", listener.local_addr()?.port());
        let app = App::open(Config {
            demo: true,
            verifier: Some(engine as Arc<dyn Verifier>),
            ..Config::new(folder.path().join("data"), url.clone())
        })
        .await
        .context("the service does not start")?;
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(run(app, listener, async {
            let _ = stopped.await;
        }));
        Ok(Self {
            url,
            stop,
            task,
            _folder: folder,
        })
    }

    /// Stops as on SIGTERM. Browsers keep streams open, so it is not waited for.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(());
        self.task.abort();
        let _ = self.task.await;
    }
}
