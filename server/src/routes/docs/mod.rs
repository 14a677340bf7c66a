//! The API's description: `GET /openapi.json`, and `GET /docs/` to read it and try it out.
//!
//! The page is Swagger UI, from the crate that carries it. Everything comes from this origin and no
//! script is inline, so that the page is under the same policy as all others.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

use super::site::media_type;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The files that are our own.
const OWN: [(&str, &str); 3] = [
    ("index.html", include_str!("index.html")),
    ("page.css", include_str!("page.css")),
    ("start.js", include_str!("start.js")),
];

/// Where the others are in the archive, below its only folder.
const FROM_ARCHIVE: [(&str, &str); 5] = [
    ("swagger-ui-bundle.js", "dist/swagger-ui-bundle.js"),
    ("swagger-ui.css", "dist/swagger-ui.css"),
    ("favicon-32x32.png", "dist/favicon-32x32.png"),
    ("LICENSE", "LICENSE"),
    ("NOTICE", "NOTICE"),
];

/// The document is the same for everybody, as long as the program runs.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| super::document().to_string().into());

/// By name.
static FILES: LazyLock<HashMap<&str, Bytes>> = LazyLock::new(|| {
    let own = OWN.map(|(name, text)| (name, Bytes::from_static(text.as_bytes())));
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED)).ok();
    let unpacked = FROM_ARCHIVE
        .into_iter()
        .filter_map(|(name, path)| Some((name, unpacked(archive.as_mut()?, path)?)));
    own.into_iter().chain(unpacked).collect()
});

fn unpacked(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<Bytes> {
    let name = archive
        .file_names()
        .find(|name| {
            name.split_once('/')
                .is_some_and(|(_version, rest)| rest == path)
        })?
        .to_owned();
    let mut bytes = Vec::new();
    archive.by_name(&name).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes.into())
}

/// The OpenAPI document.
pub(super) async fn document() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, DOCUMENT.clone())
}

/// Where the page's own links lead from.
pub(super) async fn with_slash() -> Redirect {
    Redirect::permanent("/docs/")
}

/// The page.
pub(super) async fn page() -> Response {
    file(Path("index.html".to_owned())).await
}

/// A file of the page.
pub(super) async fn file(Path(name): Path<String>) -> Response {
    let Some(bytes) = FILES.get(name.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let media_type = match name.as_str() {
        "LICENSE" | "NOTICE" => "text/plain; charset=utf-8",
        name => media_type(name),
    };
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
    ];
    (headers, bytes.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_has_every_file_of_the_page() {
        for (name, _) in FROM_ARCHIVE {
            assert!(
                FILES.get(name).is_some_and(|bytes| !bytes.is_empty()),
                "{name}"
            );
        }
    }
}
