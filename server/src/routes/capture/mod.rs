//! `POST /assure/dossiers/{dossierId}/capture`: *Start capture flow*.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{CaptureRequest, WebUrl};

use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound};
use crate::routes::audit::Audited;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::routes::parameters::DossierPath;
use crate::service::App;

/// Start capture flow
///
/// Makes a process and the pages in which a person takes its images. Send the person to `url`; at
/// the end they come back to `redirectUrl`, with `dossierId`, `processId` and `status` added to its
/// query.
#[utoipa::path(
    post,
    path = "/dossiers/{dossierId}/capture",
    operation_id = "startCaptureFlow",
    tag = "Capture",
    params(DossierPath),
    request_body = CaptureRequest,
    responses(
        (status = 201, body = WebUrl, description = "Where to send the person."),
        BadBody, NotFound, Guarded
    ),
)]
pub(super) async fn start(
    OwnedDossier { caller, dossier }: OwnedDossier,
    audited: Audited,
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<CaptureRequest>,
) -> Result<(StatusCode, Json<WebUrl>), Refusal> {
    let client = app.store.client(&caller).await?;
    let client = client.ok_or_else(Refusal::invalid_token)?;
    let flow = app.start_flow(&client, &dossier, request, false).await?;
    audited.about(dossier.id, Some(flow.process));
    Ok((StatusCode::CREATED, Json(WebUrl { url: flow.url })))
}
