//! `POST /assure/watermark`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use vidimus_api::WatermarkAssureRequest;
use vidimus_api::schema::Binary;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound};
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::images::data_url;
use crate::service::App;

/// Watermark
///
/// The image with who asked for it, why and when written all over it, in the format it had.
#[utoipa::path(
    post,
    path = "/watermark",
    operation_id = "watermark",
    tag = "Assure",
    request_body = WatermarkAssureRequest,
    responses(
        (
            status = 200, body = inline(Binary), content_type = "application/octet-stream",
            description = "The image."
        ),
        BadBody, NotFound, Guarded
    ),
)]
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
