//! `GET /assure/matching/configurations`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::MatchingConfigurationResponse;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::Guarded;
use crate::routes::extract::Caller;
use crate::service::{App, show_matching};

/// Get all available matching configuration IDs
///
/// The configurations of the client, by id.
#[utoipa::path(
    get,
    path = "/matching/configurations",
    operation_id = "getAllAvailableMatchingConfigurationIds",
    tag = "Matching",
    responses(
        (
            status = 200, body = Vec<MatchingConfigurationResponse>,
            description = "The configurations."
        ),
        Guarded
    ),
)]
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<MatchingConfigurationResponse>>, Refusal> {
    caller.needs(Scope::Api)?;
    let kind = ConfigurationKind::Matching;
    let all = app.store.configurations(&caller.client, kind).await?;
    let shown: Result<_, Refusal> = all.iter().map(show_matching).collect();
    shown.map(Json)
}
