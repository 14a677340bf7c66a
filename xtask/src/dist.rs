//! `www/dist`: everything that the server serves besides its API.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::manifest::Set;
use crate::models::{self, Ready};
use crate::step::{quiet, step};
use crate::tools::{Partial, WebTools};
use crate::{cache, tools};

/// Files of which a compressed copy is made. Pages are not: the server puts a nonce into them.
const COMPRESSED: [&str; 6] = ["js", "css", "wasm", "svg", "json", "onnx"];

/// Builds the capture UI and collects models, pages and what the program `specimen` draws.
pub(crate) fn build(specimen: &Path) -> Result<()> {
    let web = tools::web()?;
    let models = models::ready()?;
    let dist = folder()?;
    step("build the capture UI (trunk)", || capture_ui(&web))?;
    step("collect models and pages", || {
        copy_models(&models, &dist.join("models"))?;
        copy_pages(&cache::root().join("www"), &dist)
    })?;
    step("make the specimens", || {
        specimens(specimen, &models, &dist.join("specimen"))
    })?;
    step("compress (brotli)", || compress(&dist))
}

/// The folder, made where missing: a server that is built without it never looks there.
pub(crate) fn folder() -> Result<PathBuf> {
    let dist = cache::root().join("www/dist");
    fs::create_dir_all(&dist)?;
    Ok(dist)
}

fn capture_ui(web: &WebTools) -> Result<()> {
    quiet(
        web.command("trunk")?
            .args(["build", "--release", "--config", "Trunk.toml"]),
    )
    .map(|_| ())
}

/// The models that browsers load, under names that hold a hash of their content, and their list.
fn copy_models(models: &[Ready], folder: &Path) -> Result<()> {
    let partial = Partial::new(folder)?;
    let mut index = Vec::new();
    for model in models
        .iter()
        .filter(|model| model.entry.set != Set::Specimens)
    {
        let file = format!("{}-{}.onnx", model.entry.name, &model.sha256[..16]);
        fs::copy(&model.file, partial.path().join(&file))?;
        index.push(serde_json::json!({
            "name": model.entry.name,
            "file": file,
            "sha256": model.sha256,
            "bytes": model.bytes,
        }));
    }
    fs::write(
        partial.path().join("index.json"),
        serde_json::to_vec_pretty(&index)?,
    )?;
    partial.keep()
}

fn copy_pages(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)?.flatten() {
        let path = entry.path();
        if path.is_file() {
            fs::copy(&path, to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Runs the specimen maker on the portraits of the manifest.
fn specimens(specimen: &Path, models: &[Ready], folder: &Path) -> Result<()> {
    let partial = Partial::new(folder)?;
    quiet(
        Command::new(specimen)
            .arg("--portraits")
            .arg(portraits(models)?)
            .arg("--out")
            .arg(partial.path()),
    )?;
    partial.keep()
}

/// The portraits under their own names, which the cache does not use.
pub(crate) fn portraits(models: &[Ready]) -> Result<PathBuf> {
    let folder = cache::folder("portraits")?;
    for model in models
        .iter()
        .filter(|model| model.entry.set == Set::Specimens)
    {
        let file = folder.join(&model.entry.name);
        if fs::metadata(&file).is_ok_and(|m| m.len() == model.bytes) {
            continue;
        }
        cache::write_whole(&file, &fs::read(&model.file)?)?;
    }
    Ok(folder)
}

/// Writes `X.br` beside every `X` that it makes notably smaller.
fn compress(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            compress(&path)?;
            continue;
        }
        let extension = path.extension().map(|e| e.to_string_lossy().into_owned());
        if !extension.is_some_and(|e| COMPRESSED.contains(&e.as_str())) {
            continue;
        }
        let target = PathBuf::from(format!("{}.br", path.display()));
        let bytes = fs::read(&path)?;
        let newer = |a: &Path, b: &Path| -> Option<bool> {
            Some(a.metadata().ok()?.modified().ok()? >= b.metadata().ok()?.modified().ok()?)
        };
        if newer(&target, &path) == Some(true) {
            continue;
        }
        let mut out = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: if bytes.len() > 4 << 20 { 6 } else { 10 },
            lgwin: 22,
            ..Default::default()
        };
        brotli::BrotliCompress(&mut bytes.as_slice(), &mut out, &parameters)
            .with_context(|| format!("cannot compress {}", path.display()))?;
        if out.len() * 20 < bytes.len() * 19 {
            cache::write_whole(&target, &out)?;
        } else {
            let _ = fs::remove_file(&target);
        }
    }
    Ok(())
}
