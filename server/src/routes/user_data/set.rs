//! `POST /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::UserDataRequest;

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, Guarded, NotFound};
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Set user data
///
/// What you know of the person, to be matched with what a process reads. 409 where there are user
/// data.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/userdata",
    operation_id = "setUserData",
    tag = "Dossiers",
    params(DossierPath),
    request_body = UserDataRequest,
    responses((status = 201, description = "They are set."), BadBody, NotFound, Conflict, Guarded),
)]
pub(in crate::routes) async fn set(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<UserDataRequest>,
) -> Result<StatusCode, Refusal> {
    app.set_user_data(&dossier, &request.user_data).await?;
    Ok(StatusCode::CREATED)
}
