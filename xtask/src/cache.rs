//! Where downloads, converted models and tools live: outside the source tree, shared by clones.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

/// The repository's root, as `cargo` says it when it runs this program: clones may share a build
/// folder, so that the one it was compiled in may be another.
pub(crate) fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own)
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// `$VIDIMUS_CACHE`, else `$XDG_CACHE_HOME/vidimus`, else `~/.cache/vidimus`.
pub(crate) fn folder(name: &str) -> Result<PathBuf> {
    let base = std::env::var_os("VIDIMUS_CACHE")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("XDG_CACHE_HOME").map(|p| PathBuf::from(p).join("vidimus")))
        .or_else(|| std::env::var_os("HOME").map(|p| PathBuf::from(p).join(".cache/vidimus")))
        .context("neither VIDIMUS_CACHE nor HOME is set: no place for downloads")?;
    let folder = base.join(name);
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot create the cache folder {}", folder.display()))?;
    Ok(folder)
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Fails unless the bytes have the expected hash.
pub(crate) fn verify(what: &str, bytes: &[u8], expected_sha256: &str) -> Result<()> {
    let actual = sha256(bytes);
    if actual != expected_sha256 {
        bail!(
            "{what} is not what the manifest names: its sha256 is {actual}, expected \
             {expected_sha256}. Nothing of it was kept; try again, or check the registry's mirror"
        );
    }
    Ok(())
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn write_whole(file: &Path, bytes: &[u8]) -> Result<()> {
    let folder = file.parent().context("a file needs a folder")?;
    fs::create_dir_all(folder)?;
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let partial = folder.join(format!(".{name}.{}.partial", std::process::id()));
    let written = (|| {
        let mut out = fs::File::create(&partial)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        fs::rename(&partial, file)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written.with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_hash_is_refused_with_both_hashes() {
        let error = verify("the thing", b"abc", "00").unwrap_err().to_string();
        assert!(
            error.contains("ba7816bf") && error.contains("expected 00"),
            "{error}"
        );
        assert!(verify("the thing", b"abc", &sha256(b"abc")).is_ok());
    }

    #[test]
    fn nothing_half_written_is_left_behind() {
        let folder = std::env::temp_dir().join(format!("vidimus-cache-{}", std::process::id()));
        let file = folder.join("sub/file.bin");
        write_whole(&file, b"whole").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"whole");
        // A folder in the way makes the rename fail.
        let blocked = folder.join("blocked");
        fs::create_dir_all(blocked.join("x")).unwrap();
        assert!(write_whole(&blocked, b"never").is_err());
        let left: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
        assert_eq!(left.len(), 2, "{left:?}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
