//! `cargo xtask bench`: the engine's speed and size beside its budgets and its peers, in one run.

mod browser;
mod native;
mod onnxruntime;
mod page_server;
mod sizes;
mod table;
mod tesseract;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{cache, dist, documents, models, run, tools};
use table::Table;

/// How often each thing is done; the table shows medians.
const RUNS: usize = 15;
/// The specimen that the budgets are meant for: 1600x1200 pixels.
const SPECIMEN: &str = "passport.jpg";

/// One picture with what it says.
struct Picture {
    file: PathBuf,
    lines: Vec<String>,
}

/// Measures everything and prints the table. `--native` leaves the browser out; `--peer FILE` names
/// a recogniser of 48 px high lines that runs beside ours in it.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let (native_only, peer) = match arguments {
        [] => (false, None),
        [flag] if flag == "--native" => (true, None),
        [flag, file] if flag == "--peer" => (false, Some(PathBuf::from(file))),
        [unknown, ..] => bail!("`cargo xtask bench` does not know {unknown}"),
    };
    dist::build(&run::program("specimen")?)?;
    let models = models::ready()?;
    let mut table = Table::default();

    let stages = native::Stages::build(&models)?;
    let specimen = dist::folder()?.join("specimen").join(SPECIMEN);
    let lines = native::rows(&stages, &specimen, &mut table)?;
    let specimen = Picture {
        file: specimen,
        lines,
    };
    tesseract::rows(&stages, "the specimen", &[specimen], RUNS, &mut table)?;
    let documents = public_documents()?;
    if !documents.is_empty() {
        let what = format!("{} documents", documents.len());
        tesseract::rows(&stages, &what, &documents, 1, &mut table)?;
    }
    if !native_only {
        let web = tools::web()?;
        browser::rows(&web, peer.as_deref(), &mut table)?;
        sizes::rows(&mut table)?;
    }
    println!("\n{table}");
    Ok(())
}

/// The public documents with a standard zone, where they are on this machine.
fn public_documents() -> Result<Vec<Picture>> {
    let folder = cache::root().join("../shared/data/documents");
    if !folder.join("truth.json").is_file() {
        return Ok(vec![]);
    }
    let pictures = documents::scored(&folder)?
        .into_iter()
        .map(|entry| Picture {
            file: folder.join(entry.image),
            lines: entry.mrz,
        });
    Ok(pictures.collect())
}

/// The middle of some figures; 0 of none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
