//! Whether the portrait of a document is found, and is like itself on a worse copy.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use crate::documents::{Truth, copied, documents};
use crate::step::{quiet, step};
use crate::variants;

/// Copies as careless capture makes them.
const COPIES: [&str; 10] = [
    "turned-90",
    "tilted-10",
    "perspective-25",
    "blurred",
    "moved",
    "glare",
    "grey",
    "low-light",
    "width-450",
    "jpeg-30",
];

/// Backs of cards, which show no portrait.
const BACKS: [&str; 4] = [
    "konstantin__0_id-esp.png",
    "konstantin__100_id-che.jpg",
    "konstantin__53_id-d.jpg",
    "National-ID-France-1994-verso.jpg",
];

/// Whether a document shows a portrait, and none of the others is the same picture.
pub(super) fn shown(truth: &Truth) -> bool {
    let is_back = BACKS.iter().any(|name| truth.image.ends_with(name));
    !is_back && !truth.is_copy_turned_by_exif()
}

/// Compares each document's portrait with the one on its worse copies.
pub(super) fn score(program: &Path, data: &Path, results: &Path) -> Result<()> {
    let all = documents(data, shown)?;
    println!(
        "\nportraits of {} documents, each compared with itself on a worse copy",
        all.len()
    );
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>6} {:>8}  least",
        "copy", "found", "low", "medium", "high", "of"
    );
    let originals: Vec<PathBuf> = all.iter().map(|truth| data.join(&truth.image)).collect();
    tell(program, results, "the same file", &originals, &originals)?;
    let folder = results.join("portraits").join(variants::version());
    for variant in &variants::ALL {
        if !COPIES.contains(&variant.name) {
            continue;
        }
        let own = folder.join(variant.name);
        let copies = copied(data, &all, variant.name, &own, |picture, image| {
            vec![(variant.of(picture, image), variant.jpeg_quality)]
        })?;
        let copies: Vec<PathBuf> = copies.into_iter().flatten().collect();
        tell(program, results, variant.name, &originals, &copies)?;
    }
    Ok(())
}

/// One line: how many portraits were found on both, and how many pairs reach each level.
fn tell(
    program: &Path,
    results: &Path,
    name: &str,
    originals: &[PathBuf],
    copies: &[PathBuf],
) -> Result<()> {
    let list = results.join("portraits.tsv");
    let pairs = originals.iter().zip(copies);
    let text = pairs.fold(String::new(), |mut text, (a, b)| {
        let _ = writeln!(text, "{}\t{}", a.display(), b.display());
        text
    });
    fs::write(&list, text)?;
    let printed = step(
        &format!("compare {} portraits: {name}", copies.len()),
        || {
            let mut command = Command::new(program);
            quiet(
                command
                    .args(["compare", "--documents", "--pairs"])
                    .arg(&list),
            )
        },
    )?;
    let lines: Vec<Value> = printed
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let scores = lines
        .iter()
        .filter_map(|line| Some((line["score"].as_f64()?, line["b"].as_str()?)));
    let scores: Vec<(f64, &str)> = scores.collect();
    let from = |least: f64| scores.iter().filter(|(score, _)| *score >= least).count();
    let least = scores.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let least = least.map_or_else(String::new, |(score, file)| {
        let stem = Path::new(file)
            .file_name()
            .map(|stem| stem.to_string_lossy());
        format!("{score:.3} {}", stem.unwrap_or_default())
    });
    println!(
        "{name:<16} {:>6} {:>6} {:>6} {:>6} {:>8}  {least}",
        scores.len(),
        from(0.25),
        from(0.5),
        from(0.75),
        copies.len()
    );
    for line in &lines {
        if let Some(error) = line["error"].as_str() {
            println!("    {error}");
        }
    }
    Ok(())
}
