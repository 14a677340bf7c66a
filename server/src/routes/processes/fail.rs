//! `POST /assure/dossiers/{dossierId}/processes/{processId}/fail`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::ProcessStatusResponse;
use vidimus_api::capture::ProcessStatus;

use crate::domain::Failure;
use crate::problem::Refusal;
use crate::providers::fail_reason;
use crate::routes::answers::{Conflict, Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Fail process
///
/// Ends a pending process as `failed`; 409 in any other status.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/processes/{processId}/fail",
    operation_id = "failProcess",
    tag = "Processes",
    params(ProcessPath),
    responses(
        (status = 200, body = ProcessStatusResponse, description = "The process has failed."),
        NotFound, Conflict, Guarded
    ),
)]
pub(in crate::routes) async fn fail(
    OwnedProcess { process, .. }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Json<ProcessStatusResponse>, Refusal> {
    app.end_process(&process, Some(Failure::ByRequest)).await?;
    Ok(Json(ProcessStatusResponse {
        process_id: process.id.to_string(),
        status: ProcessStatus::Failed,
        reason: fail_reason(Failure::ByRequest),
    }))
}
