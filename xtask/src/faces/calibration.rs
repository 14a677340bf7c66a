//! Where the levels of similarity begin, by what was measured.

use std::fs;

use anyhow::{Context as _, Result};
use serde::Serialize;
use serde_json::Value;

use super::rates::{Figure, Scores};
use super::{Compared, Photo, people};
use crate::cache;

/// Levels by the share of pairs of two people that may reach them.
const LEVELS: [(&str, f64); 3] = [("low", 0.01), ("medium", 0.001), ("high", 0.0001)];
/// The share of such pairs by whose scores the tail beyond is told.
const TAIL: f64 = 0.02;
/// Rarer than this is extrapolated.
const OBSERVED: f64 = 0.001;
/// Portraits under a reflection are measured, but no calibration is made for them: nothing tells
/// the engine that one lies there.
const LEFT_OUT: &str = "28 px, laminate";

/// The score that so small a share of pairs of two people reaches: by the pairs themselves, and
/// beyond them as if scores above the tail's beginning fell off exponentially, which is slower
/// than what has an upper end does.
fn threshold(different: &[f64], share: f64) -> f64 {
    let count = (TAIL * different.len() as f64).ceil() as usize;
    let beginning = different[count];
    let excess = different[..count]
        .iter()
        .map(|score| score - beginning)
        .sum::<f64>();
    let extrapolated = beginning + excess / count as f64 * (TAIL / share).ln();
    let observed = different[(share * different.len() as f64) as usize];
    if share < OBSERVED {
        extrapolated.max(observed)
    } else {
        observed
    }
}

struct Level {
    name: &'static str,
    cosine: f64,
    false_matches: Figure,
    false_non_matches: Figure,
}

fn levels(scores: &Scores) -> [Level; 3] {
    let different = scores.of(false);
    let level = |(name, share)| {
        let cosine = round(threshold(&different, share), 5);
        Level {
            name,
            cosine,
            false_matches: scores.false_matches(cosine),
            false_non_matches: scores.false_non_matches(cosine),
        }
    };
    LEVELS.map(level)
}

/// Prints what each level costs at each detail.
pub(super) fn print(compared: &[(&str, Compared)]) {
    println!(
        "\n{:<20} {:<7} {:>7}  {:<26} {:<26}",
        "portrait", "level", "cosine", "false matches", "false non-matches"
    );
    for (name, compared) in compared {
        for level in levels(&compared.scores) {
            let percent = |figure: Figure, digits: usize| {
                let (from, to) = figure.interval;
                let [value, from, to] = [figure.value, from, to].map(|v| 100.0 * v);
                format!("{value:.digits$} % ({from:.digits$} to {to:.digits$})")
            };
            println!(
                "{name:<20} {:<7} {:>7.4}  {:<26} {:<26}",
                level.name,
                level.cosine,
                percent(level.false_matches, 3),
                percent(level.false_non_matches, 1)
            );
        }
    }
}

/// `engine/face-calibration.json`, in the order in which it is read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Calibration {
    version: Value,
    measured_on: Sample,
    details: Vec<AtDetail>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sample {
    people: usize,
    photos: usize,
    same_pairs: usize,
    different_pairs: usize,
    extrapolated_below: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AtDetail {
    eyes_px: f64,
    low: Calibrated,
    medium: Calibrated,
    high: Calibrated,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Calibrated {
    cosine: f64,
    false_non_match_rate: f64,
    interval: (f64, f64),
}

impl Calibrated {
    fn of(level: &Level) -> Self {
        let (from, to) = level.false_non_matches.interval;
        Self {
            cosine: level.cosine,
            false_non_match_rate: round(level.false_non_matches.value, 4),
            interval: (round(from, 4), round(to, 4)),
        }
    }
}

/// Writes `engine/face-calibration.json`, with the version that it has.
pub(super) fn write(compared: &[(&str, Compared)], photos: &[Photo]) -> Result<()> {
    let file = cache::root().join("engine/face-calibration.json");
    let old: Value = serde_json::from_slice(&fs::read(&file)?)?;
    let mut details = Vec::new();
    for (_, compared) in compared.iter().filter(|(name, _)| *name != LEFT_OUT) {
        let eyes_px = compared.eyes_px.context("this program tells no eyes_px")?;
        let [low, medium, high] = levels(&compared.scores).map(|level| Calibrated::of(&level));
        details.push(AtDetail {
            eyes_px: round(f64::from(eyes_px), 1),
            low,
            medium,
            high,
        });
    }
    details.reverse();
    let pairs = |same| {
        let pairs = compared.iter().map(|(_, own)| own.scores.of(same).len());
        pairs.min().unwrap_or(0)
    };
    let calibration = Calibration {
        version: old["version"].clone(),
        measured_on: Sample {
            people: people(photos),
            photos: photos.len(),
            same_pairs: pairs(true),
            different_pairs: pairs(false),
            extrapolated_below: OBSERVED,
        },
        details,
    };
    let mut text = serde_json::to_string_pretty(&calibration)?;
    text.push('\n');
    fs::write(&file, text).with_context(|| file.display().to_string())?;
    println!("\nwrote {}; give it another version", file.display());
    Ok(())
}

fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_scores_are_told_by_the_tail() {
        // Exponentially distributed: one of 1/p pairs lies above ln(1/p).
        let mut scores: Vec<f64> = (1..=20_000)
            .map(|i| -((f64::from(i) - 0.5) / 20_000.0).ln())
            .collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        for share in [0.01, 0.001, 0.0001] {
            let found = threshold(&scores, share);
            assert!((found + share.ln()).abs() < 0.1, "{share}: {found}");
        }
    }
}
