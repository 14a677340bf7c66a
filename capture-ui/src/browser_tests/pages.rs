//! Screens as a person meets them.

use leptos::mount::mount_to;
use leptos::prelude::*;
use vidimus_api::capture::{Depiction, Handover, ProcessStatus};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{pause, session};
use crate::app::Page;
use crate::device::Address;
use crate::flow::Event;
use crate::runtime::Ctx;

/// A page in the document, gone when dropped.
struct Shown {
    root: HtmlElement,
    ctx: Ctx,
    _page: Box<dyn std::any::Any>,
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.root.remove();
    }
}

impl Shown {
    async fn new() -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&root).unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        let page = mount_to(root.clone(), move || {
            let ctx = Ctx::new(Address::default());
            provide_context(ctx);
            let _ = sender.send(ctx);
            view! { <Page/> }
        });
        let shown = Self {
            root,
            ctx: receiver.recv().unwrap(),
            _page: Box::new(page),
        };
        pause(30).await;
        shown
    }

    async fn opened() -> Self {
        let shown = Self::new().await;
        shown.tell(Event::Opened(Box::new(session()))).await;
        shown
    }

    async fn tell(&self, event: Event) {
        self.ctx.dispatch(event);
        pause(30).await;
    }

    fn screen(&self) -> String {
        self.find("main").get_attribute("data-screen").unwrap()
    }

    fn find(&self, selector: &str) -> Element {
        self.root
            .query_selector(selector)
            .unwrap()
            .unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    fn text(&self) -> String {
        self.root.inner_text()
    }

    async fn click(&self, text: &str) {
        let buttons = self.root.query_selector_all("button").unwrap();
        let button = (0..buttons.length())
            .filter_map(|at| buttons.get(at)?.dyn_into::<HtmlElement>().ok())
            .find(|button| button.inner_text().trim().starts_with(text))
            .unwrap_or_else(|| panic!("no button `{text}` in {}", self.text()));
        button.click();
        pause(30).await;
    }
}

#[wasm_bindgen_test]
async fn choices_lead_to_the_first_photo() {
    let shown = Shown::opened().await;
    assert_eq!(shown.screen(), "tips");
    assert!(shown.text().contains("Let's verify your identity"));
    assert!(shown.text().contains("Example Bank"));
    shown.click("Get started").await;
    assert_eq!(shown.screen(), "device");
    shown.click("Stay on this device").await;
    assert_eq!(shown.screen(), "country");
    shown.click("UTO").await;
    assert_eq!(shown.screen(), "documentType");
    shown.click("Identity card").await;
    assert_eq!(shown.screen(), "method");
    assert!(
        shown
            .text()
            .contains("Make sure document edges and surroundings are visible")
    );
    shown.click("Back").await;
    assert_eq!(shown.screen(), "documentType");
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_heading_of_each_screen() {
    let shown = Shown::opened().await;
    let focused = || {
        web_sys::window()
            .and_then(|window| window.document()?.active_element())
            .map(|element| (element.tag_name(), element.text_content()))
    };
    for (button, title) in [
        ("Get started", "Which device do you want to use?"),
        ("Stay on", "Which country issued your document?"),
    ] {
        shown.click(button).await;
        assert_eq!(focused(), Some(("H1".into(), Some(title.into()))));
    }
}

#[wasm_bindgen_test]
async fn giving_up_is_asked_in_a_dialog() {
    let shown = Shown::opened().await;
    shown.click("Cancel").await;
    assert!(shown.find("dialog").has_attribute("open"));
    shown.click("Keep going").await;
    assert!(!shown.find("dialog").has_attribute("open"));
    assert_eq!(shown.screen(), "tips");
}

#[wasm_bindgen_test]
async fn countries_are_found_by_typing() {
    let shown = Shown::opened().await;
    shown.click("Get started").await;
    shown.click("Stay on").await;
    let input: HtmlInputElement = shown.find("input[type=search]").unchecked_into();
    input.set_value("atlantis");
    let typed = web_sys::Event::new("input").unwrap();
    input.dispatch_event(&typed).unwrap();
    pause(30).await;
    assert!(shown.text().contains("No country with this name"));
}

#[wasm_bindgen_test]
async fn the_desktop_shows_a_code_and_then_what_the_phone_does() {
    let shown = Shown::opened().await;
    shown.click("Get started").await;
    shown.click("Get started with your mobile").await;
    assert_eq!(shown.screen(), "handover");
    let url = "https://v.example/capture/#/artifact=abc";
    shown.tell(Event::HandoverReady(Some(url.into()))).await;
    let code = shown.find("svg.qr");
    assert_eq!(
        code.get_attribute("data-url").as_deref(),
        Some("https://v.example/capture/#/artifact=abc&via=code")
    );
    assert!(!code.has_attribute("style"));

    let mut followed = session();
    followed.handover = Handover::Connected;
    followed.document_id = Some(2);
    followed.images = vec![Depiction::Front];
    shown.tell(Event::Changed(Box::new(followed))).await;
    assert!(shown.text().contains("Phone connected"));
    let done = shown.root.query_selector_all("li.done").unwrap();
    assert_eq!(done.length(), 3, "connected, chosen, front");
}

#[wasm_bindgen_test]
async fn each_end_has_its_sentence() {
    for (status, sentence) in [
        (ProcessStatus::Accepted, "You're verified"),
        (ProcessStatus::Rejected, "We could not verify your identity"),
        (ProcessStatus::Inconclusive, "We need a closer look"),
        (ProcessStatus::Failed, "The time has run out"),
        (ProcessStatus::Canceled, "You canceled the verification"),
    ] {
        let shown = Shown::new().await;
        let mut ended = session();
        ended.status = status;
        ended.reasons = vec!["Because of the test.".into()];
        shown.tell(Event::Opened(Box::new(ended))).await;
        assert_eq!(shown.screen(), "result");
        assert!(shown.text().contains(sentence), "{}", shown.text());
        assert!(shown.text().contains("Because of the test."));
    }
}

#[wasm_bindgen_test]
async fn nothing_on_the_page_needs_an_inline_style_or_script() {
    let shown = Shown::opened().await;
    for button in ["Get started", "Stay on", "UTO", "Passport"] {
        shown.click(button).await;
        let inline = shown
            .root
            .query_selector_all("[style], style, script")
            .unwrap();
        assert_eq!(inline.length(), 0, "after {button}");
    }
}
