//! `GET /assure/dossiers/{dossierId}/processes/{processId}/external-id`

use axum::Json;
use vidimus_api::ExternalId;

use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;

/// Get processes' external id
///
/// What the provider calls the process; 400 where it has no name for it.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/processes/{processId}/external-id",
    operation_id = "getProcessesExternalId",
    tag = "Processes",
    params(ProcessPath),
    responses(
        (status = 200, body = ExternalId, description = "The id."),
        BadRequest, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn external_id(
    OwnedProcess { process, .. }: OwnedProcess,
) -> Result<Json<ExternalId>, Refusal> {
    let external_id = process.external_id.ok_or_else(|| {
        Refusal::invalid(
            "No external id.",
            "The provider has no id of its own for this process.",
        )
    })?;
    Ok(Json(ExternalId { external_id }))
}
