//! Following a session as it changes.
//!
//! `EventSource` cannot send a token, so the stream is read from `fetch`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::Method;
use js_sys::{Reflect, Uint8Array};
use vidimus_api::capture::CaptureSession;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::sse::Parser;
use super::{Api, ApiError};

/// Connections that may fail in a row before the person is told.
const TRIES: u32 = 5;

/// Ends the following when dropped.
pub struct Following {
    ended: Rc<Cell<bool>>,
    abort: Option<AbortController>,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.ended.set(true);
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

/// Calls back with the session, at once and after each change, and with an error once the
/// connection cannot be had any more.
#[must_use]
pub fn follow(
    api: &Api,
    on_change: impl Fn(Result<CaptureSession, ApiError>) + 'static,
) -> Following {
    let following = Following {
        ended: Rc::new(Cell::new(false)),
        abort: AbortController::new().ok(),
    };
    let (api, ended) = (api.clone(), following.ended.clone());
    let signal = following.abort.as_ref().map(AbortController::signal);
    spawn_local(async move {
        let mut failures = 0;
        while !ended.get() {
            let outcome = listen(&api, signal.as_ref(), &ended, |session| {
                on_change(Ok(session));
            })
            .await;
            if ended.get() {
                return;
            }
            match outcome {
                Ok(()) => failures = 0,
                Err(error) if error.may_pass() && failures + 1 < TRIES => failures += 1,
                Err(error) => return on_change(Err(error)),
            }
            gloo_timers::future::sleep(Duration::from_millis(700 << failures.min(3))).await;
        }
    });
    following
}

/// Reads one connection to its end. `Ok` when at least one event came over it.
async fn listen(
    api: &Api,
    signal: Option<&web_sys::AbortSignal>,
    ended: &Cell<bool>,
    on_change: impl Fn(CaptureSession),
) -> Result<(), ApiError> {
    let response = api
        .builder(Method::GET, "/events")
        .header("Accept", "text/event-stream")
        .abort_signal(signal)
        .send()
        .await
        .map_err(|_| ApiError::Offline)?;
    if !response.ok() {
        return Err(ApiError::from_status(response.status(), String::new()));
    }
    let reader: ReadableStreamDefaultReader = response
        .body()
        .ok_or(ApiError::Server)?
        .get_reader()
        .unchecked_into();
    let offline = |_: JsValue| ApiError::Offline;
    let mut parser = Parser::default();
    let mut came = false;
    loop {
        let read = JsFuture::from(reader.read()).await;
        let chunk = match read {
            Ok(chunk) => chunk,
            Err(_) if came => return Ok(()),
            Err(error) => return Err(offline(error)),
        };
        if Reflect::get(&chunk, &"done".into())
            .map_err(offline)?
            .is_truthy()
        {
            return if came { Ok(()) } else { Err(ApiError::Offline) };
        }
        let value: Uint8Array = Reflect::get(&chunk, &"value".into())
            .map_err(offline)?
            .unchecked_into();
        for data in parser.push(&value.to_vec()) {
            if ended.get() {
                return Ok(());
            }
            if let Ok(session) = serde_json::from_str(&data) {
                came = true;
                on_change(session);
            }
        }
    }
}
