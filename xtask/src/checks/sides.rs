//! Fronts with their own backs, and with those of others.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use image::{RgbImage, imageops};
use serde::Deserialize;

use super::TODAY;
use super::wilson::Share;
use crate::documents::{Truth, copied};
use crate::step::{quiet, step};

/// The report of `vidimus verify`, as far as it is asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    provider_specific: ProviderSpecific,
}

#[derive(Deserialize)]
struct ProviderSpecific {
    document: Document,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    security_checks: SecurityChecks,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecurityChecks {
    #[serde(default)]
    sides_match: Option<Check>,
}

#[derive(Deserialize)]
struct Check {
    passed: bool,
}

/// Cuts the pictures that show both sides in two, and says how often `sidesMatch` fails for the
/// sides of one card and for those of two.
pub(super) fn compare(program: &Path, folder: &Path, all: &[Truth], results: &Path) -> Result<()> {
    let both: Vec<&Truth> = all
        .iter()
        .filter(|truth| truth.shows_both_sides())
        .collect();
    let halves = copied(
        folder,
        &both,
        "sides",
        &results.join("sides"),
        |picture, _| halves(picture).into_iter().map(|half| (half, 95)).collect(),
    )?;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    step("match sides", || {
        for (at, front) in halves.iter().enumerate() {
            for (other, back) in halves.iter().enumerate() {
                let passed = passed(program, [&front[0], &back[1]])?;
                let pairs = if both[at].group == both[other].group {
                    &mut own
                } else {
                    &mut others
                };
                pairs.push(passed);
            }
        }
        Ok(())
    })?;
    println!(
        "\nsidesMatch, of {} pictures that show both sides",
        both.len()
    );
    for (name, pairs) in [("one card, failed", own), ("two cards, failed", others)] {
        let share = Share::of(pairs.iter().flatten().map(|passed| !passed));
        let absent = pairs.len() - share.all;
        println!("    {name:20} {share:44} not computed {absent}");
    }
    Ok(())
}

/// The cards lie beside or below one another.
fn halves(picture: &RgbImage) -> [RgbImage; 2] {
    let (width, height) = picture.dimensions();
    let places = if width > height {
        [
            (0, 0, width / 2, height),
            (width / 2, 0, width - width / 2, height),
        ]
    } else {
        [
            (0, 0, width, height / 2),
            (0, height / 2, width, height - height / 2),
        ]
    };
    places.map(|(x, y, width, height)| imageops::crop_imm(picture, x, y, width, height).to_image())
}

fn passed(program: &Path, [front, back]: [&PathBuf; 2]) -> Result<Option<bool>> {
    let mut verify = Command::new(program);
    verify
        .args(["verify", "--today", TODAY, "--front"])
        .arg(front);
    let printed = quiet(verify.arg("--back").arg(back))?;
    let report: Report =
        serde_json::from_str(&printed).context("`vidimus verify` printed no report")?;
    let check = report
        .provider_specific
        .document
        .security_checks
        .sides_match;
    Ok(check.map(|check| check.passed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_cut_across_their_longer_side() {
        let sizes = |width, height| halves(&RgbImage::new(width, height)).map(|h| h.dimensions());
        assert_eq!(sizes(701, 220), [(350, 220), (351, 220)]);
        assert_eq!(sizes(316, 414), [(316, 207), (316, 207)]);
    }
}
