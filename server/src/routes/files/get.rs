//! `GET /assure/dossiers/{dossierId}/files?depiction=…`

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use vidimus_api::schema::Binary;

use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::OwnedDossier;
use crate::routes::images::{DepictionQuery, attached, wanted};
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Get file from dossier
///
/// The file as it was uploaded.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/files",
    operation_id = "getFileFromDossier",
    tag = "Dossiers",
    params(DossierPath, DepictionQuery),
    responses(
        (
            status = 200, body = inline(Binary), content_type = "application/octet-stream",
            description = "The file: a JPEG or PNG, by copying from a process also WebP."
        ),
        BadRequest, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn get(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
    Query(query): Query<DepictionQuery>,
) -> Result<Response, Refusal> {
    let wanted = wanted(&query)?;
    let (file, bytes) = app
        .read_file(&dossier, wanted)
        .await?
        .ok_or_else(|| Refusal::not_found("File"))?;
    Ok(attached(wanted, file.media_type, bytes))
}
