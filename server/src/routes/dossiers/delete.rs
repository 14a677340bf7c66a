//! `DELETE /assure/dossiers/{dossierId}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedDossier;
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Delete dossier
///
/// The dossier, its key and everything in it are gone. A verification under way ends without a
/// result.
#[utoipa::path(
    delete,
    path = "/dossiers/{dossierId}",
    operation_id = "deleteDossier",
    tag = "Dossiers",
    params(DossierPath),
    responses((status = 204, description = "It is gone."), NotFound, Guarded),
)]
pub(in crate::routes) async fn delete(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_dossier(&dossier).await?;
    Ok(StatusCode::NO_CONTENT)
}
