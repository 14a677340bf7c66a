//! How soon the picture is taken by itself.

use leptos::prelude::*;

/// A ring around the shutter that closes while the document is held still. For the eye only: the
/// hint says the same in words.
#[component]
pub(super) fn Ring(
    /// How much of it is closed, 0 to 1.
    #[prop(into)]
    filled: Signal<f32>,
) -> impl IntoView {
    // The circle is 100 long; an attribute, because the page allows no inline style.
    let dashes = move || format!("{:.0} 100", filled.get() * 100.0);
    view! {
        <svg class="ring" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
            <circle cx="50" cy="50" r="47" pathLength="100" stroke-dasharray=dashes></circle>
        </svg>
    }
}
