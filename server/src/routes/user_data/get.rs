//! `GET /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::UserDataResponse;

use crate::problem::Refusal;
use crate::routes::extract::OwnedDossier;
use crate::service::App;

/// What was set; 404 where nothing was.
pub(in crate::routes) async fn get(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<Json<UserDataResponse>, Refusal> {
    Ok(Json(app.show_user_data(&dossier).await?))
}
