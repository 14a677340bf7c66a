//! What goes wrong, and how it is told.
//!
//! Handlers return a [`Refusal`]. It becomes a response without a body that carries the refusal
//! along; [`complete`] is the one place that writes the body, because only there method, path and
//! trace id are known. It does the same for responses that the framework makes by itself (unknown
//! paths, wrong methods, bodies over the limit, panics), so that every error has one shape.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument as _;
use vidimus_api::Problem;

use crate::auth::TokenError;
use crate::blobs::BlobError;
use crate::blobs::envelope::SealError;
use crate::clock::wire_time;
use crate::ids::{RandomError, hex, random_bytes};
use crate::service::App;
use crate::store::StoreError;

/// After how many seconds to try again when storage is not to be reached.
const RETRY_AFTER: u64 = 5;

/// A request that is not carried out.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: StatusCode,
    title: Cow<'static, str>,
    detail: Cow<'static, str>,
    /// For OAuth clients.
    oauth_error: Option<&'static str>,
    /// Seconds, for `Retry-After`.
    retry_after: Option<u64>,
    /// For the log only.
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Refusal {
    /// A refusal with any status.
    pub fn new(
        status: StatusCode,
        title: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            title: title.into(),
            detail: detail.into(),
            oauth_error: None,
            retry_after: None,
            cause: None,
        }
    }

    /// 400: the request cannot be understood or lacks something.
    pub fn invalid(
        title: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(StatusCode::BAD_REQUEST, title, detail)
    }

    /// 401: no valid token came with the request.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Malformed Authorization header.",
            "Please provide a valid Bearer authentication.",
        )
    }

    /// 401: a token came, but not one of ours for now.
    #[must_use]
    pub fn invalid_token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Invalid access token.",
            "Please provide a valid Bearer authentication.",
        )
    }

    /// Adds an OAuth error code (RFC 6749 section 5.2).
    #[must_use]
    pub fn with_oauth_error(self, code: &'static str) -> Self {
        Self {
            oauth_error: Some(code),
            ..self
        }
    }

    /// Says after how many seconds to try again.
    #[must_use]
    pub fn with_retry_after(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// 404, also for what belongs to somebody else, so that its existence is not given away.
    #[must_use]
    pub fn not_found(what: &'static str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            format!("{what} not found."),
            format!("There is no such {} here.", what.to_lowercase()),
        )
    }

    /// 409: not in this state.
    pub fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, "Not possible in this state.", detail)
    }

    /// 503: not now.
    pub fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Not available.", detail)
    }

    /// 500: our fault. The cause goes to the log, not to the client.
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self {
            cause: Some(Arc::new(cause)),
            ..Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }

    /// 503: what keeps the data is not to be reached for now. The cause goes to the log.
    pub fn outage(cause: impl Error + Send + Sync + 'static) -> Self {
        Self {
            cause: Some(Arc::new(cause)),
            retry_after: Some(RETRY_AFTER),
            ..Self::unavailable(
                "The service cannot reach its storage for now. Please send the request again later.",
            )
        }
    }

    /// Whether it was made by [`Refusal::outage`].
    pub(crate) fn is_outage(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE && self.cause.is_some()
    }

    /// What is said about a status that came without words.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (title, detail) = match status {
            StatusCode::NOT_FOUND => ("Not found.", "There is nothing at this path."),
            StatusCode::METHOD_NOT_ALLOWED => (
                "Method not allowed.",
                "This path does not take this method.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "Body too large.",
                "The body is larger than this path accepts.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "Unsupported media type.",
                "This path does not take bodies of this Content-Type.",
            ),
            StatusCode::REQUEST_TIMEOUT => ("Timeout.", "The request took too long to arrive."),
            status if status.is_server_error() => (
                "Internal error.",
                "Something went wrong on our side. Please try again later and give the traceId \
                 when you report it.",
            ),
            _ => ("Bad request.", "The request cannot be understood."),
        };
        Self::new(status, title, detail)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

macro_rules! internal {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self::internal(error)
            }
        }
    )+};
}

/// 503 when what keeps the data is not to be reached or full, which passes; 500 for anything else.
macro_rules! outage {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                if error.is_outage() {
                    Self::outage(error)
                } else {
                    Self::internal(error)
                }
            }
        }
    )+};
}

outage!(StoreError, BlobError);

internal!(SealError, RandomError, TokenError, serde_json::Error);

/// The causes of an error, in one line.
pub(crate) fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text = format!("{text}: {error}");
        next = error.source();
    }
    text
}

/// What finds a request in the log: 32 hexadecimal digits.
#[derive(Debug, Clone, Default)]
pub(crate) struct TraceId(pub(crate) String);

/// That of the caller's trace (W3C Trace Context, `traceparent`), or a new one.
fn trace_id(headers: &HeaderMap) -> String {
    let parent = headers
        .get("traceparent")
        .and_then(|value| value.to_str().ok());
    let own = parent.and_then(|parent| {
        let [version, trace_id, span, flags] =
            <[&str; 4]>::try_from(parent.splitn(4, '-').collect::<Vec<_>>()).ok()?;
        let is_hex = |text: &str, length| {
            let mut digits = text.bytes();
            text.len() == length && digits.all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_whole = is_hex(version, 2) && is_hex(span, 16) && is_hex(flags, 2);
        let is_set = trace_id.bytes().any(|byte| byte != b'0');
        (is_whole && version != "ff" && is_hex(trace_id, 32) && is_set).then(|| trace_id.to_owned())
    });
    own.unwrap_or_else(|| hex(&random_bytes::<16>().unwrap_or_default()))
}

/// What a request's method is counted as: anybody can invent more.
fn metered(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::DELETE => method.as_str(),
        _ => "other",
    }
}

/// Gives the request a trace id, logs it, and writes the body of every error.
pub async fn complete(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // The route, not the path: what strangers put into a URL does not belong in a log.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let trace_id = trace_id(request.headers());
    request.extensions_mut().insert(TraceId(trace_id.clone()));
    let begun = std::time::Instant::now();
    let span = tracing::info_span!("request", trace_id);
    let response = next.run(request).instrument(span).await;
    let status = response.status();
    let elapsed = begun.elapsed();
    let elapsed_ms = elapsed.as_millis();
    app.metrics
        .answered(metered(&method), &route, status.as_u16(), elapsed);

    let is_error = status.is_client_error() || status.is_server_error();
    let refusal = is_error.then(|| {
        let said = response.extensions().get::<Refusal>().cloned();
        said.unwrap_or_else(|| Refusal::of_status(status))
    });
    if status.is_server_error() {
        let cause = refusal
            .as_ref()
            .and_then(|refusal| refusal.cause.as_deref());
        let cause = cause.map_or_else(String::new, |cause| causes(cause));
        tracing::error!(trace_id, %method, route, status = status.as_u16(), elapsed_ms, cause);
    } else {
        tracing::info!(trace_id, %method, route, status = status.as_u16(), elapsed_ms);
    }
    let Some(refusal) = refusal else {
        return response;
    };
    let kind = if status.is_server_error() {
        "server"
    } else {
        "client"
    };
    let problem = Problem {
        instance: path,
        method: method.to_string(),
        status: status.as_u16(),
        kind: format!("base:{kind}-problem"),
        title: refusal.title.into_owned(),
        detail: refusal.detail.into_owned(),
        timestamp: wire_time(app.now()),
        trace_id,
        error: refusal.oauth_error.map(str::to_owned),
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let json = HeaderValue::from_static("application/json");
    parts.headers.insert(header::CONTENT_TYPE, json);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, Body::from(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parent: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("traceparent", HeaderValue::from_static(parent));
        trace_id(&headers)
    }

    #[test]
    fn a_callers_trace_goes_on_and_anything_else_is_not_logged() {
        let known = "0af7651916cd43dd8448eb211c80319c";
        assert_eq!(
            of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            known
        );
        for odd in [
            "",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0af7651916cd43dd8448eb211c80319c-willeke-01",
            "00-{\"name\":\"Willeke\"}-b7ad6b7169203331-01",
        ] {
            let made = of(odd);
            assert!(made.len() == 32 && made != known, "{odd}");
        }
        assert_ne!(trace_id(&HeaderMap::new()), trace_id(&HeaderMap::new()));
    }
}
