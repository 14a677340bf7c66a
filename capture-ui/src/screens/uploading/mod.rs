//! The pictures are on their way.

use leptos::prelude::*;

use crate::flow::{Event, Flow, Sending};
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// Each picture with how far it has come.
#[component]
pub(crate) fn Uploading() -> impl IntoView {
    let ctx = Ctx::get();
    let failure = Memo::new(move |_| {
        ctx.flow
            .with(|flow| flow.upload_failure().map(str::to_owned))
    });
    let title = Signal::derive(move || {
        failure
            .with(|failure| {
                if failure.is_some() {
                    texts::UPLOADING_FAILED
                } else {
                    texts::UPLOADING_TITLE
                }
            })
            .to_owned()
    });
    let lead = MaybeProp::derive(move || {
        failure
            .with(Option::is_none)
            .then(|| texts::UPLOADING_LEAD.to_owned())
    });
    let pictures = move || {
        ctx.flow.with(|flow: &Flow| {
            flow.wanted()
                .into_iter()
                .map(|depiction| (depiction, flow.sending.get(&depiction).cloned()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <Screen name="uploading" title=title lead=lead>
            <ul class="panel checklist" aria-live="polite">
                {move || pictures().into_iter().map(|(depiction, sending)| {
                    let (class, state) = match sending {
                        Some(Sending::Arrived) => ("done", texts::SENT),
                        Some(Sending::Failed(_)) => ("failed", texts::NOT_SENT),
                        _ => ("underway", texts::SENDING),
                    };
                    view! {
                        <li class=class>
                            <span class="dot" aria-hidden="true">
                                {(class == "done").then(|| view! { <Icon shape=Shape::Check/> })}
                            </span>
                            <span>{texts::depiction(depiction)}</span>
                            <span class="state">{state}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
            {move || failure.get().map(|sentence| view! {
                <p class="message problem" role="alert">
                    <Icon shape=Shape::Alert/>
                    <span>{sentence}</span>
                </p>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| ctx.dispatch(Event::Resend)
                    >
                        {texts::TRY_AGAIN}
                    </button>
                </div>
            })}
        </Screen>
    }
}
