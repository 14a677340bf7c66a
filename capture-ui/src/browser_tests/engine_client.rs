//! The page's side of the worker protocol, against workers written in plain JavaScript.

use std::time::Duration;

use vidimus_api::capture::Depiction;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Url;

use super::{file, pause};
use crate::engine_client::{EngineClient, EngineError};
use crate::protocol::{Answer, Buffers, ErrorCode, ModelSet, Moment, Request};

const LONG: Duration = Duration::from_secs(10);

fn client(script: &str) -> EngineClient {
    let blob = file(script.as_bytes(), "text/javascript");
    EngineClient::new(&Url::create_object_url_with_blob(&blob).unwrap())
}

fn precheck() -> Request {
    Request::Precheck {
        target: Depiction::Front,
        width: 1,
        height: 1,
        watch: Some(Moment {
            number: 1,
            time_ms: 0.0,
        }),
    }
}

fn pixels() -> js_sys::ArrayBuffer {
    js_sys::ArrayBuffer::new(4)
}

/// Answers each precheck; its `motionPerS` counts the requests that this worker has seen, its
/// `steadyFraction` is the number of bytes that came.
fn counting(extra: &str) -> String {
    format!(
        "let seen = 0;
         onmessage = ({{data}}) => {{
           seen += 1;
           {extra}
           postMessage({{id: data.id, kind: 'precheck', memoryBytes: self.memoryBytes ?? 1,
             precheck: {{hint: null, subject: {{kind: 'document'}}, meanLuma: 100, sharpness: 0,
               glareFraction: 0}},
             live: {{frames: 7, repeated: 2}},
             guidance: {{hint: 'noDocument', isGood: false, capture: false, motionPerS: seen,
               steadyFraction: data.pixels.byteLength}}}});
         }};
         setTimeout(() => postMessage({{kind: 'ready', version: '0'}}), 80);"
    )
}

async fn count(client: &EngineClient) -> Result<f32, EngineError> {
    client
        .watch(&precheck(), pixels())
        .await
        .map(|answer| answer.unwrap().0.motion_per_s.unwrap())
}

#[wasm_bindgen_test]
async fn what_is_asked_before_the_worker_listens_is_not_lost() {
    let client = client(&counting(""));
    assert_eq!(count(&client).await, Ok(1.0));
    assert_eq!(count(&client).await, Ok(2.0));
}

#[wasm_bindgen_test]
async fn pixels_change_hands_without_being_copied() {
    let client = client(&counting(""));
    let pixels = pixels();
    let (guidance, live) = client
        .watch(&precheck(), pixels.clone())
        .await
        .unwrap()
        .unwrap();
    assert!(
        (guidance.steady_fraction - 4.0).abs() < 0.1 && (live.frames, live.repeated) == (7, 2),
        "the worker got them"
    );
    assert_eq!(pixels.byte_length(), 0, "the page no longer has them");
}

#[wasm_bindgen_test]
async fn one_frame_at_a_time_is_looked_at() {
    let client = client(&counting(""));
    let first = client.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let _ = count(&first).await;
    });
    pause(10).await;
    assert!(client.is_busy_with_frame());
    assert_eq!(client.watch(&precheck(), pixels()).await, Ok(None));
    pause(200).await;
    assert!(!client.is_busy_with_frame());
}

#[wasm_bindgen_test]
async fn a_worker_that_crashes_is_replaced() {
    let client = client(&counting(
        "if (seen === 2) throw new Error('out of memory');",
    ));
    assert_eq!(count(&client).await, Ok(1.0));
    assert_eq!(count(&client).await, Err(EngineError::Crashed));
    assert_eq!(count(&client).await, Ok(1.0), "a new worker counts anew");
}

#[wasm_bindgen_test]
async fn a_worker_that_says_it_crashed_is_replaced() {
    let client = client(&counting(
        "if (seen === 2) return postMessage({kind: 'crashed', message: 'panic'});",
    ));
    assert_eq!(count(&client).await, Ok(1.0));
    assert_eq!(count(&client).await, Err(EngineError::Crashed));
    assert_eq!(count(&client).await, Ok(1.0));
}

#[wasm_bindgen_test]
async fn a_worker_that_hangs_is_replaced() {
    let client = client(&counting("if (seen === 2) return;"));
    assert_eq!(count(&client).await, Ok(1.0));
    let buffers = Buffers {
        pixels: Some(pixels()),
        ..Buffers::default()
    };
    let hung = client
        .request(&precheck(), buffers, Duration::from_millis(150))
        .await;
    assert!(matches!(hung, Err(EngineError::Crashed)));
    assert_eq!(count(&client).await, Ok(1.0));
}

#[wasm_bindgen_test]
async fn a_worker_that_always_crashes_is_given_up() {
    let client = client("throw new Error('broken')");
    for _ in 0..3 {
        assert_eq!(count(&client).await, Err(EngineError::Crashed));
    }
    assert_eq!(count(&client).await, Err(EngineError::GivenUp));
}

#[wasm_bindgen_test]
async fn a_worker_that_holds_too_much_memory_is_replaced_once_idle() {
    let client = client(&counting(
        "if (seen === 2) self.memoryBytes = 600 * 1024 * 1024;",
    ));
    assert_eq!(count(&client).await, Ok(1.0));
    assert_eq!(count(&client).await, Ok(2.0), "it still answers");
    assert_eq!(count(&client).await, Ok(1.0), "then a new one does");
}

#[wasm_bindgen_test]
async fn progress_and_errors_are_told() {
    let client = client(
        "onmessage = ({data}) => {
           postMessage({kind: 'progress', loadedBytes: 1, totalBytes: 4});
           postMessage({id: data.id, kind: 'error', code: 'models', message: 'status 404'});
         };
         postMessage({kind: 'ready', version: '0'});",
    );
    let told = std::rc::Rc::new(std::cell::Cell::new(0.0));
    client.on_progress({
        let told = told.clone();
        std::rc::Rc::new(move |loaded, total| told.set(loaded / total))
    });
    assert_eq!(
        client.load(vec![ModelSet::Documents]).await,
        Err(EngineError::Failed(ErrorCode::Models))
    );
    assert!((told.get() - 0.25).abs() < 1e-6);
}

#[wasm_bindgen_test]
async fn ending_the_worker_tells_who_still_waits() {
    let client = client("postMessage({kind: 'ready', version: '0'});");
    let ended = client.clone();
    gloo_timers::callback::Timeout::new(100, move || ended.end()).forget();
    let load = Request::Load { models: vec![] };
    let answer = client.request(&load, Buffers::default(), LONG).await;
    assert!(matches!(answer, Err(EngineError::Crashed)));
    assert!(!matches!(answer, Ok(Answer::Loaded)));
}
