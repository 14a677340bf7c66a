//! `GET /assure/dossiers/{dossierId}/processes/{processId}/raw`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use vidimus_api::schema::Record;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Get raw result
///
/// The record behind the verdict, as JSON: report, engine version, hashes of the networks, policy.
/// 204 as long as there is no verdict.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/processes/{processId}/raw",
    operation_id = "getRawResult",
    tag = "Processes",
    params(ProcessPath),
    responses(
        (
            status = 200, body = inline(Record), content_type = "application/json",
            description = "The record; its fields depend on the provider."
        ),
        (status = 204, description = "There is no verdict yet."),
        NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn raw(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Response, Refusal> {
    let Some(record) = app.record(&dossier, &process)? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], record).into_response())
}
