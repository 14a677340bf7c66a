//! What browsers download, compressed as the server sends it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::table::Table;
use crate::dist;
use crate::manifest::{self, Set};

/// The rows of sizes, from `www/dist`.
pub(super) fn rows(table: &mut Table) -> Result<()> {
    let dist = dist::folder()?;
    let (capture, models) = (dist.join("capture"), dist.join("models"));
    let manifest = manifest::read()?;
    let of_set = |set: Set| -> Result<u64> {
        let wanted = manifest.iter().filter(|entry| entry.set == set);
        wanted
            .map(|entry| {
                size(&models, |name| {
                    name.starts_with(&format!("{}-", entry.name))
                })
            })
            .sum()
    };
    let is_worker = |name: &str| name.starts_with("engine-worker");
    table.part("sizes in brotli");
    for (what, bytes, budget) in [
        (
            "worker wasm",
            size(&capture, |name| {
                is_worker(name) && has_extension(name, "wasm")
            })?,
            "1.2 MB",
        ),
        ("models for documents", of_set(Set::Documents)?, "5 MB"),
        ("models for faces", of_set(Set::Faces)?, "8 MB"),
        (
            "before the first screen",
            size(&capture, |name| !is_worker(name))?,
            "0.5 MB",
        ),
    ] {
        let figure = format!("{:.2} MB", bytes as f64 / 1e6);
        table.row(what, &figure, budget, "");
    }
    Ok(())
}

/// Bytes of the wanted files of a folder: of their compressed copies where there are any.
fn size(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<u64> {
    let mut total = 0;
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} has not been built", folder.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if has_extension(&name, "br") || !wanted(&name) || !entry.path().is_file() {
            continue;
        }
        let compressed = folder.join(format!("{name}.br"));
        let file = if compressed.is_file() {
            compressed
        } else {
            entry.path()
        };
        total += file.metadata()?.len();
    }
    Ok(total)
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compressed_copy_counts() {
        let folder = std::env::temp_dir().join(format!("vidimus-sizes-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, length) in [
            ("a.wasm", 9),
            ("a.wasm.br", 4),
            ("b.html", 2),
            ("c.js", 100),
        ] {
            fs::write(folder.join(name), vec![0; length]).unwrap();
        }
        assert_eq!(size(&folder, |name| name != "c.js").unwrap(), 6);
        fs::remove_dir_all(&folder).unwrap();
    }
}
