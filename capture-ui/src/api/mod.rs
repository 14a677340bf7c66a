//! The client of the capture session's endpoints. See [`vidimus_api::capture`].

mod events;
mod sse;

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use vidimus_api::Problem;
use vidimus_api::capture::{
    CaptureOrigin, CaptureSession, ChallengeAnswer, ChallengeResponse, DeclareRequest, Depiction,
    ExchangeRequest, ExchangeResponse, HandoverResponse, ORIGIN_HEADER, SelfieBurst,
};
use wasm_bindgen::JsValue;

pub use events::{Following, follow};

const SESSION: &str = "/assure/capture/session";

/// Pauses before a request that failed on the way is sent again.
const PAUSES_MS: [u64; 2] = [400, 1_500];

/// Why a request brought no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server cannot be reached.
    Offline,
    /// The token or artifact is no longer good.
    Expired,
    /// The server does not take what was sent; its sentence says why.
    Refused {
        /// HTTP status.
        status: u16,
        /// What the server says.
        detail: String,
    },
    /// The server failed.
    Server,
}

impl ApiError {
    /// What an answer that is no success means.
    #[must_use]
    pub fn from_status(status: u16, detail: String) -> Self {
        match status {
            401 | 403 | 404 | 410 => Self::Expired,
            400..=499 => Self::Refused { status, detail },
            _ => Self::Server,
        }
    }

    /// Whether the same request may well succeed a moment later.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Offline | Self::Server)
            || matches!(self, Self::Refused { status: 429, .. })
    }
}

/// A session that can be spoken to. The token lives here and nowhere else.
#[derive(Clone)]
pub struct Api {
    token: String,
}

impl Api {
    /// Trades the artifact for a session.
    ///
    /// # Errors
    /// [`ApiError`]; `Expired` when the artifact is not good.
    pub async fn exchange(artifact: &str) -> Result<(Self, CaptureSession), ApiError> {
        let request = ExchangeRequest {
            artifact: artifact.to_owned(),
        };
        let response = send(|| json(builder(Method::POST, SESSION), &request)).await?;
        let exchanged: ExchangeResponse = parse(response).await?;
        Ok((
            Self {
                token: exchanged.token,
            },
            exchanged.session,
        ))
    }

    /// The session as it stands.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn session(&self) -> Result<CaptureSession, ApiError> {
        parse(self.send(Method::GET, "").await?).await
    }

    /// Says which document it is.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn declare(&self, document_id: u32) -> Result<CaptureSession, ApiError> {
        let body = DeclareRequest { document_id };
        let response = send(|| json(self.builder(Method::PUT, "/document"), &body)).await?;
        parse(response).await
    }

    /// Sends a picture, and what is known of the camera that it was taken with.
    ///
    /// # Errors
    /// [`ApiError`]; `Refused` when the server cannot use the picture.
    pub async fn put_image(
        &self,
        depiction: Depiction,
        image: &web_sys::Blob,
        origin: Option<&CaptureOrigin>,
    ) -> Result<(), ApiError> {
        let path = format!("/images/{}", depiction.as_str());
        let kind = match image.type_() {
            kind if kind.is_empty() => "image/jpeg".to_owned(),
            kind => kind,
        };
        let origin = origin.and_then(|origin| serde_json::to_vec(origin).ok());
        let origin = origin.map(|json| BASE64_STANDARD.encode(json));
        send(|| {
            let builder = self
                .builder(Method::PUT, &path)
                .header("Content-Type", &kind);
            match &origin {
                Some(origin) => builder.header(ORIGIN_HEADER, origin),
                None => builder,
            }
            .body(JsValue::from(image))
        })
        .await
        .map(|_| ())
    }

    /// Sends the frames before the selfie.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn put_burst(&self, burst: &SelfieBurst) -> Result<(), ApiError> {
        send(|| json(self.builder(Method::PUT, "/burst"), burst))
            .await
            .map(|_| ())
    }

    /// Begins an attempt at the active challenge.
    ///
    /// # Errors
    /// [`ApiError`]; `Refused` when there are no more.
    pub async fn begin_challenge(&self) -> Result<ChallengeResponse, ApiError> {
        parse(self.send(Method::POST, "/challenge").await?).await
    }

    /// Sends the frames of the attempt.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn answer_challenge(&self, answer: &ChallengeAnswer) -> Result<(), ApiError> {
        send(|| json(self.builder(Method::PUT, "/challenge"), answer))
            .await
            .map(|_| ())
    }

    /// Does without the challenge.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn give_up_challenge(&self) -> Result<(), ApiError> {
        self.send(Method::DELETE, "/challenge").await.map(|_| ())
    }

    /// Starts the verification.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn submit(&self) -> Result<CaptureSession, ApiError> {
        parse(self.send(Method::POST, "/submit").await?).await
    }

    /// Gives up.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn cancel(&self) -> Result<CaptureSession, ApiError> {
        parse(self.send(Method::POST, "/cancel").await?).await
    }

    /// Asks for an address for the phone.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn create_handover(&self) -> Result<HandoverResponse, ApiError> {
        parse(self.send(Method::POST, "/handover").await?).await
    }

    /// Takes the session back from the phone.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn take_back(&self) -> Result<(), ApiError> {
        self.send(Method::DELETE, "/handover").await.map(|_| ())
    }

    async fn send(&self, method: Method, path: &str) -> Result<Response, ApiError> {
        send(|| self.builder(method.clone(), path).build()).await
    }

    fn builder(&self, method: Method, path: &str) -> RequestBuilder {
        builder(method, &format!("{SESSION}{path}"))
            .header("Authorization", &format!("Bearer {}", self.token))
    }
}

fn builder(method: Method, url: &str) -> RequestBuilder {
    gloo_net::http::RequestBuilder::new(url)
        .method(method)
        .header("Accept", "application/json")
        .cache(web_sys::RequestCache::NoStore)
}

fn json(
    builder: RequestBuilder,
    body: &impl Serialize,
) -> Result<gloo_net::http::Request, gloo_net::Error> {
    builder.json(body)
}

/// Sends a request, again after a pause where it failed on the way. Every request of the session
/// may safely come twice.
async fn send(
    request: impl Fn() -> Result<gloo_net::http::Request, gloo_net::Error>,
) -> Result<Response, ApiError> {
    let mut pauses = PAUSES_MS.iter();
    loop {
        let error = match attempt(&request).await {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        match pauses.next() {
            Some(&pause_ms) if error.may_pass() => {
                gloo_timers::future::sleep(Duration::from_millis(pause_ms)).await;
            }
            _ => return Err(error),
        }
    }
}

async fn attempt(
    request: &impl Fn() -> Result<gloo_net::http::Request, gloo_net::Error>,
) -> Result<Response, ApiError> {
    let request = request().map_err(|_| ApiError::Server)?;
    let response = request.send().await.map_err(|_| ApiError::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    let detail = match response.json::<Problem>().await {
        Ok(problem) => problem.detail,
        Err(_) => String::new(),
    };
    Err(ApiError::from_status(status, detail))
}

async fn parse<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    response.json().await.map_err(|error| match error {
        gloo_net::Error::SerdeError(_) => ApiError::Server,
        _ => ApiError::Offline,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_meaning() {
        let refused = |status| ApiError::Refused {
            status,
            detail: "d".into(),
        };
        for (status, expected, may_pass) in [
            (400, refused(400), false),
            (401, ApiError::Expired, false),
            (404, ApiError::Expired, false),
            (409, refused(409), false),
            (410, ApiError::Expired, false),
            (413, refused(413), false),
            (429, refused(429), true),
            (500, ApiError::Server, true),
            (503, ApiError::Server, true),
        ] {
            let error = ApiError::from_status(status, "d".into());
            assert_eq!(error, expected);
            assert_eq!(error.may_pass(), may_pass, "{status}");
        }
    }
}
