//! `GET /assure/dossiers/{dossierId}`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::{DossierResponse, SlimProcess};

use crate::clock::wire_time;
use crate::domain::Process;
use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::OwnedDossier;
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Get dossier
///
/// The dossier and its processes, oldest first.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}",
    operation_id = "getDossier",
    tag = "Dossiers",
    params(DossierPath),
    responses(
        (status = 200, body = DossierResponse, description = "The dossier."),
        NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn get(
    OwnedDossier { dossier, .. }: OwnedDossier,
    State(app): State<Arc<App>>,
) -> Result<Json<DossierResponse>, Refusal> {
    let processes = app.load_processes(&dossier).await?;
    Ok(Json(DossierResponse {
        dossier: app.show_dossier(&dossier)?,
        processes: processes.iter().map(slim).collect(),
    }))
}

fn slim(process: &Process) -> SlimProcess {
    SlimProcess {
        process_id: process.id.to_string(),
        provider: process.provider.as_str().to_owned(),
        process_type: process.process_type,
        status: process.status,
        created_at: wire_time(process.created_at),
        updated_at: wire_time(process.updated_at),
    }
}
