//! What passive liveness finds of presentation attacks, and what it holds against people: a table by
//! species (ISO/IEC 30107-3 §13), never one number.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use image::codecs::jpeg::JpegEncoder;
use serde_json::Value;

use super::documents::shown as shows_portrait;
use super::{Found, Photo, faces, photos, relief};
use crate::attacks::presentation::{Eyes, SPECIES, Species};
use crate::attacks::{self, Made, Set, side_by_side};
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

/// Pictures of one species with what the program prints of each.
struct Looked {
    name: &'static str,
    is_attack: bool,
    lines: Vec<Value>,
}

/// Makes the attacks on all photos and documents of a folder, and tells what is found.
pub(crate) fn score(program: &Path, data: &Path, results: &Path, set: Set) -> Result<()> {
    let photos = photos(&data.join("faces"))?;
    let files: Vec<PathBuf> = photos.iter().map(|own| own.file.clone()).collect();
    let mut looked = vec![Looked {
        name: "genuine, as they are",
        is_attack: false,
        lines: look(program, &files)?,
    }];
    let folder = results
        .join("presentation")
        .join(attacks::version())
        .join(set.name());
    let people = step("find the faces", || people(program, &photos))?;
    for species in &SPECIES {
        let files = if species.is_of_documents() {
            of_documents(species, data, &folder, set)?
        } else {
            of_people(species, &people, &folder, set)?
        };
        looked.push(Looked {
            name: species.name,
            is_attack: species.is_attack,
            lines: look(program, &files)?,
        });
    }
    let text: Vec<String> = looked
        .iter()
        .flat_map(|own| {
            own.lines.iter().map(|line| {
                let mut line = line.clone();
                line["species"] = own.name.into();
                line["isAttack"] = own.is_attack.into();
                line.to_string()
            })
        })
        .collect();
    fs::write(
        results.join(format!("liveness-{}.jsonl", set.name())),
        text.join("\n"),
    )?;
    println!(
        "\nnotFaceSpoofing on one frame ({}), with Wilson's intervals at 95 %",
        set.name()
    );
    println!("Made attacks: no claim of conformity with ISO/IEC 30107-3");
    for own in &looked {
        own.tell();
    }
    relief::score(program, &people, (&folder, set), |species| {
        of_people(species, &people, &folder, set)
    })
}

impl Looked {
    /// The share that passes of an attack (APCER), and that fails of people (BPCER).
    fn tell(&self) {
        let judged: Vec<&Value> = self
            .lines
            .iter()
            .map(|line| &line["not_face_spoofing"])
            .collect();
        // Without a face there is no selfie, and so no attack that passes, but a person who fails.
        let passes = |found: &&Value| found["passed"].as_bool() == Some(true);
        let wrong = judged.iter().map(|found| passes(found) == self.is_attack);
        let rate = if self.is_attack { "APCER" } else { "BPCER" };
        println!("    {:24} {rate} {}", self.name, Share::of(wrong));
        for (rule, sign) in SIGNS {
            let speaks = judged.iter().map(|found| {
                let evidence = found["evidence"].as_array().into_iter().flatten();
                evidence
                    .filter(|own| own["rule"] == rule)
                    .any(|own| own["passed"] == false)
            });
            println!("        {sign:10} speaks against {}", Share::of(speaks));
        }
        let faceless = judged.iter().filter(|found| found.is_null()).count();
        if faceless > 0 {
            println!("        no face on {faceless}");
        }
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

fn of_people(
    species: &Species,
    people: &[Person],
    folder: &Path,
    set: Set,
) -> Result<Vec<PathBuf>> {
    made(species, folder, people.len(), |at| {
        let person = &people[at];
        // Before somebody else.
        let others = people.iter().cycle().skip(at);
        let other = others
            .take(people.len())
            .find(|other| other.number != person.number);
        let other = other.context("there is only one person")?;
        let (photo, behind) = (upright(&person.file)?, upright(&other.file)?);
        let name = format!("{at}");
        Ok(species.of(set, (&photo, person.eyes), (&behind, other.eyes), &name))
    })
}

fn of_documents(species: &Species, data: &Path, folder: &Path, set: Set) -> Result<Vec<PathBuf>> {
    let data = data.join("documents");
    let all = documents(&data, shows_portrait)?;
    made(species, folder, all.len(), |at| {
        let page = upright(&data.join(&all[at].image))?;
        let nobody = [(0.0, 0.0); 2];
        Ok(species.of(set, (&page, nobody), (&page, nobody), &all[at].image))
    })
}

/// The pictures of a species, those that are not there yet made by `make`.
fn made(
    species: &Species,
    folder: &Path,
    count: usize,
    make: impl Fn(usize) -> Result<Made> + Sync,
) -> Result<Vec<PathBuf>> {
    let own = folder.join(species.name.replace([' ', ','], "-"));
    step(&format!("make {}", species.name), || {
        side_by_side(count, |at| {
            let file = own.join(format!("{at}.jpg"));
            if !file.is_file() {
                let (picture, quality) = make(at)?;
                let mut jpeg = Vec::new();
                JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&picture)?;
                cache::write_whole(&file, &jpeg)?;
            }
            Ok(file)
        })
    })
}

/// What the program prints of pictures, a line each.
fn look(program: &Path, files: &[PathBuf]) -> Result<Vec<Value>> {
    let printed = step(&format!("look at {} pictures", files.len()), || {
        quiet(
            Command::new(program)
                .args(["faces", "--traces"])
                .args(files),
        )
    })?;
    let lines = printed.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}
