//! `DELETE /assure/dossiers/{dossierId}/processes/{processId}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Delete process
///
/// The process and its images are gone. A verification under way ends without a result.
#[utoipa::path(
    delete,
    path = "/dossiers/{dossierId}/processes/{processId}",
    operation_id = "deleteProcess",
    tag = "Processes",
    params(ProcessPath),
    responses((status = 204, description = "It is gone."), NotFound, Guarded),
)]
pub(in crate::routes) async fn delete(
    OwnedProcess { process, .. }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_process(&process).await?;
    Ok(StatusCode::NO_CONTENT)
}
