//! `cargo xtask load`: the server under load, beside the engine alone.

use std::process::Command;

use anyhow::Result;

use crate::step::{built, long_step, loud};
use crate::{cache, dist, run};

/// The specimen that is verified over and over.
const SPECIMEN: &str = "passport.jpg";

/// Builds the program and what asks it, and passes on the arguments: `--rows postgres`, `--rate`,
/// `--seconds`, `--workers`, `--queue`.
pub(crate) fn load(arguments: &[String]) -> Result<()> {
    let program = run::build()?;
    let asking = long_step("build what asks (release)", || {
        built(
            Command::new(env!("CARGO"))
                .args(["build", "--release", "--package", "vidimus-tests"])
                .args(["--example", "load"])
                .current_dir(cache::root()),
            "load",
        )
    })?;
    loud(
        Command::new(asking)
            .arg("--program")
            .arg(program)
            .arg("--image")
            .arg(dist::folder()?.join("specimen").join(SPECIMEN))
            .args(arguments),
    )
}
