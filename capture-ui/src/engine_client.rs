//! The page's side of the engine worker.
//!
//! The worker is started when first needed, replaced when it crashes, hangs or holds too much
//! memory, and ended after the flow. What it says is advice, so that a page whose worker keeps
//! crashing goes on without it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::Array;
use vidimus_engine::challenge::{Progress, Sample};
use vidimus_engine::provenance::Counts;
use vidimus_engine::quality::Guidance;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::protocol::{self, Answer, Buffers, ErrorCode, FromWorker, ModelSet, Notice, Request};

/// The worker's script, made by trunk from the `engine-worker` binary. Its name carries no hash:
/// the server sends it with `no-cache`.
pub const WORKER_URL: &str = "/capture/engine-worker_loader.js";

/// WebAssembly memory never shrinks: a worker that holds more than this is replaced once idle.
const MEMORY_LIMIT_BYTES: f64 = 512.0 * 1024.0 * 1024.0;

/// Crashes after which the page goes on without advice.
const CRASHES_TO_GIVE_UP: u32 = 3;

/// Why the engine gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// The worker ended before it answered; a new one may do better.
    Crashed,
    /// The worker has crashed too often, or cannot be started.
    GivenUp,
    /// The worker answered that it cannot.
    Failed(ErrorCode),
}

/// Bytes of models that have come, and in all.
pub type OnProgress = Rc<dyn Fn(f64, f64)>;

/// Speaks to the worker. Clones share it.
#[derive(Clone)]
pub struct EngineClient(Rc<RefCell<State>>);

struct State {
    url: String,
    live: Option<Live>,
    next_id: u32,
    next_watch: u32,
    pending: HashMap<u32, oneshot::Sender<Answer>>,
    crashes: u32,
    on_progress: Option<OnProgress>,
    in_flight_frame: bool,
}

struct Live {
    worker: Worker,
    ready: bool,
    /// What is to be sent as soon as the worker listens.
    waiting: Vec<(JsValue, Array)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl EngineClient {
    /// A client that has not started its worker.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self(Rc::new(RefCell::new(State {
            url: url.to_owned(),
            live: None,
            next_id: 1,
            next_watch: 0,
            pending: HashMap::new(),
            crashes: 0,
            on_progress: None,
            in_flight_frame: false,
        })))
    }

    /// Says who wants to know how far the models have come.
    pub fn on_progress(&self, on_progress: OnProgress) {
        self.0.borrow_mut().on_progress = Some(on_progress);
    }

    /// Whether a frame is being looked at. While it is, newer frames need not be taken from the
    /// camera: the one that is taken afterwards is the latest.
    #[must_use]
    pub fn is_busy_with_frame(&self) -> bool {
        self.0.borrow().in_flight_frame
    }

    /// Fetches models ahead of time.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn load(&self, models: Vec<ModelSet>) -> Result<(), EngineError> {
        // A slow line may take minutes for some megabytes.
        let timeout = Duration::from_mins(5);
        self.request(&Request::Load { models }, Buffers::default(), timeout)
            .await
            .map(|_| ())
    }

    /// A number for a live picture that no other has.
    #[must_use]
    pub fn new_watch(&self) -> u32 {
        let mut state = self.0.borrow_mut();
        state.next_watch = state.next_watch.wrapping_add(1);
        state.next_watch
    }

    /// Looks at a frame of a live picture, unless one is being looked at: what it means after the
    /// frames before, and how many of them repeated themselves.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn watch(
        &self,
        request: &Request,
        pixels: js_sys::ArrayBuffer,
    ) -> Result<Option<(Guidance, Counts)>, EngineError> {
        let timeout = Duration::from_secs(15);
        Ok(match self.frame(request, pixels, timeout).await? {
            Some(Answer::Precheck { guidance, live, .. }) => guidance.zip(live),
            _ => None,
        })
    }

    /// Follows a person through an active challenge, unless a frame is being looked at: how far
    /// they are, and what the frame is to be kept for.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn challenge(
        &self,
        request: &Request,
        pixels: js_sys::ArrayBuffer,
    ) -> Result<Option<(Progress, Option<Sample>)>, EngineError> {
        // The first frame waits for the models, on a slow line for minutes.
        let timeout = Duration::from_mins(5);
        Ok(match self.frame(request, pixels, timeout).await? {
            Some(Answer::Challenge { progress, sample }) => Some((progress, sample)),
            _ => None,
        })
    }

    async fn frame(
        &self,
        request: &Request,
        pixels: js_sys::ArrayBuffer,
        timeout: Duration,
    ) -> Result<Option<Answer>, EngineError> {
        if std::mem::replace(&mut self.0.borrow_mut().in_flight_frame, true) {
            return Ok(None);
        }
        let buffers = Buffers {
            pixels: Some(pixels),
            ..Buffers::default()
        };
        let answer = self.request(request, buffers, timeout).await;
        self.0.borrow_mut().in_flight_frame = false;
        answer.map(Some)
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// [`EngineError`]. The buffers are gone after a crash: to repeat, give them anew.
    pub async fn request(
        &self,
        request: &Request,
        buffers: Buffers,
        timeout: Duration,
    ) -> Result<Answer, EngineError> {
        let receiver = self.post(request, buffers)?;
        let timer = gloo_timers::future::sleep(timeout);
        match select(receiver, timer).await {
            Either::Left((Ok(Answer::Error { code, .. }), _)) => Err(EngineError::Failed(code)),
            Either::Left((Ok(answer), _)) => Ok(answer),
            Either::Left((Err(oneshot::Canceled), _)) => Err(EngineError::Crashed),
            Either::Right(_) => {
                self.crashed();
                Err(EngineError::Crashed)
            }
        }
    }

    /// Ends the worker and gives its memory back. The next request starts a new one.
    pub fn end(&self) {
        let mut state = self.0.borrow_mut();
        state.end_worker();
        state.crashes = 0;
    }

    fn post(
        &self,
        request: &Request,
        buffers: Buffers,
    ) -> Result<oneshot::Receiver<Answer>, EngineError> {
        if self.0.borrow().crashes >= CRASHES_TO_GIVE_UP {
            return Err(EngineError::GivenUp);
        }
        if self.0.borrow().live.is_none() {
            let live = self.start().map_err(|_| EngineError::GivenUp)?;
            self.0.borrow_mut().live = Some(live);
        }
        let mut state = self.0.borrow_mut();
        let id = state.next_id;
        state.next_id = state.next_id.wrapping_add(1);
        let (message, transfer) = protocol::encode_request(id, request, buffers)
            .map_err(|_| EngineError::Failed(ErrorCode::BadRequest))?;
        let (sender, receiver) = oneshot::channel();
        state.pending.insert(id, sender);
        if let Some(live) = &mut state.live {
            if live.ready {
                let _ = live.worker.post_message_with_transfer(&message, &transfer);
            } else {
                live.waiting.push((message, transfer));
            }
        }
        Ok(receiver)
    }

    fn start(&self) -> Result<Live, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&self.0.borrow().url, &options)?;
        let weak = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(state) = weak.upgrade() {
                Self(state).received(&event.data());
            }
        });
        let weak = Rc::downgrade(&self.0);
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            if let Some(state) = weak.upgrade() {
                Self(state).crashed();
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Live {
            worker,
            ready: false,
            waiting: vec![],
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn received(&self, message: &JsValue) {
        match protocol::decode_from_worker(message) {
            Ok(FromWorker::Answer {
                id,
                answer,
                memory_bytes,
            }) => {
                let mut state = self.0.borrow_mut();
                let sender = state.pending.remove(&id);
                if memory_bytes > MEMORY_LIMIT_BYTES && state.pending.is_empty() {
                    state.retire_worker();
                }
                drop(state);
                if let Some(sender) = sender {
                    // The asker may have gone to another screen.
                    let _ = sender.send(answer);
                }
            }
            Ok(FromWorker::Notice(Notice::Ready { .. })) => {
                if let Some(live) = &mut self.0.borrow_mut().live {
                    live.ready = true;
                    for (message, transfer) in live.waiting.drain(..) {
                        let _ = live.worker.post_message_with_transfer(&message, &transfer);
                    }
                }
            }
            Ok(FromWorker::Notice(Notice::Progress {
                loaded_bytes,
                total_bytes,
            })) => {
                let on_progress = self.0.borrow().on_progress.clone();
                if let Some(on_progress) = on_progress {
                    on_progress(loaded_bytes, total_bytes);
                }
            }
            Ok(FromWorker::Notice(Notice::Crashed { .. })) | Err(_) => self.crashed(),
        }
    }

    fn crashed(&self) {
        let mut state = self.0.borrow_mut();
        if state.live.is_some() {
            state.crashes += 1;
            state.end_worker();
        }
    }
}

impl State {
    /// Ends the worker; who still waits for an answer learns that none will come.
    fn end_worker(&mut self) {
        self.retire_worker();
        self.pending.clear();
    }

    fn retire_worker(&mut self) {
        if let Some(live) = self.live.take() {
            live.worker.set_onmessage(None);
            live.worker.set_onerror(None);
            live.worker.terminate();
            // Called from one of the worker's own callbacks: they must outlive the call.
            gloo_timers::callback::Timeout::new(0, move || drop(live)).forget();
        }
    }
}
