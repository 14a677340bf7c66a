//! `PUT /assure/capture/session/document`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::{CaptureSession, DeclareRequest};

use super::fresh;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, InSession};
use crate::routes::extract::{JsonBody, Person};
use crate::service::App;

/// Choose document
///
/// May be repeated while the process is pending.
#[utoipa::path(
    put,
    path = "/capture/session/document",
    operation_id = "chooseDocument",
    tag = "Capture session",
    request_body = DeclareRequest,
    responses(
        (status = 200, body = CaptureSession, description = "The session as it is now."),
        BadBody, Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn declare(
    person: Person,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<DeclareRequest>,
) -> Result<Json<CaptureSession>, Refusal> {
    app.declare(&person.acting, request.document_id).await?;
    fresh(&app, &person).await
}
