//! `GET /assure/matching/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use vidimus_api::MatchingConfigurationResponse;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::Caller;
use crate::routes::parameters::ConfigurationPath;
use crate::service::{App, show_matching};

/// Get matching configuration
///
/// What is compared, and how.
#[utoipa::path(
    get,
    path = "/matching/configurations/{configurationId}",
    operation_id = "getMatchingConfiguration",
    tag = "Matching",
    params(ConfigurationPath),
    responses(
        (status = 200, body = MatchingConfigurationResponse, description = "The configuration."),
        BadRequest, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn get(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<MatchingConfigurationResponse>, Refusal> {
    caller.needs(Scope::Api)?;
    let kind = ConfigurationKind::Matching;
    let stored = app.configuration(&caller.client, kind, &id).await?;
    Ok(Json(show_matching(&stored)?))
}
