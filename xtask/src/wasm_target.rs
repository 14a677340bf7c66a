//! The standard library for WebAssembly: from rustup, or built from Debian's sources.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::step::{on_path, quiet, step};
use crate::{cache, tools};

const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take before it counts as unreachable.
const RUSTUP_PATIENCE: Duration = Duration::from_mins(1);
/// The name under which Debian's compiler is linked into rustup.
const DEBIAN: &str = "debian";

/// Makes the target available; gives the toolchain to build with, `None` for the default one.
pub(crate) fn ready() -> Result<Option<String>> {
    if has_target(None) {
        return Ok(None);
    }
    if has_target(Some(DEBIAN)) {
        return Ok(Some(DEBIAN.to_owned()));
    }
    let by_rustup = step("add the WebAssembly target (rustup)", || {
        if !on_path("rustup") {
            bail!("there is no rustup");
        }
        let child = Command::new("rustup")
            .args(["target", "add", TARGET])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        wait(child, RUSTUP_PATIENCE)
    });
    match by_rustup {
        Ok(()) if has_target(None) => return Ok(None),
        Ok(()) => {}
        Err(error) => eprintln!("    {error:#}; using Debian's compiler instead"),
    }
    by_debian()?;
    Ok(Some(DEBIAN.to_owned()))
}

fn by_debian() -> Result<()> {
    let what_for = "Rust for WebAssembly (rustup cannot deliver it here)";
    tools::apt(
        &[
            "rustc-web",
            "cargo-web",
            "rust-web-src",
            "rust-web-llvm",
            "lld-22",
        ],
        what_for,
    )?;
    let library = Path::new("/usr/lib/rustlib").join(TARGET).join("lib");
    if !has_rlibs(&library) {
        step("build Rust's standard library for WebAssembly", || {
            build_std(&library)
        })?;
    }
    if on_path("rustup") {
        quiet(Command::new("rustup").args(["toolchain", "link", DEBIAN, "/usr"]))?;
    }
    if has_target(Some(DEBIAN)) {
        Ok(())
    } else {
        bail!("the WebAssembly target is still missing after its installation")
    }
}

fn build_std(library: &Path) -> Result<()> {
    let crate_folder = cache::folder("wasm-std")?;
    fs::create_dir_all(crate_folder.join("src"))?;
    fs::write(crate_folder.join("src/lib.rs"), "#![no_std]\n")?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
                    [workspace]\n";
    fs::write(crate_folder.join("Cargo.toml"), manifest)?;
    let mut command = Command::new("/usr/bin/cargo");
    command
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,test")
        .current_dir(&crate_folder)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_DIR", crate_folder.join("target"));
    for variable in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTDOC", "RUSTFLAGS"] {
        command.env_remove(variable);
    }
    quiet(&mut command)?;
    let built = crate_folder
        .join("target")
        .join(TARGET)
        .join("release/deps");
    let parent = library
        .parent()
        .context("the library folder has a parent")?;
    fs::create_dir_all(parent)
        .with_context(|| format!("cannot write {}; run this once as root", parent.display()))?;
    // Complete or not there: a half-copied library would fail much later, and obscurely.
    let partial = tools::Partial::new(library)?;
    for file in fs::read_dir(built)?.flatten() {
        let path = file.path();
        if path.extension().is_some_and(|e| e == "rlib") {
            fs::copy(&path, partial.path().join(file.file_name()))?;
        }
    }
    partial.keep()
}

fn has_target(toolchain: Option<&str>) -> bool {
    let mut command = Command::new("rustc");
    command.args(["--print", "sysroot"]).env_remove("RUSTC");
    match toolchain {
        Some(toolchain) => command.env("RUSTUP_TOOLCHAIN", toolchain),
        None => &mut command,
    };
    quiet(&mut command).is_ok_and(|sysroot| {
        has_rlibs(
            &Path::new(sysroot.trim())
                .join("lib/rustlib")
                .join(TARGET)
                .join("lib"),
        )
    })
}

fn has_rlibs(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|files| {
        files
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn wait(mut child: Child, patience: Duration) -> Result<()> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("rustup failed ({status})");
        }
        if started.elapsed() > patience {
            let _ = child.kill();
            let _ = child.wait();
            bail!("rustup did not deliver within {} s", patience.as_secs());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}
