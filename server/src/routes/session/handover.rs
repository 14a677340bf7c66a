//! `POST` and `DELETE /assure/capture/session/handover`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::HandoverResponse;

use crate::problem::Refusal;
use crate::routes::answers::{Conflict, InSession};
use crate::routes::extract::Person;
use crate::service::App;

/// Hand over
///
/// The URL for a phone that is to carry on. An earlier one stops working.
#[utoipa::path(
    post,
    path = "/capture/session/handover",
    operation_id = "handOver",
    tag = "Capture session",
    responses(
        (status = 201, body = HandoverResponse, description = "The URL."),
        Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn hand_over(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<(StatusCode, Json<HandoverResponse>), Refusal> {
    let reply = app.hand_over(&person.acting).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}

/// Take back
///
/// The phone can no longer act.
#[utoipa::path(
    delete,
    path = "/capture/session/handover",
    operation_id = "takeBack",
    tag = "Capture session",
    responses((status = 204, description = "It is taken back."), Conflict, InSession),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn take_back(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.take_back(&person.acting).await?;
    Ok(StatusCode::NO_CONTENT)
}
