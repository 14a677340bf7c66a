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
use crate::routes::answers::{BadBody, Conflict, Guarded, NotFound, Unavailable};
use crate::routes::extract::{OptionalJsonBody, OwnedProcess};
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Start verification
///
/// After this nothing in the process can be changed. Only `facetec` needs a body. 409 where the
/// process is not `pending`, 400 where images are missing.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/processes/{processId}",
    operation_id = "startVerification",
    tag = "Processes",
    params(ProcessPath),
    request_body = Option<VerifyRequest>,
    responses(
        (status = 200, body = VerifyResponse, description = "The verification is queued."),
        (status = 204, description = "The same for `readid` and `webid`."),
        BadBody, NotFound, Conflict, Unavailable, Guarded
    ),
)]
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
