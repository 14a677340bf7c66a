//! How it ended.

use leptos::prelude::*;
use vidimus_api::capture::ProcessStatus;

use crate::flow::Event;
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// The last screen before the person goes back to where they came from.
#[component]
pub(crate) fn Outcome() -> impl IntoView {
    let ctx = Ctx::get();
    let (status, reasons, came_by_code) = ctx.flow.with_untracked(|flow| {
        let session = flow.session.as_ref();
        (
            session.map_or(ProcessStatus::Failed, |session| session.status),
            session.map_or_else(Vec::new, |session| session.reasons.clone()),
            flow.came_by_code,
        )
    });
    let (title, lead) = texts::result(status);
    let (shape, class) = match status {
        ProcessStatus::Accepted => (Shape::Check, "outcome good"),
        ProcessStatus::Inconclusive => (Shape::Clock, "outcome improve"),
        ProcessStatus::Rejected => (Shape::Cross, "outcome bad"),
        _ => (Shape::Clock, "outcome"),
    };
    view! {
        <Screen name="result" title=title lead=lead>
            <div class=class data-status=status.as_str() aria-hidden="true">
                <Icon shape/>
            </div>
            {(!reasons.is_empty()).then(|| view! {
                <section class="panel">
                    <h2>{texts::REASONS}</h2>
                    <ul class="reasons">
                        {reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}
                    </ul>
                </section>
            })}
            {if came_by_code {
                view! { <p class="message">{texts::RESULT_ON_PHONE}</p> }.into_any()
            } else {
                view! {
                    <div class="actions">
                        <button
                            type="button"
                            class="button primary"
                            on:click=move |_| ctx.dispatch(Event::Leave)
                        >
                            {texts::RESULT_CONTINUE}
                        </button>
                    </div>
                }.into_any()
            }}
        </Screen>
    }
}
