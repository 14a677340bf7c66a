//! How well faces are compared: photos with each other, and with small portraits made of them.

mod calibration;
mod documents;
pub(crate) mod fairness;
pub(crate) mod liveness;
mod portrait;
mod rates;
mod relief;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use fastrand::Rng;
use image::codecs::jpeg::JpegEncoder;
use serde::Deserialize;
use serde_json::Value;

use crate::run;
use crate::step::{quiet, step};
use portrait::{KINDS, Kind};
use rates::{Figure, Rates, Scored, Scores};

/// Folder with a folder for each person.
const LFW: &str = "lfw10";

/// A face as `vidimus faces` tells it.
#[derive(Debug, Clone, Deserialize)]
struct Found {
    landmarks: [(f32, f32); 5],
}

/// A photo of a known person.
struct Photo {
    file: PathBuf,
    person: usize,
}

/// The scores of one kind of portrait against photos.
struct Compared {
    scores: Scores,
    /// Median of pixels between the eyes on the coarser pictures, where the program tells it.
    eyes_px: Option<f32>,
    /// Pairs without a score, for no face was found: who is on them.
    missing: Vec<(usize, usize)>,
}

/// Compares each person's photos, and portraits made of them, with all other photos.
pub(crate) fn score(program: &Path, data: &Path, results: &Path, calibrate: bool) -> Result<()> {
    let photos = photos(data)?;
    let folder = results.join("faces");
    let as_they_are = compare(program, &folder, &photos, None)?;
    let mut compared = vec![("photos as they are", as_they_are)];
    let faces = faces(program, &photos)?;
    for kind in KINDS {
        let portraits = portraits(&folder, &photos, &faces, kind)?;
        let compared_with = compare(program, &folder, &photos, Some(&portraits))?;
        compared.push((kind.name, compared_with));
    }
    for (name, is_meant) in sets(&photos) {
        print(name, &photos, &compared, &is_meant);
    }
    calibration::print(&compared);
    if calibrate {
        calibration::write(&compared, &photos)?;
    }
    documents::score(program, &data.join("../documents"), results)
}

/// All photos, and those of each source: a name, and which people are meant.
fn sets(photos: &[Photo]) -> [(&'static str, Vec<bool>); 3] {
    let people = people(photos);
    let mut in_lfw = vec![false; people];
    for photo in photos {
        in_lfw[photo.person] = photo.file.iter().any(|part| part == LFW);
    }
    let others = in_lfw.iter().map(|is_in| !is_in).collect();
    [
        ("all photos", vec![true; people]),
        ("identities.json", others),
        (LFW, in_lfw),
    ]
}

/// How many there are.
fn people(photos: &[Photo]) -> usize {
    let numbers = photos.iter().map(|photo| photo.person + 1);
    numbers.max().unwrap_or(0)
}

fn print(name: &str, photos: &[Photo], compared: &[(&str, Compared)], is_meant: &[bool]) {
    let meant = photos.iter().filter(|photo| is_meant[photo.person]).count();
    let people = is_meant.iter().filter(|is_meant| **is_meant).count();
    println!(
        "\n{name}: {meant} photos of {people} people; intervals at 95 % by drawing people anew"
    );
    println!(
        "{:<20} {:>6} {:>6}  {:<24} {:<24} {:<24}",
        "portrait", "pairs", "missed", "AUC", "TAR at FAR 1 %", "TAR at FAR 0.1 %"
    );
    for (name, compared) in compared {
        let scores = compared.scores.among(is_meant);
        let Rates {
            auc,
            at_1_percent,
            at_01_percent,
        } = scores.rates();
        let missing = compared.missing.iter();
        let missing = missing
            .filter(|(a, b)| is_meant[*a] && is_meant[*b])
            .count();
        println!(
            "{name:<20} {:>6} {missing:>6}  {:<24} {:<24} {:<24}",
            scores.of(true).len() + scores.of(false).len(),
            shown(auc),
            shown(at_1_percent),
            shown(at_01_percent)
        );
    }
}

fn shown(figure: Figure) -> String {
    let (from, to) = figure.interval;
    format!("{:.4} ({from:.4} to {to:.4})", figure.value)
}

/// `identities.json` names the people of the photos beside it; in `lfw10` each has a folder.
fn photos(data: &Path) -> Result<Vec<Photo>> {
    let json = fs::read(data.join("identities.json")).context("identities.json")?;
    let named: BTreeMap<String, String> = serde_json::from_slice(&json)?;
    let mut files: Vec<_> = named
        .into_iter()
        .map(|(file, person)| (person, data.join(file)))
        .collect();
    for person in fs::read_dir(data.join(LFW))? {
        let person = person?;
        for photo in fs::read_dir(person.path())? {
            files.push((
                person.file_name().to_string_lossy().into_owned(),
                photo?.path(),
            ));
        }
    }
    files.sort();
    let mut people: Vec<_> = files.iter().map(|(person, _)| person.clone()).collect();
    people.dedup();
    let number = |person: &String| people.iter().position(|own| own == person);
    let photos = files.iter().filter_map(|(person, file)| {
        Some(Photo {
            person: number(person)?,
            file: file.canonicalize().ok()?,
        })
    });
    Ok(photos.collect())
}

/// Where the photos show faces, a line each. Older programs do not tell it: then today's is asked.
fn faces(program: &Path, photos: &[Photo]) -> Result<String> {
    let files = || photos.iter().map(|photo| &photo.file);
    let ask = |program: &Path| quiet(Command::new(program).arg("faces").args(files()));
    ask(program).or_else(|_| ask(&run::build()?))
}

/// Makes a portrait of each photo that shows a face; of the others there is none.
fn portraits(folder: &Path, photos: &[Photo], faces: &str, kind: Kind) -> Result<Vec<PathBuf>> {
    let folder = folder.join(kind.name.replace([' ', ','], "-"));
    fs::create_dir_all(&folder)?;
    step(&format!("make the portraits: {}", kind.name), || {
        let lines = faces.lines().zip(photos).enumerate();
        lines
            .map(|(number, (line, photo))| {
                let portrait = folder.join(format!("{number}.jpg"));
                let line: Value = serde_json::from_str(line)?;
                let faces: Vec<Found> = serde_json::from_value(line["faces"].clone())?;
                let face = faces
                    .first()
                    .with_context(|| format!("no face on {}", photo.file.display()))?;
                let picture = image::open(&photo.file)?.to_rgb8();
                let mut dice = Rng::with_seed(number as u64);
                let (card, quality) = portrait::card(&picture, face, kind, &mut dice)?;
                let mut jpeg = Vec::new();
                JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&card)?;
                fs::write(&portrait, jpeg)?;
                Ok(portrait)
            })
            .collect()
    })
}

/// Two pictures, and who is on them.
struct Pair<'a> {
    files: (&'a Path, &'a Path),
    people: (usize, usize),
}

/// All photos with each other, or each portrait with the photos that it was not made of.
fn pairs_of<'a>(photos: &'a [Photo], portraits: Option<&'a [PathBuf]>) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (a, of) in photos.iter().enumerate() {
        let file = portraits.map_or(&of.file, |portraits| &portraits[a]);
        let others = photos.iter().enumerate();
        let wanted = others.filter(|(b, _)| if portraits.is_some() { *b != a } else { *b > a });
        pairs.extend(wanted.map(|(_, other)| Pair {
            files: (file, &other.file),
            people: (of.person, other.person),
        }));
    }
    pairs
}

/// What the program says of each pair, called with `options`.
fn similarities(
    program: &Path,
    folder: &Path,
    pairs: &[Pair],
    options: &[&str],
) -> Result<Vec<Value>> {
    let text = pairs.iter().fold(String::new(), |mut text, pair| {
        let (a, b) = pair.files;
        let _ = writeln!(text, "{}\t{}", a.display(), b.display());
        text
    });
    fs::create_dir_all(folder)?;
    let list = folder.join("pairs.tsv");
    fs::write(&list, text)?;
    let printed = step(&format!("compare {} pairs", pairs.len()), || {
        let mut command = Command::new(program);
        quiet(
            command
                .arg("compare")
                .args(options)
                .arg("--pairs")
                .arg(&list),
        )
    })?;
    let lines = printed.lines().map(serde_json::from_str);
    Ok(lines.collect::<serde_json::Result<_>>()?)
}

fn compare(
    program: &Path,
    folder: &Path,
    photos: &[Photo],
    portraits: Option<&[PathBuf]>,
) -> Result<Compared> {
    let pairs = pairs_of(photos, portraits);
    let lines = similarities(program, folder, &pairs, &[])?;
    let (mut scored, mut eyes, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for (line, Pair { people, .. }) in lines.iter().zip(&pairs) {
        // Programs before the calibration told their score alone.
        match line["cosine"].as_f64().or(line["score"].as_f64()) {
            Some(score) => scored.push(Scored {
                score,
                people: *people,
            }),
            None => missing.push(*people),
        }
        eyes.extend(line["eyes_px"].as_f64().map(|px| px as f32));
    }
    eyes.sort_by(f32::total_cmp);
    Ok(Compared {
        missing,
        eyes_px: eyes.get(eyes.len() / 2).copied(),
        scores: Scores::new(scored),
    })
}
