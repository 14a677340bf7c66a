//! `GET /assure/capture/configurations/{configurationId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Map, Value};

use crate::domain::{ConfigurationKind, Scope};
use crate::problem::Refusal;
use crate::routes::extract::Caller;
use crate::service::App;

/// The configuration, as it was sent.
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
