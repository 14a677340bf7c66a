//! Chromium and its driver, for the tests.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::step::on_path;
use crate::tools;

/// Where the browser and its driver are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

/// Makes Chromium available.
pub(crate) fn ready() -> Result<Browser> {
    if !(on_path("chromium") && on_path("chromedriver")) {
        tools::apt(&["chromium", "chromium-driver"], "a browser for the tests")?;
    }
    Ok(Browser {
        chromium: which("chromium")?,
        chromedriver: which("chromedriver")?,
    })
}

fn which(program: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
        .with_context(|| format!("{program} is not on the PATH after its installation"))
}
