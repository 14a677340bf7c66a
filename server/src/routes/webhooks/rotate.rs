//! `POST /assure/webhooks/{webhookId}/rotate`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Webhook;

use crate::problem::Refusal;
use crate::routes::extract::OwnedSubscription;
use crate::service::App;

/// The webhook with a new secret; for a day the one before signs beside it.
pub(in crate::routes) async fn rotate(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<Json<Webhook>, Refusal> {
    Ok(Json(app.rotate_subscription(&subscription).await?))
}
