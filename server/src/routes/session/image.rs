//! `PUT /assure/capture/session/images/{front,back,selfie}`

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use vidimus_api::capture::{ORIGIN_HEADER, ProcessStatus};

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Conflict, InSession, NotFound};
use crate::routes::extract::{Person, body, depiction};
use crate::routes::parameters::SessionImage;
use crate::service::{App, origin};

/// Set image
///
/// The last of a depiction wins.
#[utoipa::path(
    put,
    path = "/capture/session/images/{depiction}",
    operation_id = "setImage",
    tag = "Capture session",
    params(SessionImage),
    request_body(
        content(("image/jpeg"), ("image/png"), ("image/webp")),
        description = "The file: at most 10 MiB, 50 megapixels and 12,000 pixels a side."
    ),
    responses(
        (status = 204, description = "It is stored."),
        BadBody, NotFound, Conflict, InSession
    ),
    security(("captureSession" = [])),
)]
pub(in crate::routes) async fn image(
    Person { acting, .. }: Person,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let depiction = depiction(&name).ok_or_else(|| Refusal::not_found("Image"))?;
    if acting.process.status != ProcessStatus::Pending {
        return Err(Refusal::conflict(
            "Images cannot be uploaded after the verification has started or the process has \
             ended.",
        ));
    }
    let declared = request.headers().get(header::CONTENT_TYPE);
    let declared = declared
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !declared.trim_start().starts_with("image/") {
        return Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let said = request.headers().get(ORIGIN_HEADER);
    let said = said.map(|value| origin(value.to_str().unwrap_or_default()));
    let said = said.transpose()?;
    let bytes = body(request, &app).await?;
    let image = app
        .check_image(&acting.process, depiction, bytes, said)
        .await?;
    app.store_image(&acting.dossier, &acting.process, image)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
