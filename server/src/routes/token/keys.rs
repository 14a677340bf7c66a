//! `GET /auth/open/connect/jwks` and the issuer's metadata.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jsonwebtoken::jwk::JwkSet;
use serde_json::{Value, json};

use crate::service::App;

/// The public keys, for those who check tokens themselves.
pub(in crate::routes) async fn jwks(State(app): State<Arc<App>>) -> Json<JwkSet> {
    Json(app.tokens.jwks())
}

/// Where to find token endpoint and keys (RFC 8414).
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
