//! `GET /assure/dossiers/{dossierId}/processes/{processId}/download`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use vidimus_api::schema::Binary;

use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Download full result
///
/// A zip file of the images, the result as *Get process* shows it, and the record behind it. 204 as
/// long as there is no verdict.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/processes/{processId}/download",
    operation_id = "downloadFullResult",
    tag = "Processes",
    params(ProcessPath),
    responses(
        (
            status = 200, body = inline(Binary), content_type = "application/zip",
            description = "`dossierId_processId_YYYYMMDDThhmmss.zip`."
        ),
        (status = 204, description = "There is no verdict yet."),
        NotFound, Guarded
    ),
)]
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
