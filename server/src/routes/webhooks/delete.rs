//! `DELETE /assure/webhooks/{webhookId}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::extract::OwnedSubscription;
use crate::service::App;

/// 204: nothing is told there any more.
pub(in crate::routes) async fn delete(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.store.delete_subscription(subscription.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
