//! `POST /assure/dossiers/{dossierId}/processes/{processId}`: *Start verification*.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::ProcessStatus;
use vidimus_api::{VerifyRequest, VerifyResponse};

use crate::problem::Refusal;
use crate::routes::extract::{OptionalJsonBody, OwnedProcess};
use crate::service::App;

/// 200: the verification is queued. Only some providers need a body.
pub(in crate::routes) async fn verify(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
    OptionalJsonBody(request): OptionalJsonBody<VerifyRequest>,
) -> Result<Json<VerifyResponse>, Refusal> {
    app.start_verification(&dossier, &process, &request).await?;
    Ok(Json(VerifyResponse {
        process_id: process.id.to_string(),
        status: ProcessStatus::Processing,
    }))
}
