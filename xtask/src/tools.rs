//! The programs that building and testing need, installed once into the cache.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::step::{on_path, quiet, step};
use crate::{browser, cache, models, wasm_target};

/// Must be the `wasm-bindgen` of Cargo.lock, to the letter.
const WASM_BINDGEN: &str = "0.2.130";
/// 0.22 needs a newer rustc than the workspace.
const TRUNK: &str = "0.21.14";
/// npm's package of wasm-opt; Debian's is too old for what rustc writes today.
const BINARYEN: &str = "132.0.0";

/// What the WebAssembly builds need: where the tools are, and which toolchain has the target.
pub(crate) struct WebTools {
    folders: Vec<PathBuf>,
    pub(crate) toolchain: Option<String>,
}

impl WebTools {
    /// A command with the tools on its PATH and the right toolchain.
    pub(crate) fn command(&self, program: &str) -> Result<Command> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(
            self.folders
                .iter()
                .cloned()
                .chain(std::env::split_paths(&old)),
        )?;
        let mut command = Command::new(find(program, &path));
        command.env("PATH", path).current_dir(cache::root());
        // Set by the cargo that runs xtask; they would pin its toolchain and its flags.
        for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "RUSTFLAGS"] {
            command.env_remove(variable);
        }
        if let Some(toolchain) = &self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        Ok(command)
    }
}

fn find(program: &str, path: &OsString) -> OsString {
    std::env::split_paths(path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
        .map_or_else(|| program.into(), PathBuf::into_os_string)
}

/// `cargo xtask setup`.
pub(crate) fn everything() -> Result<()> {
    web()?;
    browser::ready()?;
    models::ready().map(|_| ())
}

/// Makes the WebAssembly target, wasm-bindgen, trunk and wasm-opt available.
pub(crate) fn web() -> Result<WebTools> {
    let toolchain = wasm_target::ready()?;
    let wasm_bindgen = cargo_tool("wasm-bindgen-cli", WASM_BINDGEN, "wasm-bindgen")?;
    let trunk = cargo_tool("trunk", TRUNK, "trunk")?;
    let wasm_opt = wasm_opt()?;
    Ok(WebTools {
        folders: vec![wasm_bindgen, trunk, wasm_opt],
        toolchain,
    })
}

/// A program from crates.io, built once: several minutes.
fn cargo_tool(package: &str, version: &str, program: &str) -> Result<PathBuf> {
    let home = cache::folder("tools")?.join(format!("{package}-{version}"));
    let folder = home.join("bin");
    if folder.join(program).is_file() {
        return Ok(folder);
    }
    step(
        &format!("build {package} {version} (several minutes, once)"),
        || {
            let partial = Partial::new(&home)?;
            let install = |locked: bool| {
                let mut command = Command::new("cargo");
                command
                    .args([
                        "install",
                        package,
                        "--version",
                        version,
                        "--quiet",
                        "--root",
                    ])
                    .arg(partial.path())
                    .env("CARGO_TARGET_DIR", partial.path().join("target"))
                    .env_remove("RUSTFLAGS");
                if locked {
                    command.arg("--locked");
                }
                quiet(&mut command)
            };
            // A mirror may lack a version that the package's lock file names; then cargo's own
            // choice of versions is the next best.
            install(true).or_else(|locked_error| {
                if locked_error
                    .to_string()
                    .contains("failed to select a version")
                {
                    install(false)
                } else {
                    Err(locked_error)
                }
            })?;
            let _ = fs::remove_dir_all(partial.path().join("target"));
            partial.keep()
        },
    )?;
    Ok(folder)
}

fn wasm_opt() -> Result<PathBuf> {
    let home = cache::folder("tools")?.join(format!("binaryen-{BINARYEN}"));
    let folder = home.join("node_modules/.bin");
    if folder.join("wasm-opt").exists() {
        return Ok(folder);
    }
    if !on_path("npm") {
        apt(&["npm"], "npm, to fetch wasm-opt")?;
    }
    step(&format!("fetch wasm-opt (binaryen {BINARYEN})"), || {
        let partial = Partial::new(&home)?;
        let package = format!("binaryen@{BINARYEN}");
        quiet(
            Command::new("npm")
                .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
                .arg(partial.path())
                .arg(package),
        )?;
        partial.keep()
    })?;
    Ok(folder)
}

/// Python with pip, which fetches packages from `PyPI`.
pub(crate) fn python() -> Result<()> {
    let works = || quiet(Command::new("python3").args(["-m", "pip", "--version"])).is_ok();
    if works() {
        return Ok(());
    }
    apt(
        &["python3", "python3-pip"],
        "Python with pip, to fetch packages",
    )?;
    if works() {
        Ok(())
    } else {
        bail!("python3 has no pip; install python3-pip")
    }
}

/// Python that makes environments with pip.
pub(crate) fn python_environments() -> Result<()> {
    let works = || quiet(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if works() {
        return Ok(());
    }
    apt(
        &["python3", "python3-venv"],
        "Python's environments, to install its programs apart",
    )?;
    if works() {
        Ok(())
    } else {
        bail!("python3 makes no environments; install python3-venv")
    }
}

/// Installs Debian packages.
pub(crate) fn apt(packages: &[&str], what_for: &str) -> Result<()> {
    if !on_path("apt-get") {
        bail!(
            "{what_for}, is missing and this is no Debian; install what provides {} and run the \
             command again",
            packages.join(", ")
        );
    }
    step(&format!("install {} (apt)", packages.join(", ")), || {
        let install = || {
            quiet(
                Command::new("apt-get")
                    .args(["install", "--yes", "--no-install-recommends"])
                    .args(packages)
                    .env("DEBIAN_FRONTEND", "noninteractive"),
            )
        };
        // Fresh images come without package lists.
        install().or_else(|_| {
            quiet(Command::new("apt-get").arg("update"))?;
            install()
        })
    })
    .map(|_| ())
    .with_context(|| format!("needed for: {what_for}"))
}

/// A folder that takes its final name only when it is complete.
pub(crate) struct Partial {
    partial: PathBuf,
    whole: PathBuf,
}

impl Partial {
    pub(crate) fn new(whole: &Path) -> Result<Self> {
        let name = whole
            .file_name()
            .context("a folder needs a name")?
            .to_string_lossy();
        let partial = whole.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        fs::create_dir_all(&partial)?;
        Ok(Self {
            partial,
            whole: whole.to_path_buf(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.partial
    }

    pub(crate) fn keep(self) -> Result<()> {
        if self.whole.exists() {
            fs::remove_dir_all(&self.whole)?;
        }
        fs::rename(&self.partial, &self.whole)?;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.partial);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_one_of_the_lock_file() {
        let lock = fs::read_to_string(cache::root().join("Cargo.lock")).unwrap();
        let entry = format!("name = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"");
        assert!(lock.contains(&entry));
    }

    #[test]
    fn a_partial_folder_vanishes_unless_kept() {
        let base = std::env::temp_dir().join(format!("vidimus-partial-{}", std::process::id()));
        fs::create_dir_all(&base).unwrap();
        let whole = base.join("tool");
        let dropped = Partial::new(&whole).unwrap();
        fs::write(dropped.path().join("half"), b"x").unwrap();
        drop(dropped);
        assert_eq!(fs::read_dir(&base).unwrap().count(), 0);
        let kept = Partial::new(&whole).unwrap();
        fs::write(kept.path().join("all"), b"x").unwrap();
        kept.keep().unwrap();
        assert!(whole.join("all").is_file());
        fs::remove_dir_all(&base).unwrap();
    }
}
