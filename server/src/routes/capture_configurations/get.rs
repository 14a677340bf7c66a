//! `GET /assure/capture/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Map, Value};
use vidimus_api::CaptureConfiguration;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::Caller;
use crate::routes::parameters::ConfigurationPath;
use crate::service::App;

/// Get capture configuration
///
/// The configuration, as it was sent.
#[utoipa::path(
    get,
    path = "/capture/configurations/{configurationId}",
    operation_id = "getCaptureConfiguration",
    tag = "Capture",
    params(ConfigurationPath),
    responses(
        (status = 200, body = CaptureConfiguration, description = "The configuration."),
        BadRequest, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn get(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<Map<String, Value>>, Refusal> {
    caller.needs(Scope::Api)?;
    let kind = ConfigurationKind::Capture;
    let stored = app.configuration(&caller.client, kind, &id).await?;
    Ok(Json(serde_json::from_str(&stored.content)?))
}
