//! `GET /assure/dossiers/{dossierId}/files?depiction=…`

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;

use crate::problem::Refusal;
use crate::routes::extract::OwnedDossier;
use crate::routes::images::{DepictionQuery, attached, wanted};
use crate::service::App;

/// The file as it was uploaded.
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
