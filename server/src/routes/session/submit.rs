//! `POST /assure/capture/session/submit`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::CaptureSession;

use super::fresh;
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Conflict, InSession, Unavailable};
use crate::routes::extract::Person;
use crate::service::App;

/// Submit
///
/// Starts the verification. A repeated request, after a reply that was lost, finds it done.
#[utoipa::path(
    post,
    path = "/capture/session/submit",
    operation_id = "submit",
    tag = "Capture session",
    responses(
        (status = 202, body = CaptureSession, description = "The verification is queued."),
        BadRequest, Conflict, Unavailable, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn submit(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<(StatusCode, Json<CaptureSession>), Refusal> {
    app.submit(&person.acting).await?;
    Ok((StatusCode::ACCEPTED, fresh(&app, &person).await?))
}
