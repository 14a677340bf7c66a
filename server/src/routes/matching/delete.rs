//! `DELETE /assure/matching/configurations/{configurationId}`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::Caller;
use crate::routes::parameters::ConfigurationPath;
use crate::service::App;

/// Delete a matching configuration
///
/// 404 where there is none with this id.
#[utoipa::path(
    delete,
    path = "/matching/configurations/{configurationId}",
    operation_id = "deleteAMatchingConfiguration",
    tag = "Matching",
    params(ConfigurationPath),
    responses((status = 204, description = "It is gone."), BadRequest, NotFound, Guarded),
)]
pub(in crate::routes) async fn delete(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    caller.needs(Scope::Api)?;
    app.delete_configuration(&caller.client, ConfigurationKind::Matching, &id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
