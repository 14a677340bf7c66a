//! `GET /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::UserDataResponse;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedDossier;
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Get user data
///
/// What was set; 404 where nothing was.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/userdata",
    operation_id = "getUserData",
    tag = "Dossiers",
    params(DossierPath),
    responses(
        (status = 200, body = UserDataResponse, description = "The user data."),
        NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn get(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<Json<UserDataResponse>, Refusal> {
    Ok(Json(app.show_user_data(&dossier).await?))
}
