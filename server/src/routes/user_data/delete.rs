//! `DELETE /assure/dossiers/{dossierId}/userdata`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::extract::OwnedDossier;
use crate::service::App;

/// 204; 404 where there are none.
pub(in crate::routes) async fn delete(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_user_data(&dossier).await?;
    Ok(StatusCode::NO_CONTENT)
}
