//! `POST /assure/redact`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::{RedactionAssureRequest, RedactionResponse};

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded, NotFound, Unavailable};
use crate::routes::extract::{Caller, JsonBody};
use crate::routes::images::data_url;
use crate::service::App;

/// Redact
///
/// The pictures with what was asked for covered; without pictures, and `success` false, where that
/// is not sure.
#[utoipa::path(
    post,
    path = "/redact",
    operation_id = "redact",
    tag = "Assure",
    request_body = RedactionAssureRequest,
    responses(
        (
            status = 200, body = RedactionResponse,
            description = "Whether it succeeded, and the pictures."
        ),
        BadBody, NotFound, Unavailable, Guarded
    ),
)]
pub(super) async fn redact(
    caller: Caller,
    State(app): State<Arc<App>>,
    JsonBody(mut request): JsonBody<RedactionAssureRequest>,
) -> Result<Json<RedactionResponse>, Refusal> {
    caller.needs(Scope::Api)?;
    let decode = |name: &str, url: Option<String>| {
        let bytes = url.map(|url| data_url::decode(&url)).transpose();
        bytes.map_err(|error| Refusal::invalid("Invalid image.", format!("{name}: {error}.")))
    };
    let sent = [
        decode("frontImage", request.front_image.take())?,
        decode("backImage", request.back_image.take())?,
    ];
    app.redact(&caller.client, &request, sent).await.map(Json)
}
