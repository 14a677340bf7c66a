//! `GET /assure/capture/session`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::CaptureSession;

use crate::problem::Refusal;
use crate::routes::extract::Person;
use crate::service::App;

/// The session.
pub(in crate::routes) async fn get(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<Json<CaptureSession>, Refusal> {
    Ok(Json(app.show_session(&person.acting).await?))
}
