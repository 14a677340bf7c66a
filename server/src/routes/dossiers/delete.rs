//! `DELETE /assure/dossiers/{dossierId}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::extract::OwnedDossier;
use crate::service::App;

/// 204: the dossier, its key and everything in it are gone.
pub(in crate::routes) async fn delete(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_dossier(&dossier).await?;
    Ok(StatusCode::NO_CONTENT)
}
