//! What kind of document is it?

use leptos::prelude::*;

use crate::flow::{Event, Flow};
use crate::parts::{Icon, Screen, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// The documents of the chosen country.
#[component]
pub(crate) fn DocumentType() -> impl IntoView {
    let ctx = Ctx::get();
    let documents = ctx.flow.with_untracked(Flow::documents_of_country);
    let country = documents
        .first()
        .map(|document| document.country_name.clone());
    let choices = documents
        .into_iter()
        .map(|document| {
            let shape = match document.kind.as_str() {
                "passport" => Shape::Passport,
                "driversLicense" => Shape::Wheel,
                "residencePermit" => Shape::House,
                _ => Shape::Card,
            };
            let name = texts::document_kind(&document.kind).to_owned();
            view! {
                <li>
                    <button
                        type="button"
                        class="choice"
                        on:click=move |_| ctx.dispatch(Event::DocumentChosen(document.id))
                    >
                        <span class="badge"><Icon shape/></span>
                        <span class="choice-name">
                            {name}
                            <small>{texts::document_pages(document.pages)}</small>
                        </span>
                        <Icon shape=Shape::Next/>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <Screen name="documentType" title=texts::DOCUMENT_TITLE lead=MaybeProp::from(country)>
            <ul class="choices roomy">{choices}</ul>
        </Screen>
    }
}
