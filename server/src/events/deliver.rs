//! The task that delivers.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::{SignedDuration, Timestamp};

use super::{envelope, signature};
use crate::domain::{Delivery, DeliveryState, next_attempt};
use crate::ids::random_bytes;
use crate::problem::{Refusal, causes};
use crate::service::App;
use crate::store::Due;

/// How long a delivery is held; a receiver has ten seconds.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How long nothing is looked for when nothing was due.
const IDLE: Duration = Duration::from_millis(500);
/// Deliveries under way at a time: receivers are slow, and do no work here.
const AT_A_TIME: usize = 16;

/// Delivers what is due, until the service stops.
pub(crate) async fn deliver(app: Arc<App>, worker: String) {
    let mut stop = app.stopping();
    while !*stop.borrow() {
        let mut due = Vec::new();
        while due.len() < AT_A_TIME {
            let now = app.now();
            match app.store.lease_delivery(&worker, now, now + LEASE).await {
                Ok(Some(own)) => due.push(own),
                Ok(None) => break,
                Err(error) => {
                    tracing::error!(cause = causes(&error), "deliveries cannot be read");
                    break;
                }
            }
        }
        let found = !due.is_empty();
        stream::iter(due)
            .for_each_concurrent(AT_A_TIME, |own| attempt(&app, &worker, own))
            .await;
        if !found {
            tokio::select! {
                () = tokio::time::sleep(IDLE) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

async fn attempt(app: &App, worker: &str, due: Due) {
    let sent = send(app, &due).await;
    let now = app.now();
    let after = after(&due, sent, now);
    let (event, state) = (due.event.id, after.state.as_str());
    match app.store.finish_delivery(&due, worker, &after).await {
        Ok(_) => {
            app.metrics.delivered(state);
            tracing::info!(%event, state, attempt = due.attempts, "delivery");
        }
        Err(error) => {
            tracing::error!(%event, cause = causes(&error), "a delivery cannot be recorded");
        }
    }
}

/// What an attempt comes to: an answer's status, or why there was none.
fn after(due: &Due, sent: Result<u16, String>, now: Timestamp) -> Delivery {
    let is_done = matches!(sent, Ok(200..=299));
    let jitter = random_bytes::<1>().map_or(0.5, |[byte]| f64::from(byte) / 255.0);
    let next = next_attempt(due.attempts, now, due.event.expires_at, jitter);
    let state = match (is_done, next) {
        (true, _) => DeliveryState::Delivered,
        (false, Some(_)) => DeliveryState::Pending,
        (false, None) => DeliveryState::Failed,
    };
    Delivery {
        state,
        attempts: due.attempts,
        next_at: next.filter(|_| !is_done).unwrap_or(now),
        last_status: sent.as_ref().ok().copied(),
        last_error: sent.err(),
        updated_at: now,
    }
}

async fn send(app: &App, due: &Due) -> Result<u16, String> {
    let internal = |_: Refusal| "the delivery could not be prepared".to_owned();
    let (url, secrets) = app
        .opened_subscription(&due.subscription)
        .map_err(internal)?;
    let target = app.targets.check(&url).map_err(|error| error.to_string())?;
    let tags = app.event_tags(&due.event).await.map_err(internal)?;
    let body = envelope(&due.event, &tags).to_string().into_bytes();
    let signature = signature(&secrets, app.now(), &body);
    let sent = app.targets.post(target, signature, body).await;
    // What is said of it must not hold the URL.
    sent.map_err(|error| causes(&error.without_url()))
}
