//! Is the picture good? The engine advises, the person decides.

mod review;

use leptos::prelude::*;
use vidimus_api::capture::Depiction;
use wasm_bindgen_futures::spawn_local;

use super::method::is_passport;
use crate::flow::Event;
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::{Ctx, Source};
use crate::texts;

use review::Review;

/// Shows one picture and what the engine says of it.
#[component]
pub(crate) fn Preview(
    /// Which picture.
    depiction: Depiction,
) -> impl IntoView {
    let ctx = Ctx::get();
    let selfie = depiction == Depiction::Selfie;
    let passport = is_passport(ctx) && depiction == Depiction::Front;
    let shot = ctx.shot(depiction);
    let (url, by_file) = shot
        .as_ref()
        .map(|(_, url, source)| (url.clone(), *source == Source::File))
        .unwrap_or_default();
    let review = RwSignal::new(Review::Looking);
    if let Some((picture, ..)) = shot {
        spawn_local(async move {
            let found = review::of(&ctx.engine(), &picture, depiction, passport).await;
            let _ = review.try_set(found);
        });
    }
    let alt = if selfie {
        texts::PREVIEW_ALT_SELFIE
    } else {
        texts::PREVIEW_ALT_DOCUMENT
    };
    let improve = move || matches!(review.get(), Review::Improve(_));
    let retake = if by_file {
        texts::RECHOOSE
    } else {
        texts::RETAKE
    };
    let on_retake = move |_| {
        // A file is chosen on the screen before; a photo is taken by the camera.
        ctx.dispatch(if by_file { Event::Back } else { Event::Retake });
    };
    view! {
        <Screen
            name=if selfie { "selfiePreview" } else { "preview" }
            side=depiction
            title=texts::preview_title(depiction)
        >
            <figure class="photo" class:mirrored=selfie && !by_file>
                <img src=url alt=alt/>
            </figure>
            <ReviewLine review selfie/>
            <div class="actions pair">
                <button
                    type="button"
                    class="button"
                    class:primary=move || !improve()
                    on:click=move |_| ctx.dispatch(Event::Confirm)
                >
                    {move || if improve() { texts::USE_ANYWAY } else { texts::USE_PHOTO }}
                </button>
                <button type="button" class="button" class:primary=improve on:click=on_retake>
                    {retake}
                </button>
            </div>
        </Screen>
    }
}

#[component]
fn ReviewLine(review: RwSignal<Review>, selfie: bool) -> impl IntoView {
    let ctx = Ctx::get();
    let looking = move || match ctx.models.get() {
        Some(share) if !selfie => {
            format!("{} {:.0} %", texts::PREVIEW_FETCHING, share * 100.0)
        }
        _ => texts::PREVIEW_CHECKING.to_owned(),
    };
    view! {
        <div class="review" role="status">
            {move || match review.get() {
                Review::Looking => view! {
                    <p class="status">
                        <span class="spinner" aria-hidden="true"></span>
                        {looking}
                    </p>
                }.into_any(),
                Review::Good => view! {
                    <p class="verdict good">
                        <Icon shape=Shape::Check/>
                        <span>
                            <strong>{texts::PREVIEW_GOOD}</strong>" "
                            {if selfie { texts::PREVIEW_LOOK_SELFIE } else { texts::PREVIEW_LOOK }}
                        </span>
                    </p>
                }.into_any(),
                Review::Improve(sentence) => view! {
                    <p class="verdict improve">
                        <Icon shape=Shape::Alert/>
                        <span>{sentence}</span>
                    </p>
                }.into_any(),
                Review::Unavailable => view! {
                    <p class="verdict">
                        <Icon shape=Shape::Search/>
                        <span>{texts::PREVIEW_UNCHECKED}</span>
                    </p>
                }.into_any(),
            }}
        </div>
    }
}
