//! It cannot go on, or not just now.

use leptos::prelude::*;

use crate::flow::{Event, Stop};
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// One sentence and, where there is one, a way on.
#[component]
pub(crate) fn Stopped(
    /// Why.
    stop: Stop,
) -> impl IntoView {
    let ctx = Ctx::get();
    let (title, what_to_do) = texts::error(stop);
    view! {
        <Screen name="error" title=title lead=what_to_do>
            <div class="outcome" aria-hidden="true">
                <Icon shape=if stop == Stop::Offline { Shape::Network } else { Shape::Alert }/>
            </div>
            {stop.may_retry().then(|| view! {
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| ctx.dispatch(Event::TryAgain)
                    >
                        {texts::TRY_AGAIN}
                    </button>
                </div>
            })}
        </Screen>
    }
}
