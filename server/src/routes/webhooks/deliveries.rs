//! `GET /assure/webhooks/{webhookId}/deliveries`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::WebhookDeliveries;

use crate::problem::Refusal;
use crate::routes::extract::OwnedSubscription;
use crate::service::App;

/// The last hundred events for a webhook, and what became of them.
pub(in crate::routes) async fn deliveries(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<Json<WebhookDeliveries>, Refusal> {
    Ok(Json(app.list_deliveries(&subscription).await?))
}
