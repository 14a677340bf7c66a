//! Whether a head that turns is told from a picture that is turned: what the active challenge rests
//! on beside its steps.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::liveness::Person;
use super::{Pair, similarities};
use crate::attacks::Set;
use crate::attacks::presentation::{Species, TURNED};
use crate::checks::Share;

/// Least turn between two photos of a person, in degrees.
const TURN_DEG: f64 = 18.0;
const LIFT_DEG: f64 = 12.0;

/// Prints the table: pictures that are turned, and photos of people whose heads are. `make` gives one
/// picture of each person.
pub(super) fn score(
    program: &Path,
    people: &[Person],
    (folder, set): (&Path, Set),
    make: impl Fn(&Species) -> Result<Vec<PathBuf>>,
) -> Result<()> {
    let policy = crate::cache::root().join("engine/policy.json");
    let policy: Value = serde_json::from_slice(&std::fs::read(policy)?)?;
    let least = policy["thresholds"]["faceRelief"]
        .as_f64()
        .context("the policy has no faceRelief")?;
    println!(
        "\nfaceRelief of two frames ({}), passed from {least} on",
        set.name()
    );
    for species in &TURNED {
        let turned = make(species)?;
        let pairs: Vec<Pair> = people
            .iter()
            .zip(&turned)
            .map(|(person, turned)| Pair {
                files: (&person.file, turned),
                people: (person.number, person.number),
            })
            .collect();
        let reliefs = reliefs(program, folder, &pairs)?;
        let passes = reliefs.iter().map(|own| *own >= least);
        let share = Share::of(passes);
        println!("    {:24} APCER {share}{}", species.name, spread(&reliefs));
    }
    let apart = |axis: usize, least_deg: f64| {
        let mut pairs = Vec::new();
        for (at, first) in people.iter().enumerate() {
            for second in &people[at + 1..] {
                let is_turned = match (first.turned_deg, second.turned_deg) {
                    (Some(a), Some(b)) => (a[axis] - b[axis]).abs() >= least_deg,
                    _ => false,
                };
                if first.number == second.number && is_turned {
                    pairs.push(Pair {
                        files: (&first.file, &second.file),
                        people: (first.number, second.number),
                    });
                }
            }
        }
        pairs
    };
    for (name, pairs) in [
        ("heads turned apart", apart(0, TURN_DEG)),
        ("heads lifted apart", apart(1, LIFT_DEG)),
    ] {
        let reliefs = reliefs(program, folder, &pairs)?;
        let share = Share::of(reliefs.iter().map(|own| *own < least));
        println!("    {name:24} BPCER {share}{}", spread(&reliefs));
    }
    Ok(())
}

/// Least, median and most.
fn spread(reliefs: &[f64]) -> String {
    let mut sorted = reliefs.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = sorted.len().saturating_sub(1) as f64;
        sorted.get((share * last).round() as usize).copied()
    };
    match (at(0.0), at(0.5), at(1.0)) {
        (Some(least), Some(middle), Some(most)) => {
            format!("  {least:.3}, {middle:.3}, {most:.3}")
        }
        _ => String::new(),
    }
}

/// Of the pairs on which faces are found.
fn reliefs(program: &Path, folder: &Path, pairs: &[Pair]) -> Result<Vec<f64>> {
    let lines = similarities(program, folder, pairs, &["--relief"])?;
    Ok(lines
        .iter()
        .filter_map(|line| line["relief"].as_f64())
        .collect())
}
