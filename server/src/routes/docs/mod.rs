//! The API's description: `GET /openapi.json`.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;

/// The document is the same for everybody, as long as the program runs.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| super::document().to_string().into());

/// The OpenAPI document.
pub(super) async fn document() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, DOCUMENT.clone())
}
