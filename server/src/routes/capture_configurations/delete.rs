//! `DELETE /assure/capture/configurations/{configurationId}`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::Caller;
use crate::routes::parameters::ConfigurationPath;
use crate::service::App;

/// Delete capture configuration
///
/// 404 where there is none with this id. Flows that were started with it go on as they are.
#[utoipa::path(
    delete,
    path = "/capture/configurations/{configurationId}",
    operation_id = "deleteCaptureConfiguration",
    tag = "Capture",
    params(ConfigurationPath),
    responses((status = 204, description = "It is gone."), BadRequest, NotFound, Guarded),
)]
pub(in crate::routes) async fn delete(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    caller.needs(Scope::Api)?;
    app.delete_configuration(&caller.client, ConfigurationKind::Capture, &id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
