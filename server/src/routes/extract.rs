//! What handlers ask for: who is asking, what belongs to them, and bodies.
//!
//! A handler that takes [`OwnedDossier`] or [`OwnedProcess`] cannot be reached with somebody
//! else's ids: authentication and ownership are part of the type.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use serde::de::DeserializeOwned;
use vidimus_api::capture::Depiction;
use vidimus_api::demo::TOKEN_HEADER;

use super::audit::Audited;
use super::parameters::{DOSSIER_ID, PROCESS_ID, WEBHOOK_ID};
use crate::auth::Grant;
use crate::domain::{Actor, Dossier, Process, Scope, Subscription};
use crate::ids::{ClientId, DossierId, ProcessId};
use crate::problem::Refusal;
use crate::service::{Acting, App};

/// A client of the API, by its access token.
pub(super) struct Caller {
    pub(super) client: ClientId,
    scopes: Vec<Scope>,
}

impl Caller {
    /// 403 where the token does not allow it.
    pub(super) fn needs(&self, scope: Scope) -> Result<(), Refusal> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "Insufficient scope.",
            format!("This needs a token with the scope {}.", scope.as_str()),
        ))
    }
}

/// Paths below which a request costs more than a look into the database.
const HEAVY: [&str; 5] = ["/images", "/files", "/match", "/watermark", "/redact"];

/// Whether a request uploads, verifies or draws.
fn is_heavy(parts: &Parts) -> bool {
    let path = parts.uri.path();
    let starts_verification = path
        .rsplit_once("/processes/")
        .is_some_and(|(_, rest)| !rest.contains('/'));
    parts.method == Method::POST
        && (starts_verification || HEAVY.iter().any(|end| path.ends_with(end)))
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let token = bearer(&parts.headers)?;
        let grant = app.tokens.check(token, app.now());
        let Grant { client, scopes } = grant.map_err(|_| Refusal::invalid_token())?;
        let known = app.store.client(&client).await?;
        if known.is_none_or(|known| known.revoked_at.is_some()) {
            return Err(Refusal::invalid_token());
        }
        Audited::of(parts).by(&client, Actor::Client);
        app.limits.check_client(&client, is_heavy(parts))?;
        Ok(Self { client, scopes })
    }
}

/// A dossier of the caller.
pub(super) struct OwnedDossier {
    pub(super) caller: ClientId,
    pub(super) dossier: Dossier,
}

impl FromRequestParts<Arc<App>> for OwnedDossier {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let caller = Caller::from_request_parts(parts, app).await?;
        caller.needs(Scope::Api)?;
        let caller = caller.client;
        let missing = || Refusal::not_found("Dossier");
        let id = path_parameter(parts, app, DOSSIER_ID).await;
        let id = id
            .as_deref()
            .and_then(DossierId::parse)
            .ok_or_else(missing)?;
        let dossier = app.store.dossier(id).await?;
        let dossier = dossier.filter(|dossier| dossier.client == caller);
        let dossier = dossier.ok_or_else(missing)?;
        Audited::of(parts).about(dossier.id, None);
        Ok(Self { caller, dossier })
    }
}

/// A process in a dossier of the caller.
pub(super) struct OwnedProcess {
    pub(super) dossier: Dossier,
    pub(super) process: Process,
}

impl FromRequestParts<Arc<App>> for OwnedProcess {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let OwnedDossier { dossier, .. } = OwnedDossier::from_request_parts(parts, app).await?;
        let missing = || Refusal::not_found("Process");
        let id = path_parameter(parts, app, PROCESS_ID).await;
        let id = id
            .as_deref()
            .and_then(ProcessId::parse)
            .ok_or_else(missing)?;
        let process = app.load_process(id).await?;
        let process = process.filter(|process| process.dossier == dossier.id);
        let process = process.ok_or_else(missing)?;
        Audited::of(parts).about(dossier.id, Some(process.id));
        Ok(Self { dossier, process })
    }
}

/// A subscription of the caller.
pub(super) struct OwnedSubscription(pub(super) Subscription);

impl FromRequestParts<Arc<App>> for OwnedSubscription {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let caller = Caller::from_request_parts(parts, app).await?;
        caller.needs(Scope::Api)?;
        let id = path_parameter(parts, app, WEBHOOK_ID).await;
        let id = id.unwrap_or_default();
        let found = app.owned_subscription(&caller.client, &id).await;
        found.map(Self)
    }
}

/// A person, or their phone, in a capture session.
pub(super) struct Person {
    pub(super) acting: Acting,
    pub(super) token: String,
}

impl FromRequestParts<Arc<App>> for Person {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let token = bearer(&parts.headers)?.to_owned();
        let acting = app.authenticate(&token).await?;
        let acting = acting.ok_or_else(Refusal::invalid_token)?;
        let audited = Audited::of(parts);
        audited.by(&acting.dossier.client, Actor::Person);
        audited.about(acting.dossier.id, Some(acting.process.id));
        Ok(Self { acting, token })
    }
}

/// The demo page, looking at one result.
pub(super) struct Watcher(pub(super) Acting);

impl FromRequestParts<Arc<App>> for Watcher {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let token = parts.headers.get(TOKEN_HEADER);
        let token = token
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let acting = app.watcher(token).await?.ok_or_else(|| {
            Refusal::new(
                StatusCode::UNAUTHORIZED,
                "Invalid demo token.",
                "Please send the token of this flow in the header X-Demo-Token.",
            )
        })?;
        let dossier = path_parameter(parts, app, DOSSIER_ID).await;
        let process = path_parameter(parts, app, PROCESS_ID).await;
        let same = dossier == Some(acting.dossier.id.to_string())
            && process == Some(acting.process.id.to_string())
            && acting.dossier.client == ClientId::demo();
        same.then_some(Self(acting))
            .ok_or_else(|| Refusal::not_found("Process"))
    }
}

/// The token of an `Authorization: Bearer …` header.
fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let header = headers.get(header::AUTHORIZATION);
    let (scheme, token) = header
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .ok_or_else(Refusal::unauthenticated)?;
    let token = token.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() {
        Ok(token)
    } else {
        Err(Refusal::unauthenticated())
    }
}

async fn path_parameter(parts: &mut Parts, app: &Arc<App>, name: &str) -> Option<String> {
    let parameters = RawPathParams::from_request_parts(parts, app).await.ok()?;
    parameters
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// A body of JSON.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refusal> {
        let is_json = is_json(request.headers());
        let bytes = body(request, app).await?;
        if !is_json {
            return Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        parse(&bytes).map(Self)
    }
}

/// A body of JSON that may be left out. The API's own examples send `Content-Type:
/// application/json` and nothing else.
pub(super) struct OptionalJsonBody<T>(pub(super) T);

impl<T: DeserializeOwned + Default> FromRequest<Arc<App>> for OptionalJsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refusal> {
        let is_json = is_json(request.headers());
        let bytes = body(request, app).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        if !is_json {
            return Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        parse(&bytes).map(Self)
    }
}

/// The body, unless it is over the limit of its path.
pub(super) async fn body(request: Request, app: &Arc<App>) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, app)
        .await
        .map_err(|rejection| Refusal::of_status(rejection.status()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let essence = value
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    // Serde would fill the fields of an object from a list.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Refusal::invalid(
            "Invalid body.",
            "The body is an object, not a list.",
        ));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let title = if error.is_data() {
            "Invalid body."
        } else {
            "Malformed JSON."
        };
        Refusal::invalid(title, format!("{error}."))
    })
}

/// Reads the name of a depiction.
pub(super) fn depiction(text: &str) -> Option<Depiction> {
    [Depiction::Front, Depiction::Back, Depiction::Selfie]
        .into_iter()
        .find(|known| known.as_str() == text)
}
