//! `GET /assure/{providerName}/document-types`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::domain::{Provider, Scope};
use crate::problem::Refusal;
use crate::providers;
use crate::routes::extract::Caller;
use crate::service::App;

/// What a provider verifies, by country name; 204 where it has no list, or only a connection that is
/// not there would know it.
pub(super) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
) -> Result<Response, Refusal> {
    caller.needs(Scope::Api)?;
    let provider = Provider::parse(&provider).ok_or_else(|| Refusal::not_found("Provider"))?;
    let items = match app.providers.connection(provider) {
        Some(connection) => connection.document_types(),
        None => providers::of(provider).document_types(),
    };
    if items.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Json(items).into_response())
}
