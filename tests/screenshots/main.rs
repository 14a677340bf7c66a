//! Walks through all screens in the sizes of a phone and of a desktop, and keeps a picture of
//! each: `cargo run -p vidimus-tests --example screenshots -- DIR`.
//!
//! Needs what the journeys need: `cargo xtask test` makes it.

#[path = "../journeys/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the journeys use the rest")]
mod support;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Parser;
use thirtyfour::By;

use support::{Browser, Camera, Driver, Form, Page, Server, choose_passport, specimen, start};

/// Keeps a picture of every screen.
#[derive(Parser)]
struct Arguments {
    /// Where the pictures go.
    #[arg(value_name = "DIR")]
    out: PathBuf,
}

/// Waits for everything that moves, except what moves for good.
const COME_TO_REST: &str = "
    const done = arguments[0];
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    const all = document.getAnimations().filter(ends).map((animation) => animation.finished);
    Promise.allSettled(all).then(() => done(null));
";

/// Stops the live picture as soon as it is good, before the page takes the photo by itself.
const HOLD_WHEN_GOOD: &str = "
    const done = arguments[0];
    const look = () => {
        if (!document.querySelector('.hint.good')) return requestAnimationFrame(look);
        document.querySelector('video').pause();
        done(null);
    };
    look();
";

/// Takes the pictures of one size.
struct Album<'a> {
    page: &'a Page,
    folder: PathBuf,
}

impl Album<'_> {
    async fn keep(&self, name: &str) -> Result<()> {
        self.page.run(COME_TO_REST, vec![]).await?;
        let file = self.folder.join(format!("{name}.png"));
        self.page.picture(&file).await?;
        println!("{}", file.display());
        Ok(())
    }

    async fn screen(&self, name: &str) -> Result<()> {
        self.page.screen(name).await?;
        self.keep(name).await
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let server = Server::start().await?;
    let driver = Driver::start().await?;
    let result = async {
        for (form, size) in [(Form::Phone, "390x844"), (Form::Desktop, "1280x800")] {
            let folder = arguments.out.join(size);
            walk(&driver, &server, form, &folder)
                .await
                .with_context(|| size.to_owned())?;
        }
        Ok(())
    }
    .await;
    driver.stop().await;
    server.stop().await;
    result
}

async fn walk(driver: &Driver, server: &Server, form: Form, folder: &Path) -> Result<()> {
    let camera = Camera::Film(specimen("capture.mjpeg")?);
    let page = driver.open(&Browser { form, camera }).await?;
    let result = flow(&page, server, form, folder).await;
    page.close().await;
    result?;
    let camera = Camera::Denied;
    let page = driver.open(&Browser { form, camera }).await?;
    let result = detours(&page, server, form, folder).await;
    page.close().await;
    result
}

/// From the demo page with document and selfie to the result and back.
async fn flow(page: &Page, server: &Server, form: Form, folder: &Path) -> Result<()> {
    let album = Album {
        page,
        folder: folder.to_owned(),
    };
    page.open(&server.url).await?;
    page.find(By::Css("[data-start]")).await?;
    album.keep("demo").await?;
    page.press_at(By::Css("[data-start='documentSelfie']"))
        .await?;
    album.screen("tips").await?;
    page.press("Get started").await?;
    if form == Form::Desktop {
        album.screen("device").await?;
        page.press("Get started with your mobile").await?;
        page.find(By::Css("svg.qr")).await?;
        album.screen("handover").await?;
        page.press("Stay on this device").await?;
    }
    album.screen("country").await?;
    page.type_into(By::Css("input[type=search]"), "Utopia")
        .await?;
    page.press("Utopia").await?;
    album.screen("documentType").await?;
    page.press("Passport").await?;
    album.screen("method").await?;
    page.press("Take a photo").await?;
    page.run(HOLD_WHEN_GOOD, vec![]).await?;
    album.screen("camera").await?;
    page.press("Take photo").await?;
    page.see("Your photo looks good.").await?;
    album.screen("preview").await?;
    page.press("Use this photo").await?;
    album.screen("selfieMethod").await?;
    page.upload(&specimen("selfie.jpg")?).await?;
    page.screen("selfiePreview").await?;
    page.see("Your photo looks good.").await?;
    album.screen("selfiePreview").await?;
    page.press("Use this photo").await?;
    album.screen("waiting").await?;
    album.screen("result").await?;
    page.press("Continue").await?;
    page.find(By::Css("#picture:not([hidden])")).await?;
    album.keep("demo-result").await
}

/// What is shown when something does not go as it should.
async fn detours(page: &Page, server: &Server, form: Form, folder: &Path) -> Result<()> {
    let album = Album {
        page,
        folder: folder.to_owned(),
    };
    page.open(&format!("{}/capture/", server.url)).await?;
    page.screen("error").await?;
    album.keep("error-link").await?;
    if form == Form::Desktop {
        start(page, server, "document").await?;
        page.press("Stay on this device").await?;
    } else {
        page.open(&server.url).await?;
        page.press_at(By::Css("[data-start='document']")).await?;
        page.press("Get started").await?;
    }
    choose_passport(page).await?;
    page.press("Take a photo").await?;
    page.see("The camera is not allowed").await?;
    album.keep("camera-denied").await?;
    page.upload(&specimen("passport-bad-check-digit.jpg")?)
        .await?;
    page.screen("preview").await?;
    page.press("Cancel").await?;
    page.find(By::Css("dialog[open]")).await?;
    album.keep("cancel").await
}
