//! `GET /healthz`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::ids::ClientId;
use crate::problem::Refusal;
use crate::service::App;

/// 200 when the database answers.
pub(super) async fn get(State(app): State<Arc<App>>) -> Result<Json<Value>, Refusal> {
    app.store.client(&ClientId::demo()).await?;
    let verification = if app.verifier.is_some() {
        "available"
    } else {
        "unavailable"
    };
    Ok(Json(
        json!({ "status": "ok", "verification": verification }),
    ))
}
