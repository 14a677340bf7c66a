//! Files that the set-up makes.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The build folder.
pub(super) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The path of a specimen: in `$VIDIMUS_SPECIMENS`, else in `target/specimens`.
pub(crate) fn specimen(name: &str) -> Result<PathBuf> {
    let folder = std::env::var_os("VIDIMUS_SPECIMENS")
        .map_or_else(|| target().join("specimens"), PathBuf::from);
    let path = folder.join(name);
    ensure!(
        path.is_file(),
        "the specimen {} is missing: run `cargo xtask test`, which makes it",
        path.display()
    );
    Ok(std::path::absolute(path)?)
}

/// Fails unless the pages that the server shows have been built.
pub(super) fn need_pages() -> Result<()> {
    for file in ["index.html", "capture/index.html", "models/index.json"] {
        ensure!(
            vidimus_server::assets::get(file).is_some(),
            "www/dist/{file} is missing: run `cargo xtask test`, which builds the web pages first"
        );
    }
    Ok(())
}
