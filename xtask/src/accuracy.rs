//! `cargo xtask accuracy`: the engine on `../shared/data`, which is for measuring only and not
//! part of the repository.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::attacks::Set;
use crate::{cache, checks, documents, faces, run};

/// Scores reading and comparing. `--documents` leaves the faces out, `--faces` the documents,
/// `--keep` makes today's figures of documents the ones that later runs are compared with,
/// `--calibrate` writes `engine/face-calibration.json` by the faces, `--checks` scores the security
/// checks alone, `--liveness` passive liveness alone (both with `--tuning`: on the attacks that
/// thresholds are chosen by), `--program FILE` scores another build of `vidimus`, such as an older
/// one.
pub(crate) fn accuracy(arguments: &[String]) -> Result<()> {
    let mut data = cache::root().join("../shared/data");
    let (mut documents_only, mut faces_only) = (false, false);
    let (mut checks_only, mut liveness_only) = (false, false);
    let (mut keep, mut calibrate, mut program) = (false, false, None);
    let mut set = Set::Testing;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--documents" => documents_only = true,
            "--checks" => checks_only = true,
            "--tuning" => set = Set::Tuning,
            "--faces" => faces_only = true,
            "--liveness" => liveness_only = true,
            "--calibrate" => calibrate = true,
            "--keep" => keep = true,
            "--program" => {
                let file = arguments.next().context("--program needs a file")?;
                program = Some(PathBuf::from(file).canonicalize()?);
            }
            unknown if unknown.starts_with("--") => {
                bail!("`cargo xtask accuracy` does not know {unknown}")
            }
            folder => data = PathBuf::from(folder),
        }
    }
    if !data.join("documents/truth.json").is_file() {
        bail!(
            "there is no documents/truth.json in {}; give its folder",
            data.display()
        );
    }
    let program = match program {
        Some(program) => program,
        None => run::build()?,
    };
    let results = cache::root().join("target/accuracy");
    fs::create_dir_all(&results)?;
    if checks_only {
        return checks::score(&program, &data, &results, set);
    }
    if liveness_only {
        return faces::liveness::score(&program, &data, &results, set);
    }
    if !faces_only {
        documents::score(&program, &data.join("documents"), &results, keep)?;
    }
    if !documents_only {
        faces::score(&program, &data.join("faces"), &results, calibrate)?;
    }
    Ok(())
}
