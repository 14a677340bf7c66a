//! A field that narrows a list while one types.

use leptos::prelude::*;

use super::{Icon, Shape};

/// What was typed goes to `set_search`; `label` says what is searched, to screen readers too.
#[component]
pub(crate) fn Search(
    label: &'static str,
    search: ReadSignal<String>,
    set_search: WriteSignal<String>,
) -> impl IntoView {
    view! {
        <label class="search">
            <span class="visually-hidden">{label}</span>
            <Icon shape=Shape::Search/>
            <input
                type="search"
                autocomplete="off"
                placeholder=label
                prop:value=move || search.get()
                on:input=move |event| set_search.set(event_target_value(&event))
            />
        </label>
    }
}
