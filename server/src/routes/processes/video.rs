//! `GET /assure/dossiers/{dossierId}/processes/{processId}/video`

use crate::domain::Provider;
use crate::problem::Refusal;
use crate::routes::extract::OwnedProcess;

/// Only two providers elsewhere record videos, and none reaches us: 404 for those, 400 for the others.
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
