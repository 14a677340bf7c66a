//! `POST /assure/dossiers/{dossierId}/processes/{processId}`: *Start verification*.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::ProcessStatus;
use vidimus_api::{VerifyRequest, VerifyResponse};

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
        BadBody, NotFound, Conflict, Unavailable, Guarded
    ),
)]
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
