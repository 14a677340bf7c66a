//! The live picture, with a frame to aim at and one hint at a time.

mod overlay;
mod ring;
mod watch;

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use vidimus_api::capture::Depiction;
use vidimus_engine::quality::Guidance;
use wasm_bindgen_futures::spawn_local;

use super::method::is_passport;
use crate::camera::{Camera as Device, CameraError};
use crate::flow::{Event, Flow};
use crate::hints::Advice;
use crate::parts::{CameraStarting, CameraTrouble, Icon, Screen, Shape, UploadButton};
use crate::runtime::{Ctx, Source};
use crate::texts;

use overlay::Overlay;
use ring::Ring;

/// Where the camera stands.
#[derive(Clone)]
enum Stage {
    Starting,
    Live(Rc<Device>),
    Failed(CameraError),
}

/// Takes one picture.
#[component]
pub(crate) fn Camera(
    /// Which picture.
    depiction: Depiction,
) -> impl IntoView {
    let ctx = Ctx::get();
    let selfie = depiction == Depiction::Selfie;
    let passport = is_passport(ctx);
    let stage = RwSignal::new_local(Stage::Starting);
    // Counts the attempts, so that what an earlier one still says is not heard.
    let attempt = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let this = attempt.get();
        stage.set(Stage::Starting);
        spawn_local(async move {
            let opened = Device::open(depiction).await;
            if attempt.try_get_untracked() != Some(this) {
                return;
            }
            let _ = stage.try_set(match opened {
                Ok(device) => Stage::Live(Rc::new(device)),
                Err(error) => Stage::Failed(error),
            });
        });
    });
    view! {
        <Screen
            name=if selfie { "selfieCamera" } else { "camera" }
            side=depiction
            title=texts::camera_title(depiction, passport)
        >
            {move || match stage.get() {
                Stage::Starting => view! { <CameraStarting/> }.into_any(),
                Stage::Live(device) => view! {
                    <Live
                        device
                        depiction
                        passport
                        on_stalled=move || stage.set(Stage::Failed(CameraError::Stalled))
                    />
                }.into_any(),
                Stage::Failed(error) => view! {
                    <Failed
                        error
                        depiction
                        on_try_again=move || attempt.update(|attempt| *attempt += 1)
                    />
                }.into_any(),
            }}
        </Screen>
    }
}

#[component]
fn Live(
    device: Rc<Device>,
    depiction: Depiction,
    passport: bool,
    on_stalled: impl Fn() + 'static,
) -> impl IntoView {
    let ctx = Ctx::get();
    let selfie = depiction == Depiction::Selfie;
    let video = NodeRef::<html::Video>::new();
    let advice = RwSignal::new(Advice::Looking);
    let (steady, set_steady) = signal(0.0_f32);
    let (taking, set_taking) = signal(false);
    // On a phone held upright most cameras turn with it; for one that does not, the frame on the
    // screen turns instead, so that nothing of the picture is hidden.
    let (wide, set_wide) = signal(false);
    let measure = move || {
        if let Some(video) = video.get_untracked() {
            set_wide.set(video.video_width() > video.video_height());
        }
    };

    let kept = StoredValue::new_local(device.clone());
    let take = move || {
        let Some(video) = video.get_untracked() else {
            return;
        };
        if taking.get_untracked() {
            return;
        }
        set_taking.set(true);
        let device = kept.get_value();
        spawn_local(async move {
            if let Some(photo) = device.photo(&video).await {
                let (origin, burst) = (device.origin(), device.burst());
                ctx.captured(depiction, photo, Source::Camera { origin, burst });
            }
            let _ = set_taking.try_set(false);
        });
    };
    // What comes from the worker may come after the screen has gone.
    let on_guidance: Rc<dyn Fn(&Guidance)> = Rc::new(move |guidance| {
        let said = Advice::from(guidance);
        if advice.try_get_untracked().is_some_and(|old| old != said) {
            let _ = advice.try_set(said);
        }
        let _ = set_steady.try_set(guidance.steady_fraction);
        if guidance.capture && taking.try_get_untracked() == Some(false) {
            take();
        }
    });

    let watching = StoredValue::new_local(None);
    let on_stalled = Rc::new(on_stalled);
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        device.show(&video);
        let watch = watch::Watch::start(
            ctx.engine(),
            device.clone(),
            video,
            depiction,
            on_guidance.clone(),
            on_stalled.clone(),
        );
        watching.set_value(Some(watch));
    });
    on_cleanup(move || watching.set_value(None));

    let told = Memo::new(move |_| {
        if taking.get() {
            Advice::Taking
        } else {
            advice.get()
        }
    });
    let level = move || match told.get() {
        Advice::Looking => "hint",
        Advice::Improve(_) => "hint improve",
        Advice::Good | Advice::Taking => "hint good",
    };
    view! {
        <div class="viewfinder" class:mirrored=selfie class:wide=wide>
            <video
                node_ref=video
                playsinline=true
                muted=true
                autoplay=true
                on:loadedmetadata=move |_| measure()
                on:resize=move |_| measure()
            ></video>
            <Overlay selfie passport/>
        </div>
        <p class=level role="status" aria-live="polite">
            {move || texts::advice(told.get(), selfie)}
        </p>
        <div class="shutter-row">
            <button
                type="button"
                class="shutter"
                class:ready=move || told.get() == Advice::Good
                aria-label=texts::SHUTTER
                disabled=taking
                on:click=move |_| take()
            >
                <span aria-hidden="true"></span>
                {(!selfie).then(|| view! { <Ring filled=steady/> })}
            </button>
            <p class="note" aria-hidden="true">{texts::SHUTTER}</p>
        </div>
    }
}

#[component]
fn Failed(
    error: CameraError,
    depiction: Depiction,
    on_try_again: impl Fn() + 'static,
) -> impl IntoView {
    let ctx = Ctx::get();
    let (may_upload, may_phone) = ctx
        .flow
        .with_untracked(|flow: &Flow| (flow.may_upload_file(), flow.may_use_phone()));
    view! {
        <CameraTrouble error/>
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| on_try_again()>
                {texts::TRY_AGAIN}
            </button>
            {may_upload.then(|| view! { <UploadButton depiction/> })}
            {may_phone.then(|| view! {
                <button
                    type="button"
                    class="button"
                    on:click=move |_| ctx.dispatch(Event::UsePhone)
                >
                    <Icon shape=Shape::Phone/>
                    {texts::CONTINUE_ON_PHONE}
                </button>
            })}
        </div>
    }
}
