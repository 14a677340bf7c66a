//! Pages and files that are built into the program.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::assets::{self, Asset};
use crate::ids::{hex, random_bytes};

/// Stands in the pages where the nonce of the response belongs (Trunk writes it).
const NONCE_PLACEHOLDER: &str = "{{__TRUNK_NONCE__}}";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
<title>Vidimus</title><h1>The pages have not been built</h1>\
<p>The API is running. Run <code>cargo xtask run</code> to build the capture pages and the demo \
page.</p></html>";

/// A built-in file; folders are answered by their `index.html`. All paths that are no operation
/// of the API end here.
pub(super) async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if belongs_to_api(path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if path == "/capture" {
        return Redirect::permanent("/capture/").into_response();
    }
    let mut name = path.trim_start_matches('/').to_owned();
    if name.is_empty() || name.ends_with('/') {
        name.push_str("index.html");
    }
    let Some(asset) = assets::get(&name) else {
        let is_page = matches!(path, "/" | "/capture/");
        if is_page && !assets::are_there() {
            return page(NOT_BUILT);
        }
        return StatusCode::NOT_FOUND.into_response();
    };
    if media_type(&name) == HTML {
        return match std::str::from_utf8(&asset.bytes) {
            Ok(text) => page(text),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
    }
    let compressed = accepts_brotli(&headers)
        .then(|| assets::get(&format!("{name}.br")))
        .flatten();
    plain(&name, &asset, compressed.as_ref(), &headers)
}

/// Whether a path lies below the API: there it is none of its operations, and never a page.
/// Whole segments count: `/demo.css` belongs to the demo page, `/demo/flows` to the API.
fn belongs_to_api(path: &str) -> bool {
    matches!(path.split('/').nth(1), Some("assure" | "auth" | "demo"))
}

/// A page with a nonce of its own.
fn page(text: &str) -> Response {
    let Ok(nonce) = random_bytes::<16>() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let nonce = BASE64_STANDARD.encode(nonce);
    let headers = [
        (header::CONTENT_TYPE, HTML.to_owned()),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy(Some(&nonce))),
    ];
    (headers, text.replace(NONCE_PLACEHOLDER, &nonce)).into_response()
}

/// Everything but pages: compressed where possible, cached for good where the name says so.
fn plain(name: &str, asset: &Asset, compressed: Option<&Asset>, headers: &HeaderMap) -> Response {
    let mut tag = hex(&asset.sha256[..16]);
    if compressed.is_some() {
        tag.push_str("-br");
    }
    let tag = format!("\"{tag}\"");
    let cache = if is_hashed(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = &compressed.unwrap_or(asset).bytes;
        Response::new(Body::from(bytes.clone().into_owned()))
    };
    let out = response.headers_mut();
    if compressed.is_some() && !unchanged {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(name)),
    );
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    for (name, value) in [
        (header::ETAG, tag),
        // A worker's rights are those that its own script came with.
        (header::CONTENT_SECURITY_POLICY, policy(None)),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            out.insert(name, value);
        }
    }
    response
}

fn policy(nonce: Option<&str>) -> String {
    let nonce = nonce
        .map(|nonce| format!(" 'nonce-{nonce}'"))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self'; \
         img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let value = headers.get(header::ACCEPT_ENCODING);
    let value = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value.split(',').any(|one| {
        let mut parts = one.trim().split(';');
        let is_brotli = parts.next().is_some_and(|name| name.trim() == "br");
        let refused = parts.any(|part| matches!(part.trim(), "q=0" | "q=0.0" | "q=0.00"));
        is_brotli && !refused
    })
}

/// Whether a file's name holds a hash of its content: `-`, at least eight hexadecimal digits, and
/// then `.` or `_` (`app-0123456789abcdef_bg.wasm`).
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.match_indices('-').any(|(at, _)| {
        let rest = &file[at + 1..];
        let digits = rest
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            .count();
        digits >= 8 && matches!(rest.as_bytes().get(digits), Some(b'.' | b'_'))
    })
}

const HTML: &str = "text/html; charset=utf-8";

pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => HTML,
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_page_s_files_are_not_the_demo_api() {
        assert!(belongs_to_api("/demo/flows") && belongs_to_api("/demo"));
        assert!(belongs_to_api("/assure/nothing"));
        assert!(!belongs_to_api("/demo.css") && !belongs_to_api("/demo.js"));
        assert!(!belongs_to_api("/") && !belongs_to_api("/capture/"));
    }

    #[test]
    fn names_with_a_hash_are_cached_for_good() {
        for hashed in [
            "capture/app-0123456789abcdef.js",
            "capture/app-0123456789abcdef_bg.wasm",
            "models/locator-0a1b2c3d.onnx",
        ] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in [
            "index.html",
            "models/index.json",
            "a-b.js",
            "x-1234567.js",
            "cafe-decades",
        ] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        let accepts = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts_brotli(&headers)
        };
        assert!(accepts("gzip, deflate, br, zstd"));
        assert!(accepts("br;q=0.5"));
        assert!(!accepts("gzip"));
        assert!(!accepts("br;q=0, gzip"));
        assert!(!accepts_brotli(&HeaderMap::new()));
    }

    #[test]
    fn every_page_has_its_own_nonce_and_no_inline_rights() {
        let (one, two) = (page("<script nonce=\"{{__TRUNK_NONCE__}}\">"), page(""));
        let policy = |response: &Response| {
            let value = &response.headers()[header::CONTENT_SECURITY_POLICY];
            value.to_str().unwrap().to_owned()
        };
        assert_ne!(policy(&one), policy(&two));
        assert!(!policy(&one).contains("unsafe-inline"));
        assert!(policy(&one).contains("'nonce-"));
    }

    fn asset(bytes: &'static [u8]) -> Asset {
        Asset {
            bytes: bytes.into(),
            sha256: [7; 32],
        }
    }

    #[test]
    fn a_file_is_sent_compressed_where_there_is_a_compressed_one() {
        let (whole, small) = (asset(b"function"), asset(b"br"));
        let plain_reply = plain("a.js", &whole, None, &HeaderMap::new());
        assert!(!plain_reply.headers().contains_key(header::CONTENT_ENCODING));
        let reply = plain("a.js", &whole, Some(&small), &HeaderMap::new());
        assert_eq!(reply.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(reply.headers()[header::VARY], "Accept-Encoding");
        assert_ne!(
            reply.headers()[header::ETAG],
            plain_reply.headers()[header::ETAG]
        );
        let kind = &reply.headers()[header::CONTENT_TYPE];
        assert_eq!(kind, "text/javascript; charset=utf-8");
        let worker = plain(
            "w-0123456789abcdef_bg.wasm",
            &whole,
            Some(&small),
            &HeaderMap::new(),
        );
        assert_eq!(worker.headers()[header::CONTENT_TYPE], "application/wasm");
    }

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        let file = asset(b"body { }");
        let first = plain("style.css", &file, None, &HeaderMap::new());
        assert_eq!(first.headers()[header::CACHE_CONTROL], "no-cache");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        let again = plain("style.css", &file, None, &headers);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(again.headers()[header::ETAG], first.headers()[header::ETAG]);
        let hashed = plain("style-0123456789abcdef.css", &file, None, &HeaderMap::new());
        let cache = hashed.headers()[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(cache, "public, max-age=31536000, immutable");
    }
}
