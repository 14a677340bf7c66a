//! `PUT /assure/capture/session/images/{front,back,selfie}`

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use vidimus_api::capture::{ORIGIN_HEADER, ProcessStatus};

use crate::problem::Refusal;
use crate::routes::extract::{Person, body, depiction};
use crate::service::{App, origin};

/// 204 when the image is stored; the last of a kind wins.
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
