//! Choosing a file.

use leptos::html;
use leptos::prelude::*;
use vidimus_api::capture::Depiction;
use wasm_bindgen_futures::spawn_local;

use super::{Icon, Shape};
use crate::runtime::{Ctx, Source};
use crate::{texts, upload};

/// A button that opens the file dialog, and the sentence that says what is wrong with a file.
#[component]
pub(crate) fn UploadButton(
    /// What the file should show.
    depiction: Depiction,
    /// Whether it is the screen's first choice.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let ctx = Ctx::get();
    let input = NodeRef::<html::Input>::new();
    let (problem, set_problem) = signal(None::<&'static str>);
    let (busy, set_busy) = signal(false);
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        // The same file chosen again should count as a choice.
        input.set_value("");
        let Some(file) = file else { return };
        set_problem.set(None);
        set_busy.set(true);
        spawn_local(async move {
            match upload::prepare(&file).await {
                Ok(picture) => ctx.captured(depiction, picture, Source::File),
                Err(error) => {
                    // The screen may have been left in the meantime.
                    let _ = set_problem.try_set(Some(texts::upload(error)));
                }
            }
            let _ = set_busy.try_set(false);
        });
    };
    view! {
        <div class="upload">
            <p class="message problem" role="alert">{problem}</p>
            <label class="button" class:primary=primary class:busy=busy>
                <input
                    type="file"
                    accept="image/*"
                    class="visually-hidden"
                    node_ref=input
                    on:change=chosen
                />
                <Icon shape=Shape::Upload/>
                <span>{texts::METHOD_UPLOAD}</span>
            </label>
            <p class="note">{texts::FILE_HINT}</p>
        </div>
    }
}
