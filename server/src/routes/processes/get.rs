//! `GET /assure/dossiers/{dossierId}/processes/{processId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Process;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Get process
///
/// The process, with its result once there is one.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/processes/{processId}",
    operation_id = "getProcess",
    tag = "Processes",
    params(ProcessPath),
    responses((status = 200, body = Process, description = "The process."), NotFound, Guarded),
)]
pub(in crate::routes) async fn get(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Json<Process>, Refusal> {
    Ok(Json(app.show_process(&dossier, &process).await?))
}
