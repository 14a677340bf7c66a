//! `POST /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::UserDataRequest;

use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::service::App;

/// 201; 409 where there are user data.
pub(in crate::routes) async fn set(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<UserDataRequest>,
) -> Result<StatusCode, Refusal> {
    app.set_user_data(&dossier, &request.user_data).await?;
    Ok(StatusCode::CREATED)
}
