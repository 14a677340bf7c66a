//! The peer of our inference in WebAssembly: onnxruntime-web.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::step::{on_path, quiet, step};
use crate::tools::Partial;
use crate::{cache, tools};

/// The version of onnxruntime-web.
pub(super) const VERSION: &str = "1.30.0";

/// The folder with its scripts, fetched once.
pub(super) fn ready() -> Result<PathBuf> {
    let home = cache::folder("tools")?.join(format!("onnxruntime-web-{VERSION}"));
    let scripts = home.join("node_modules/onnxruntime-web/dist");
    if scripts.join("ort.wasm.min.mjs").is_file() {
        return Ok(scripts);
    }
    if !on_path("npm") {
        tools::apt(&["npm"], "npm, to fetch onnxruntime-web")?;
    }
    step(&format!("fetch onnxruntime-web {VERSION}"), || {
        let partial = Partial::new(&home)?;
        quiet(
            Command::new("npm")
                .args(["install", "--silent", "--no-audit", "--no-fund"])
                .args(["--ignore-scripts", "--prefix"])
                .arg(partial.path())
                .arg(format!("onnxruntime-web@{VERSION}")),
        )?;
        partial.keep()
    })?;
    Ok(scripts)
}
