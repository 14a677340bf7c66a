//! Reading documents, scored: as they are, and in worse copies.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageReader};
use serde::{Deserialize, Serialize};

use crate::cache;
use crate::step::{quiet, spinner, step};
use crate::variants;
use crate::viz::{self, Class, Region};

/// One line of `truth.json`; what is not measured is left out.
#[derive(Deserialize)]
pub(crate) struct Truth {
    pub(crate) image: String,
    pub(crate) mrz: Vec<String>,
    pub(crate) country: String,
    document: String,
    format: String,
    /// The same for pictures of one specimen.
    pub(crate) group: String,
    #[serde(default)]
    conditions: Vec<String>,
    subset: String,
    /// `scan`, `photo` or `digital`.
    #[serde(default)]
    pub(crate) capture: String,
}

impl Truth {
    /// The kind of document as `vidimus read` names it.
    pub(crate) fn kind(&self) -> &'static str {
        match self.document.as_str() {
            "passport" => "passport",
            "identity card" => "identityCard",
            "driving licence" => "driversLicense",
            "residence permit" => "residencePermit",
            _ => "visa",
        }
    }

    /// Whether another specimen has the same pixels, but for how EXIF turns them.
    pub(crate) fn is_copy_turned_by_exif(&self) -> bool {
        self.subset == "exif"
    }

    /// Whether front and back are shown beside or below one another.
    pub(crate) fn shows_both_sides(&self) -> bool {
        self.is("front_and_back")
    }

    fn is(&self, condition: &str) -> bool {
        self.conditions.iter().any(|own| own == condition)
    }

    /// The side that is shown, where it is one and known.
    pub(crate) fn side(&self) -> Option<&'static str> {
        if self.is("back_only") {
            Some("back")
        } else if self.format == "TD3" || self.format == "DL" || self.shows_both_sides() {
            Some("front")
        } else {
            None
        }
    }
}

/// The documents of a folder with a standard zone, as its `truth.json` has them.
pub(crate) fn scored(data: &Path) -> Result<Vec<Truth>> {
    documents(data, |entry| !entry.mrz.is_empty())
}

/// Some documents of a folder; those whose zone is no standard one are left out.
pub(crate) fn documents(data: &Path, is_wanted: impl Fn(&Truth) -> bool) -> Result<Vec<Truth>> {
    let truth: Vec<Truth> = serde_json::from_slice(&fs::read(data.join("truth.json"))?)
        .context("truth.json is not as expected")?;
    let kept = truth.into_iter();
    Ok(kept
        .filter(|entry| entry.subset != "nonstandard" && is_wanted(entry))
        .collect())
}

/// One line of `vidimus read`; what is not measured is left out, what older builds do not tell is
/// not asked for.
#[derive(Deserialize)]
pub(crate) struct Printed {
    mrz: Vec<String>,
    #[serde(default)]
    pub(crate) viz: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    pub(crate) portrait: Option<Region>,
    #[serde(default)]
    pub(crate) signature: Option<Region>,
    #[serde(default)]
    pub(crate) class: Option<Class>,
    #[serde(default)]
    mrz_uncertain: bool,
    #[serde(default)]
    line_evaluations: u32,
    cpu_seconds: f64,
}

/// Frames of a generated video.
const VIDEO_FRAMES: usize = 6;

/// What later runs are compared with: for each table row, the pictures that were read exactly.
#[derive(Default, Serialize, Deserialize)]
struct Kept(BTreeMap<String, BTreeSet<String>>);

/// How a set of pictures was read.
#[derive(Default)]
struct Row {
    exact: BTreeSet<String>,
    /// Exact, but marked as uncertain.
    marked: usize,
    /// Wrong, and not marked as uncertain.
    silent: Vec<String>,
    unread: usize,
    total: usize,
    evaluations: Vec<u32>,
    cpu_ms: Vec<f64>,
}

/// A table of how documents were read, and of what was lost since an earlier one.
struct Table {
    before: Kept,
    today: Kept,
    regressions: Vec<String>,
}

/// Reads and scores the documents of a folder with `images`, `negatives` and `truth.json`.
pub(crate) fn score(program: &Path, data: &Path, results: &Path, keep: bool) -> Result<()> {
    let scored = scored(data)?;
    let file = cache::root().join("engine/accuracy.json");
    let mut table = Table::new(&file);
    let originals: Vec<PathBuf> = scored.iter().map(|e| data.join(&e.image)).collect();
    let mut read = lines(program, "as they are", &originals)?;
    table.add("as they are", Row::of(&scored, &read));
    let copies = results.join("variants").join(variants::version());
    for variant in &variants::ALL {
        let folder = copies.join(variant.name);
        let files = copied(data, &scored, variant.name, &folder, |picture, image| {
            vec![(variant.of(picture, image), variant.jpeg_quality)]
        })?;
        let files: Vec<PathBuf> = files.into_iter().flatten().collect();
        let row = Row::of(&scored, &lines(program, variant.name, &files)?);
        table.add(variant.name, row);
    }
    videos(program, data, &scored, &copies, &mut table)?;
    for regression in &table.regressions {
        println!("read before and no longer: {regression}");
    }
    let without_zone = documents(data, |entry| entry.mrz.is_empty())?;
    let originals: Vec<PathBuf> = without_zone.iter().map(|e| data.join(&e.image)).collect();
    read.extend(lines(program, "documents without a zone", &originals)?);
    let all: Vec<Truth> = scored.into_iter().chain(without_zone).collect();
    viz::score(&all, &read)?;
    negatives(program, data)?;
    if keep {
        cache::write_whole(&file, &serde_json::to_vec_pretty(&table.today)?)?;
    }
    Ok(())
}

/// Generated videos: the frames each by itself, and all together.
fn videos(
    program: &Path,
    data: &Path,
    scored: &[Truth],
    copies: &Path,
    table: &mut Table,
) -> Result<()> {
    let frames = copied(
        data,
        scored,
        "video",
        &copies.join("video"),
        |picture, image| {
            let frames = variants::video(picture, image, VIDEO_FRAMES);
            frames.into_iter().map(|frame| (frame, 85)).collect()
        },
    )?;
    let mut single = Vec::new();
    for number in 0..VIDEO_FRAMES {
        let files: Vec<PathBuf> = frames.iter().map(|frames| frames[number].clone()).collect();
        single.push(lines(program, "video, frame by frame", &files)?);
    }
    for (number, lines) in single.iter().enumerate() {
        let name = format!("video frame {}", number + 1);
        table.add(&name, Row::of(scored, lines));
    }
    let mut fused = Vec::new();
    for files in &frames {
        let mut arguments = vec![PathBuf::from("--video")];
        arguments.extend(files.iter().cloned());
        fused.extend(lines(program, "video, as a whole", &arguments)?);
    }
    table.add("video", Row::of(scored, &fused));
    Ok(())
}

impl Table {
    fn new(file: &Path) -> Self {
        println!(
            "{:16} {:>5} {:>7} {:>7} {:>7} {:>7} {:>12} {:>14}",
            "", "exact", "of", "marked", "unread", "silent", "line looks", "cpu ms"
        );
        println!("{:52} {:>12} {:>14}", "", "median, most", "median, most");
        let before = fs::read(file).ok();
        Self {
            before: before
                .and_then(|bytes| serde_json::from_slice(&bytes).ok())
                .unwrap_or_default(),
            today: Kept::default(),
            regressions: vec![],
        }
    }

    fn add(&mut self, name: &str, mut row: Row) {
        row.evaluations.sort_unstable();
        row.cpu_ms.sort_by(f64::total_cmp);
        let middle = row.total / 2;
        println!(
            "{name:16} {:>5} {:>7} {:>7} {:>7} {:>7} {:>6} {:>5} {:>8.0} {:>5.0}",
            row.exact.len(),
            row.total,
            row.marked,
            row.unread,
            row.silent.len(),
            row.evaluations.get(middle).copied().unwrap_or_default(),
            row.evaluations.last().copied().unwrap_or_default(),
            row.cpu_ms.get(middle).copied().unwrap_or_default(),
            row.cpu_ms.last().copied().unwrap_or_default(),
        );
        for image in &row.silent {
            println!("    wrong without a mark: {image}");
        }
        if let Some(exact) = self.before.0.get(name) {
            let lost = exact.difference(&row.exact);
            self.regressions
                .extend(lost.map(|image| format!("{name}: {image}")));
        }
        self.today.0.insert(name.to_owned(), row.exact);
    }
}

impl Row {
    fn of(truth: &[Truth], lines: &[Printed]) -> Self {
        let mut row = Self {
            total: truth.len(),
            ..Self::default()
        };
        for (entry, line) in truth.iter().zip(lines) {
            row.evaluations.push(line.line_evaluations);
            row.cpu_ms.push(line.cpu_seconds * 1e3);
            if line.mrz == entry.mrz {
                row.exact.insert(entry.image.clone());
                row.marked += usize::from(line.mrz_uncertain);
            } else if line.mrz.is_empty() {
                row.unread += 1;
            } else if !line.mrz_uncertain {
                row.silent.push(entry.image.clone());
            }
        }
        row
    }
}

fn negatives(program: &Path, data: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(data.join("negatives"))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let lines = lines(program, "pictures without a zone", &files)?;
    let found = lines.iter().filter(|line| !line.mrz.is_empty()).count();
    println!(
        "a zone was read on {found} of {} pictures without one",
        lines.len()
    );
    viz::negatives(&lines);
    Ok(())
}

/// What the program says of files, a line each.
fn lines(program: &Path, what: &str, arguments: &[PathBuf]) -> Result<Vec<Printed>> {
    let spinner = spinner(&format!("read {what}"));
    // One thread: the figures are processor time.
    let mut command = Command::new(program);
    let printed = quiet(
        command
            .arg("read")
            .args(arguments)
            .env("RTEN_NUM_THREADS", "1"),
    );
    spinner.finish_and_clear();
    printed?
        .lines()
        .map(|line| serde_json::from_str(line).context("`vidimus read` printed no JSON"))
        .collect()
}

/// The worse copies of each picture; those that are not there yet are made.
pub(crate) fn copied<T: Borrow<Truth>>(
    data: &Path,
    truth: &[T],
    name: &str,
    folder: &Path,
    make: impl Fn(&RgbImage, &str) -> Vec<(RgbImage, u8)>,
) -> Result<Vec<Vec<PathBuf>>> {
    fs::create_dir_all(folder)?;
    let list = folder.join("list.json");
    if let Ok(bytes) = fs::read(&list) {
        return Ok(serde_json::from_slice(&bytes)?);
    }
    let files = step(&format!("make the copies: {name}"), || {
        let mut files = Vec::new();
        for entry in truth {
            let entry = entry.borrow();
            let stem = entry.image.rsplit('/').next().unwrap_or(&entry.image);
            let mut of_picture = Vec::new();
            let copies = make(&upright(&data.join(&entry.image))?, &entry.image);
            for (number, (copy, quality)) in copies.into_iter().enumerate() {
                let file = folder.join(format!("{stem}.{number}.jpg"));
                let mut bytes = Vec::new();
                JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&copy)?;
                cache::write_whole(&file, &bytes)?;
                of_picture.push(file);
            }
            files.push(of_picture);
        }
        Ok(files)
    })?;
    cache::write_whole(&list, &serde_json::to_vec(&files)?)?;
    Ok(files)
}

/// A picture as it is to be looked at.
pub(crate) fn upright(file: &Path) -> Result<RgbImage> {
    let mut decoder = ImageReader::open(file)?
        .with_guessed_format()?
        .into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture.to_rgb8())
}
