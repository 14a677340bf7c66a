//! `POST /assure/dossiers/{dossierId}/processes`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{ProcessRequest, ProcessResponse};

use crate::ids::ProcessId;
use crate::problem::Refusal;
use crate::routes::audit::Audited;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::service::App;

/// 201 with the new process.
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
