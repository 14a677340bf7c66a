//! `cargo xtask contract`: the service against the published document of its API.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::step::loud;
use crate::{cache, dist};

/// Where the document is kept. Its terms do not allow it in this repository.
const PUBLISHED: &str = "../shared/reference/assure-openapi.json";

/// Runs the test with a document.
pub(crate) fn contract(arguments: &[String]) -> Result<()> {
    let file = match arguments {
        [] => published(),
        [file] => std::path::absolute(file)?,
        [_, unknown, ..] => bail!("`cargo xtask contract` does not know {unknown}"),
    };
    if !file.is_file() {
        bail!(
            "there is no document {}; give the OpenAPI document of the Assure API",
            file.display()
        );
    }
    dist::folder()?;
    run(&file)
}

/// Runs it where the document is.
pub(crate) fn where_published() -> Result<()> {
    let file = published();
    if file.is_file() {
        return run(&file);
    }
    println!("left out: {PUBLISHED} is not there");
    Ok(())
}

fn published() -> PathBuf {
    cache::root().join(PUBLISHED)
}

fn run(document: &Path) -> Result<()> {
    loud(
        Command::new(env!("CARGO"))
            .current_dir(cache::root())
            .args(["test", "--package", "vidimus-tests", "--test", "contract"])
            .args(["--", "--include-ignored", "--nocapture"])
            .env("VIDIMUS_CONTRACT", document),
    )
}
