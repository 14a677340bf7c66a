//! `cargo xtask accuracy`: the engine on `../shared/data`, which is for measuring only and not
//! part of the repository.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::attacks::Set;
use crate::step::{quiet, step};
use crate::{cache, checks, documents, run};

/// Scores reading and comparing. `--documents` leaves the faces out, `--keep` makes today's
/// figures the ones that later runs are compared with, `--checks` scores the security checks
/// alone (`--tuning`: on the attacks that thresholds are chosen by), `--program FILE` scores another build of
/// `vidimus`, such as an older one.
pub(crate) fn accuracy(arguments: &[String]) -> Result<()> {
    let mut data = cache::root().join("../shared/data");
    let (mut documents_only, mut checks_only, mut keep, mut program) = (false, false, false, None);
    let mut set = Set::Testing;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--documents" => documents_only = true,
            "--checks" => checks_only = true,
            "--tuning" => set = Set::Tuning,
            "--keep" => keep = true,
            "--program" => {
                let file = arguments.next().context("--program needs a file")?;
                program = Some(PathBuf::from(file).canonicalize()?);
            }
            unknown if unknown.starts_with("--") => {
                bail!("`cargo xtask accuracy` does not know {unknown}")
            }
            folder => data = PathBuf::from(folder),
        }
    }
    if !data.join("documents/truth.json").is_file() {
        bail!(
            "there is no documents/truth.json in {}; give its folder",
            data.display()
        );
    }
    let program = match program {
        Some(program) => program,
        None => run::build()?,
    };
    let results = cache::root().join("target/accuracy");
    fs::create_dir_all(&results)?;
    if checks_only {
        return checks::score(&program, &data, &results, set);
    }
    documents::score(&program, &data.join("documents"), &results, keep)?;
    if documents_only {
        return Ok(());
    }
    faces(&program, &data.join("faces"), &results)
}

fn faces(program: &Path, data: &Path, results: &Path) -> Result<()> {
    let pairs: Vec<(String, String, bool)> =
        serde_json::from_slice(&fs::read(data.join("pairs.json"))?)?;
    report(program, data, results, "pairs.json", &pairs)?;
    let mut photos = Vec::new();
    for person in fs::read_dir(data.join("lfw10"))?.flatten() {
        for photo in fs::read_dir(person.path())?.flatten() {
            photos.push((person.file_name(), photo.path()));
        }
    }
    photos.sort();
    let mut pairs = Vec::new();
    for (i, (a_person, a)) in photos.iter().enumerate() {
        for (b_person, b) in &photos[i + 1..] {
            let name = |path: &Path| path.to_string_lossy().into_owned();
            pairs.push((name(a), name(b), a_person == b_person));
        }
    }
    report(program, data, results, "lfw10", &pairs)
}

fn report(
    program: &Path,
    data: &Path,
    results: &Path,
    name: &str,
    pairs: &[(String, String, bool)],
) -> Result<()> {
    let file = results.join(format!("{name}.tsv"));
    let text = pairs.iter().fold(String::new(), |mut text, (a, b, _)| {
        let _ = writeln!(text, "{a}\t{b}");
        text
    });
    fs::write(&file, text)?;
    let printed = step(&format!("compare the faces of {name}"), || {
        quiet(
            Command::new(program)
                .arg("compare")
                .arg("--pairs")
                .arg(&file)
                .current_dir(data),
        )
    })?;
    let mut scored = Vec::new();
    for (line, (_, _, same)) in printed.lines().zip(pairs) {
        let line: Value = serde_json::from_str(line)?;
        if let Some(score) = line["score"].as_f64() {
            scored.push((score, *same));
        }
    }
    let missing = pairs.len() - scored.len();
    let auc = auc(&scored).context("there are no pairs of both kinds")?;
    println!(
        "{name}: {} pairs, {missing} without a score, AUC {auc:.4}",
        pairs.len()
    );
    for threshold in [0.25, 0.5, 0.75] {
        let share = |wanted: bool| {
            let of_kind: Vec<_> = scored.iter().filter(|(_, same)| *same == wanted).collect();
            let above = of_kind
                .iter()
                .filter(|(score, _)| *score >= threshold)
                .count();
            above as f64 / of_kind.len().max(1) as f64
        };
        println!(
            "    from {threshold}: {:.4} of the same, {:.5} of different people",
            share(true),
            share(false)
        );
    }
    Ok(())
}

/// Probability that a pair of the same person scores higher than one of different people.
fn auc(scored: &[(f64, bool)]) -> Option<f64> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let same = sorted.iter().filter(|(_, same)| *same).count();
    let different = sorted.len() - same;
    if same == 0 || different == 0 {
        return None;
    }
    let mut below = 0.0;
    let mut sum = 0.0;
    let mut start = 0;
    while start < sorted.len() {
        let end = start
            + sorted[start..]
                .iter()
                .take_while(|p| p.0 <= sorted[start].0)
                .count();
        let ties = &sorted[start..end];
        let ties_same = ties.iter().filter(|(_, same)| *same).count() as f64;
        let ties_different = ties.len() as f64 - ties_same;
        sum += ties_same * (below + ties_different / 2.0);
        below += ties_different;
        start = end;
    }
    Some(sum / (same as f64 * different as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_counts_ties_half() {
        assert_eq!(auc(&[(0.9, true), (0.1, false)]), Some(1.0));
        assert_eq!(auc(&[(0.1, true), (0.9, false)]), Some(0.0));
        assert_eq!(auc(&[(0.5, true), (0.5, false)]), Some(0.5));
        assert_eq!(auc(&[(0.5, true)]), None);
    }
}
