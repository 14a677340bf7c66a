//! `GET /demo/dossiers/{dossierId}/processes/{processId}` and `…/images?depiction=…`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use vidimus_api::Process;

use crate::problem::Refusal;
use crate::routes::extract::Watcher;
use crate::routes::images::{DepictionQuery, wanted};
use crate::service::App;

/// The result, as *Get process* gives it.
pub(in crate::routes) async fn process(
    Watcher(acting): Watcher,
    State(app): State<Arc<App>>,
) -> Result<Json<Process>, Refusal> {
    Ok(Json(
        app.show_process(&acting.dossier, &acting.process).await?,
    ))
}

/// One image, with its own media type, so that a page can show it.
pub(in crate::routes) async fn image(
    Watcher(acting): Watcher,
    State(app): State<Arc<App>>,
    Query(query): Query<DepictionQuery>,
) -> Result<Response, Refusal> {
    let (image, bytes) = app
        .read_image(&acting.dossier, &acting.process, wanted(&query)?)
        .await?
        .ok_or_else(|| Refusal::not_found("Image"))?;
    Ok(([(header::CONTENT_TYPE, image.media_type)], bytes).into_response())
}
