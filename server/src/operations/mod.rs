//! What operators and their machines ask: is it alive, should it get requests, how is it doing.
//!
//! These paths stand on an address of their own, so that they are never open to the world by
//! mistake, and a worker, which serves nothing else, has them, too.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;

use crate::problem::causes;
use crate::service::App;
use crate::store::Backlog;

/// How long database and object store may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// `OpenMetrics`, which Prometheus reads.
const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `GET /livez`, `GET /readyz` and `GET /metrics`.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(app)
}

/// Serves them until the service stops.
///
/// # Errors
/// What the listener says.
pub async fn serve(app: Arc<App>, listener: TcpListener) -> io::Result<()> {
    let mut stop = app.stopping();
    axum::serve(listener, router(app))
        .with_graceful_shutdown(async move {
            let _ = stop.wait_for(|stopped| *stopped).await;
        })
        .await
}

/// 200 when this program should get requests; 503 when database or object store do not answer, and
/// while it stops.
async fn ready(State(app): State<Arc<App>>) -> Response {
    let database = async {
        let answer = tokio::time::timeout(PATIENCE, app.store.backlog(app.now())).await;
        match answer {
            Ok(Ok(_)) => "ok",
            Ok(Err(error)) => {
                tracing::warn!(cause = causes(&error), "the database is not ready");
                "failing"
            }
            Err(_) => "slow",
        }
    };
    let images = async {
        match tokio::time::timeout(PATIENCE, app.blobs.check()).await {
            Ok(Ok(())) => "ok",
            Ok(Err(error)) => {
                tracing::warn!(cause = causes(&error), "the object store is not ready");
                "failing"
            }
            Err(_) => "slow",
        }
    };
    let (database, images) = tokio::join!(database, images);
    let is_stopping = *app.stopping().borrow();
    let is_ready = database == "ok" && images == "ok" && !is_stopping;
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let verification = if app.verifier.is_some() {
        "available"
    } else {
        "unavailable"
    };
    let body = json!({
        "ready": is_ready, "database": database, "images": images, "stopping": is_stopping,
        "verification": verification
    });
    (status, Json(body)).into_response()
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    let backlog = match app.store.backlog(app.now()).await {
        Ok(backlog) => backlog,
        Err(error) => {
            // What was counted is worth more than ever when the database is gone.
            tracing::warn!(cause = causes(&error), "the queue cannot be measured");
            Backlog::default()
        }
    };
    let told = app.metrics.text(&backlog);
    ([(header::CONTENT_TYPE, METRICS_TYPE)], told).into_response()
}
