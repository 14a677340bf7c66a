//! `POST /assure/webhooks`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{Webhook, WebhookRequest};

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, Guarded};
use crate::routes::extract::{Caller, JsonBody};
use crate::service::App;

/// Create webhook
///
/// Somebody who is told, signed, when a process has ended. The reply has the secret, this once. 409
/// where there are 20.
#[utoipa::path(
    post,
    path = "/webhooks",
    operation_id = "createWebhook",
    tag = "Webhooks",
    request_body = WebhookRequest,
    responses(
        (status = 201, body = Webhook, description = "The new webhook and its secret."),
        BadBody, Conflict, Guarded
    ),
)]
pub(in crate::routes) async fn create(
    caller: Caller,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<WebhookRequest>,
) -> Result<(StatusCode, Json<Webhook>), Refusal> {
    caller.needs(Scope::Api)?;
    let webhook = app.subscribe(&caller.client, &request.url).await?;
    Ok((StatusCode::CREATED, Json(webhook)))
}
