//! `POST /assure/watermark`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use vidimus_api::WatermarkAssureRequest;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::images::data_url;
use crate::service::App;

/// The image with who asked for it, why and when written all over it, in the format it had.
pub(super) async fn watermark(
    caller: Caller,
    State(app): State<Arc<App>>,
    JsonBody(mut request): JsonBody<WatermarkAssureRequest>,
) -> Result<impl IntoResponse, Refusal> {
    caller.needs(Scope::Api)?;
    let image = request.image.as_deref().map(data_url::decode).transpose();
    let image =
        image.map_err(|error| Refusal::invalid("Invalid image.", format!("image: {error}.")))?;
    if image.is_some() {
        // It is as large as the bytes once more.
        request.image = Some(String::new());
    }
    let bytes = app.watermark(&caller.client, request, image).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes))
}
