//! "Do you really want to give up?"

use leptos::html;
use leptos::prelude::*;

use crate::flow::Event;
use crate::runtime::Ctx;
use crate::texts;

/// A dialog that is open while the flow asks. The browser keeps the focus inside it and closes it
/// on Escape.
#[component]
pub(crate) fn CancelDialog() -> impl IntoView {
    let ctx = Ctx::get();
    let dialog = NodeRef::<html::Dialog>::new();
    let asking = Memo::new(move |_| ctx.flow.with(|flow| flow.asking_cancel));
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if asking.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !asking.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            aria-labelledby="cancel-title"
            aria-describedby="cancel-lead"
            on:close=move |_| ctx.dispatch(Event::KeepGoing)
        >
            <h2 id="cancel-title">{texts::CANCEL_TITLE}</h2>
            <p id="cancel-lead">{texts::CANCEL_LEAD}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| ctx.dispatch(Event::KeepGoing)
                >
                    {texts::CANCEL_KEEP}
                </button>
                <button
                    type="button"
                    class="button danger"
                    on:click=move |_| ctx.dispatch(Event::Cancel)
                >
                    {texts::CANCEL_CONFIRM}
                </button>
            </div>
        </dialog>
    }
}
