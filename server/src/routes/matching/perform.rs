//! `POST /assure/dossiers/{dossierId}/match`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::{MatchRequest, MatchResponse};

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound};
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Perform matching
///
/// Whether two data nodes of the dossier say the same of the person, field by field.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/match",
    operation_id = "performMatching",
    tag = "Matching",
    params(DossierPath),
    request_body = MatchRequest,
    responses(
        (
            status = 200, body = MatchResponse,
            description = "What was compared, and whether it matches."
        ),
        BadBody, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn perform(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<MatchRequest>,
) -> Result<Json<MatchResponse>, Refusal> {
    Ok(Json(app.perform_matching(&dossier, request).await?))
}
