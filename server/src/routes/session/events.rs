//! `GET /assure/capture/session/events`

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use vidimus_api::capture::CaptureSession;

use crate::ids::ProcessId;
use crate::routes::answers::InSession;
use crate::routes::extract::Person;
use crate::service::App;

/// How often the store is asked for changes that another node made.
const POLL: Duration = Duration::from_secs(2);

/// Watch session
///
/// Server-sent events: the session at once and after each change, until it ends or the token does.
/// The data of each is a `CaptureSession` in JSON.
#[utoipa::path(
    get,
    path = "/capture/session/events",
    operation_id = "watchSession",
    tag = "Capture session",
    responses(
        (
            status = 200, body = String, content_type = "text/event-stream",
            description = "The events."
        ),
        InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn events(person: Person, State(app): State<Arc<App>>) -> Response {
    let watch = Watch {
        process: person.acting.process.id,
        changes: app.watch(),
        stop: app.stopping(),
        token: person.token,
        last: None,
        app,
    };
    let stream = Sse::new(watch.events()).keep_alive(KeepAlive::default());
    let mut response = stream.into_response();
    // Reverse proxies that buffer would hold back every event.
    let name = HeaderName::from_static("x-accel-buffering");
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static("no"));
    response
}

struct Watch {
    app: Arc<App>,
    token: String,
    process: ProcessId,
    changes: broadcast::Receiver<ProcessId>,
    stop: watch::Receiver<bool>,
    last: Option<CaptureSession>,
}

impl Watch {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut watch| async move {
            let session = watch.next().await?;
            let data = serde_json::to_string(&session).ok()?;
            watch.last = Some(session);
            Some((Ok(Event::default().data(data)), watch))
        })
    }

    /// The session once it differs from the last one sent; `None` when there will be no more.
    async fn next(&mut self) -> Option<CaptureSession> {
        if self
            .last
            .as_ref()
            .is_some_and(|session| session.status.is_final())
        {
            return None;
        }
        loop {
            if self.last.is_some() {
                self.wait().await?;
            }
            let acting = self.app.authenticate(&self.token).await.ok()??;
            let session = self.app.show_session(&acting).await.ok()?;
            if self.last.as_ref() != Some(&session) {
                return Some(session);
            }
        }
    }

    /// Waits until something may have changed; `None` when the service stops.
    async fn wait(&mut self) -> Option<()> {
        let poll = tokio::time::sleep(POLL);
        tokio::pin!(poll);
        loop {
            tokio::select! {
                () = &mut poll => return Some(()),
                _ = self.stop.changed() => return None,
                change = self.changes.recv() => match change {
                    Ok(process) if process != self.process => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => return Some(()),
                    Err(RecvError::Closed) => return None,
                }
            }
        }
    }
}
