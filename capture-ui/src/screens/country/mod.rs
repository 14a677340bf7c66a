//! Which country issued the document?

use leptos::prelude::*;

use crate::flow::{Event, Flow};
use crate::parts::{Icon, Screen, Search, Shape};
use crate::runtime::Ctx;
use crate::texts;

/// A list that shrinks while one types.
#[component]
pub(crate) fn Country() -> impl IntoView {
    let ctx = Ctx::get();
    let countries = ctx.flow.with_untracked(Flow::countries);
    let (search, set_search) = signal(String::new());
    let found = Memo::new(move |_| matching(&countries, &search.get()));
    let chosen = move || ctx.flow.with(|flow| flow.country.clone());
    view! {
        <Screen name="country" title=texts::COUNTRY_TITLE>
            <Search label=texts::COUNTRY_SEARCH search set_search/>
            <ul class="choices" aria-label=texts::COUNTRIES>
                <For
                    each=move || found.get()
                    key=|(code, _)| code.clone()
                    children=move |(code, name)| {
                        let event = Event::CountryChosen(code.clone());
                        let shown = code.clone();
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="choice"
                                    aria-current=move || (chosen().as_ref() == Some(&code)).then_some("true")
                                    on:click=move |_| ctx.dispatch(event.clone())
                                >
                                    <span class="code-badge" aria-hidden="true">{shown}</span>
                                    <span class="choice-name">{name}</span>
                                    <Icon shape=Shape::Next/>
                                </button>
                            </li>
                        }
                    }
                />
            </ul>
            <p class="message" role="status">
                {move || found.with(Vec::is_empty).then_some(texts::COUNTRY_NONE)}
            </p>
        </Screen>
    }
}

/// Countries whose name or code holds what was typed; names that begin with it come first.
fn matching(countries: &[(String, String)], typed: &str) -> Vec<(String, String)> {
    let typed = typed.trim().to_lowercase();
    let mut found: Vec<_> = countries
        .iter()
        .filter(|(code, name)| name.to_lowercase().contains(&typed) || code.to_lowercase() == typed)
        .cloned()
        .collect();
    found.sort_by_key(|(_, name)| !name.to_lowercase().starts_with(&typed));
    found
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn typing_narrows_the_list() {
        let countries = [
            ("DEU", "Germany"),
            ("NLD", "Netherlands"),
            ("NOR", "Norway"),
        ]
        .map(|(code, name)| (code.to_owned(), name.to_owned()));
        let names = |typed| {
            matching(&countries, typed)
                .into_iter()
                .map(|(_, name)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(""), ["Germany", "Netherlands", "Norway"]);
        assert_eq!(names(" nor"), ["Norway"]);
        assert_eq!(names("nld"), ["Netherlands"]);
        assert_eq!(names("n"), ["Netherlands", "Norway", "Germany"]);
        assert!(names("atlantis").is_empty());
    }
}
