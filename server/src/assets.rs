//! Files that are built into the program: pages, the capture UI, networks.
//!
//! Release builds hold them; debug builds read them from `www/dist` at run time.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../www/dist"]
#[allow_missing = true]
struct Dist;

/// A built-in file.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
}

/// The file at a path such as `capture/index.html`.
#[must_use]
pub fn get(path: &str) -> Option<Asset> {
    // The library refuses `..` as well; a path with it is never one of ours.
    if path
        .split('/')
        .any(|part| part.is_empty() || part == "." || part == "..")
    {
        return None;
    }
    let file = Dist::get(path)?;
    Some(Asset {
        sha256: file.metadata.sha256_hash(),
        bytes: file.data,
    })
}

/// Whether the web pages have been built.
#[must_use]
pub fn are_there() -> bool {
    get("index.html").is_some() || get("capture/index.html").is_some()
}
