//! `GET /assure/capture/session`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::CaptureSession;

use crate::problem::Refusal;
use crate::routes::answers::InSession;
use crate::routes::extract::Person;
use crate::service::App;

/// Get session
///
/// The session as its screens need it.
#[utoipa::path(
    get,
    path = "/capture/session",
    operation_id = "getSession",
    tag = "Capture session",
    responses((status = 200, body = CaptureSession, description = "The session."), InSession),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn get(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<Json<CaptureSession>, Refusal> {
    Ok(Json(app.show_session(&person.acting).await?))
}
