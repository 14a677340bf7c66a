//! `GET /auth/open/connect/jwks` and the issuer's metadata.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jsonwebtoken::jwk::JwkSet;
use serde_json::{Value, json};
use vidimus_api::schema::Record;

use crate::routes::answers::Public;
use crate::service::App;

/// Get keys
///
/// The public keys, for those who check tokens themselves (RFC 7517).
#[utoipa::path(
    get,
    path = "/auth/open/connect/jwks",
    operation_id = "getKeys",
    tag = "Access token",
    responses(
        (
            status = 200, body = inline(Record), content_type = "application/json",
            description = "A JWK set."
        ),
        Public
    ),
    security(()),
)]
pub(in crate::routes) async fn jwks(State(app): State<Arc<App>>) -> Json<JwkSet> {
    Json(app.tokens.jwks())
}

/// Get well-known keys
///
/// The same as *Get keys*, where some libraries look for them.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "getWellKnownKeys",
    tag = "Access token",
    responses(
        (
            status = 200, body = inline(Record), content_type = "application/json",
            description = "A JWK set."
        ),
        Public
    ),
    security(()),
)]
pub(in crate::routes) async fn well_known_jwks(state: State<Arc<App>>) -> Json<JwkSet> {
    jwks(state).await
}

/// Get issuer metadata
///
/// Where to find token endpoint and keys (RFC 8414).
#[utoipa::path(
    get,
    path = "/auth/open/.well-known/openid-configuration",
    operation_id = "getIssuerMetadata",
    tag = "Access token",
    responses(
        (
            status = 200, body = inline(Record), content_type = "application/json",
            description = "The metadata."
        ),
        Public
    ),
    security(()),
)]
pub(in crate::routes) async fn metadata(State(app): State<Arc<App>>) -> Json<Value> {
    let issuer = app.tokens.issuer();
    Json(json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}/connect/token"),
        "jwks_uri": format!("{issuer}/connect/jwks"),
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "response_types_supported": [],
    }))
}
