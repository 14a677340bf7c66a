//! `GET /assure/dossiers/{dossierId}/processes/{processId}/video`

use crate::domain::Provider;
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::OwnedProcess;
use crate::routes::parameters::ProcessPath;

/// Get video
///
/// No provider here records videos: 404 for `onfido` and `eid`, which do elsewhere, 400 for the
/// others.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/processes/{processId}/video",
    operation_id = "getVideo",
    tag = "Processes",
    params(ProcessPath),
    responses(BadRequest, NotFound, Guarded)
)]
pub(in crate::routes) async fn video(
    OwnedProcess { process, .. }: OwnedProcess,
) -> Result<(), Refusal> {
    match process.provider {
        Provider::Onfido | Provider::VideoId => Err(Refusal::not_found("Video")),
        provider => Err(Refusal::invalid(
            "No video.",
            format!("{} records no videos.", provider.as_str()),
        )),
    }
}
