//! The engine's worker in headless Chromium, and its inference beside onnxruntime-web.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::onnxruntime;
use super::page_server::PageServer;
use super::table::{Table, ms, times};
use crate::step::{quiet, step};
use crate::tools::{Partial, WebTools};
use crate::{browser, cache, dist};

/// How long the page may take.
const PATIENCE: Duration = Duration::from_mins(8);
/// Largest difference of an output's values, which are probabilities and their logarithms.
const MAX_DIFFERENCE: f64 = 0.01;

/// What the page posts.
#[derive(Deserialize)]
struct Answer {
    failure: Option<String>,
    worker: Option<Worker>,
    #[serde(default)]
    inference: Vec<Inference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Worker {
    decode: Times,
    read: Times,
    verify: Times,
    compare: Times,
    precheck: Times,
    live: Times,
    follow: Times,
    memory_bytes: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inference {
    name: String,
    shape: String,
    difference: f64,
    /// `None` for another's network.
    ours: Option<Times>,
    theirs: Times,
}

/// Milliseconds on the wall's clock. On a busy machine the least of them tells more.
#[derive(Deserialize)]
struct Times {
    median: f64,
    least: f64,
}

impl Times {
    fn shown(&self) -> String {
        format!("{} (least {})", ms(self.median), ms(self.least))
    }
}

/// The rows that a browser measures; `peer` is the file of another recogniser.
pub(super) fn rows(web: &WebTools, peer: Option<&Path>, table: &mut Table) -> Result<()> {
    let (peer_folder, peer_name) = match peer {
        Some(file) => peer_place(file)?,
        None => (PathBuf::new(), String::new()),
    };
    let ours = step("build our inference for a page", || inference(web))?;
    let theirs = onnxruntime::ready()?;
    let browser = browser::ready()?;
    let dist = dist::folder()?;
    let server = PageServer::start(
        include_str!("page.html"),
        include_str!("page.js"),
        vec![
            ("/ours/", ours),
            ("/theirs/", theirs),
            ("/capture/", dist.join("capture")),
            ("/specimen/", dist.join("specimen")),
            ("/own/", cache::root().join("engine/models")),
            ("/models/", dist.join("models")),
            ("/peer/", peer_folder),
        ],
    )?;
    let answer = step("measure in Chromium", || {
        measure(
            &browser.chromium,
            &format!("{}?peer={peer_name}", server.url),
            &server,
        )
    })?;
    let answer: Answer = serde_json::from_str(&answer).context("the page's answer is no JSON")?;
    if let Some(failure) = answer.failure {
        bail!("the page failed: {failure}");
    }
    let worker = answer
        .worker
        .context("the page did not measure the worker")?;
    table.part("WebAssembly in Chromium, 1600x1200 specimen");
    table.row("read, the whole", &worker.read.shown(), "700 ms", "");
    table.row(
        "verify without a selfie, the whole",
        &worker.verify.shown(),
        "700 ms",
        "",
    );
    table.row(
        "compare with a selfie: what that adds",
        &worker.compare.shown(),
        "400 ms",
        "",
    );
    table.row("decode the JPEG", &worker.decode.shown(), "", "");
    for (what, times, budget) in [
        ("pre-check, 1280x720", &worker.precheck, "20 ms"),
        ("pre-check of a selfie, 1280x720", &worker.live, "25 ms"),
        ("follow a challenge, 640x360", &worker.follow, "25 ms"),
    ] {
        table.row(what, &times.shown(), budget, "");
    }
    let memory = format!("{:.0} MB", worker.memory_bytes / 1e6);
    table.row("peak memory of the worker", &memory, "", "");

    table.part(&format!(
        "our networks in WebAssembly, beside onnxruntime-web {} (SIMD, one thread)",
        onnxruntime::VERSION
    ));
    for it in answer.inference {
        if it.difference > MAX_DIFFERENCE {
            bail!("{}: the outputs differ by {}", it.name, it.difference);
        }
        let what = format!("{} {}", it.name, it.shape);
        let Some(ours) = it.ours else {
            table.row(&what, "", "", &it.theirs.shown());
            continue;
        };
        let ratio = times(it.theirs.median, ours.median);
        let peer = format!("{}, {ratio} of ours", it.theirs.shown());
        table.row(&what, &ours.shown(), "", &peer);
    }
    Ok(())
}

/// The folder and the name of a file; the name stands in an address.
fn peer_place(file: &Path) -> Result<(PathBuf, String)> {
    let file = file
        .canonicalize()
        .with_context(|| format!("cannot read {}", file.display()))?;
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(is_plain) {
        bail!("the peer's file needs a name of letters, digits, `-`, `_` and `.`");
    }
    let folder = file.parent().unwrap_or(Path::new("/"));
    Ok((folder.to_owned(), name.to_owned()))
}

fn measure(chromium: &Path, url: &str, server: &PageServer) -> Result<String> {
    let profile = cache::folder("bench-profile")?;
    let profile = Partial::new(&profile)?;
    let mut browser = Command::new(chromium)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
        ])
        .args(["--no-first-run", "--disable-background-networking"])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("Chromium does not start")?;
    let answer = server.answers.recv_timeout(PATIENCE);
    let _ = browser.kill();
    let _ = browser.wait();
    answer.context("the page did not answer")
}

/// Builds the engine's example `inference` as the worker is built; gives the folder of its script.
fn inference(web: &WebTools) -> Result<PathBuf> {
    let printed = quiet(
        web.command("cargo")?
            .args([
                "build",
                "--package",
                "vidimus-engine",
                "--example",
                "inference",
            ])
            .args([
                "--target",
                "wasm32-unknown-unknown",
                "--profile",
                "wasm-release",
            ])
            .arg("--message-format=json-render-diagnostics"),
    )?;
    let wasm = printed
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "inference")
        .filter_map(|message| Some(message["filenames"].as_array()?.clone()))
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.extension().is_some_and(|e| e == "wasm"))
        .context("cargo did not say where the WebAssembly is")?;
    let folder = cache::folder("bench-inference")?;
    let partial = Partial::new(&folder)?;
    quiet(
        web.command("wasm-bindgen")?
            .args(["--target", "web", "--out-name", "inference", "--out-dir"])
            .arg(partial.path())
            .arg(&wasm),
    )?;
    let bound = partial.path().join("inference_bg.wasm");
    let optimised = partial.path().join("optimised.wasm");
    quiet(
        web.command("wasm-opt")?
            .arg("-O3")
            .arg(&bound)
            .arg("-o")
            .arg(&optimised),
    )?;
    fs::rename(&optimised, &bound)?;
    partial.keep()?;
    Ok(folder)
}
