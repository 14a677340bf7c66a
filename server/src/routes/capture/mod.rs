//! `POST /assure/dossiers/{dossierId}/capture`: *Start capture flow*.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{CaptureRequest, WebUrl};

use crate::problem::Refusal;
use crate::routes::audit::Audited;
use crate::routes::extract::{JsonBody, OwnedDossier};
use crate::service::App;

/// 201 with the URL to which the person is to be sent.
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
