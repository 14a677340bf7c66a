//! Carries out what the flow asks for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use vidimus_api::capture::{
    CaptureOrigin, CaptureSession, ChallengeAnswer, ChallengeResponse, Depiction, SelfieBurst,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Url};

use crate::api::{self, Api, ApiError, Following};
use crate::device;
use crate::engine_client::{EngineClient, WORKER_URL};
use crate::flow::{Effect, Event, Flow, Stop};
use crate::{texts, upload};

/// What every screen can see and do.
#[derive(Clone, Copy)]
pub struct Ctx {
    /// The state.
    pub flow: RwSignal<Flow>,
    /// How far the models have come, 0 to 1. `None` while none are on their way.
    pub models: RwSignal<Option<f64>>,
    runtime: StoredValue<Rc<Runtime>, LocalStorage>,
}

struct Runtime {
    artifact: Option<String>,
    engine: EngineClient,
    /// The token is in here, in this page's memory and nowhere else.
    api: RefCell<Option<Api>>,
    following: RefCell<Option<Following>>,
    shots: RefCell<HashMap<Depiction, Shot>>,
    expiry: RefCell<Option<Timeout>>,
    handover_expiry: RefCell<Option<Timeout>>,
}

/// A picture that was taken.
#[derive(Clone)]
struct Shot {
    blob: Blob,
    url: String,
    source: Source,
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file that the person chose.
    File,
    /// The camera.
    Camera {
        /// What is known of it.
        origin: Option<CaptureOrigin>,
        /// Frames of its live picture before, oldest first.
        burst: Vec<Blob>,
    },
}

impl Ctx {
    /// Begins a flow for the address in the browser's bar.
    #[must_use]
    pub fn new(address: device::Address) -> Self {
        let flow = RwSignal::new(Flow::new(device::this_device(), address.by_code));
        let models = RwSignal::new(None);
        let engine = EngineClient::new(WORKER_URL);
        engine.on_progress(Rc::new(move |loaded, total| {
            models.set((loaded < total).then_some(loaded / total));
        }));
        let runtime = Runtime {
            artifact: address.artifact,
            engine,
            api: RefCell::default(),
            following: RefCell::default(),
            shots: RefCell::default(),
            expiry: RefCell::default(),
            handover_expiry: RefCell::default(),
        };
        Self {
            flow,
            models,
            runtime: StoredValue::new_local(Rc::new(runtime)),
        }
    }

    /// The one that the app provides.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Opens the session.
    pub fn open(self) {
        self.perform(Effect::Open);
    }

    /// Tells the flow what happened and carries out what it asks for.
    pub fn dispatch(self, event: Event) {
        let effects = self
            .flow
            .try_update(|flow| flow.apply(event))
            .unwrap_or_default();
        for effect in effects {
            self.perform(effect);
        }
    }

    /// The engine.
    #[must_use]
    pub fn engine(self) -> EngineClient {
        self.runtime().engine.clone()
    }

    /// Keeps a picture and shows it.
    pub fn captured(self, depiction: Depiction, blob: Blob, source: Source) {
        self.drop_shot(depiction);
        if let Ok(url) = Url::create_object_url_with_blob(&blob) {
            let shot = Shot { blob, url, source };
            self.runtime().shots.borrow_mut().insert(depiction, shot);
            self.dispatch(Event::Captured);
        }
    }

    /// A picture that was taken: itself, its address for an `img`, and where it comes from.
    #[must_use]
    pub fn shot(self, depiction: Depiction) -> Option<(Blob, String, Source)> {
        let runtime = self.runtime();
        let shots = runtime.shots.borrow();
        let shot = shots.get(&depiction)?;
        Some((shot.blob.clone(), shot.url.clone(), shot.source.clone()))
    }

    /// Begins an attempt at the active challenge.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn begin_challenge(self) -> Result<ChallengeResponse, ApiError> {
        self.api().ok_or(ApiError::Expired)?.begin_challenge().await
    }

    /// Sends the frames of an attempt.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn answer_challenge(self, answer: &ChallengeAnswer) -> Result<(), ApiError> {
        let api = self.api().ok_or(ApiError::Expired)?;
        api.answer_challenge(answer).await
    }

    /// Does without the challenge.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn give_up_challenge(self) -> Result<(), ApiError> {
        let api = self.api().ok_or(ApiError::Expired)?;
        api.give_up_challenge().await
    }

    fn runtime(self) -> Rc<Runtime> {
        self.runtime.get_value()
    }

    fn drop_shot(self, depiction: Depiction) {
        if let Some(shot) = self.runtime().shots.borrow_mut().remove(&depiction) {
            let _ = Url::revoke_object_url(&shot.url);
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::Open => spawn_local(self.open_session()),
            Effect::CreateHandover => spawn_local(self.create_handover()),
            Effect::TakeBackHandover => self.ask(|api| async move {
                api.take_back().await?;
                api.session().await
            }),
            Effect::Declare(id) => self.ask(move |api| async move { api.declare(id).await }),
            Effect::Submit => self.ask(|api| async move {
                match api.submit().await {
                    // Sent twice: the first time counted.
                    Err(ApiError::Refused { status: 409, .. }) => api.session().await,
                    other => other,
                }
            }),
            Effect::CancelSession => self.ask(|api| async move { api.cancel().await }),
            Effect::Upload(depiction) => spawn_local(self.upload(depiction)),
            Effect::Drop(depiction) => self.drop_shot(depiction),
            Effect::Follow => self.follow(),
            Effect::Unfollow => {
                self.runtime().following.take();
                self.runtime().handover_expiry.take();
            }
            Effect::Warm(models) => {
                let engine = self.engine();
                spawn_local(async move {
                    // Advice only: whoever needs the models asks again and hears of a failure.
                    let _ = engine.load(models).await;
                    self.models.set(None);
                });
            }
            Effect::CleanUp => {
                let runtime = self.runtime();
                let taken: Vec<_> = runtime.shots.borrow().keys().copied().collect();
                for depiction in taken {
                    self.drop_shot(depiction);
                }
                runtime.engine.end();
                runtime.expiry.take();
            }
            Effect::Redirect(url) => {
                if let Some(window) = web_sys::window() {
                    // Replaced, so that "back" does not lead into a flow that is over.
                    let _ = window.location().replace(&url);
                }
            }
        }
    }

    async fn open_session(self) {
        let runtime = self.runtime();
        let known = runtime.api.borrow().clone();
        let opened = match (known, &runtime.artifact) {
            (Some(api), _) => api.session().await,
            (None, Some(artifact)) => match Api::exchange(artifact).await {
                Ok((api, session)) => {
                    runtime.api.replace(Some(api));
                    Ok(session)
                }
                Err(error) => Err(error),
            },
            (None, None) => return self.dispatch(Event::Stopped(Stop::NoArtifact)),
        };
        match opened {
            Ok(session) => {
                self.end_when_expired(&session);
                self.dispatch(Event::Opened(Box::new(session)));
            }
            Err(error) => self.stopped(&error),
        }
    }

    async fn create_handover(self) {
        let Some(api) = self.api() else { return };
        let handover = api.create_handover().await.ok();
        if let Some(handover) = &handover {
            let wait_ms = ms_until(&handover.expires_at);
            let timeout = Timeout::new(wait_ms, move || self.dispatch(Event::HandoverExpired));
            self.runtime().handover_expiry.replace(Some(timeout));
        }
        self.dispatch(Event::HandoverReady(handover.map(|handover| handover.url)));
    }

    async fn upload(self, depiction: Depiction) {
        let (Some(api), Some((blob, _, source))) = (self.api(), self.shot(depiction)) else {
            return;
        };
        let sent = match &source {
            Source::Camera { origin, burst } => {
                let sent = api.put_image(depiction, &blob, origin.as_ref()).await;
                match sent {
                    Ok(()) => send_burst(&api, burst).await,
                    Err(error) => Err(error),
                }
            }
            Source::File => api.put_image(depiction, &blob, None).await,
        };
        let event = match sent {
            Ok(()) => Event::Uploaded(depiction),
            Err(ApiError::Expired) => Event::Stopped(Stop::Expired),
            Err(ApiError::Refused { detail, .. }) => Event::UploadFailed {
                depiction,
                sentence: if detail.is_empty() {
                    texts::UPLOAD_REFUSED.to_owned()
                } else {
                    detail
                },
                again: false,
            },
            Err(ApiError::Offline | ApiError::Server) => Event::UploadFailed {
                depiction,
                sentence: texts::UPLOAD_LOST.to_owned(),
                again: true,
            },
        };
        self.dispatch(event);
    }

    fn follow(self) {
        let Some(api) = self.api() else { return };
        let following = api::follow(&api, move |told| match told {
            Ok(session) => self.dispatch(Event::Changed(Box::new(session))),
            Err(error) => self.stopped(&error),
        });
        self.runtime().following.replace(Some(following));
    }

    fn ask<F>(self, request: impl FnOnce(Api) -> F + 'static)
    where
        F: Future<Output = Result<CaptureSession, ApiError>> + 'static,
    {
        let Some(api) = self.api() else { return };
        spawn_local(async move {
            match request(api).await {
                Ok(session) => self.dispatch(Event::Changed(Box::new(session))),
                Err(error) => self.stopped(&error),
            }
        });
    }

    fn stopped(self, error: &ApiError) {
        self.dispatch(Event::Stopped(match error {
            ApiError::Offline => Stop::Offline,
            ApiError::Expired => Stop::Expired,
            ApiError::Refused { .. } | ApiError::Server => Stop::Server,
        }));
    }

    fn end_when_expired(self, session: &CaptureSession) {
        let wait_ms = ms_until(&session.expires_at);
        // The server knows better: by then it may have granted more time, or a verdict.
        let timeout = Timeout::new(wait_ms.saturating_add(500), move || {
            self.ask(|api| async move { api.session().await });
        });
        self.runtime().expiry.replace(Some(timeout));
    }

    fn api(self) -> Option<Api> {
        self.runtime().api.borrow().clone()
    }
}

/// Sends the frames before a selfie. The person can do nothing about frames that are refused, or that
/// cannot be read any more: the selfie counts without them.
async fn send_burst(api: &Api, burst: &[Blob]) -> Result<(), ApiError> {
    let mut frames = Vec::with_capacity(burst.len());
    for frame in burst {
        frames.extend(upload::base64_of(frame).await);
    }
    if frames.is_empty() {
        return Ok(());
    }
    match api.put_burst(&SelfieBurst { frames }).await {
        Err(ApiError::Refused { .. }) => Ok(()),
        other => other,
    }
}

/// Milliseconds until a time such as `2026-11-21T12:00:00Z`, at most a day.
fn ms_until(time: &str) -> u32 {
    let day_ms = Duration::from_hours(24).as_millis() as f64;
    let wait_ms = js_sys::Date::parse(time) - js_sys::Date::now();
    if wait_ms.is_nan() {
        return day_ms as u32;
    }
    wait_ms.clamp(0.0, day_ms) as u32
}
