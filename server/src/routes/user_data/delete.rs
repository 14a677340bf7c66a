//! `DELETE /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedDossier;
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Delete user data
///
/// 404 where there are none.
#[utoipa::path(
    delete,
    path = "/dossiers/{dossierId}/userdata",
    operation_id = "deleteUserData",
    tag = "Dossiers",
    params(DossierPath),
    responses((status = 204, description = "They are gone."), NotFound, Guarded),
)]
pub(in crate::routes) async fn delete(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_user_data(&dossier).await?;
    Ok(StatusCode::NO_CONTENT)
}
