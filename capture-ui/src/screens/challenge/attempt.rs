//! Where an attempt stands, and what moves it on.

use std::rc::Rc;

use leptos::prelude::*;
use vidimus_api::capture::{ChallengeAnswer, ChallengeResponse, Depiction};
use vidimus_engine::challenge::Failure;
use wasm_bindgen_futures::spawn_local;

use super::follow::{self, Kept};
use crate::api::ApiError;
use crate::camera::{Camera, CameraError};
use crate::flow::Event;
use crate::runtime::Ctx;
use crate::texts;

#[derive(Clone)]
pub(super) enum Stage {
    /// What is going to happen.
    Before,
    /// The camera and the tasks are on their way.
    Starting,
    Live(Rc<Camera>, ChallengeResponse),
    /// The frames are on their way.
    Sending,
    NotPassed(&'static str),
    NoCamera(CameraError),
}

/// How following a person ended.
pub(super) enum Ended {
    Passed(Vec<Kept>),
    Failed(Failure),
    /// The engine cannot follow anyone.
    NoEngine,
}

#[derive(Clone, Copy)]
pub(super) struct Attempt {
    ctx: Ctx,
    pub(super) stage: RwSignal<Stage, LocalStorage>,
    /// How many more there are.
    pub(super) left: RwSignal<u32>,
}

impl Attempt {
    pub(super) fn new(ctx: Ctx) -> Self {
        let left = ctx.flow.with_untracked(|flow| {
            let challenge = flow.session.as_ref().and_then(|own| own.challenge);
            challenge.map_or(0, |own| own.attempts_left)
        });
        Self {
            ctx,
            stage: RwSignal::new_local(Stage::Before),
            left: RwSignal::new(left),
        }
    }

    /// The page may have gone while something was waited for.
    fn go_to(self, stage: Stage) {
        let _ = self.stage.try_set(stage);
    }

    pub(super) fn begin(self) {
        self.go_to(Stage::Starting);
        spawn_local(async move {
            let camera = match Camera::open(Depiction::Selfie).await {
                Ok(camera) => Rc::new(camera),
                Err(error) => return self.go_to(Stage::NoCamera(error)),
            };
            match self.ctx.begin_challenge().await {
                Ok(response) => {
                    let _ = self.left.try_set(response.attempts_left);
                    self.go_to(Stage::Live(camera, response));
                }
                Err(error) => self.go_to(not_sent(&error)),
            }
        });
    }

    pub(super) fn give_up(self) {
        self.go_to(Stage::Sending);
        spawn_local(async move {
            match self.ctx.give_up_challenge().await {
                // Begun too often, or given up by a request whose reply was lost.
                Ok(()) | Err(ApiError::Refused { status: 409, .. }) => self.over(),
                Err(error) => self.go_to(not_sent(&error)),
            }
        });
    }

    pub(super) fn end(self, nonce: &str, ended: Ended) {
        match ended {
            Ended::Passed(kept) => self.send(nonce.to_owned(), kept),
            Ended::Failed(failure) => {
                self.go_to(Stage::NotPassed(texts::challenge_failed(failure)));
            }
            Ended::NoEngine => self.go_to(Stage::NotPassed(texts::CHALLENGE_NO_ENGINE)),
        }
    }

    fn send(self, nonce: String, kept: Vec<Kept>) {
        self.go_to(Stage::Sending);
        spawn_local(async move {
            let Some(samples) = follow::samples(kept).await else {
                return self.go_to(not_sent(&ApiError::Server));
            };
            let answer = ChallengeAnswer { nonce, samples };
            match self.ctx.answer_challenge(&answer).await {
                Ok(()) => self.over(),
                Err(error) => self.go_to(not_sent(&error)),
            }
        });
    }

    pub(super) fn over(self) {
        self.ctx.dispatch(Event::ChallengeOver);
    }
}

fn not_sent(error: &ApiError) -> Stage {
    Stage::NotPassed(match error {
        ApiError::Offline => texts::UPLOAD_LOST,
        ApiError::Expired | ApiError::Refused { .. } | ApiError::Server => {
            texts::CHALLENGE_NOT_SENT
        }
    })
}
