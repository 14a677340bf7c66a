//! What is asked before the camera, one thing after the other.

mod follow;

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use vidimus_api::capture::{ChallengeAnswer, ChallengeResponse, Depiction};
use vidimus_engine::challenge::{Failure, Progress, TASKS};
use wasm_bindgen_futures::spawn_local;

use crate::api::ApiError;
use crate::camera::{Camera as Device, CameraError};
use crate::flow::Event;
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

use follow::{Follow, Kept};

/// Where the attempt stands.
#[derive(Clone)]
enum Stage {
    /// What is going to happen.
    Before,
    /// The camera and the tasks are on their way.
    Starting,
    Live(Rc<Device>, ChallengeResponse),
    /// The frames are on their way.
    Sending,
    NotPassed(&'static str),
    NoCamera(CameraError),
}

/// Asks a person to do what nobody could know before.
#[component]
pub(crate) fn Challenge() -> impl IntoView {
    let ctx = Ctx::get();
    let stage = RwSignal::new_local(Stage::Before);
    let attempts_left = RwSignal::new(ctx.flow.with_untracked(|flow| {
        let challenge = flow.session.as_ref().and_then(|own| own.challenge);
        challenge.map_or(0, |own| own.attempts_left)
    }));
    let begin = move || {
        stage.set(Stage::Starting);
        spawn_local(async move {
            let opened = Device::open(Depiction::Selfie).await;
            let next = match opened {
                Err(error) => Stage::NoCamera(error),
                Ok(device) => match ctx.begin_challenge().await {
                    Ok(response) => {
                        let _ = attempts_left.try_set(response.attempts_left);
                        Stage::Live(Rc::new(device), response)
                    }
                    Err(error) => not_sent(&error),
                },
            };
            let _ = stage.try_set(next);
        });
    };
    let give_up = move || {
        stage.set(Stage::Sending);
        spawn_local(async move {
            match ctx.give_up_challenge().await {
                // Begun too often, or given up by a request whose reply was lost.
                Ok(()) | Err(ApiError::Refused { status: 409, .. }) => {
                    ctx.dispatch(Event::ChallengeOver);
                }
                Err(error) => {
                    let _ = stage.try_set(not_sent(&error));
                }
            }
        });
    };
    let send = move |nonce: String, kept: Vec<Kept>| {
        stage.set(Stage::Sending);
        spawn_local(async move {
            let samples = follow::samples(kept).await;
            let sent = match samples {
                Some(samples) => {
                    ctx.answer_challenge(&ChallengeAnswer { nonce, samples })
                        .await
                }
                None => Err(ApiError::Server),
            };
            match sent {
                Ok(()) => ctx.dispatch(Event::ChallengeOver),
                Err(error) => {
                    let _ = stage.try_set(not_sent(&error));
                }
            }
        });
    };
    view! {
        <Screen name="challenge" title=texts::CHALLENGE_TITLE.to_owned()>
            {move || match stage.get() {
                Stage::Before => view! {
                    <p class="lead">{texts::CHALLENGE_LEAD}</p>
                    <Choices label=texts::CHALLENGE_START on_begin=begin on_give_up=give_up/>
                }.into_any(),
                Stage::Starting => view! {
                    <div class="viewfinder starting">
                        <p class="status" role="status">
                            <span class="spinner" aria-hidden="true"></span>
                            {texts::CAMERA_STARTING}
                        </p>
                        <p class="note">{texts::CAMERA_ASKING}</p>
                    </div>
                }.into_any(),
                Stage::Live(device, response) => view! {
                    <Live
                        device
                        response
                        on_end=move |nonce, ended| match ended {
                            Ended::Passed(kept) => send(nonce, kept),
                            Ended::Failed(failure) => {
                                stage.set(Stage::NotPassed(texts::challenge_failed(failure)));
                            }
                            Ended::NoEngine => {
                                stage.set(Stage::NotPassed(texts::CHALLENGE_NO_ENGINE));
                            }
                        }
                    />
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
                    {if attempts_left.get() > 0 {
                        view! {
                            <Choices label=texts::TRY_AGAIN on_begin=begin on_give_up=give_up/>
                        }.into_any()
                    } else {
                        view! {
                            <div class="actions">
                                <button
                                    type="button"
                                    class="button primary"
                                    on:click=move |_| ctx.dispatch(Event::ChallengeOver)
                                >
                                    {texts::CHALLENGE_GO_ON}
                                </button>
                            </div>
                        }.into_any()
                    }}
                }.into_any(),
                Stage::NoCamera(error) => {
                    let (title, what_to_do) = texts::permission(error);
                    view! {
                        <div class="panel trouble" role="alert" data-problem="camera">
                            <span class="badge"><Icon shape=Shape::Camera/></span>
                            <h2>{title}</h2>
                            <p>{what_to_do}</p>
                        </div>
                        <Choices label=texts::TRY_AGAIN on_begin=begin on_give_up=give_up/>
                    }.into_any()
                }
            }}
        </Screen>
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

/// How an attempt ended.
enum Ended {
    Passed(Vec<Kept>),
    Failed(Failure),
    /// The engine cannot follow anyone.
    NoEngine,
}

/// Begin, or do without.
#[component]
fn Choices(
    label: &'static str,
    on_begin: impl Fn() + 'static,
    on_give_up: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| on_begin()>
                {label}
            </button>
            <button type="button" class="button" on:click=move |_| on_give_up()>
                {texts::CHALLENGE_GIVE_UP}
            </button>
        </div>
    }
}

#[component]
fn Live(
    device: Rc<Device>,
    response: ChallengeResponse,
    on_end: impl Fn(String, Ended) + 'static,
) -> impl IntoView {
    let ctx = Ctx::get();
    let video = NodeRef::<html::Video>::new();
    let progress = RwSignal::new(Progress::LookStraight { done: 0 });
    let following = StoredValue::new_local(None);
    let on_end = Rc::new(on_end);
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        device.show(&video);
        let nonce = response.nonce.clone();
        let on_end = on_end.clone();
        let follow = Follow::start(
            ctx.engine(),
            device.clone(),
            video,
            nonce.clone(),
            Rc::new(move |now| {
                let _ = progress.try_set(now);
            }),
            Rc::new(move |ended| on_end(nonce.clone(), ended)),
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
