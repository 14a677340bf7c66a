//! `DELETE /assure/matching/configurations/{configurationId}`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::extract::Caller;
use crate::service::App;

/// 204: the configuration is gone.
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
