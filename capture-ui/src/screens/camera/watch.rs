//! Looks at the live picture as often as the engine can, and notices when it stands still.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use vidimus_api::capture::Depiction;
use vidimus_engine::quality::Guidance;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;

use crate::camera::Camera;
use crate::engine_client::EngineClient;
use crate::protocol::{Moment, Request};

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
        on_guidance: Rc<dyn Fn(&Guidance)>,
        on_stalled: Rc<dyn Fn()>,
    ) -> Self {
        let number = engine.new_watch();
        let still = Cell::new(0_u32);
        let interval = Interval::new(LOOK_EVERY_MS, move || {
            if is_elsewhere() {
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
            let moment = Moment {
                number,
                time_ms: video.current_time() * 1000.0,
            };
            let (engine, on_guidance) = (engine.clone(), on_guidance.clone());
            if depiction == Depiction::Selfie {
                let (camera, video) = (camera.clone(), video.clone());
                spawn_local(async move { camera.keep_frame(&video).await });
            }
            let camera = camera.clone();
            spawn_local(async move {
                let request = Request::Precheck {
                    target: depiction,
                    width,
                    height,
                    watch: Some(moment),
                };
                if let Ok(Some((guidance, live))) = engine.watch(&request, pixels).await {
                    camera.has_shown(live);
                    on_guidance(&guidance);
                }
            });
        });
        Self {
            _interval: interval,
        }
    }
}

/// A page in the background gets no frames from its camera; that is no fault of the camera. And
/// no picture may be taken behind a dialog that the person is asked in.
fn is_elsewhere() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| {
            document.hidden() || matches!(document.query_selector("dialog[open]"), Ok(Some(_)))
        })
}
