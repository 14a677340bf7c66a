//! `PUT /assure/matching/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use vidimus_api::{MatchingConfiguration, MatchingConfigurationResponse};

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound};
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::parameters::ConfigurationPath;
use crate::service::{App, matching_content, show_matching};

/// Update matching configuration
///
/// Replaces the whole configuration; 404 where there is none with this id.
#[utoipa::path(
    put,
    path = "/matching/configurations/{configurationId}",
    operation_id = "updateMatchingConfiguration",
    tag = "Matching",
    params(ConfigurationPath),
    request_body = MatchingConfiguration,
    responses(
        (
            status = 200, body = MatchingConfigurationResponse,
            description = "The configuration as it is now."
        ),
        BadBody, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn update(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    JsonBody(configuration): JsonBody<MatchingConfiguration>,
) -> Result<Json<MatchingConfigurationResponse>, Refusal> {
    caller.needs(Scope::Api)?;
    let content = matching_content(&configuration)?;
    let stored = app
        .update_configuration(&caller.client, ConfigurationKind::Matching, &id, content)
        .await?;
    Ok(Json(show_matching(&stored)?))
}
