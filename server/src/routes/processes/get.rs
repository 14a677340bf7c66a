//! `GET /assure/dossiers/{dossierId}/processes/{processId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Process;

use crate::problem::Refusal;
use crate::routes::extract::OwnedProcess;
use crate::service::App;

/// The process, with its result once there is one.
pub(in crate::routes) async fn get(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Json<Process>, Refusal> {
    Ok(Json(app.show_process(&dossier, &process).await?))
}
