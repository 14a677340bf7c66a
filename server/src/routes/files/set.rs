//! `POST /assure/dossiers/{dossierId}/files`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::FileRequest;
use vidimus_api::capture::Depiction;

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound};
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::routes::images::sent;
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Set files to the dossier
///
/// Files outlive the processes of the dossier. The last of a depiction wins. All are checked before
/// the first is stored.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/files",
    operation_id = "setFilesToTheDossier",
    tag = "Dossiers",
    params(DossierPath),
    request_body = FileRequest,
    responses((status = 201, description = "They are stored."), BadBody, NotFound, Guarded),
)]
pub(in crate::routes) async fn set(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<FileRequest>,
) -> Result<StatusCode, Refusal> {
    let files = sent([request.front, request.back, request.selfie])?;
    if files.is_empty() && request.process_id.is_none() {
        return Err(Refusal::invalid(
            "Files missing.",
            "Send at least one of front, back and selfie, or the processId to copy them from.",
        ));
    }
    let mut checked = Vec::new();
    for (depiction, bytes) in files {
        checked.push((depiction, app.check_file(depiction, bytes).await?));
    }
    if let Some(process) = &request.process_id {
        let beside: Vec<Depiction> = checked.iter().map(|(depiction, _)| *depiction).collect();
        app.copy_images(&dossier, process, &beside).await?;
    }
    for (_, file) in checked {
        app.store_file(&dossier, file).await?;
    }
    Ok(StatusCode::CREATED)
}
