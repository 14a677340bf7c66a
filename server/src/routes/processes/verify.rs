//! `POST /assure/dossiers/{dossierId}/processes/{processId}`: *Start verification*.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::VerifyResponse;
use vidimus_api::capture::ProcessStatus;

use crate::problem::Refusal;
use crate::routes::extract::OwnedProcess;
use crate::service::App;

/// 200: the verification is queued. The body, which other providers need, is ignored.
pub(in crate::routes) async fn verify(
    OwnedProcess { process, .. }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Json<VerifyResponse>, Refusal> {
    app.start_verification(&process).await?;
    Ok(Json(VerifyResponse {
        process_id: process.id.to_string(),
        status: ProcessStatus::Processing,
    }))
}
