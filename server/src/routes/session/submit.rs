//! `POST /assure/capture/session/submit`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::CaptureSession;

use super::fresh;
use crate::problem::Refusal;
use crate::routes::extract::Person;
use crate::service::App;

/// 202: the verification is queued, or was by an earlier request whose reply was lost.
pub(in crate::routes) async fn submit(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<(StatusCode, Json<CaptureSession>), Refusal> {
    app.submit(&person.acting).await?;
    Ok((StatusCode::ACCEPTED, fresh(&app, &person).await?))
}
