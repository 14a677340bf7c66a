//! `POST /assure/capture/session`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::capture::{ExchangeRequest, ExchangeResponse};

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, NotFound, Public};
use crate::routes::extract::JsonBody;
use crate::service::App;

/// Exchange artifact
///
/// Trades the artifact of a capture URL for a session token. May be repeated until the process ends
/// (a page that was reloaded); the token given before ends.
#[utoipa::path(
    post,
    path = "/capture/session",
    operation_id = "exchangeArtifact",
    tag = "Capture session",
    request_body = ExchangeRequest,
    responses(
        (status = 201, body = ExchangeResponse, description = "The token and the session."),
        BadBody, NotFound, Public
    ),
    security(()),
)]
pub(in crate::routes) async fn exchange(
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<ExchangeRequest>,
) -> Result<(StatusCode, Json<ExchangeResponse>), Refusal> {
    let reply = app.exchange(&request.artifact).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}
