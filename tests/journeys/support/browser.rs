//! Chromium by way of chromedriver.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use super::Page;

/// What the browser runs on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A window of 1280 by 800.
    Desktop,
    /// A phone of 390 by 844, held upright.
    Phone,
}

/// What its camera shows.
#[derive(Clone)]
pub(crate) enum Camera {
    /// A film.
    Film(PathBuf),
    /// Nothing: the person does not allow it.
    Denied,
}

/// A browser to be opened.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) form: Form,
    pub(crate) camera: Camera,
}

const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
];

const PHONE: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like \
                     Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

/// A running chromedriver.
pub(crate) struct Driver {
    url: String,
    process: Child,
}

impl Driver {
    /// Starts `$CHROMEDRIVER`, else `chromedriver`, on a free port.
    pub(crate) async fn start() -> Result<Self> {
        let port = free_port().await?;
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut process = Command::new(&program)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| {
                format!("cannot start {program}: run `cargo xtask test`, which installs it")
            })?;
        let url = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        // Its port opens when it is ready; there is nothing else to wait for.
        while reqwest::get(format!("{url}/status")).await.is_err() {
            if let Some(status) = process.try_wait()? {
                bail!("{program} ended at once: {status}");
            }
            ensure!(
                begun.elapsed() < Duration::from_secs(30),
                "{program} does not answer"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(Self { url, process })
    }

    /// Opens a browser.
    pub(crate) async fn open(&self, browser: &Browser) -> Result<Page> {
        let mut wishes = DesiredCapabilities::chrome();
        if let Ok(program) = std::env::var("CHROMIUM") {
            wishes.set_binary(&program)?;
        }
        for flag in FLAGS {
            wishes.add_arg(flag)?;
        }
        match &browser.camera {
            Camera::Film(film) => {
                wishes.add_arg("--use-fake-ui-for-media-stream")?;
                let film = film.display();
                wishes.add_arg(&format!("--use-file-for-fake-video-capture={film}"))?;
            }
            Camera::Denied => {
                const BLOCK: u8 = 2;
                let prefs =
                    json!({ "profile.default_content_setting_values.media_stream_camera": BLOCK });
                wishes.add_experimental_option("prefs", prefs)?;
            }
        }
        match browser.form {
            Form::Desktop => {}
            Form::Phone => {
                let phone = json!({
                    "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2, "touch": true },
                    "userAgent": PHONE,
                });
                wishes.add_experimental_option("mobileEmulation", phone)?;
            }
        }
        let driver = WebDriver::new(&self.url, wishes)
            .await
            .context("Chromium does not start")?;
        driver.set_script_timeout(super::page::PATIENCE).await?;
        if browser.form == Form::Desktop {
            fit_window(&driver, (1280, 800)).await?;
        }
        Ok(Page::new(driver))
    }

    /// Ends it.
    pub(crate) async fn stop(mut self) {
        let _ = self.process.kill().await;
    }
}

/// Makes the window as large as the page should be and its own bars are.
async fn fit_window(driver: &WebDriver, (width, height): (u32, u32)) -> Result<()> {
    driver.set_window_rect(0, 0, width, height).await?;
    let bars = driver
        .execute(
            "return [outerWidth - innerWidth, outerHeight - innerHeight];",
            [],
        )
        .await?;
    let [across, down]: [u32; 2] = bars.convert()?;
    Ok(driver
        .set_window_rect(0, 0, width + across, height + down)
        .await?)
}

async fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    Ok(listener.local_addr()?.port())
}
