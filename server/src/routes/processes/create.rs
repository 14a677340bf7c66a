//! `POST /assure/dossiers/{dossierId}/processes`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{ProcessRequest, ProcessResponse};

use crate::ids::ProcessId;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound, Unavailable};
use crate::routes::audit::Audited;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Create process
///
/// One verification. Which fields are needed, and which values they can have, depends on the
/// provider.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/processes",
    operation_id = "createProcess",
    tag = "Processes",
    params(DossierPath),
    request_body = ProcessRequest,
    responses(
        (status = 201, body = ProcessResponse, description = "The new process, `pending`."),
        BadBody, NotFound, Unavailable, Guarded
    ),
)]
pub(in crate::routes) async fn create(
    OwnedDossier { dossier, .. }: OwnedDossier,
    audited: Audited,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<ProcessRequest>,
) -> Result<(StatusCode, Json<ProcessResponse>), Refusal> {
    let created = app.create_process(&dossier, request).await?;
    audited.about(dossier.id, ProcessId::parse(&created.process_id));
    Ok((StatusCode::CREATED, Json(created)))
}
