//! `GET /assure/dossiers/{dossierId}/processes/{processId}/download`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::problem::Refusal;
use crate::routes::extract::OwnedProcess;
use crate::service::App;

/// A zip file of the images, the result as *Get process* shows it, and the record behind it; 204 as
/// long as there is no verdict.
pub(in crate::routes) async fn download(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<Response, Refusal> {
    let Some(archive) = app.archive(&dossier, &process).await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let disposition = format!("attachment; filename=\"{}\"", archive.name);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, archive.bytes).into_response())
}
