//! `POST /auth/open/connect/token`

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::{Form, Json};
use serde::Deserialize;
use vidimus_api::TokenResponse;

use crate::auth::{ACCESS_TOKEN_SECONDS, Credentials, verify_secret};
use crate::domain::{Actor, Client, Scope};
use crate::problem::Refusal;
use crate::routes::audit::Audited;
use crate::service::App;

#[derive(Deserialize)]
pub(in crate::routes) struct TokenForm {
    grant_type: String,
    client_id: Option<String>,
    client_secret: Option<String>,
    scope: Option<String>,
}

/// Trades client credentials, from HTTP Basic or the form, for an access token.
pub(in crate::routes) async fn issue(
    State(app): State<Arc<App>>,
    audited: Audited,
    headers: HeaderMap,
    form: Result<Form<TokenForm>, FormRejection>,
) -> Result<Json<TokenResponse>, Refusal> {
    let Form(form) = form.map_err(|rejection| unreadable(&rejection))?;
    if form.grant_type != "client_credentials" {
        return Err(Refusal::invalid(
            "Unsupported grant type.",
            "grant_type is client_credentials.",
        )
        .with_oauth_error("unsupported_grant_type"));
    }
    let basic = headers.get(header::AUTHORIZATION);
    let credentials = match basic {
        Some(value) => value.to_str().ok().and_then(Credentials::from_basic),
        None => form
            .client_id
            .zip(form.client_secret)
            .and_then(|(id, secret)| Credentials::from_parts(&id, &secret)),
    };
    let credentials = credentials.ok_or_else(invalid_client)?;
    let client = app.store.client(&credentials.client).await?;
    let now = app.now();
    let client = client
        .filter(|client| verify_secret(client, &credentials.secret, now))
        .ok_or_else(invalid_client)?;
    audited.by(&client.id, Actor::Client);
    let scopes = allowed(&client, form.scope.as_deref())?;
    Ok(Json(TokenResponse {
        access_token: app.tokens.issue(&client.id, &scopes, now)?,
        token_type: "Bearer".to_owned(),
        expires_in: ACCESS_TOKEN_SECONDS,
        scope: Scope::join(&scopes),
    }))
}

/// What is asked for; where nothing is, all that the client may do.
fn allowed(client: &Client, asked: Option<&str>) -> Result<Vec<Scope>, Refusal> {
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else {
        return Ok(client.scopes.clone());
    };
    let scopes = Scope::parse_all(asked);
    let scopes = scopes.filter(|asked| asked.iter().all(|scope| client.scopes.contains(scope)));
    scopes.ok_or_else(|| {
        let why = format!("This client may ask for {}.", Scope::join(&client.scopes));
        Refusal::invalid("Invalid scope.", why).with_oauth_error("invalid_scope")
    })
}

fn unreadable(rejection: &FormRejection) -> Refusal {
    let refusal = match rejection.status() {
        // The framework's 422 is not one of OAuth's.
        StatusCode::UNPROCESSABLE_ENTITY => Refusal::invalid(
            "Invalid form.",
            "grant_type is missing, or a parameter is there twice.",
        ),
        status => Refusal::of_status(status),
    };
    refusal.with_oauth_error("invalid_request")
}

fn invalid_client() -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "Invalid client credentials.",
        "Please provide the client id and secret, as HTTP Basic authentication or in the form.",
    )
    .with_oauth_error("invalid_client")
}
