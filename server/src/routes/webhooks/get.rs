//! `GET /assure/webhooks/{webhookId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Webhook;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedSubscription;
use crate::routes::parameters::WebhookPath;
use crate::service::App;

/// Get webhook
///
/// The webhook, without its secret.
#[utoipa::path(
    get,
    path = "/webhooks/{webhookId}",
    operation_id = "getWebhook",
    tag = "Webhooks",
    params(WebhookPath),
    responses((status = 200, body = Webhook, description = "The webhook."), NotFound, Guarded),
)]
pub(in crate::routes) async fn get(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<Json<Webhook>, Refusal> {
    Ok(Json(app.show_subscription(&subscription)?))
}
