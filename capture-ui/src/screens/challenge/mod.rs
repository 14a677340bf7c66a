//! What is asked before the camera, one thing after the other.

mod attempt;
mod follow;

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use vidimus_api::capture::ChallengeResponse;
use vidimus_engine::challenge::{Progress, TASKS};

use crate::camera::Camera as Device;
use crate::parts::{CameraStarting, CameraTrouble, Screen};
use crate::runtime::Ctx;
use crate::texts;

use attempt::{Attempt, Stage};
use follow::Follow;

/// Asks a person to do what nobody could know before.
#[component]
pub(crate) fn Challenge() -> impl IntoView {
    let attempt = Attempt::new(Ctx::get());
    let choices = move |label| view! { <Choices label attempt/> };
    view! {
        <Screen name="challenge" title=texts::CHALLENGE_TITLE.to_owned()>
            {move || match attempt.stage.get() {
                Stage::Before => view! {
                    <p class="lead">{texts::CHALLENGE_LEAD}</p>
                    {choices(texts::CHALLENGE_START)}
                }.into_any(),
                Stage::Starting => view! { <CameraStarting/> }.into_any(),
                Stage::Live(device, response) => view! {
                    <Live device response attempt/>
                }.into_any(),
                Stage::Sending => view! {
                    <p class="status" role="status">
                        <span class="spinner" aria-hidden="true"></span>
                        {texts::SENDING}
                    </p>
                }.into_any(),
                Stage::NotPassed(sentence) => view! {
                    <div class="panel trouble" role="alert" data-problem="challenge">
                        <h2>{texts::CHALLENGE_NOT_PASSED}</h2>
                        <p>{sentence}</p>
                    </div>
                    {if attempt.left.get() > 0 {
                        choices(texts::TRY_AGAIN).into_any()
                    } else {
                        view! { <GoOn attempt/> }.into_any()
                    }}
                }.into_any(),
                Stage::NoCamera(error) => view! {
                    <CameraTrouble error/>
                    {choices(texts::TRY_AGAIN)}
                }.into_any(),
            }}
        </Screen>
    }
}

/// Begin, or do without.
#[component]
fn Choices(label: &'static str, attempt: Attempt) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| attempt.begin()>
                {label}
            </button>
            <button type="button" class="button" on:click=move |_| attempt.give_up()>
                {texts::CHALLENGE_GIVE_UP}
            </button>
        </div>
    }
}

/// After the last attempt.
#[component]
fn GoOn(attempt: Attempt) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| attempt.over()>
                {texts::CHALLENGE_GO_ON}
            </button>
        </div>
    }
}

#[component]
fn Live(device: Rc<Device>, response: ChallengeResponse, attempt: Attempt) -> impl IntoView {
    let ctx = Ctx::get();
    let video = NodeRef::<html::Video>::new();
    let progress = RwSignal::new(Progress::LookStraight { done: 0 });
    let following = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        device.show(&video);
        let nonce = response.nonce.clone();
        let follow = Follow::start(
            ctx.engine(),
            device.clone(),
            video,
            nonce.clone(),
            Rc::new(move |now| {
                let _ = progress.try_set(now);
            }),
            Rc::new(move |ended| attempt.end(&nonce, ended)),
        );
        following.set_value(Some(follow));
    });
    on_cleanup(move || following.set_value(None));
    let done = move || match progress.get() {
        Progress::LookStraight { done } | Progress::Do { done, .. } => done,
        Progress::Passed | Progress::Failed { .. } => TASKS,
    };
    view! {
        <div class="viewfinder mirrored">
            <video node_ref=video playsinline=true muted=true autoplay=true></video>
            <div class="overlay oval" aria-hidden="true"><div class="window"></div></div>
        </div>
        <p class="hint" role="status" aria-live="assertive">
            {move || texts::challenge_progress(progress.get())}
        </p>
        <p class="note">{move || texts::challenge_step(done().min(TASKS), TASKS)}</p>
    }
}
