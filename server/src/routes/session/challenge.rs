//! `POST`, `PUT` and `DELETE /assure/capture/session/challenge`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::{ChallengeAnswer, ChallengeResponse};

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, InSession, NotFound};
use crate::routes::extract::{JsonBody, Person};
use crate::service::App;

/// Begin challenge
///
/// An attempt at the active challenge begins; the one before is void.
#[utoipa::path(
    post,
    path = "/capture/session/challenge",
    operation_id = "beginChallenge",
    tag = "Capture session",
    responses(
        (status = 201, body = ChallengeResponse, description = "What is asked."),
        NotFound, Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn begin(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<(StatusCode, Json<ChallengeResponse>), Refusal> {
    let reply = app.begin_challenge(&person.acting).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}

/// Answer challenge
///
/// What the frames show is for the verification to say.
#[utoipa::path(
    put,
    path = "/capture/session/challenge",
    operation_id = "answerChallenge",
    tag = "Capture session",
    request_body = ChallengeAnswer,
    responses(
        (status = 204, description = "The frames are stored."),
        BadBody, NotFound, Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn answer(
    person: Person,
    State(app): State<Arc<App>>,
    JsonBody(answer): JsonBody<ChallengeAnswer>,
) -> Result<StatusCode, Refusal> {
    app.answer_challenge(&person.acting, answer).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give up challenge
///
/// The person does without, and somebody will look.
#[utoipa::path(
    delete,
    path = "/capture/session/challenge",
    operation_id = "giveUpChallenge",
    tag = "Capture session",
    responses((status = 204, description = "It is given up."), NotFound, Conflict, InSession),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn give_up(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.give_up_challenge(&person.acting).await?;
    Ok(StatusCode::NO_CONTENT)
}
