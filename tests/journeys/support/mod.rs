//! What a journey needs: a server, browsers, and a page to look at.

mod browser;
mod engine;
mod files;
mod flow;
mod page;
mod server;

pub(crate) use browser::{Browser, Camera, Driver, Form};
pub(crate) use engine::{natively, networks};
pub(crate) use files::{portrait, specimen};
pub(crate) use flow::{
    choose_passport, confirm_photo, returned, start, stay_here, take_photo, upload_passport,
    upload_selfie,
};
pub(crate) use page::Page;
pub(crate) use server::Server;

use std::path::PathBuf;

use anyhow::Result;
use tokio::sync::Mutex;

/// Reading a picture takes most of two cores: journeys run one after the other.
static ALONE: Mutex<()> = Mutex::const_new(());

/// A server and one browser; more can be opened.
pub(crate) struct Stage {
    pub(crate) server: Server,
    pub(crate) driver: Driver,
    pub(crate) page: Page,
}

/// Sets the stage, runs a journey and clears up. A picture of what the browser shows is kept
/// when it fails.
pub(crate) async fn journey(
    name: &str,
    browser: Browser,
    steps: impl AsyncFnOnce(&Stage) -> Result<()>,
) {
    let _alone = ALONE.lock().await;
    let result = async {
        let server = Server::start().await?;
        let driver = Driver::start().await?;
        let page = driver.open(&browser).await?;
        let stage = Stage {
            server,
            driver,
            page,
        };
        let result = steps(&stage).await;
        let result = match result {
            Ok(()) => Ok(()),
            Err(error) => Err(error.context(stage.page.keep(name).await)),
        };
        stage.page.close().await;
        stage.driver.stop().await;
        stage.server.stop().await;
        result
    }
    .await;
    if let Err(error) = result {
        // Without the traces of where each link was made.
        panic!("{name}: {error:#}");
    }
}

/// Where pictures of failures go.
pub(crate) fn failures() -> PathBuf {
    files::target().join("journeys")
}
