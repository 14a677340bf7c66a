//! A code for the phone, then what the phone does.

use leptos::prelude::*;
use vidimus_api::capture::{Handover as State, ProcessStatus};

use crate::device::marked_for_code;
use crate::flow::{Code as Shown, Event, Flow};
use crate::parts::{Icon, Screen, Shape};
use crate::qr;
use crate::runtime::Ctx;
use crate::texts;

/// The desktop's side of the handover.
#[component]
pub(crate) fn Handover() -> impl IntoView {
    let ctx = Ctx::get();
    let connected = Memo::new(move |_| ctx.flow.with(is_connected));
    let title = Signal::derive(move || {
        if connected.get() {
            texts::HANDOVER_CONNECTED_TITLE.to_owned()
        } else {
            texts::HANDOVER_TITLE.to_owned()
        }
    });
    let lead = MaybeProp::derive(move || {
        Some(
            if connected.get() {
                texts::HANDOVER_CONNECTED_LEAD
            } else {
                texts::HANDOVER_LEAD
            }
            .to_owned(),
        )
    });
    view! {
        <Screen name="handover" title=title lead=lead>
            {move || if connected.get() {
                view! { <Live/> }.into_any()
            } else {
                view! { <Code/> }.into_any()
            }}
            <Show when=move || ctx.flow.with(|flow| !flow.must_use_phone())>
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| ctx.dispatch(Event::TakeBack)
                    >
                        <Icon shape=Shape::Desktop/>
                        {move || if connected.get() {
                            texts::HANDOVER_TAKE_BACK
                        } else {
                            texts::GO_DESKTOP
                        }}
                    </button>
                </div>
            </Show>
        </Screen>
    }
}

fn is_connected(flow: &Flow) -> bool {
    flow.session
        .as_ref()
        .is_some_and(|session| session.handover == State::Connected)
}

#[component]
fn Code() -> impl IntoView {
    let ctx = Ctx::get();
    let code = Memo::new(move |_| ctx.flow.with(|flow| flow.code.clone()));
    let shown = move || code.with(|code| matches!(code, Shown::Shown(_)));
    view! {
        <section class="panel code">
            {move || match code.get() {
                Shown::Shown(url) => view! { <QrCode url=marked_for_code(&url)/> }.into_any(),
                Shown::Gone => view! {
                    <p class="message" role="alert">{texts::HANDOVER_GONE}</p>
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| ctx.dispatch(Event::UsePhone)
                    >
                        {texts::HANDOVER_NEW_CODE}
                    </button>
                }.into_any(),
                Shown::Coming => view! { <p class="status"><span class="spinner"></span>{texts::HANDOVER_LOADING}</p> }
                    .into_any(),
            }}
            <Show when=shown>
                <p class="status" role="status">
                    <span class="spinner" aria-hidden="true"></span>
                    {texts::HANDOVER_WAITING}
                </p>
            </Show>
        </section>
    }
}

#[component]
fn QrCode(
    /// What the code says. Also the `data-url`, for tests and for those who copy it by hand.
    url: String,
) -> impl IntoView {
    let drawing = qr::draw(&url);
    drawing.map(|drawing| {
        view! {
            <svg
                class="qr"
                role="img"
                aria-label=texts::HANDOVER_QR_LABEL
                data-url=url
                viewBox=format!("0 0 {side} {side}", side = drawing.side)
                shape-rendering="crispEdges"
            >
                <path d=drawing.path></path>
            </svg>
        }
    })
}

/// What has happened on the phone so far.
#[component]
fn Live() -> impl IntoView {
    let ctx = Ctx::get();
    let items = move || {
        ctx.flow.with(|flow| {
            let session = flow.session.as_ref();
            let mut items = vec![
                (texts::HANDOVER_CONNECTED, true),
                (texts::HANDOVER_DOCUMENT, flow.document().is_some()),
            ];
            items.extend(flow.wanted().into_iter().map(|depiction| {
                let there = session.is_some_and(|session| session.images.contains(&depiction));
                (texts::depiction(depiction), there)
            }));
            let started = session.is_some_and(|session| session.status != ProcessStatus::Pending);
            items.push((texts::HANDOVER_VERIFYING, started));
            items
        })
    };
    view! {
        <ul class="panel checklist" aria-live="polite">
            {move || items().into_iter().map(|(text, done)| view! {
                <li class=if done { "done" } else { "" }>
                    <span class="dot" aria-hidden="true">
                        {done.then(|| view! { <Icon shape=Shape::Check/> })}
                    </span>
                    <span>{text}</span>
                </li>
            }).collect_view()}
        </ul>
    }
}
