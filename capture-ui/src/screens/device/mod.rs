//! Phone or this device?

use leptos::prelude::*;

use crate::flow::Event;
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// Shown on desktops only.
#[component]
pub(crate) fn DeviceChoice() -> impl IntoView {
    let ctx = Ctx::get();
    let steps = texts::PHONE_STEPS
        .map(|step| view! { <li>{step}</li> })
        .collect_view();
    view! {
        <Screen name="device" title=texts::DEVICE_TITLE>
            <section class="panel feature">
                <p class="tag">{texts::RECOMMENDED}</p>
                <div class="feature-head">
                    <span class="badge"><Icon shape=Shape::Phone/></span>
                    <h2>{texts::PHONE_TITLE}</h2>
                </div>
                <ol class="numbered">{steps}</ol>
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| ctx.dispatch(Event::UsePhone)
                >
                    {texts::GO_MOBILE}
                </button>
            </section>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    on:click=move |_| ctx.dispatch(Event::StayHere)
                >
                    <Icon shape=Shape::Desktop/>
                    {texts::GO_DESKTOP}
                </button>
            </div>
        </Screen>
    }
}
