//! `GET /assure/webhooks/{webhookId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Webhook;

use crate::problem::Refusal;
use crate::routes::extract::OwnedSubscription;
use crate::service::App;

/// The webhook, without its secret.
pub(in crate::routes) async fn get(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<Json<Webhook>, Refusal> {
    Ok(Json(app.show_subscription(&subscription)?))
}
