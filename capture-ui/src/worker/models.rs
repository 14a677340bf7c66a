//! Fetching the models: with progress, and only those that are what they should be.

use std::fmt::Write as _;

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, ReadableStreamDefaultReader};

use crate::protocol::ModelSet;

/// Told the bytes that have come and are to come.
pub(super) type Progress = dyn Fn(f64, f64);

/// Why a model could not be had, for a developer.
#[derive(Debug)]
pub(super) struct ModelsError(pub(super) String);

/// One line of `/models/index.json`.
#[derive(Debug, Clone, Deserialize)]
struct Entry {
    name: String,
    file: String,
    sha256: String,
    bytes: u32,
}

/// The files of a set, in the order of [`ModelSet::names`].
pub(super) async fn fetch(set: ModelSet, progress: &Progress) -> Result<Vec<Vec<u8>>, ModelsError> {
    let index: Vec<Entry> = get("/models/index.json")
        .await?
        .json()
        .await
        .map_err(|error| ModelsError(format!("/models/index.json: {error}")))?;
    let entries = set
        .names()
        .iter()
        .map(|name| {
            index
                .iter()
                .find(|entry| entry.name == *name)
                .ok_or_else(|| ModelsError(format!("/models/index.json does not list `{name}`")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let total: f64 = entries.iter().map(|entry| f64::from(entry.bytes)).sum();
    let mut before = 0.0;
    let mut files = vec![];
    for entry in entries {
        let path = format!("/models/{}", entry.file);
        let bytes = stream(&path, entry.bytes, |loaded| {
            progress(before + loaded, total);
        })
        .await?;
        check(&path, &bytes, &entry.sha256).await?;
        before += f64::from(entry.bytes);
        files.push(bytes);
    }
    Ok(files)
}

/// The files of a set by number.
pub(super) fn exactly<const N: usize>(files: Vec<Vec<u8>>) -> Result<[Vec<u8>; N], ModelsError> {
    files
        .try_into()
        .map_err(|_| ModelsError("a model set has the wrong size".to_owned()))
}

async fn get(path: &str) -> Result<Response, ModelsError> {
    let response = Request::get(path)
        .send()
        .await
        .map_err(|error| ModelsError(format!("{path}: {error}")))?;
    if response.ok() {
        Ok(response)
    } else {
        Err(ModelsError(format!("{path}: status {}", response.status())))
    }
}

async fn stream(
    path: &str,
    expected_bytes: u32,
    progress: impl Fn(f64),
) -> Result<Vec<u8>, ModelsError> {
    let broken = |what: JsValue| ModelsError(format!("{path}: {what:?}"));
    let response = get(path).await?;
    let reader: ReadableStreamDefaultReader = response
        .body()
        .ok_or_else(|| ModelsError(format!("{path}: no body")))?
        .get_reader()
        .unchecked_into();
    let mut bytes = Vec::with_capacity(expected_bytes as usize);
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(broken)?;
        if Reflect::get(&chunk, &"done".into())
            .map_err(broken)?
            .is_truthy()
        {
            return Ok(bytes);
        }
        let value: Uint8Array = Reflect::get(&chunk, &"value".into())
            .map_err(broken)?
            .unchecked_into();
        let start = bytes.len();
        bytes.resize(start + value.length() as usize, 0);
        value.copy_to(&mut bytes[start..]);
        if bytes.len() > expected_bytes as usize {
            return Err(ModelsError(format!("{path} is longer than it should be")));
        }
        progress(bytes.len() as f64);
    }
}

async fn check(path: &str, bytes: &[u8], sha256: &str) -> Result<(), ModelsError> {
    let broken = |what: JsValue| ModelsError(format!("{path}: {what:?}"));
    let crypto: Crypto = Reflect::get(&js_sys::global(), &"crypto".into())
        .map_err(broken)?
        .unchecked_into();
    let digest = crypto
        .subtle()
        .digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes))
        .map_err(broken)?;
    let digest = Uint8Array::new(&JsFuture::from(digest).await.map_err(broken)?).to_vec();
    let mut hex = String::with_capacity(64);
    for byte in digest {
        let _ = write!(hex, "{byte:02x}");
    }
    if hex == sha256.to_ascii_lowercase() {
        Ok(())
    } else {
        Err(ModelsError(format!("{path} is not the file it should be")))
    }
}
