//! `GET /assure/webhooks`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Webhook;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::extract::Caller;
use crate::service::App;

/// The webhooks of the caller, without their secrets.
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<Webhook>>, Refusal> {
    caller.needs(Scope::Api)?;
    Ok(Json(app.list_subscriptions(&caller.client).await?))
}
