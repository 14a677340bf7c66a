//! The frame around every screen: bar, progress, heading.

use leptos::html;
use leptos::prelude::*;
use vidimus_api::capture::Depiction;

use super::{Icon, Progress, Shape};
use crate::flow::Event;
use crate::runtime::Ctx;
use crate::texts;

/// One screen. The focus moves to its heading, so that a screen reader says where one is.
#[component]
pub(crate) fn Screen(
    /// For tests and styles.
    name: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Which picture it is about.
    #[prop(optional, into)]
    side: Option<Depiction>,
    /// The sentence below the heading.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    /// The screen's own part.
    children: Children,
) -> impl IntoView {
    let ctx = Ctx::get();
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    });
    let brand = move || {
        ctx.flow.with(|flow| {
            flow.session.as_ref().map_or_else(
                || "Vidimus".to_owned(),
                |session| session.settings.page_title.clone(),
            )
        })
    };
    view! {
        <header class="bar">
            <Show when=move || ctx.flow.with(crate::flow::Flow::may_go_back)>
                <button
                    type="button"
                    class="bar-button"
                    on:click=move |_| ctx.dispatch(Event::Back)
                >
                    <Icon shape=Shape::Back/>
                    <span>{texts::BACK}</span>
                </button>
            </Show>
            <p class="brand">
                <Icon shape=Shape::Seal/>
                <span>{brand}</span>
            </p>
            <Show when=move || ctx.flow.with(crate::flow::Flow::may_cancel)>
                <button
                    type="button"
                    class="bar-button bar-end"
                    on:click=move |_| ctx.dispatch(Event::AskCancel)
                >
                    {texts::CANCEL}
                </button>
            </Show>
        </header>
        <main class="screen" data-screen=name data-side=side.map(Depiction::as_str)>
            <Progress/>
            <div class="head">
                <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1>
                {move || lead.get().map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
            {children()}
        </main>
    }
}
