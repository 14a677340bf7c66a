//! `cargo xtask attacks`: every attack on every specimen, for looking at them and for measuring.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context as _, Result, bail};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, RgbImage, imageops};
use serde::{Deserialize, Serialize};

use super::{ALL, Attack, Place, Places, Region, Set, version};
use crate::documents::{Truth, documents, upright};
use crate::step::{quiet, step};
use crate::{cache, run};

/// One line of `index.json`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The attack's picture, by its path from the folder that was asked for.
    pub(crate) file: String,
    /// The specimen's, as `truth.json` names it.
    pub(crate) original: String,
    /// [`Attack::name`].
    pub(crate) attack: String,
    /// [`Attack::check`].
    pub(crate) check: String,
    /// [`Set::name`].
    pub(crate) set: String,
}

/// Writes the attacks into a folder, with an `index.json` of all that were asked for. `--data`
/// names the folder with `documents`, `--set` one of the two sets, `--program` another build of
/// `vidimus`.
pub(crate) fn attacks(arguments: &[String]) -> Result<()> {
    let mut data = cache::root().join("../shared/data");
    let (mut folder, mut program) = (None, None);
    let mut sets = vec![Set::Tuning, Set::Testing];
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let value = arguments.next();
            value.with_context(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--data" => data = PathBuf::from(value()?),
            "--program" => program = Some(PathBuf::from(value()?).canonicalize()?),
            "--set" => {
                let set = Set::named(value()?).context("the sets are tuning and testing")?;
                sets = vec![set];
            }
            unknown if unknown.starts_with("--") => {
                bail!("`cargo xtask attacks` does not know {unknown}")
            }
            own => folder = Some(PathBuf::from(own)),
        }
    }
    let folder = folder.context("give the folder that the attacks are to be written to")?;
    let program = match program {
        Some(program) => program,
        None => run::build()?,
    };
    let mut entries = Vec::new();
    for set in sets {
        entries.extend(attacked(&program, &data, set, &folder)?);
    }
    let index = folder.join("index.json");
    cache::write_whole(&index, &serde_json::to_vec_pretty(&entries)?)?;
    println!("{} pictures, listed in {}", entries.len(), index.display());
    Ok(())
}

/// The attacks of a set on the specimens of a folder with `documents`. They are made where
/// `folder` has them not yet, by `program`'s reading of the specimens.
pub(crate) fn attacked(program: &Path, data: &Path, set: Set, folder: &Path) -> Result<Vec<Entry>> {
    let own = format!("{}-{}", set.name(), version());
    let index = folder.join(&own).join("index.json");
    if let Ok(bytes) = fs::read(&index) {
        return Ok(serde_json::from_slice(&bytes)?);
    }
    let data = data.join("documents");
    // Those that differ only in how they are turned are one picture.
    let specimens = documents(&data, |truth| !truth.is_copy_turned_by_exif())?;
    let readings = step("read the specimens", || {
        readings(program, &data, &specimens)
    })?;
    let pictures = specimens
        .iter()
        .map(|truth| upright(&data.join(&truth.image)));
    let pictures: Vec<RgbImage> = pictures.collect::<Result<_>>()?;
    let places = places(&pictures, readings);
    let entries = step(&format!("make the attacks ({})", set.name()), || {
        side_by_side(specimens.len(), |at| {
            let image = &specimens[at].image;
            let mut entries = Vec::new();
            for attack in &ALL {
                if let Some(made) = attack.of(set, &pictures[at], image, &places[at]) {
                    entries.push(stored(folder, &own, set, attack, image, made)?);
                }
            }
            Ok(entries)
        })
    })?;
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    cache::write_whole(&index, &serde_json::to_vec_pretty(&entries)?)?;
    Ok(entries)
}

fn stored(
    folder: &Path,
    own: &str,
    set: Set,
    attack: &Attack,
    image: &str,
    (picture, quality): (RgbImage, u8),
) -> Result<Entry> {
    let name = image.rsplit('/').next().unwrap_or(image);
    let file = format!("{own}/{}/{name}.jpg", attack.name);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    if let Some(program) = attack.program(set) {
        encoder.set_exif_metadata(exif_of(program))?;
    }
    encoder.encode_image(&picture)?;
    cache::write_whole(&folder.join(&file), &bytes)?;
    Ok(Entry {
        file,
        original: image.to_owned(),
        attack: attack.name.to_owned(),
        check: attack.check.to_owned(),
        set: set.name().to_owned(),
    })
}

/// EXIF metadata that name a program and nothing else: tag 0x0131 (`Software`) of ASCII text, in the
/// only directory of a TIFF file with its lower byte first.
fn exif_of(program: &str) -> Vec<u8> {
    const TEXT_AT: u32 = 26;
    let text = [program.as_bytes(), &[0]].concat();
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x31\x01\x02\0".to_vec();
    exif.extend((text.len() as u32).to_le_bytes());
    exif.extend(TEXT_AT.to_le_bytes());
    exif.extend([0; 4]);
    exif.extend(text);
    exif
}

/// What every processor makes of some of `count` pieces of work, in their order.
pub(crate) fn side_by_side<T: Send>(
    count: usize,
    work: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let done: Result<Vec<Vec<(usize, T)>>> = thread::scope(|scope| {
        let own = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    return Ok(done);
                }
                done.push((at, work(at)?));
            }
        };
        let threads: Vec<_> = (0..hands).map(|_| scope.spawn(own)).collect();
        let ended = threads.into_iter().map(|thread| {
            let outcome = thread.join();
            outcome.unwrap_or_else(|_| bail!("an attack could not be made"))
        });
        ended.collect()
    });
    let mut done: Vec<(usize, T)> = done?.into_iter().flatten().collect();
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, made)| made).collect())
}

/// One line of `vidimus read`, as far as attacks need it.
#[derive(Deserialize)]
struct Printed {
    #[serde(default)]
    corners: Option<[(f32, f32); 4]>,
    #[serde(default)]
    portrait: Option<Region>,
    #[serde(default)]
    statements: BTreeMap<String, Said>,
}

/// A statement of a document.
#[derive(Deserialize)]
struct Said {
    value: String,
    origins: Vec<String>,
    region: Option<Region>,
}

fn readings(program: &Path, data: &Path, specimens: &[Truth]) -> Result<Vec<Printed>> {
    let images = specimens.iter().map(|truth| data.join(&truth.image));
    let printed = quiet(Command::new(program).arg("read").args(images))?;
    let lines = printed
        .lines()
        .map(|line| serde_json::from_str(line).context("`vidimus read` printed no JSON"));
    lines.collect()
}

/// What is known of each picture. Someone else's portrait is the next picture's that has one.
fn places(pictures: &[RgbImage], readings: Vec<Printed>) -> Vec<Places> {
    let portraits: Vec<Option<RgbImage>> = pictures
        .iter()
        .zip(&readings)
        .map(|(picture, reading)| {
            let Region {
                x,
                y,
                width,
                height,
            } = reading.portrait?.within(picture)?;
            (width.min(height) >= LEAST_PORTRAIT_PX)
                .then(|| imageops::crop_imm(picture, x, y, width, height).to_image())
        })
        .collect();
    let count = portraits.len();
    let others = (0..count).map(|at| {
        let later = (1..count).map(|step| (at + step * STRIDE) % count);
        later
            .filter(|&other| other != at)
            .find_map(|other| portraits[other].clone())
    });
    let others: Vec<Option<RgbImage>> = others.collect();
    readings
        .into_iter()
        .zip(others)
        .map(|(reading, other_portrait)| Places {
            portrait: reading.portrait,
            fields: fields(reading.statements),
            corners: reading.corners,
            other_portrait,
        })
        .collect()
}

/// Least side of a portrait that is put elsewhere, in pixels.
const LEAST_PORTRAIT_PX: u32 = 80;
/// Pictures beside each other are often of one person.
const STRIDE: usize = 7;

/// The fields that the visual zone and another say.
fn fields(statements: BTreeMap<String, Said>) -> Vec<Place> {
    let doubled = |said: &Said| {
        let is_from = |zone: &str| said.origins.iter().any(|origin| origin == zone);
        is_from("viz") && (is_from("mrz") || is_from("barcode"))
    };
    statements
        .into_iter()
        .filter(|(_, said)| doubled(said))
        .filter_map(|(name, said)| {
            Some(Place {
                name,
                region: said.region?,
                value: said.value,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_side_by_side_keeps_its_order() {
        let squares = side_by_side(50, |at| Ok(at * at)).unwrap();
        assert_eq!(squares, (0..50).map(|at| at * at).collect::<Vec<_>>());
        assert!(side_by_side(9, |at| if at == 5 { bail!("no") } else { Ok(at) }).is_err());
    }

    #[test]
    fn fields_of_one_zone_alone_are_left() {
        let said = |origins: &[&str]| Said {
            value: "1984-06-07".to_owned(),
            origins: origins.iter().map(|&own| own.to_owned()).collect(),
            region: Some(Region {
                x: 1,
                y: 2,
                width: 3,
                height: 4,
            }),
        };
        let statements = BTreeMap::from([
            ("birth".to_owned(), said(&["mrz", "viz"])),
            ("expiry".to_owned(), said(&["viz"])),
            ("number".to_owned(), said(&["mrz"])),
        ]);
        let kept = fields(statements);
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].name, "birth");
    }
}
