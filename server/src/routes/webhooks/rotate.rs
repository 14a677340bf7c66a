//! `POST /assure/webhooks/{webhookId}/rotate`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Webhook;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedSubscription;
use crate::routes::parameters::WebhookPath;
use crate::service::App;

/// Rotate webhook secret
///
/// A new secret; for a day the one before signs beside it.
#[utoipa::path(
    post,
    path = "/webhooks/{webhookId}/rotate",
    operation_id = "rotateWebhookSecret",
    tag = "Webhooks",
    params(WebhookPath),
    responses(
        (status = 200, body = Webhook, description = "The webhook and its new secret."),
        NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn rotate(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<Json<Webhook>, Refusal> {
    Ok(Json(app.rotate_subscription(&subscription).await?))
}
