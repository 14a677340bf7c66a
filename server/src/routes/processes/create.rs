//! `POST /assure/dossiers/{dossierId}/processes`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{ProcessRequest, ProcessResponse};

use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::service::App;

/// 201 with the new process.
pub(in crate::routes) async fn create(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<ProcessRequest>,
) -> Result<(StatusCode, Json<ProcessResponse>), Refusal> {
    let created = app.create_process(&dossier, &request).await?;
    Ok((StatusCode::CREATED, Json(created)))
}
