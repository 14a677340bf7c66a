//! `PUT /assure/capture/session/document`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::capture::{CaptureSession, DeclareRequest};

use super::fresh;
use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, Person};
use crate::service::App;

/// Chooses the document; may be repeated while the process is pending.
pub(in crate::routes) async fn declare(
    person: Person,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<DeclareRequest>,
) -> Result<Json<CaptureSession>, Refusal> {
    app.declare(&person.acting, request.document_id).await?;
    fresh(&app, &person).await
}
