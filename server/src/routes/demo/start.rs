//! `POST /demo/flows`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use vidimus_api::demo::{FlowRequest, FlowResponse};
use vidimus_api::{CaptureParameters, CaptureProcessRequest, CaptureRequest, DossierRequest};

use crate::domain::Provider;
use crate::ids::{ClientId, Secret};
use crate::problem::Refusal;
use crate::routes::extract::JsonBody;
use crate::service::App;

/// 201 with a flow that comes back to the demo page.
pub(in crate::routes) async fn start(
    State(app): State<Arc<App>>,
    JsonBody(request): JsonBody<FlowRequest>,
) -> Result<(StatusCode, Json<FlowResponse>), Refusal> {
    let client = app.store.client(&ClientId::demo()).await?;
    let client = client.ok_or_else(|| Refusal::not_found("Client"))?;
    let dossier = app
        .create_dossier(&client.id, DossierRequest::default())
        .await?;
    let request = CaptureRequest {
        providers: vec![CaptureProcessRequest {
            provider: Provider::PictureId.as_str().to_owned(),
            process_type: Some(request.process_type.as_str().to_owned()),
            ..CaptureProcessRequest::default()
        }],
        redirect_url: format!("{}/", app.public_url),
        capture_parameters: Some(CaptureParameters {
            ui_profile_json: Some(json!({ "activeChallenge": request.active_challenge })),
            ..CaptureParameters::default()
        }),
        ..CaptureRequest::default()
    };
    let flow = app.start_flow(&client, &dossier, request, true).await?;
    let token = flow.watcher.as_ref().map_or("", Secret::expose);
    Ok((
        StatusCode::CREATED,
        Json(FlowResponse {
            url: flow.url,
            dossier_id: dossier.id.to_string(),
            process_id: flow.process.to_string(),
            token: token.to_owned(),
        }),
    ))
}
