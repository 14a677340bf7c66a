//! Recording who did what.
//!
//! Extractors note who asks and what about; around them [`record`] writes it down with the reply's
//! status. A request that nobody was recognised in is in the service's log only.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use crate::domain::{Actor, AuditEntry};
use crate::ids::{ClientId, DossierId, ProcessId};
use crate::problem::TraceId;
use crate::service::App;

#[derive(Default)]
struct Noted {
    who: Option<(ClientId, Actor)>,
    dossier: Option<DossierId>,
    process: Option<ProcessId>,
}

/// What is noted of a request while it is handled.
#[derive(Clone, Default)]
pub(in crate::routes) struct Audited(Arc<Mutex<Noted>>);

impl Audited {
    fn noted(&self) -> std::sync::MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes who asks.
    pub(in crate::routes) fn by(&self, client: &ClientId, actor: Actor) {
        self.noted().who = Some((client.clone(), actor));
    }

    /// Notes what is asked about, or what was made.
    pub(in crate::routes) fn about(&self, dossier: DossierId, process: Option<ProcessId>) {
        let mut noted = self.noted();
        noted.dossier = Some(dossier);
        noted.process = process.or(noted.process);
    }

    /// Notes on a request, in an extractor.
    pub(in crate::routes) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Audited {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// Writes down what was done, before the reply of a change leaves.
pub(in crate::routes) async fn record(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let audited = Audited::default();
    request.extensions_mut().insert(audited.clone());
    let method = request.method().clone();
    let extensions = request.extensions();
    let route = extensions.get::<MatchedPath>();
    let route = route.map_or("-", MatchedPath::as_str).to_owned();
    let trace_id = extensions.get::<TraceId>().cloned().unwrap_or_default();
    let response = next.run(request).await;
    let noted = std::mem::take(&mut *audited.noted());
    if let Some((client, actor)) = noted.who {
        let entry = AuditEntry {
            at: app.now(),
            client,
            actor,
            operation: format!("{method} {route}"),
            status: response.status().as_u16(),
            dossier: noted.dossier,
            process: noted.process,
            trace_id: trace_id.0,
        };
        let is_change = method != Method::GET && response.status().is_success();
        app.audit.add(entry, is_change).await;
    }
    response
}
