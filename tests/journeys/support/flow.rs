//! Parts that journeys have in common.

use anyhow::{Context as _, Result};
use thirtyfour::By;

use super::{Page, Server, specimen};

/// From the demo page to the choice of device.
pub(crate) async fn start(page: &Page, server: &Server, process_type: &str) -> Result<()> {
    page.open(&server.url).await?;
    page.press_at(By::Css(format!("[data-start='{process_type}']")))
        .await?;
    page.screen("tips").await?;
    page.see("Let's verify your identity").await?;
    page.press("Get started").await?;
    page.screen("device").await
}

/// Carries on where the flow was opened.
pub(crate) async fn stay_here(page: &Page) -> Result<()> {
    page.press("Stay on this device").await
}

/// Says that it is a passport of Utopia.
pub(crate) async fn choose_passport(page: &Page) -> Result<()> {
    page.screen("country").await?;
    page.type_into(By::Css("input[type=search]"), "Utopia")
        .await?;
    page.press("Utopia").await?;
    page.screen("documentType").await?;
    page.press("Passport").await?;
    page.screen("method").await?;
    page.see("Make sure document edges and surroundings are visible")
        .await
}

/// Holds the document before the camera, which takes the photo by itself, and confirms it.
pub(crate) async fn take_photo(page: &Page) -> Result<()> {
    page.press("Take a photo").await?;
    page.screen("camera").await?;
    confirm_photo(page, "preview").await
}

/// The passport as a file, after which a selfie is asked for.
pub(crate) async fn upload_passport(page: &Page) -> Result<()> {
    choose_passport(page).await?;
    page.upload(&specimen("passport.jpg")?).await?;
    confirm_photo(page, "preview").await?;
    page.screen("selfieMethod").await
}

/// The selfie as a file.
pub(crate) async fn upload_selfie(page: &Page) -> Result<()> {
    page.upload(&specimen("selfie.jpg")?).await?;
    confirm_photo(page, "selfiePreview").await
}

/// Says that the photo on a screen is good, as the screen does.
pub(crate) async fn confirm_photo(page: &Page, screen: &str) -> Result<()> {
    page.screen(screen).await?;
    page.see("Your photo looks good.").await?;
    page.press("Use this photo").await
}

/// What comes back to the integrator's page.
#[derive(Debug)]
pub(crate) struct Returned {
    pub(crate) dossier_id: String,
    pub(crate) process_id: String,
    pub(crate) status: String,
}

/// From the result back to the demo page.
pub(crate) async fn returned(page: &Page, server: &Server) -> Result<Returned> {
    page.screen("result").await?;
    page.press("Continue").await?;
    page.find(By::Css("#outcome:not([hidden])")).await?;
    let url = page.url().await?;
    let query = url
        .strip_prefix(&format!("{}/?", server.url))
        .with_context(|| format!("the person was sent to {url}"))?;
    let value = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
            .map(str::to_owned)
            .with_context(|| format!("no {name} in {url}"))
    };
    Ok(Returned {
        dossier_id: value("dossierId")?,
        process_id: value("processId")?,
        status: value("status")?,
    })
}
