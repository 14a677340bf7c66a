//! `POST` and `DELETE /assure/capture/session/handover`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::HandoverResponse;

use crate::problem::Refusal;
use crate::routes::extract::Person;
use crate::service::App;

/// 201 with the URL for a phone. An earlier one stops working.
pub(in crate::routes) async fn hand_over(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<(StatusCode, Json<HandoverResponse>), Refusal> {
    let reply = app.hand_over(&person.acting).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}

/// 204: the phone can no longer act.
pub(in crate::routes) async fn take_back(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.take_back(&person.acting).await?;
    Ok(StatusCode::NO_CONTENT)
}
