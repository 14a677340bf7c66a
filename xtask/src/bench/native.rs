//! Processor time of the stages, one thread, by the engine's bench `stages`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::RUNS;
use super::table::{Table, ms};
use crate::cache;
use crate::manifest::Set;
use crate::models::Ready;
use crate::step::{long_step, loud, quiet, step};
use crate::tools::Partial;

/// Measures pictures.
pub(super) struct Stages {
    models: PathBuf,
}

/// Medians for one picture, in milliseconds of processor time.
#[derive(Deserialize)]
pub(super) struct Measured {
    pub(super) lines: Vec<String>,
    pub(super) decode: f64,
    pub(super) read: f64,
    locate: f64,
    mrz: f64,
    faces: f64,
    viz: f64,
    viz_lines: usize,
    barcodes: f64,
    traces: f64,
    checks: f64,
    verify: f64,
    light: f64,
    colour: f64,
    camera: f64,
    #[serde(default)]
    compare: Option<f64>,
    #[serde(default)]
    live: Option<Live>,
}

/// A frame of a live picture of a person.
#[derive(Deserialize)]
struct Live {
    follow: f64,
    find: f64,
}

impl Measured {
    /// From the file to the zone.
    pub(super) fn zone(&self) -> f64 {
        self.decode + self.locate + self.mrz
    }
}

impl Stages {
    /// Builds the bench and lays out the models that it loads.
    pub(super) fn build(models: &[Ready]) -> Result<Self> {
        long_step("build the engine's stages", || {
            loud(cargo().args(["--no-run", "--quiet"]))
        })?;
        let folder = cache::folder("bench-models")?;
        let partial = Partial::new(&folder)?;
        for model in models
            .iter()
            .filter(|model| model.entry.set != Set::Specimens)
        {
            let to = partial.path().join(format!("{}.onnx", model.entry.name));
            std::fs::copy(&model.file, to)?;
        }
        partial.keep()?;
        Ok(Self { models: folder })
    }

    /// Medians of some runs for each picture.
    pub(super) fn measure(&self, pictures: &[&Path], runs: usize) -> Result<Vec<Measured>> {
        let printed = quiet(
            cargo()
                .args(["--quiet", "--"])
                .arg(&self.models)
                .arg(runs.to_string())
                .args(pictures)
                .env("RTEN_NUM_THREADS", "1"),
        )?;
        printed
            .lines()
            .map(|line| serde_json::from_str(line).context("the bench printed no JSON"))
            .collect()
    }
}

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["bench", "--package", "vidimus-engine", "--bench", "stages"])
        .current_dir(cache::root());
    command
}

/// The rows of the specimen; gives what its zone says.
pub(super) fn rows(stages: &Stages, specimen: &Path, table: &mut Table) -> Result<Vec<String>> {
    let measured = step("measure the stages, one thread", || {
        stages.measure(&[specimen], RUNS)
    })?;
    let it = measured
        .into_iter()
        .next()
        .context("nothing was measured")?;
    table.part("native, one thread, CPU, 1600x1200 specimen");
    let viz = format!("  visual zone: layout and {} lines", it.viz_lines);
    table.row("read, the whole", &ms(it.read), "200 ms", "");
    for (what, value) in [
        ("  locate: map and outlines", it.locate),
        ("  machine-readable zone", it.mrz),
        ("  faces", it.faces),
        (&viz, it.viz),
        ("  barcodes, of each kind", it.barcodes),
        ("  light, sharpness, glare", it.light),
        ("  variety of colours", it.colour),
        ("traces of copies and alterations", it.traces),
        ("the checks themselves", it.checks),
        ("verify without a selfie, the whole", it.verify),
        ("decode the JPEG", it.decode),
        ("pre-check of a camera frame, 1280x720", it.camera),
    ] {
        table.row(what, &ms(value), "", "");
    }
    if let Some(compare) = it.compare {
        let what = "find the selfie's face and compare it with the portrait";
        table.row(what, &ms(compare), "150 ms", "");
    }
    if let Some(Live { follow, find }) = it.live {
        table.row("pre-check of a live selfie, 1280x720", &ms(follow), "", "");
        table.row("  where others are looked for, too", &ms(find), "", "");
    }
    Ok(it.lines)
}
