//! `POST /assure/dossiers/{dossierId}/processes/{processId}`: *Start verification*.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use vidimus_api::capture::ProcessStatus;
use vidimus_api::{VerifyRequest, VerifyResponse};

use crate::domain::Provider;
use crate::problem::Refusal;
use crate::routes::extract::{OptionalJsonBody, OwnedProcess};
use crate::service::App;

/// 200: the verification is queued; `readid` and `webid` have 204 for it. Only some providers need a
/// body.
pub(in crate::routes) async fn verify(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
    OptionalJsonBody(request): OptionalJsonBody<VerifyRequest>,
) -> Result<Response, Refusal> {
    app.start_verification(&dossier, &process, &request).await?;
    if matches!(process.provider, Provider::ReadId | Provider::WebId) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let started = VerifyResponse {
        process_id: process.id.to_string(),
        status: ProcessStatus::Processing,
    };
    Ok(Json(started).into_response())
}
