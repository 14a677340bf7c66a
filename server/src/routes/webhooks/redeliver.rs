//! `POST /assure/webhooks/{webhookId}/deliveries/{eventId}`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::extract::OwnedSubscription;
use crate::service::App;

/// 202: the event is told again.
pub(in crate::routes) async fn redeliver(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
    Path((_, event)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    app.redeliver(&subscription, &event).await?;
    Ok(StatusCode::ACCEPTED)
}
