//! `POST /assure/webhooks`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{Webhook, WebhookRequest};

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::extract::{Caller, JsonBody};
use crate::service::App;

/// 201 with the new webhook and its secret, which is shown this once.
pub(in crate::routes) async fn create(
    caller: Caller,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<WebhookRequest>,
) -> Result<(StatusCode, Json<Webhook>), Refusal> {
    caller.needs(Scope::Api)?;
    let webhook = app.subscribe(&caller.client, &request.url).await?;
    Ok((StatusCode::CREATED, Json(webhook)))
}
