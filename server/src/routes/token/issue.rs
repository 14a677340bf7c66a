//! `POST /auth/open/connect/token`

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::{Form, Json};
use serde::Deserialize;
use utoipa::ToSchema;
use vidimus_api::TokenResponse;

use crate::auth::{ACCESS_TOKEN_SECONDS, Credentials, verify_secret};
use crate::domain::{Actor, Client, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, BadCredentials, Public};
use crate::routes::audit::Audited;
use crate::service::App;

/// What *Issue token* is asked for (RFC 6749 section 4.4.2).
#[derive(Deserialize, ToSchema)]
pub(in crate::routes) struct TokenForm {
    /// `client_credentials`.
    #[schema(pattern = "^client_credentials$")]
    grant_type: String,
    /// The client, where there is no `Authorization` header.
    #[schema(nullable = false)]
    client_id: Option<String>,
    /// Its secret, where there is no `Authorization` header.
    #[schema(nullable = false)]
    client_secret: Option<String>,
    /// Scopes with blanks between them; where there are none, all that the client may have.
    #[schema(nullable = false, examples("signicat-api"))]
    scope: Option<String>,
}

/// Issue token
///
/// Trades client credentials, from HTTP Basic or the form, for an access token (RFC 6749 section
/// 4.4). It is valid for 600 seconds.
#[utoipa::path(
    post,
    path = "/auth/open/connect/token",
    operation_id = "issueToken",
    tag = "Access token",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, body = TokenResponse, description = "The token."),
        BadBody, BadCredentials, Public
    ),
    security(("clientCredentials" = []), ()),
)]
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
