//! `GET /assure/dossiers/{dossierId}/processes/{processId}/raw`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::problem::Refusal;
use crate::routes::extract::OwnedProcess;
use crate::service::App;

/// The record behind the verdict, as JSON; 204 as long as there is none.
pub(in crate::routes) async fn raw(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Response, Refusal> {
    let Some(record) = app.record(&dossier, &process)? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], record).into_response())
}
