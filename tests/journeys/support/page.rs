//! A page as a person sees it: what is visible, what can be pressed.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::Value;
use thirtyfour::extensions::query::ElementQueryable as _;
use thirtyfour::{By, WebDriver, WebElement};

use super::failures;

/// Reading one picture takes seconds, on a busy machine many.
pub(super) const PATIENCE: Duration = Duration::from_mins(2);
const GLANCE: Duration = Duration::from_millis(150);

/// A browser's only tab.
pub(crate) struct Page {
    driver: WebDriver,
}

impl Page {
    pub(super) fn new(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// Goes to an address.
    pub(crate) async fn open(&self, url: &str) -> Result<()> {
        Ok(self.driver.goto(url).await?)
    }

    /// Waits for something visible.
    pub(crate) async fn find(&self, what: By) -> Result<WebElement> {
        let described = format!("{what:?}");
        let query = self.driver.query(what).and_displayed();
        match query
            .ignore_errors(true)
            .wait(PATIENCE, GLANCE)
            .first()
            .await
        {
            Ok(found) => Ok(found),
            Err(_) => Err(anyhow::anyhow!("{}", self.describe().await))
                .with_context(|| format!("{described} does not appear")),
        }
    }

    /// Waits for one of the capture page's screens.
    pub(crate) async fn screen(&self, name: &str) -> Result<()> {
        self.find(By::Css(format!("main[data-screen='{name}']")))
            .await?;
        Ok(())
    }

    /// Waits for a visible text.
    pub(crate) async fn see(&self, text: &str) -> Result<()> {
        // The innermost element that holds it: outer ones are visible anyway.
        self.find(By::XPath(format!(
            "//*[contains(normalize-space(.), {text}) and not(./*[contains(normalize-space(.), {text})])]",
            text = quoted(text)
        )))
        .await?;
        Ok(())
    }

    /// Presses what has this name.
    pub(crate) async fn press(&self, name: &str) -> Result<()> {
        let name = quoted(name);
        self.press_at(By::XPath(format!(
            "//*[self::button or self::a][contains(normalize-space(.), {name}) or @aria-label={name}]"
        )))
        .await
    }

    /// Presses what is there.
    pub(crate) async fn press_at(&self, what: By) -> Result<()> {
        let button = self.find(what.clone()).await?;
        button
            .scroll_into_view()
            .await
            .with_context(|| format!("{what:?} is gone"))?;
        button
            .click_when_ready()
            .await
            .with_context(|| format!("{what:?} cannot be pressed"))
    }

    /// Types into a field.
    pub(crate) async fn type_into(&self, what: By, text: &str) -> Result<()> {
        Ok(self.find(what).await?.send_keys(text).await?)
    }

    /// Chooses a file, as the dialog behind the button would.
    pub(crate) async fn upload(&self, file: &Path) -> Result<()> {
        // The field itself is hidden; its label is what people see.
        self.find(By::Css("label:has(> input[type=file])")).await?;
        let field = self.driver.find(By::Css("input[type=file]")).await?;
        Ok(field.send_keys(file.display().to_string()).await?)
    }

    /// An attribute of something visible.
    pub(crate) async fn attribute(&self, what: By, name: &str) -> Result<String> {
        let element = self.find(what).await?;
        let value = element.attr(name.to_owned()).await?;
        value.with_context(|| format!("{name} is not set"))
    }

    /// The text of something visible.
    pub(crate) async fn text(&self, what: By) -> Result<String> {
        Ok(self.find(what).await?.text().await?)
    }

    /// The address.
    pub(crate) async fn url(&self) -> Result<String> {
        Ok(self.driver.current_url().await?.to_string())
    }

    /// Runs a script that calls its last argument with the answer.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let answer = self.driver.execute_async(script, arguments).await?;
        Ok(answer.json().clone())
    }

    /// Keeps a picture of the page.
    pub(crate) async fn picture(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(self.driver.screenshot(file).await?)
    }

    /// Keeps a picture of a failure; says where.
    pub(crate) async fn keep(&self, journey: &str) -> String {
        let file = failures().join(format!("{journey}.png"));
        match self.picture(&file).await {
            Ok(()) => format!("the page is shown in {}", file.display()),
            Err(error) => format!("no picture could be taken: {error}"),
        }
    }

    /// What is on the page, for a message.
    async fn describe(&self) -> String {
        let url = self.url().await.unwrap_or_default();
        let text = match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        // The artifact in the address is a secret, even here.
        let url = url.split('#').next().unwrap_or_default();
        format!("{url} shows: {}", text.replace('\n', " | "))
    }

    pub(crate) async fn close(&self) {
        let _ = self.driver.clone().quit().await;
    }
}

/// A text as a literal of `XPath`, which knows no escapes.
fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}
