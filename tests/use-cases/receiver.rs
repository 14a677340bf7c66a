//! An integrator's receiver of events: it appends what comes to a file.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;

/// Listens until the test ends.
pub(crate) struct Receiver {
    /// `host:port`.
    pub(crate) host: String,
    pub(crate) file: PathBuf,
}

impl Receiver {
    pub(crate) async fn start(file: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let router = Router::new()
            .route("/events", post(keep))
            .with_state(Arc::new(file.to_owned()));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            host,
            file: file.to_owned(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/events", self.host)
    }
}

async fn keep(State(file): State<Arc<PathBuf>>, body: Bytes) -> StatusCode {
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.create(true).append(true).open(&*file).unwrap();
    file.write_all(&[&body, b"\n".as_slice()].concat()).unwrap();
    StatusCode::NO_CONTENT
}
