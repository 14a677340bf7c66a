//! Nothing to do but wait.

use leptos::prelude::*;

use crate::parts::Screen;
use crate::texts;

/// The server verifies.
#[component]
pub(crate) fn Waiting() -> impl IntoView {
    view! {
        <Screen name="waiting" title=texts::WAITING_TITLE lead=texts::WAITING_LEAD>
            <div class="scan" aria-hidden="true">
                <div class="scan-paper">
                    <i></i>
                    <i></i>
                    <i></i>
                    <i></i>
                </div>
                <div class="scan-line"></div>
            </div>
        </Screen>
    }
}

/// The session is being opened.
#[component]
pub(crate) fn Opening() -> impl IntoView {
    view! {
        <Screen name="opening" title=texts::LOADING>
            <p class="status" aria-hidden="true"><span class="spinner"></span></p>
        </Screen>
    }
}
