//! `POST`, `PUT` and `DELETE /assure/capture/session/challenge`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::{ChallengeAnswer, ChallengeResponse};

use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, Person};
use crate::service::App;

/// 201 with what is asked. An earlier attempt is void.
pub(in crate::routes) async fn begin(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<(StatusCode, Json<ChallengeResponse>), Refusal> {
    let reply = app.begin_challenge(&person.acting).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}

/// 204 when the frames are stored.
pub(in crate::routes) async fn answer(
    person: Person,
    State(app): State<Arc<App>>,
    JsonBody(answer): JsonBody<ChallengeAnswer>,
) -> Result<StatusCode, Refusal> {
    app.answer_challenge(&person.acting, answer).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// 204: the person does without.
pub(in crate::routes) async fn give_up(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.give_up_challenge(&person.acting).await?;
    Ok(StatusCode::NO_CONTENT)
}
