//! The engine worker: the other side of [`crate::protocol`].

mod answers;
mod models;

use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::protocol::{self, Answer, ErrorCode, Notice};

pub use answers::Engine;

/// Runs the worker: listens for requests until the page ends it.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    report_crashes(&scope);

    let engine = Rc::new(Engine::new({
        let scope = scope.clone();
        move |loaded_bytes, total_bytes| {
            post(
                &scope,
                &Notice::Progress {
                    loaded_bytes,
                    total_bytes,
                },
            );
        }
    }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let scope = scope.clone();
        move |event: MessageEvent| {
            let (scope, engine) = (scope.clone(), engine.clone());
            spawn_local(async move {
                let (id, answer) = match protocol::decode_request(&event.data()) {
                    Ok((id, request, buffers)) => (id, engine.answer(request, buffers).await),
                    Err((id, message)) => (
                        id,
                        Answer::Error {
                            code: ErrorCode::BadRequest,
                            message,
                        },
                    ),
                };
                post_answer(&scope, id, &answer);
            });
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(
        &scope,
        &Notice::Ready {
            version: vidimus_engine::VERSION.to_owned(),
        },
    );
}

/// A trap in WebAssembly ends a task without a word to the page; this says it.
fn report_crashes(scope: &DedicatedWorkerGlobalScope) {
    let crashed = {
        let scope = scope.clone();
        move |message: String| post(&scope, &Notice::Crashed { message })
    };
    let hook_crashed = send_wrapped(crashed.clone());
    std::panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        hook_crashed(info.to_string());
    }));
    let on_rejection = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let reason = Reflect::get(&event, &"reason".into()).unwrap_or(JsValue::UNDEFINED);
        crashed(format!("{reason:?}"));
    });
    let _ = scope.add_event_listener_with_callback(
        "unhandledrejection",
        on_rejection.as_ref().unchecked_ref(),
    );
    on_rejection.forget();
}

/// A panic hook must be `Send`; a worker has one thread, so wrapping is enough.
fn send_wrapped(crashed: impl Fn(String) + 'static) -> impl Fn(String) + Send + Sync + 'static {
    let crashed = send_wrapper::SendWrapper::new(crashed);
    move |message| crashed(message)
}

fn post_answer(scope: &DedicatedWorkerGlobalScope, id: u32, answer: &Answer) {
    let Ok(message) = protocol::encode(answer) else {
        return post(
            scope,
            &Notice::Crashed {
                message: "the answer has no JavaScript form".to_owned(),
            },
        );
    };
    let _ = Reflect::set(&message, &"id".into(), &id.into());
    let _ = Reflect::set(&message, &"memoryBytes".into(), &memory_bytes().into());
    let _ = scope.post_message(&message);
}

fn post(scope: &DedicatedWorkerGlobalScope, notice: &Notice) {
    if let Ok(message) = protocol::encode(notice) {
        let _ = scope.post_message(&message);
    }
}

/// Size of the WebAssembly memory, which only ever grows.
fn memory_bytes() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}
