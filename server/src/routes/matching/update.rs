//! `PUT /assure/matching/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use vidimus_api::{MatchingConfiguration, MatchingConfigurationResponse};

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::extract::{Caller, JsonBody};
use crate::service::{App, matching_content, show_matching};

/// The configuration as it is now; 404 where there is none with this id.
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
