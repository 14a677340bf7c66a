//! What to have ready.

use leptos::prelude::*;

use crate::flow::Event;
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

const SHAPES: [Shape; 5] = [
    Shape::Card,
    Shape::Phone,
    Shape::Network,
    Shape::Light,
    Shape::Camera,
];

/// The first screen.
#[component]
pub(crate) fn Tips() -> impl IntoView {
    let ctx = Ctx::get();
    let lead = if ctx.flow.with_untracked(crate::flow::Flow::wants_selfie) {
        texts::START_SUBTITLE_SELFIE
    } else {
        texts::START_SUBTITLE
    };
    let tips = SHAPES
        .into_iter()
        .zip(texts::TIPS)
        .map(|(shape, (title, detail))| {
            view! {
                <li>
                    <span class="badge"><Icon shape/></span>
                    <div>
                        <strong>{title}</strong>
                        <p>{detail}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <Screen name="tips" title=texts::START_TITLE lead=lead>
            <section class="panel">
                <h2>{texts::TIPS_LEAD}</h2>
                <ul class="tips">{tips}</ul>
            </section>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| ctx.dispatch(Event::Begin)
                >
                    {texts::START_BUTTON}
                </button>
                <p class="note">{texts::PRIVACY}</p>
            </div>
        </Screen>
    }
}
