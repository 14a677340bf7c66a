//! Files that the set-up makes, and those that it leaves to the tests.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fs, io};

use anyhow::{Context as _, Result, ensure};
use vidimus_tests::specimen::{Maker, Portraits};

fn root() -> PathBuf {
    // As `cargo` says it: clones may share a build folder.
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own).join("..")
}

/// The build folder.
pub(super) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The path of a specimen.
pub(crate) fn specimen(name: &str) -> Result<PathBuf> {
    let path = specimens()?.join(name);
    ensure!(path.is_file(), "no specimen is called {name}");
    Ok(path)
}

/// The path of one of the portraits that specimens are made of.
pub(crate) fn portrait(name: &str) -> Result<PathBuf> {
    Ok(portraits()?.join(name))
}

fn portraits() -> Result<PathBuf> {
    let folder = std::env::var_os("VIDIMUS_PORTRAITS").context(
        "VIDIMUS_PORTRAITS, the folder with the portraits of specimens, is not set: run \
         `cargo xtask test`, which fetches them",
    )?;
    Ok(folder.into())
}

/// A folder with all specimens. They are made here, from the portraits in `$VIDIMUS_PORTRAITS`:
/// the set-up makes only those that the demo page offers.
fn specimens() -> Result<PathBuf> {
    static MADE: Mutex<bool> = Mutex::new(false);
    let folder = std::path::absolute(target().join("specimens"))?;
    let mut made = MADE
        .lock()
        .map_err(|_| anyhow::anyhow!("the specimens could not be made"))?;
    if !*made {
        let portraits = Portraits::open(&portraits()?)?;
        fs::create_dir_all(&folder)?;
        let maker = Maker::new(portraits)?;
        for file in maker.pictures()?.into_iter().chain(maker.films()?) {
            write_whole(&folder.join(file.name), &file.bytes)?;
        }
        *made = true;
    }
    Ok(folder)
}

/// Two runs at a time may write the same file: each is there whole.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let partial = file.with_extension(format!("{}.partial", std::process::id()));
    fs::write(&partial, bytes)?;
    fs::rename(&partial, file)
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
