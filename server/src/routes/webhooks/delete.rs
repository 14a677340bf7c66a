//! `DELETE /assure/webhooks/{webhookId}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedSubscription;
use crate::routes::parameters::WebhookPath;
use crate::service::App;

/// Delete webhook
///
/// Nothing is told there any more.
#[utoipa::path(
    delete,
    path = "/webhooks/{webhookId}",
    operation_id = "deleteWebhook",
    tag = "Webhooks",
    params(WebhookPath),
    responses((status = 204, description = "It is gone."), NotFound, Guarded),
)]
pub(in crate::routes) async fn delete(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.store.delete_subscription(subscription.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
