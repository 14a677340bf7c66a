//! What kind of document is it?

use leptos::prelude::*;
use vidimus_api::capture::DocumentChoice;

use crate::flow::{Event, Flow};
use crate::parts::{Icon, Screen, Search, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// From so many documents on, one can search among them: countries whose regions issue licences
/// have dozens.
const MANY: usize = 8;

/// The documents of the chosen country.
#[component]
pub(crate) fn DocumentType() -> impl IntoView {
    let ctx = Ctx::get();
    let documents = ctx.flow.with_untracked(Flow::documents_of_country);
    let country = documents
        .first()
        .map(|document| document.country_name.clone());
    let are_many = documents.len() >= MANY;
    let (search, set_search) = signal(String::new());
    let found = Memo::new(move |_| matching(&documents, &search.get()));
    view! {
        <Screen name="documentType" title=texts::DOCUMENT_TITLE lead=MaybeProp::from(country)>
            {are_many
                .then(|| {
                    view! { <Search label=texts::DOCUMENT_SEARCH search set_search/> }
                })}
            <ul class="choices" class:roomy=!are_many>
                <For
                    each=move || found.get()
                    key=|document| document.id
                    children=move |document| {
                        view! { <Choice document/> }
                    }
                />
            </ul>
            <p class="message" role="status">
                {move || found.with(Vec::is_empty).then_some(texts::DOCUMENT_NONE)}
            </p>
        </Screen>
    }
}

#[component]
fn Choice(document: DocumentChoice) -> impl IntoView {
    let ctx = Ctx::get();
    let shape = match document.kind.as_str() {
        "passport" => Shape::Passport,
        "driversLicense" => Shape::Wheel,
        "residencePermit" => Shape::House,
        _ => Shape::Card,
    };
    view! {
        <li>
            <button
                type="button"
                class="choice"
                on:click=move |_| ctx.dispatch(Event::DocumentChosen(document.id))
            >
                <span class="badge"><Icon shape/></span>
                <span class="choice-name">
                    {texts::document_name(&document)}
                    <small>{texts::document_pages(document.pages)}</small>
                </span>
                <Icon shape=Shape::Next/>
            </button>
        </li>
    }
}

/// Documents whose name holds what was typed.
fn matching(documents: &[DocumentChoice], typed: &str) -> Vec<DocumentChoice> {
    let typed = typed.trim().to_lowercase();
    let name = |document: &&DocumentChoice| texts::document_name(document).to_lowercase();
    documents
        .iter()
        .filter(|document| name(document).contains(&typed))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_finds_the_licence_of_a_region() {
        let document =
            |id, kind: &str, region: Option<&str>, edition: Option<&str>| DocumentChoice {
                id,
                country: "USA".into(),
                country_name: "United States".into(),
                kind: kind.into(),
                region: region.map(Into::into),
                edition: edition.map(Into::into),
                pages: 2,
            };
        let documents = [
            document(1, "passport", None, None),
            document(2, "driversLicense", Some("California"), None),
            document(3, "driversLicense", Some("Texas"), None),
            document(4, "identityCard", None, Some("1994")),
        ];
        let found = |typed| {
            let found = matching(&documents, typed);
            found.iter().map(|document| document.id).collect::<Vec<_>>()
        };
        assert_eq!(found(""), [1, 2, 3, 4]);
        assert_eq!(found(" cali"), [2]);
        assert_eq!(found("licence"), [2, 3]);
        assert_eq!(found("1994"), [4]);
        assert!(found("library card").is_empty());
    }
}
