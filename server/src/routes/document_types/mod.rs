//! `GET /assure/{providerName}/document-types`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use vidimus_api::DocumentTypeItem;

use crate::domain::{Provider, Scope};
use crate::problem::Refusal;
use crate::providers;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::Caller;
use crate::routes::parameters::ProviderPath;
use crate::service::App;

/// Get document types
///
/// What a provider verifies, by country name; 204 where it has no list, or is not connected.
#[utoipa::path(
    get,
    path = "/{providerName}/document-types",
    operation_id = "getDocumentTypes",
    tag = "Assure",
    params(ProviderPath),
    responses(
        (status = 200, body = Vec<DocumentTypeItem>, description = "The documents."),
        (status = 204, description = "There is no list."),
        BadRequest, NotFound, Guarded
    ),
)]
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
