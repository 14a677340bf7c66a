//! `cargo xtask accuracy --checks`: what the security checks find of attacks, and what they hold
//! against genuine documents.

mod roc;
mod sides;
mod thresholds;
mod wilson;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::attacks::{Set, attacked};
use crate::documents::{Truth, copied, documents};
use crate::step::{quiet, step};
use crate::variants;
use roc::Curve;
pub(crate) use wilson::Share;

/// The day on which the specimens are looked at: whether they have expired is no question here.
const TODAY: &str = "2026-11-22";
/// The checks that attacks are made for, and what is told of them.
const CHECKS: [&str; 4] = [
    "notTamperedDocument",
    "notBlackAndWhite",
    "dataIntegrity",
    "notUnderage",
];
/// Worse copies that are still of the document itself.
const GENUINE_VARIANTS: [&str; 8] = [
    "tilted-10",
    "perspective-25",
    "blurred",
    "moved",
    "glare",
    "low-light",
    "width-450",
    "jpeg-30",
];

/// What the specimens themselves print wrong: image, rule and field, and what disagrees.
const DISAGREEING: &str = include_str!("../../truth/integrity.tsv");

/// One line of `vidimus read --checks`.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    checks: BTreeMap<String, Outcome>,
}

/// What a check said.
#[derive(Clone, Deserialize)]
struct Outcome {
    passed: bool,
    score: f64,
    evidence: Vec<Evidence>,
}

#[derive(Clone, Deserialize)]
struct Evidence {
    rule: String,
    #[serde(default)]
    field: Option<String>,
    measured: f64,
    threshold: f64,
    passed: bool,
    #[serde(default = "decides")]
    decides: bool,
}

fn decides() -> bool {
    true
}

/// Pictures of one kind, and what the checks say of each.
struct Pictures {
    name: String,
    images: Vec<String>,
    lines: Vec<Line>,
}

/// Scores the checks on the documents of a folder and on attacks on them.
pub(crate) fn score(program: &Path, data: &Path, results: &Path, set: Set) -> Result<()> {
    let folder = data.join("documents");
    let all = documents(&folder, |_| true)?;
    let disagreeing = Disagreeing::read();
    let genuine = genuine(program, &folder, &all, results)?;
    println!("\nFalse alarms on genuine pictures, with Wilson's intervals at 95 %");
    for check in CHECKS {
        println!("{check}");
        for pictures in &genuine {
            let judged = pictures.judged(check);
            let failed = judged.iter().map(|(image, outcome)| {
                !outcome.passed && !disagreeing.explain(image, check, outcome)
            });
            let share = Share::of(failed);
            let absent = pictures.images.len() - share.all;
            println!("    {:16} {share:44} not computed {absent}", pictures.name);
        }
    }
    println!("\nWhat speaks against genuine pictures, signals included");
    for pictures in &genuine {
        pictures.tell(&disagreeing);
    }
    let entries = attacked(program, data, set, &results.join("attacks"))?;
    let names: Vec<String> = entries.iter().map(|entry| entry.attack.clone()).collect();
    let mut kinds: Vec<(String, String)> = Vec::new();
    for entry in &entries {
        let kind = (entry.attack.clone(), entry.check.clone());
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    println!("\nAttacks found ({}; {} pictures)", set.name(), names.len());
    let mut curves: BTreeMap<String, Vec<Curve>> = BTreeMap::new();
    let mut attacks = Vec::new();
    for (attack, check) in kinds {
        let own: Vec<_> = entries.iter().filter(|own| own.attack == attack).collect();
        let files: Vec<PathBuf> = own
            .iter()
            .map(|entry| results.join("attacks").join(&entry.file))
            .collect();
        let pictures = Pictures {
            images: own.iter().map(|entry| entry.original.clone()).collect(),
            lines: lines(program, &attack, &files)?,
            name: attack,
        };
        let checks: Vec<&str> = match check.as_str() {
            "" => CHECKS.to_vec(),
            check => vec![check],
        };
        for check in checks {
            pictures.found(check, &disagreeing);
            let curve = Curve {
                name: pictures.name.clone(),
                scores: pictures.scores(check),
            };
            curves.entry(check.to_owned()).or_default().push(curve);
        }
        attacks.push(pictures);
    }
    thresholds::tell(&genuine, &attacks);
    sides::compare(program, &folder, &all, results)?;
    println!();
    for (check, curves) in curves {
        let scores: Vec<f64> = genuine.iter().flat_map(|own| own.scores(&check)).collect();
        let file = results.join(format!("roc-{check}.svg"));
        fs::write(&file, roc::picture(&check, &scores, &curves))?;
        println!("{}", file.display());
    }
    Ok(())
}

/// The documents as they are, by how they were taken, and worse copies of them.
fn genuine(program: &Path, folder: &Path, all: &[Truth], results: &Path) -> Result<Vec<Pictures>> {
    let mut by_capture: BTreeMap<&str, Vec<&Truth>> = BTreeMap::new();
    for truth in all {
        by_capture.entry(&truth.capture).or_default().push(truth);
    }
    let mut genuine = Vec::new();
    for (capture, own) in by_capture {
        let images: Vec<String> = own.iter().map(|truth| truth.image.clone()).collect();
        let files: Vec<PathBuf> = images.iter().map(|image| folder.join(image)).collect();
        genuine.push(Pictures {
            name: capture.to_owned(),
            lines: lines(program, capture, &files)?,
            images,
        });
    }
    let copies = results.join("checked").join(variants::version());
    let upright: Vec<&Truth> = all
        .iter()
        .filter(|truth| !truth.is_copy_turned_by_exif())
        .collect();
    for variant in variants::ALL
        .iter()
        .filter(|variant| GENUINE_VARIANTS.contains(&variant.name))
    {
        let own = copies.join(variant.name);
        let files = copied(folder, &upright, variant.name, &own, |picture, image| {
            vec![(variant.of(picture, image), variant.jpeg_quality)]
        })?;
        let files: Vec<PathBuf> = files.into_iter().flatten().collect();
        genuine.push(Pictures {
            name: variant.name.to_owned(),
            lines: lines(program, variant.name, &files)?,
            images: upright.iter().map(|truth| truth.image.clone()).collect(),
        });
    }
    Ok(genuine)
}

impl Pictures {
    /// What a check says of those for which it could be computed.
    fn judged(&self, check: &str) -> Vec<(&str, &Outcome)> {
        let pictures = self.images.iter().zip(&self.lines);
        pictures
            .filter_map(|(image, line)| Some((image.as_str(), line.checks.get(check)?)))
            .collect()
    }

    fn scores(&self, check: &str) -> Vec<f64> {
        let judged = self.judged(check);
        judged.into_iter().map(|(_, own)| own.score).collect()
    }

    /// The worst that was measured of each picture by a rule.
    fn measured(&self, rule: &str, is_worse_above: bool) -> Vec<f64> {
        let worst = |line: &Line| {
            let evidence = line.checks.values().flat_map(|own| &own.evidence);
            let measured = evidence.filter(|own| own.rule == rule);
            let measured = measured.map(|own| own.measured);
            if is_worse_above {
                measured.max_by(f64::total_cmp)
            } else {
                measured.min_by(f64::total_cmp)
            }
        };
        self.lines.iter().filter_map(worst).collect()
    }

    /// Says what failed of each picture, and whether the specimen explains it.
    fn tell(&self, disagreeing: &Disagreeing) {
        for (image, line) in self.images.iter().zip(&self.lines) {
            for (check, outcome) in &line.checks {
                if check == "nonExpired" {
                    continue;
                }
                for own in outcome.evidence.iter().filter(|own| !own.passed) {
                    let known = disagreeing.0.contains(&own.key(image));
                    let (image, field) = (image_name(image), own.field.as_deref().unwrap_or("-"));
                    let what = match (known, own.decides) {
                        (true, _) => "prints so",
                        (false, true) => "FALSE ALARM",
                        (false, false) => "signal",
                    };
                    println!(
                        "    {:12} {what:12} {} {field} {:.3} of {:.3}: {image}",
                        self.name, own.rule, own.measured, own.threshold
                    );
                }
            }
        }
    }

    /// Says how many failed a check, not counting what the specimens themselves print wrong.
    fn found(&self, check: &str, disagreeing: &Disagreeing) {
        let judged = self.judged(check);
        let failed = judged
            .iter()
            .map(|(image, own)| !own.passed && !disagreeing.explain(image, check, own));
        let share = Share::of(failed);
        let absent = self.images.len() - share.all;
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, outcome) in &judged {
            let failing = outcome.evidence.iter().filter(|own| !own.passed);
            let own: BTreeSet<&str> = failing.map(|own| own.rule.as_str()).collect();
            for rule in own {
                *rules.entry(rule).or_default() += 1;
            }
        }
        println!(
            "    {check:20} {:24} {share:44} not computed {absent} {rules:?}",
            self.name
        );
    }
}

impl Evidence {
    fn key(&self, image: &str) -> (String, String, String) {
        let field = self.field.as_deref().unwrap_or("-");
        (
            image_name(image).to_owned(),
            self.rule.clone(),
            field.to_owned(),
        )
    }
}

/// What specimens print that does not agree with itself.
struct Disagreeing(BTreeSet<(String, String, String)>);

impl Disagreeing {
    fn read() -> Self {
        let rows = DISAGREEING.lines().filter(|row| !row.starts_with('#'));
        let rows = rows.filter_map(|row| {
            let mut cells = row.split('\t').map(str::to_owned);
            Some((cells.next()?, cells.next()?, cells.next()?))
        });
        Self(rows.collect())
    }

    /// Whether everything that failed is printed so.
    fn explain(&self, image: &str, check: &str, outcome: &Outcome) -> bool {
        let failing = outcome
            .evidence
            .iter()
            .filter(|own| own.decides && !own.passed);
        check == "notUnderage"
            || failing
                .into_iter()
                .all(|own| self.0.contains(&own.key(image)))
    }
}

fn image_name(image: &str) -> &str {
    image.rsplit('/').next().unwrap_or(image)
}

/// What the program says of files, read on both cores.
fn lines(program: &Path, what: &str, files: &[PathBuf]) -> Result<Vec<Line>> {
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(hands).max(1);
    let read = |own: &[PathBuf]| {
        quiet(
            Command::new(program)
                .args(["read", "--checks", "--today", TODAY])
                .args(own)
                .env("RTEN_NUM_THREADS", "1"),
        )
    };
    let printed = step(&format!("check {} pictures: {what}", files.len()), || {
        thread::scope(|scope| {
            let hands: Vec<_> = files
                .chunks(share)
                .map(|own| scope.spawn(move || read(own)))
                .collect();
            let ended = hands.into_iter().map(|hand| {
                let outcome = hand.join();
                outcome.unwrap_or_else(|_| anyhow::bail!("the checks could not be read"))
            });
            ended.collect::<Result<Vec<String>>>()
        })
    })?;
    let lines = printed.iter().flat_map(|text| text.lines());
    lines
        .map(|line| serde_json::from_str(line).context("`vidimus read` printed no JSON"))
        .collect()
}
