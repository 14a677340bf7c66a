//! Follows a person through the tasks, and keeps the frames that show each step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use vidimus_api::capture::ChallengeSample;
use vidimus_engine::challenge::Progress;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, HtmlVideoElement};

use super::attempt::Ended;
use crate::camera::Camera;
use crate::engine_client::EngineClient;
use crate::protocol::{Moment, Request};
use crate::upload;

/// How often the camera is asked for a frame; none is taken while one is looked at.
const LOOK_EVERY_MS: u32 = 40;
/// Longer side of the frames: faces on them are larger than the networks look at.
const LONGEST_PX: f64 = 640.0;

/// A frame that shows a step.
pub(super) struct Kept {
    at_ms: f64,
    frame: Blob,
}

/// Goes on until dropped.
pub(super) struct Follow {
    _interval: Interval,
}

impl Follow {
    pub(super) fn start(
        engine: EngineClient,
        camera: Rc<Camera>,
        video: HtmlVideoElement,
        nonce: String,
        on_progress: Rc<dyn Fn(Progress)>,
        on_end: Rc<dyn Fn(Ended)>,
    ) -> Self {
        let number = engine.new_watch();
        let kept = Rc::new(RefCell::new(Vec::new()));
        // Also while a kept frame is being stored: the next one is drawn in its place.
        let busy = Rc::new(Cell::new(false));
        let interval = Interval::new(LOOK_EVERY_MS, move || {
            if busy.get() || engine.is_busy_with_frame() || !camera.has_moved_on(&video) {
                return;
            }
            let Some((width, height, pixels)) = camera.frame_within(&video, LONGEST_PX) else {
                return;
            };
            let at_ms = video.current_time() * 1000.0;
            let request = Request::Challenge {
                nonce: nonce.clone(),
                width,
                height,
                watch: Moment {
                    number,
                    time_ms: at_ms,
                },
            };
            busy.set(true);
            let (engine, camera, busy) = (engine.clone(), camera.clone(), busy.clone());
            let (kept, on_progress, on_end) = (kept.clone(), on_progress.clone(), on_end.clone());
            spawn_local(async move {
                let ended = match engine.challenge(&request, pixels).await {
                    Ok(None) => None,
                    Ok(Some((progress, sample))) => {
                        let frame = match sample {
                            Some(_) => camera.last_frame().await,
                            None => None,
                        };
                        kept.borrow_mut()
                            .extend(frame.map(|frame| Kept { at_ms, frame }));
                        on_progress(progress);
                        match progress {
                            Progress::Passed => Some(Ended::Passed(kept.take())),
                            Progress::Failed { failure } => Some(Ended::Failed(failure)),
                            Progress::LookStraight { .. } | Progress::Do { .. } => None,
                        }
                    }
                    Err(_) => Some(Ended::NoEngine),
                };
                match ended {
                    // Stays busy: the attempt is over.
                    Some(ended) => on_end(ended),
                    None => busy.set(false),
                }
            });
        });
        Self {
            _interval: interval,
        }
    }
}

/// The frames as they are sent; `None` where one cannot be read.
pub(super) async fn samples(kept: Vec<Kept>) -> Option<Vec<ChallengeSample>> {
    let mut samples = Vec::with_capacity(kept.len());
    for Kept { at_ms, frame } in kept {
        let image = upload::base64_of(&frame).await?;
        samples.push(ChallengeSample { at_ms, image });
    }
    Some(samples)
}
