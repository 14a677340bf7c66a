//! `GET /assure/webhooks`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Webhook;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::Guarded;
use crate::routes::extract::Caller;
use crate::service::App;

/// Get all webhooks
///
/// The webhooks of the client, without their secrets.
#[utoipa::path(
    get,
    path = "/webhooks",
    operation_id = "getAllWebhooks",
    tag = "Webhooks",
    responses((status = 200, body = Vec<Webhook>, description = "The webhooks."), Guarded),
)]
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<Webhook>>, Refusal> {
    caller.needs(Scope::Api)?;
    Ok(Json(app.list_subscriptions(&caller.client).await?))
}
