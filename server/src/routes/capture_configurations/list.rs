//! `GET /assure/capture/configurations`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::CaptureConfigurationSlimResponse;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::Guarded;
use crate::routes::extract::Caller;
use crate::service::{App, list_capture};

/// Get all available capture configuration IDs
///
/// The ids of the configurations of the client.
#[utoipa::path(
    get,
    path = "/capture/configurations",
    operation_id = "getAllAvailableCaptureConfigurationIds",
    tag = "Capture",
    responses(
        (status = 200, body = Vec<CaptureConfigurationSlimResponse>, description = "The ids."),
        Guarded
    ),
)]
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<CaptureConfigurationSlimResponse>>, Refusal> {
    caller.needs(Scope::Api)?;
    let kind = ConfigurationKind::Capture;
    let all = app.store.configurations(&caller.client, kind).await?;
    Ok(Json(all.iter().map(list_capture).collect()))
}
