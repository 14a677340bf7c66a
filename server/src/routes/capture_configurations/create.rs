//! `POST /assure/capture/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Map, Value};
use vidimus_api::{CaptureConfiguration, CaptureConfigurationResponse};

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, Guarded};
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::parameters::ConfigurationPath;
use crate::service::{App, capture_content, show_capture};

/// Create capture configuration
///
/// How the pages of a flow look and what they offer. 409 where there is one with this id, or 200
/// others.
#[utoipa::path(
    post,
    path = "/capture/configurations/{configurationId}",
    operation_id = "createCaptureConfiguration",
    tag = "Capture",
    params(ConfigurationPath),
    request_body = CaptureConfiguration,
    responses(
        (status = 201, body = CaptureConfigurationResponse, description = "The new configuration."),
        BadBody, Conflict, Guarded
    ),
)]
pub(in crate::routes) async fn create(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    JsonBody(configuration): JsonBody<Map<String, Value>>,
) -> Result<(StatusCode, Json<CaptureConfigurationResponse>), Refusal> {
    caller.needs(Scope::Api)?;
    let content = capture_content(configuration)?;
    let stored = app
        .create_configuration(&caller.client, ConfigurationKind::Capture, &id, content)
        .await?;
    Ok((StatusCode::CREATED, Json(show_capture(&stored)?)))
}
