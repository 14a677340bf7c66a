//! The page: which screen is shown.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::device;
use crate::flow::Step;
use crate::parts::CancelDialog;
use crate::runtime::Ctx;
use crate::screens::{
    Camera, Challenge, Country, DeviceChoice, DocumentType, Handover, Method, Opening, Outcome,
    Preview, Stopped, Tips, Uploading, Waiting,
};

/// Draws the page into the document's body.
pub fn mount() {
    let fragment = web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    let address = device::address_of(&fragment);
    begin_anew_on_new_address();
    leptos::mount::mount_to_body(move || {
        let ctx = Ctx::new(address.clone());
        provide_context(ctx);
        ctx.open();
        view! { <Page/> }
    });
}

/// A link of another verification, opened in this tab, differs in its fragment only: the browser
/// would stay on the page that shows the old one.
fn begin_anew_on_new_address() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let on_change = Closure::<dyn FnMut()>::new(|| {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    });
    let _ =
        window.add_event_listener_with_callback("hashchange", on_change.as_ref().unchecked_ref());
    on_change.forget();
}

/// The screen of the flow's step. A screen is drawn anew only when the step changes.
#[component]
pub(crate) fn Page() -> impl IntoView {
    let ctx = Ctx::get();
    let step = Memo::new(move |_| ctx.flow.with(|flow| flow.step));
    Effect::new(move |_| {
        let title = ctx.flow.with(|flow| {
            flow.session
                .as_ref()
                .map(|session| session.settings.page_title.clone())
        });
        if let (Some(title), Some(document)) = (
            title,
            web_sys::window().and_then(|window| window.document()),
        ) {
            document.set_title(&title);
        }
    });
    view! {
        {move || match step.get() {
            Step::Opening => view! { <Opening/> }.into_any(),
            Step::Tips => view! { <Tips/> }.into_any(),
            Step::Device => view! { <DeviceChoice/> }.into_any(),
            Step::Handover => view! { <Handover/> }.into_any(),
            Step::Country => view! { <Country/> }.into_any(),
            Step::DocumentType => view! { <DocumentType/> }.into_any(),
            Step::Method(depiction) => view! { <Method depiction/> }.into_any(),
            Step::Camera(depiction) => view! { <Camera depiction/> }.into_any(),
            Step::Preview(depiction) => view! { <Preview depiction/> }.into_any(),
            Step::Challenge => view! { <Challenge/> }.into_any(),
            Step::Uploading => view! { <Uploading/> }.into_any(),
            Step::Waiting => view! { <Waiting/> }.into_any(),
            Step::Result => view! { <Outcome/> }.into_any(),
            Step::Stopped(stop) => view! { <Stopped stop/> }.into_any(),
        }}
        <CancelDialog/>
    }
}
