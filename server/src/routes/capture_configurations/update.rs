//! `PUT /assure/capture/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Map, Value};
use vidimus_api::{CaptureConfiguration, CaptureConfigurationResponse};

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound};
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::parameters::ConfigurationPath;
use crate::service::{App, capture_content, show_capture};

/// Update capture configuration
///
/// Replaces the whole configuration; 404 where there is none with this id.
#[utoipa::path(
    put,
    path = "/capture/configurations/{configurationId}",
    operation_id = "updateCaptureConfiguration",
    tag = "Capture",
    params(ConfigurationPath),
    request_body = CaptureConfiguration,
    responses(
        (
            status = 200, body = CaptureConfigurationResponse,
            description = "The configuration as it is now."
        ),
        BadBody, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn update(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    JsonBody(configuration): JsonBody<Map<String, Value>>,
) -> Result<Json<CaptureConfigurationResponse>, Refusal> {
    caller.needs(Scope::Api)?;
    let content = capture_content(configuration)?;
    let stored = app
        .update_configuration(&caller.client, ConfigurationKind::Capture, &id, content)
        .await?;
    Ok(Json(show_capture(&stored)?))
}
