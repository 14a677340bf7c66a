//! `POST /assure/capture/session/cancel`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::{CaptureSession, ProcessStatus};

use super::fresh;
use crate::problem::Refusal;
use crate::routes::answers::{Conflict, InSession};
use crate::routes::extract::Person;
use crate::service::App;

/// Cancel
///
/// Ends a pending process as `canceled`. A repeated request, after a reply that was lost, finds it
/// done.
#[utoipa::path(
    post,
    path = "/capture/session/cancel",
    operation_id = "cancel",
    tag = "Capture session",
    responses(
        (status = 200, body = CaptureSession, description = "The session as it is now."),
        Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn cancel(
    person: Person,
    State(app): State<Arc<App>>,
) -> Result<Json<CaptureSession>, Refusal> {
    if person.acting.process.status != ProcessStatus::Canceled {
        app.end_process(&person.acting.process, None).await?;
    }
    fresh(&app, &person).await
}
