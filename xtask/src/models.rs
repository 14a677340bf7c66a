//! The models: fetched, verified, converted, cached.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::manifest::{Conversion, Entry, Registry, Set};
use crate::packages::Archives;
use crate::step::step;
use crate::{cache, dlib, manifest, onnx, tflite};

/// A file that is ready for use.
pub(crate) struct Ready {
    pub(crate) entry: Entry,
    pub(crate) file: PathBuf,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

/// Makes every file of the manifest available in the cache.
pub(crate) fn ready() -> Result<Vec<Ready>> {
    let mut archives = Archives::default();
    manifest::read()?
        .into_iter()
        .map(|entry| {
            prepare(&entry, &mut archives)
                .with_context(|| format!("the model `{}` cannot be had", entry.name))
        })
        .collect()
}

/// The model of a name.
pub(crate) fn named<'a>(models: &'a [Ready], name: &str) -> Result<&'a Ready> {
    models
        .iter()
        .find(|model| model.entry.name == name)
        .with_context(|| format!("the manifest has no {name}"))
}

fn prepare(entry: &Entry, archives: &mut Archives) -> Result<Ready> {
    let expected = if entry.convert.is_empty() {
        Some(entry.sha256.clone())
    } else {
        entry.output_sha256.clone()
    };
    if entry.registry == Registry::Own {
        return own(entry);
    }
    let folder = cache::folder("models")?;
    if let Some(expected) = &expected {
        let file = folder.join(expected);
        if let Ok(bytes) = fs::read(&file) {
            if cache::sha256(&bytes) == *expected {
                return Ok(Ready {
                    entry: entry.clone(),
                    file,
                    sha256: expected.clone(),
                    bytes: bytes.len() as u64,
                });
            }
            fs::remove_file(&file)?;
        }
    }
    let archive = archives.get(entry)?;
    let mut bytes = archive.file(&entry.path)?;
    cache::verify(&entry.path, &bytes, &entry.sha256)?;
    let companion = match (&entry.companion_path, &entry.companion_sha256) {
        (Some(path), Some(sha256)) => {
            let bytes = archive.file(path)?;
            cache::verify(path, &bytes, sha256)?;
            bytes
        }
        _ => Vec::new(),
    };
    if !entry.convert.is_empty() {
        bytes = step(&format!("convert {}", entry.name), || {
            convert(entry, bytes, &companion)
        })?;
    }
    let sha256 = cache::sha256(&bytes);
    if let Some(expected) = &expected
        && sha256 != *expected
    {
        bail!("the conversion gave {sha256}, the manifest expects {expected}");
    }
    let file = folder.join(&sha256);
    cache::write_whole(&file, &bytes)?;
    Ok(Ready {
        entry: entry.clone(),
        file,
        sha256,
        bytes: bytes.len() as u64,
    })
}

/// Weights of our own lie beside the manifest.
fn own(entry: &Entry) -> Result<Ready> {
    let file = cache::root().join("engine/models").join(&entry.path);
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    cache::verify(&entry.path, &bytes, &entry.sha256)?;
    Ok(Ready {
        entry: entry.clone(),
        sha256: entry.sha256.clone(),
        bytes: bytes.len() as u64,
        file,
    })
}

fn convert(entry: &Entry, mut bytes: Vec<u8>, companion: &[u8]) -> Result<Vec<u8>> {
    for conversion in &entry.convert {
        bytes = match conversion {
            Conversion::FreeInputSize => onnx::free_input_size(&bytes)?,
            Conversion::DlibResnet => dlib::resnet(&bytes, companion)?,
            Conversion::TfliteEye => tflite::converted(&bytes, &["contour"])?,
            Conversion::TfliteMesh => tflite::converted(&bytes, &["landmarks", "presence"])?,
        };
    }
    Ok(bytes)
}

/// `cargo xtask models`.
pub(crate) fn list() -> Result<()> {
    let all = ready()?;
    let mut total_bytes = 0;
    for model in &all {
        let entry = &model.entry;
        println!(
            "{}  {:.2} MB  {}",
            entry.name,
            model.bytes as f64 / 1e6,
            entry.licence
        );
        println!("    {}", entry.purpose);
        let from = match entry.registry {
            Registry::Own => "in this repository".to_owned(),
            _ => format!("{} {}", entry.package, entry.version),
        };
        println!("    {from}, sha256 {}", model.sha256);
        if entry.set != Set::Specimens {
            total_bytes += model.bytes;
        }
    }
    println!("the engine loads {:.2} MB", total_bytes as f64 / 1e6);
    Ok(())
}
