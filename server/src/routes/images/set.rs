//! `POST /assure/dossiers/{dossierId}/processes/{processId}/images`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::UploadImageRequest;
use vidimus_api::capture::{Depiction, ProcessStatus};

use super::data_url;
use crate::problem::Refusal;
use crate::routes::extract::{JsonBody, OwnedProcess};
use crate::service::App;

/// 201 when all images are stored. They are all checked before the first is stored.
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
    let images = [
        (Depiction::Front, request.front),
        (Depiction::Back, request.back),
        (Depiction::Selfie, request.selfie),
    ];
    let mut checked = Vec::new();
    for (depiction, url) in images {
        let Some(url) = url else { continue };
        let bytes = data_url::decode(&url).map_err(|error| {
            Refusal::invalid(
                "Invalid image.",
                format!("{}: {error}.", depiction.as_str()),
            )
        })?;
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
