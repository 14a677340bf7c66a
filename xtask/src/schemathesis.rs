//! schemathesis, from `PyPI`: requests made from our own OpenAPI document.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::step::{long_step, loud, quiet};
use crate::{cache, tools};

/// Other versions make other requests.
const VERSION: &str = "4.32.5";

/// Lets it ask the service for a bounded time.
pub(crate) fn run() -> Result<()> {
    let program = program()?;
    loud(
        Command::new(env!("CARGO"))
            .current_dir(cache::root())
            .args(["test", "--package", "vidimus-tests", "--test", "api"])
            .args(["schemathesis::", "--", "--ignored", "--nocapture"])
            .env("VIDIMUS_SCHEMATHESIS", program),
    )
}

/// The program `st`, in an environment of its own.
fn program() -> Result<PathBuf> {
    let folder = cache::folder("tools")?.join(format!("schemathesis-{VERSION}"));
    let program = folder.join("bin/st");
    // Its programs know the folder that they were installed in, so it cannot be made elsewhere and moved.
    let whole = folder.join("whole");
    if !whole.is_file() {
        tools::python_environments()?;
        long_step(&format!("install schemathesis {VERSION} (PyPI)"), || {
            let _ = fs::remove_dir_all(&folder);
            quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let package = format!("schemathesis=={VERSION}");
            let python = folder.join("bin/python");
            quiet(Command::new(python).args(["-m", "pip", "install", "--quiet", &package]))?;
            Ok(fs::write(&whole, "")?)
        })?;
    }
    Ok(program)
}
