//! `PUT /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::UserDataRequest;

use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::service::App;

/// 204: fields that came are set, empty ones deleted, others as they were.
pub(in crate::routes) async fn update(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<UserDataRequest>,
) -> Result<StatusCode, Refusal> {
    app.update_user_data(&dossier, &request.user_data).await?;
    Ok(StatusCode::NO_CONTENT)
}
