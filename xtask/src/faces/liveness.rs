//! What passive liveness finds of presentation attacks, and what it holds against people: a table by
//! species (ISO/IEC 30107-3 §13), never one number.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use serde_json::Value;

use super::documents::shown as shows_portrait;
use super::{Found, Photo, faces, photos, relief};
use crate::attacks::presentation::{Eyes, SPECIES, Species};
use crate::attacks::{self, Set, side_by_side};
use crate::cache;
use crate::checks::Share;
use crate::documents::{documents, upright};
use crate::step::{quiet, step};

/// What the check rests on, and what it is called in the table.
const SIGNS: [(&str, &str); 3] = [
    ("faceOnScreen", "screen"),
    ("faceInPrint", "print"),
    ("faceOnDocument", "document"),
];

/// What several frames say beside.
const BURST_SIGNS: [(&str, &str); 4] = [
    ("burstOnScreen", "screen"),
    ("burstInPrint", "print"),
    ("burstSamePerson", "person"),
    ("movesAsOne", "as one"),
];

/// Frames of a live picture, the selfie among them; and of how many people one is shown.
const BURST: usize = 4;
const BURST_OF: usize = 3;

/// Pictures of one species with what the program prints of each.
struct Looked {
    name: &'static str,
    is_attack: bool,
    lines: Vec<Value>,
    /// Of those with several frames: what it prints of the selfie alone, and of all together.
    bursts: Option<[Vec<Value>; 2]>,
}

/// Makes the attacks on all photos and documents of a folder, and tells what is found.
pub(crate) fn score(program: &Path, data: &Path, results: &Path, set: Set) -> Result<()> {
    let photos = photos(&data.join("faces"))?;
    let files: Vec<PathBuf> = photos.iter().map(|own| own.file.clone()).collect();
    let mut looked = vec![Looked {
        name: "genuine, as they are",
        is_attack: false,
        lines: look(program, &files, 1)?,
        bursts: None,
    }];
    let folder = results
        .join("presentation")
        .join(attacks::version())
        .join(set.name());
    let people = step("find the faces", || people(program, &photos))?;
    for species in &SPECIES {
        looked.push(if species.is_of_documents() {
            let files = of_documents(species, data, (&folder, set))?;
            Looked::of(species, program, &files)?
        } else {
            let files = of_people(species, &people, (&folder, set))?;
            Looked::of(species, program, &files)?
        });
    }
    let text: Vec<String> = looked.iter().flat_map(Looked::printed).collect();
    fs::write(
        results.join(format!("liveness-{}.jsonl", set.name())),
        text.join("\n"),
    )?;
    let title = |what: &str| {
        println!(
            "\nnotFaceSpoofing on {what} ({}), with Wilson's intervals at 95 %",
            set.name()
        );
        println!("Made attacks: no claim of conformity with ISO/IEC 30107-3");
    };
    title("one frame");
    for own in &looked {
        tell(own.name, own.is_attack, &own.lines, &SIGNS);
    }
    title(&format!("{BURST} frames of every {BURST_OF}rd person"));
    for own in &looked {
        if let Some([alone, together]) = &own.bursts {
            tell(own.name, own.is_attack, together, &BURST_SIGNS);
            let share = Share::of(wrong(own.is_attack, alone));
            println!("        the selfie alone: {share}");
        }
    }
    relief::score(program, &people, (&folder, set), |species| {
        let frames = of_people(species, &people, (&folder, set))?;
        Ok(frames.into_iter().flatten().collect())
    })
}

impl Looked {
    fn of(species: &Species, program: &Path, files: &[Vec<PathBuf>]) -> Result<Self> {
        let first: Vec<PathBuf> = files.iter().map(|frames| frames[0].clone()).collect();
        let lines = look(program, &first, 1)?;
        let several = |frames: &&Vec<PathBuf>| frames.len() > 1;
        let bursts: Vec<&Vec<PathBuf>> = files.iter().filter(several).collect();
        let bursts = if bursts.is_empty() {
            None
        } else {
            let frames: Vec<PathBuf> = bursts.into_iter().flatten().cloned().collect();
            let together = look(program, &frames, BURST)?;
            let alone = lines.iter().zip(files);
            let alone = alone.filter(|(_, frames)| several(frames));
            Some([alone.map(|(line, _)| line.clone()).collect(), together])
        };
        Ok(Self {
            name: species.name,
            is_attack: species.is_attack,
            lines,
            bursts,
        })
    }

    /// One JSON line a picture, and one a burst.
    fn printed(&self) -> impl Iterator<Item = String> {
        let together = self.bursts.iter().flat_map(|[_, together]| together);
        self.lines.iter().chain(together).map(|line| {
            let mut line = line.clone();
            line["species"] = self.name.into();
            line["isAttack"] = self.is_attack.into();
            line.to_string()
        })
    }
}

/// Whether each attack passes, or each person fails. Without a face there is no selfie, and so no
/// attack that passes, but a person who fails.
fn wrong(is_attack: bool, lines: &[Value]) -> impl Iterator<Item = bool> {
    lines.iter().map(move |line| {
        let passes = line["not_face_spoofing"]["passed"].as_bool() == Some(true);
        passes == is_attack
    })
}

/// Prints the share that passes of an attack (APCER), or that fails of people (BPCER).
fn tell(name: &str, is_attack: bool, lines: &[Value], signs: &[(&str, &str)]) {
    let rate = if is_attack { "APCER" } else { "BPCER" };
    println!(
        "    {name:24} {rate} {}",
        Share::of(wrong(is_attack, lines))
    );
    let judged = lines.iter().map(|line| &line["not_face_spoofing"]);
    for (rule, sign) in signs {
        let speaks = judged.clone().map(|found| {
            let evidence = found["evidence"].as_array().into_iter().flatten();
            evidence
                .filter(|own| own["rule"] == *rule)
                .any(|own| own["passed"] == false)
        });
        println!("        {sign:10} speaks against {}", Share::of(speaks));
    }
    let faceless = judged.filter(|found| found.is_null()).count();
    if faceless > 0 {
        println!("        no face on {faceless}");
    }
}

/// A person's photo, and where their face is on it.
pub(super) struct Person {
    pub(super) file: PathBuf,
    pub(super) number: usize,
    eyes: Eyes,
    /// Yaw and pitch, in degrees.
    pub(super) turned_deg: Option<[f64; 2]>,
}

fn people(program: &Path, photos: &[Photo]) -> Result<Vec<Person>> {
    let printed = faces(program, photos)?;
    let lines = printed.lines().zip(photos);
    let people = lines.map(|(line, photo)| {
        let line: Value = serde_json::from_str(line)?;
        let found: Vec<Found> = serde_json::from_value(line["faces"].clone())?;
        let pose = &line["quality"]["pose"];
        let angles = pose["yawDeg"].as_f64().zip(pose["pitchDeg"].as_f64());
        Ok(found.first().map(|face| Person {
            file: photo.file.clone(),
            number: photo.person,
            eyes: [face.landmarks[0], face.landmarks[1]],
            turned_deg: angles.map(|(yaw, pitch)| [yaw, pitch]),
        }))
    });
    let people: Result<Vec<Option<Person>>> = people.collect();
    Ok(people?.into_iter().flatten().collect())
}

/// Frames of the live picture before each person, the selfie first.
fn of_people(
    species: &Species,
    people: &[Person],
    (folder, set): (&Path, Set),
) -> Result<Vec<Vec<PathBuf>>> {
    let frames = |at| species.is_live() && at % BURST_OF == 0;
    let frames = |at| if frames(at) { BURST } else { 1 };
    made(species, folder, (people.len(), &frames), |at| {
        let person = &people[at];
        // Before somebody else.
        let others = people.iter().cycle().skip(at);
        let other = others
            .take(people.len())
            .find(|other| other.number != person.number);
        let other = other.context("there is only one person")?;
        let (photo, behind) = (upright(&person.file)?, upright(&other.file)?);
        let name = (&*format!("{at}"), frames(at));
        Ok(species.of(set, (&photo, person.eyes), (&behind, other.eyes), name))
    })
}

fn of_documents(
    species: &Species,
    data: &Path,
    (folder, set): (&Path, Set),
) -> Result<Vec<Vec<PathBuf>>> {
    let data = data.join("documents");
    let all = documents(&data, shows_portrait)?;
    made(species, folder, (all.len(), &|_| 1), |at| {
        let page = upright(&data.join(&all[at].image))?;
        let nobody = [(0.0, 0.0); 2];
        let name = (&*all[at].image, 1);
        Ok(species.of(set, (&page, nobody), (&page, nobody), name))
    })
}

/// The frames of a species, those that are not there yet made by `make`; `frames` tells how many each
/// of `count` has.
fn made(
    species: &Species,
    folder: &Path,
    (count, frames): (usize, &(dyn Fn(usize) -> usize + Sync)),
    make: impl Fn(usize) -> Result<(Vec<RgbImage>, u8)> + Sync,
) -> Result<Vec<Vec<PathBuf>>> {
    let own = folder.join(species.name.replace([' ', ','], "-"));
    step(&format!("make {}", species.name), || {
        side_by_side(count, |at| {
            let files = (0..frames(at)).map(|frame| own.join(format!("{at}-{frame}.jpg")));
            let files: Vec<PathBuf> = files.collect();
            if !files.iter().all(|file| file.is_file()) {
                let (pictures, quality) = make(at)?;
                for (picture, file) in pictures.iter().zip(&files) {
                    let mut jpeg = Vec::new();
                    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(picture)?;
                    cache::write_whole(file, &jpeg)?;
                }
            }
            Ok(files)
        })
    })
}

/// What the program prints of pictures, a line for each `together`.
fn look(program: &Path, files: &[PathBuf], together: usize) -> Result<Vec<Value>> {
    let printed = step(&format!("look at {} pictures", files.len()), || {
        quiet(
            Command::new(program)
                .args(["faces", "--traces", "--burst", &together.to_string()])
                .args(files),
        )
    })?;
    let lines = printed.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}
