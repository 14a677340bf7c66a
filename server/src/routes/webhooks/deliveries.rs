//! `GET /assure/webhooks/{webhookId}/deliveries`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::WebhookDeliveries;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedSubscription;
use crate::routes::parameters::WebhookPath;
use crate::service::App;

/// Get deliveries
///
/// The last hundred events for a webhook, and what became of telling them.
#[utoipa::path(
    get,
    path = "/webhooks/{webhookId}/deliveries",
    operation_id = "getDeliveries",
    tag = "Webhooks",
    params(WebhookPath),
    responses(
        (status = 200, body = WebhookDeliveries, description = "The deliveries, newest first."),
        NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn deliveries(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<Json<WebhookDeliveries>, Refusal> {
    Ok(Json(app.list_deliveries(&subscription).await?))
}
