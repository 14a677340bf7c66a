//! `PUT /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::UserDataRequest;

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, Guarded, NotFound};
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Update user data
///
/// Fields that come are set, those that are empty texts are deleted, all others stay as they are.
#[utoipa::path(
    put,
    path = "/dossiers/{dossierId}/userdata",
    operation_id = "updateUserData",
    tag = "Dossiers",
    params(DossierPath),
    request_body = UserDataRequest,
    responses(
        (status = 204, description = "They are updated."),
        BadBody, NotFound, Conflict, Guarded
    ),
)]
pub(in crate::routes) async fn update(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<UserDataRequest>,
) -> Result<StatusCode, Refusal> {
    app.update_user_data(&dossier, &request.user_data).await?;
    Ok(StatusCode::NO_CONTENT)
}
