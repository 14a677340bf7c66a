//! `POST /assure/dossiers/{dossierId}/match`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::{MatchRequest, MatchResponse};

use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::service::App;

/// Whether two data nodes of the dossier say the same, field by field.
pub(in crate::routes) async fn perform(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<MatchRequest>,
) -> Result<Json<MatchResponse>, Refusal> {
    Ok(Json(app.perform_matching(&dossier, request).await?))
}
