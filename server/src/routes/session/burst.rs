//! `PUT /assure/capture/session/burst`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::SelfieBurst;

use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, Person};
use crate::service::App;

/// 204 when the frames are stored.
pub(in crate::routes) async fn burst(
    person: Person,
    State(app): State<Arc<App>>,
    JsonBody(burst): JsonBody<SelfieBurst>,
) -> Result<StatusCode, Refusal> {
    app.put_burst(&person.acting, burst).await?;
    Ok(StatusCode::NO_CONTENT)
}
