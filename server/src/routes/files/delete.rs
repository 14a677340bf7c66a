//! `DELETE /assure/dossiers/{dossierId}/files`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::extract::OwnedDossier;
use crate::service::App;

/// 204: the files are gone; 404 where there were none.
pub(in crate::routes) async fn delete(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_files(&dossier).await?;
    Ok(StatusCode::NO_CONTENT)
}
