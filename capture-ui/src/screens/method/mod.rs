//! Camera or file? With what makes a good photo.

mod example;

use leptos::prelude::*;
use vidimus_api::capture::Depiction;

use crate::flow::{Event, Flow};
use crate::parts::{Icon, Screen, Shape, UploadButton};
use crate::runtime::Ctx;
use crate::texts;

use example::Examples;

/// The screen before each picture.
#[component]
pub(crate) fn Method(
    /// Which picture.
    depiction: Depiction,
) -> impl IntoView {
    let ctx = Ctx::get();
    let selfie = depiction == Depiction::Selfie;
    let passport = is_passport(ctx);
    let (may_take, may_upload, may_phone) = ctx.flow.with_untracked(|flow| {
        (
            flow.may_take_photo(),
            flow.may_upload_file(),
            flow.may_use_phone(),
        )
    });
    let rules = if selfie {
        texts::SELFIE_RULES.to_vec()
    } else {
        let mut rules = vec![texts::PHOTO_RULE];
        rules.extend(texts::PHOTO_RULES);
        rules
    };
    let refused = move || {
        ctx.flow.with(|flow| match &flow.refused {
            Some((refused, sentence)) if *refused == depiction => Some(sentence.clone()),
            _ => None,
        })
    };
    view! {
        <Screen
            name=if selfie { "selfieMethod" } else { "method" }
            side=depiction
            title=texts::method_title(depiction, passport)
        >
            {move || refused().map(|sentence| view! {
                <p class="message problem" role="alert">
                    <Icon shape=Shape::Alert/>
                    <span>{sentence}</span>
                </p>
            })}
            <section class="panel">
                {if selfie {
                    view! {
                        <div class="self" aria-hidden="true"><Icon shape=Shape::Face/></div>
                    }.into_any()
                } else {
                    view! { <Examples passport/> }.into_any()
                }}
                <ul class="rules">
                    {rules.into_iter().map(|rule| view! {
                        <li><Icon shape=Shape::Check/><span>{rule}</span></li>
                    }).collect_view()}
                </ul>
                {selfie.then(|| view! { <p class="note">{texts::SELFIE_CONSENT}</p> })}
            </section>
            <div class="actions">
                {may_take.then(|| view! {
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| ctx.dispatch(Event::TakePhoto)
                    >
                        <Icon shape=Shape::Camera/>
                        {texts::METHOD_TAKE}
                    </button>
                })}
                {may_upload.then(|| view! { <UploadButton depiction primary=!may_take/> })}
                {(!may_take && !may_upload).then(|| view! {
                    <p class="message problem" role="alert">{texts::NO_WAY}</p>
                })}
                {(!may_take && may_phone).then(|| view! {
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
        </Screen>
    }
}

/// Whether the chosen document is a booklet: its shape and its wording differ.
pub(super) fn is_passport(ctx: Ctx) -> bool {
    ctx.flow.with_untracked(|flow: &Flow| {
        flow.document()
            .is_some_and(|document| document.kind == "passport")
    })
}
