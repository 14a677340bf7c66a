//! Reading documents, scored: as they are, and in worse copies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageReader};
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};

use crate::step::{quiet, step};
use crate::variants::{self, Variant};
use crate::{cache, variants::jpeg_quality};

/// One line of `truth.json`; what is not measured is left out.
#[derive(Deserialize)]
struct Truth {
    image: String,
    mrz: Vec<String>,
    subset: String,
}

/// One line of `vidimus read`; what is not measured is left out.
#[derive(Deserialize)]
struct Line {
    mrz: Vec<String>,
    #[serde(default)]
    mrz_uncertain: bool,
    cpu_seconds: f64,
}

/// What later runs are compared with: for each table row, the pictures that were read exactly.
#[derive(Default, Serialize, Deserialize)]
struct Kept(BTreeMap<String, BTreeSet<String>>);

/// How a set of pictures was read.
struct Row {
    exact: BTreeSet<String>,
    /// Wrong, and not marked as uncertain.
    silent: Vec<String>,
    unread: usize,
    total: usize,
    median_cpu_ms: f64,
}

/// Reads and scores the documents of a folder with `images`, `negatives` and `truth.json`.
pub(crate) fn score(program: &Path, data: &Path, results: &Path, keep: bool) -> Result<()> {
    let truth: Vec<Truth> = serde_json::from_slice(&fs::read(data.join("truth.json"))?)
        .context("truth.json is not as expected")?;
    let scored: Vec<&Truth> = truth
        .iter()
        .filter(|entry| !entry.mrz.is_empty() && entry.subset != "nonstandard")
        .collect();
    let file = cache::root().join("engine/accuracy.json");
    let before: Kept = fs::read(&file)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let mut today = Kept::default();
    println!(
        "{:16} {:>5} {:>7} {:>7} {:>7} {:>8}",
        "", "exact", "of", "unread", "silent", "cpu ms"
    );
    let mut regressions = Vec::new();
    for variant in std::iter::once(None).chain(variants::ALL.iter().map(Some)) {
        let name = variant.map_or("as they are", |variant| variant.name);
        let row = match variant {
            None => read(program, data, &scored, |entry| entry.image.clone())?,
            Some(variant) => {
                let folder = results.join("variants").join(variant.name);
                copies(data, &scored, variant, &folder)?;
                read(program, &folder, &scored, copy_name)?
            }
        };
        println!(
            "{name:16} {:>5} {:>7} {:>7} {:>7} {:>8.0}",
            row.exact.len(),
            row.total,
            row.unread,
            row.silent.len(),
            row.median_cpu_ms
        );
        if variant.is_none() {
            for image in &row.silent {
                println!("    wrong without a mark: {image}");
            }
        }
        if let Some(exact) = before.0.get(name) {
            let lost = exact.difference(&row.exact);
            regressions.extend(lost.map(|image| format!("{name}: {image}")));
        }
        today.0.insert(name.to_owned(), row.exact);
    }
    for regression in &regressions {
        println!("read before and no longer: {regression}");
    }
    negatives(program, data)?;
    if keep {
        cache::write_whole(&file, &serde_json::to_vec_pretty(&today)?)?;
    }
    Ok(())
}

fn negatives(program: &Path, data: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(data.join("negatives"))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let lines = lines(program, data, &files)?;
    let found = lines.iter().filter(|line| !line.mrz.is_empty()).count();
    println!(
        "a zone was read on {found} of {} pictures without one",
        lines.len()
    );
    Ok(())
}

fn read(
    program: &Path,
    folder: &Path,
    truth: &[&Truth],
    path: impl Fn(&Truth) -> String,
) -> Result<Row> {
    let files: Vec<PathBuf> = truth.iter().map(|entry| folder.join(path(entry))).collect();
    let lines = lines(program, folder, &files)?;
    let mut row = Row {
        exact: BTreeSet::new(),
        silent: vec![],
        unread: 0,
        total: truth.len(),
        median_cpu_ms: 0.0,
    };
    let mut times: Vec<f64> = lines.iter().map(|line| line.cpu_seconds * 1e3).collect();
    times.sort_by(f64::total_cmp);
    row.median_cpu_ms = times.get(times.len() / 2).copied().unwrap_or(0.0);
    for (entry, line) in truth.iter().zip(lines) {
        if line.mrz == entry.mrz {
            row.exact.insert(entry.image.clone());
        } else if line.mrz.is_empty() {
            row.unread += 1;
        } else if !line.mrz_uncertain {
            row.silent.push(entry.image.clone());
        }
    }
    Ok(row)
}

fn lines(program: &Path, folder: &Path, files: &[PathBuf]) -> Result<Vec<Line>> {
    let spinner = ProgressBar::new_spinner();
    spinner.enable_steady_tick(Duration::from_millis(120));
    let printed = quiet(
        Command::new(program)
            .arg("read")
            .args(files)
            .current_dir(folder),
    );
    spinner.finish_and_clear();
    printed?
        .lines()
        .map(|line| serde_json::from_str(line).context("`vidimus read` printed no JSON"))
        .collect()
}

fn copy_name(entry: &Truth) -> String {
    let name = entry.image.rsplit('/').next().unwrap_or(&entry.image);
    format!("{name}.jpg")
}

/// Makes the copies that are not there yet.
fn copies(data: &Path, truth: &[&Truth], variant: &Variant, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let missing: Vec<_> = truth
        .iter()
        .filter(|entry| !folder.join(copy_name(entry)).is_file())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    step(&format!("make the copies: {}", variant.name), || {
        for entry in missing {
            let mut decoder = ImageReader::open(data.join(&entry.image))?
                .with_guessed_format()?
                .into_decoder()?;
            let orientation = decoder.orientation()?;
            let mut picture = DynamicImage::from_decoder(decoder)?;
            picture.apply_orientation(orientation);
            let copy = variant.of(&picture.to_rgb8(), &entry.image);
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, jpeg_quality(variant)).encode_image(&copy)?;
            cache::write_whole(&folder.join(copy_name(entry)), &bytes)?;
        }
        Ok(())
    })
}
