//! `PUT /assure/capture/session/burst`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::SelfieBurst;

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, InSession, NotFound};
use crate::routes::extract::{JsonBody, Person};
use crate::service::App;

/// Set burst
///
/// Frames of the live picture before the selfie that has arrived; another selfie drops them.
#[utoipa::path(
    put,
    path = "/capture/session/burst",
    operation_id = "setBurst",
    tag = "Capture session",
    request_body = SelfieBurst,
    responses(
        (status = 204, description = "They are stored."),
        BadBody, NotFound, Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn burst(
    person: Person,
    State(app): State<Arc<App>>,
    JsonBody(burst): JsonBody<SelfieBurst>,
) -> Result<StatusCode, Refusal> {
    app.put_burst(&person.acting, burst).await?;
    Ok(StatusCode::NO_CONTENT)
}
