//! `POST /assure/dossiers/{dossierId}/processes/{processId}/images`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::UploadImageRequest;
use vidimus_api::capture::{Depiction, ProcessStatus};

use super::data_url;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, Guarded, NotFound};
use crate::routes::extract::{JsonBody, OwnedProcess};
use crate::routes::parameters::ProcessPath;
use crate::service::App;

/// Set images to the process
///
/// One or more images; the last of a depiction wins. All are checked before the first is stored. 15
/// minutes after the first image the verification must have been started. 409 where the process is
/// not `pending`.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/processes/{processId}/images",
    operation_id = "setImagesToTheProcess",
    tag = "Processes",
    params(ProcessPath),
    request_body = UploadImageRequest,
    responses(
        (status = 201, description = "They are stored."),
        BadBody, NotFound, Conflict, Guarded
    ),
)]
pub(in crate::routes) async fn set(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<UploadImageRequest>,
) -> Result<StatusCode, Refusal> {
    if process.status != ProcessStatus::Pending {
        return Err(Refusal::conflict(
            "Images cannot be uploaded after the verification has started or the process has \
             ended.",
        ));
    }
    let mut checked = Vec::new();
    for (depiction, bytes) in sent([request.front, request.back, request.selfie])? {
        checked.push(
            app.check_image(&process, depiction, bytes.into(), None)
                .await?,
        );
    }
    if checked.is_empty() {
        return Err(Refusal::invalid(
            "Images missing.",
            "Send at least one of front, back and selfie.",
        ));
    }
    for image in checked {
        app.store_image(&dossier, &process, image).await?;
    }
    Ok(StatusCode::CREATED)
}

/// The images that were sent of front, back and selfie.
pub(in crate::routes) fn sent(
    urls: [Option<String>; 3],
) -> Result<Vec<(Depiction, Vec<u8>)>, Refusal> {
    let depictions = [Depiction::Front, Depiction::Back, Depiction::Selfie];
    let images = depictions.into_iter().zip(urls);
    images
        .filter_map(|(depiction, url)| Some((depiction, url?)))
        .map(|(depiction, url)| {
            let bytes = data_url::decode(&url).map_err(|error| {
                let why = format!("{}: {error}.", depiction.as_str());
                Refusal::invalid("Invalid image.", why)
            })?;
            Ok((depiction, bytes))
        })
        .collect()
}
