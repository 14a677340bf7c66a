//! Looks at the live picture as often as the engine can, and notices when it stands still.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use vidimus_api::capture::Depiction;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;

use crate::camera::Camera;
use crate::engine_client::EngineClient;
use crate::hints::{Advice, Steady};
use crate::protocol::Request;

const LOOK_EVERY_MS: u32 = 180;

/// Looks without a new picture after which the camera counts as stalled: some cameras take
/// seconds for their first one.
const STILL_LOOKS: u32 = 45;

/// Goes on until dropped.
pub(super) struct Watch {
    _interval: Interval,
}

impl Watch {
    pub(super) fn start(
        engine: EngineClient,
        camera: Rc<Camera>,
        video: HtmlVideoElement,
        depiction: Depiction,
        advice: RwSignal<Advice>,
        on_stalled: Rc<dyn Fn()>,
    ) -> Self {
        let steady = Rc::new(RefCell::new(Steady::default()));
        let still = Cell::new(0_u32);
        let interval = Interval::new(LOOK_EVERY_MS, move || {
            if is_hidden() {
                return;
            }
            if camera.has_moved_on(&video) {
                still.set(0);
            } else {
                still.set(still.get() + 1);
                if still.get() == STILL_LOOKS {
                    on_stalled();
                }
                return;
            }
            // The latest frame wins: none is taken before the engine can look at it.
            if engine.is_busy_with_frame() {
                return;
            }
            let Some((width, height, pixels)) = camera.frame(&video) else {
                return;
            };
            let (engine, steady) = (engine.clone(), steady.clone());
            spawn_local(async move {
                let request = Request::Precheck {
                    target: depiction,
                    width,
                    height,
                };
                if let Ok(Some(precheck)) = engine.precheck(&request, pixels).await {
                    let shown = steady.borrow_mut().push(precheck.hint);
                    if advice.try_get_untracked().is_some_and(|old| old != shown) {
                        let _ = advice.try_set(shown);
                    }
                }
            });
        });
        Self {
            _interval: interval,
        }
    }
}

/// A page in the background gets no frames from its camera; that is no fault of the camera.
fn is_hidden() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.hidden())
}
