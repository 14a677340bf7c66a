//! `POST /assure/matching/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use vidimus_api::{MatchingConfiguration, MatchingConfigurationResponse};

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, Guarded};
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::parameters::ConfigurationPath;
use crate::service::{App, matching_content, show_matching};

/// Create matching configuration
///
/// 409 where there is one with this id, or 200 others.
#[utoipa::path(
    post,
    path = "/matching/configurations/{configurationId}",
    operation_id = "createMatchingConfiguration",
    tag = "Matching",
    params(ConfigurationPath),
    request_body = MatchingConfiguration,
    responses(
        (
            status = 201, body = MatchingConfigurationResponse,
            description = "The new configuration."
        ),
        BadBody, Conflict, Guarded
    ),
)]
pub(in crate::routes) async fn create(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    JsonBody(configuration): JsonBody<MatchingConfiguration>,
) -> Result<(StatusCode, Json<MatchingConfigurationResponse>), Refusal> {
    caller.needs(Scope::Api)?;
    let content = matching_content(&configuration)?;
    let stored = app
        .create_configuration(&caller.client, ConfigurationKind::Matching, &id, content)
        .await?;
    Ok((StatusCode::CREATED, Json(show_matching(&stored)?)))
}
