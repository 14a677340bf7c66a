//! `POST /assure/webhooks/{webhookId}/deliveries/{eventId}`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::OwnedSubscription;
use crate::routes::parameters::DeliveryPath;
use crate::service::App;

/// Redeliver
///
/// Tells an event again.
#[utoipa::path(
    post,
    path = "/webhooks/{webhookId}/deliveries/{eventId}",
    operation_id = "redeliver",
    tag = "Webhooks",
    params(DeliveryPath),
    responses(
        (status = 202, description = "It will be told again."),
        BadRequest, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn redeliver(
    OwnedSubscription(subscription): OwnedSubscription,
    State(app): State<Arc<App>>,
    Path((_, event)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    app.redeliver(&subscription, &event).await?;
    Ok(StatusCode::ACCEPTED)
}
