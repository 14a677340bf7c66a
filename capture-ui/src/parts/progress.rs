//! How far one has come.

use leptos::prelude::*;

use super::{Icon, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// The parts of the flow, with the present one marked.
#[component]
pub(crate) fn Progress() -> impl IntoView {
    let ctx = Ctx::get();
    let present = move || ctx.flow.with(crate::flow::Flow::phase);
    view! {
        {move || present().map(|present| {
            let parts = ctx.flow.with_untracked(crate::flow::Flow::phases);
            let parts = parts.into_iter().map(|phase| {
                let class = if phase < present { "done" } else { "" };
                let current = (phase == present).then_some("step");
                view! {
                    <li class=class aria-current=current>
                        <span class="dot" aria-hidden="true">
                            {(phase < present).then(|| view! { <Icon shape=Shape::Check/> })}
                        </span>
                        <span>{texts::phase(phase)}</span>
                    </li>
                }
            }).collect_view();
            view! { <ol class="progress" aria-label=texts::PROGRESS>{parts}</ol> }
        })}
    }
}
