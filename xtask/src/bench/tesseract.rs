//! Reading zones beside Debian's tesseract.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use super::native::{Measured, Stages};
use super::table::{Table, ms, times};
use super::{Picture, median};
use crate::step::{on_path, quiet, step};
use crate::{cache, tools};

/// Page segmentation: 6 takes the page for one block of text, 11 looks for text anywhere.
const SEGMENTATIONS: [&str; 2] = ["6", "11"];

/// Reads the pictures with both. Tesseract sees the whole page, as the engine does, with its
/// English model and one thread. The engine's time for the zone is that of decoding the file,
/// finding the zone and reading it: tesseract looks for no faces.
pub(super) fn rows(
    stages: &Stages,
    what: &str,
    pictures: &[Picture],
    runs: usize,
    table: &mut Table,
) -> Result<()> {
    if !on_path("tesseract") {
        tools::apt(
            &["tesseract-ocr", "tesseract-ocr-eng"],
            "tesseract, to measure beside",
        )?;
    }
    let files: Vec<&Path> = pictures.iter().map(|picture| &*picture.file).collect();
    let ours = step(&format!("read {what}"), || stages.measure(&files, runs))?;
    let exact = ours
        .iter()
        .zip(pictures)
        .filter(|(it, p)| it.lines == p.lines);
    let ours_exact = exact.count();
    let our_zone_ms = median(ours.iter().map(Measured::zone).collect());
    let our_ms = median(ours.iter().map(|it| it.decode + it.read).collect());

    table.part(&format!(
        "{what}, one thread, CPU per image from its file on"
    ));
    let of = pictures.len();
    let exact = exactly(ours_exact, of);
    table.row("the engine: the zone alone", &ms(our_zone_ms), "", &exact);
    table.row("  with portrait and pre-check", &ms(our_ms), "", "");
    for segmentation in SEGMENTATIONS {
        let label = format!("tesseract --psm {segmentation}");
        let theirs = step(&format!("read {what} with {label}"), || {
            tesseract(segmentation, pictures, runs)
        })?;
        let peer = format!(
            "{}; its start, {}, is not counted",
            exactly(theirs.exact, of),
            ms(theirs.start_ms)
        );
        table.row(&label, &ms(theirs.ms), "", &peer);
        let ratio = times(theirs.ms, our_zone_ms);
        table.row("  over the engine's zone", &ratio, "8x", "");
    }
    Ok(())
}

/// How a set of pictures was read.
struct Theirs {
    /// Median processor time of a picture, in milliseconds, without the start.
    ms: f64,
    start_ms: f64,
    exact: usize,
}

fn exactly(exact: usize, of: usize) -> String {
    format!("{exact} of {of} zones exact")
}

fn tesseract(segmentation: &str, pictures: &[Picture], runs: usize) -> Result<Theirs> {
    let blank = cache::folder("bench-models")?.with_file_name("blank.png");
    image::GrayImage::from_pixel(32, 32, image::Luma([255])).save(&blank)?;
    let starts: Result<Vec<f64>> = (0..5).map(|_| Ok(read(segmentation, &blank)?.0)).collect();
    let start_ms = median(starts?);
    let (mut medians, mut exact) = (Vec::new(), 0);
    for picture in pictures {
        let mut times = Vec::new();
        let mut read_exactly = false;
        for _ in 0..runs {
            let (time, text) = read(segmentation, &picture.file)?;
            times.push((time - start_ms).max(0.0));
            read_exactly = shows(&text, &picture.lines);
        }
        medians.push(median(times));
        exact += usize::from(read_exactly);
    }
    Ok(Theirs {
        ms: median(medians),
        start_ms,
        exact,
    })
}

/// Processor time in milliseconds, and what was read.
fn read(segmentation: &str, picture: &Path) -> Result<(f64, String)> {
    let before = children_ms()?;
    let text = quiet(
        Command::new("tesseract")
            .arg(picture)
            .args(["stdout", "-l", "eng", "--psm", segmentation])
            .env("OMP_THREAD_LIMIT", "1"),
    )?;
    Ok((children_ms()? - before, text))
}

/// Processor time of the programs that have ended, in milliseconds.
fn children_ms() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("the system counts no time")?;
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(microseconds as f64 / 1e3)
}

/// Whether the lines of a zone stand in a text, one after the other; spaces do not count.
fn shows(text: &str, zone: &[String]) -> bool {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.replace(' ', ""))
        .filter(|line| !line.is_empty())
        .collect();
    !zone.is_empty() && lines.windows(zone.len()).any(|window| window == zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_among_other_text() {
        let zone = ["P<UTO".to_owned(), "L898902C3".to_owned()];
        assert!(shows("PASSPORT\nP< UTO\n\nL898902C3 \nend", &zone));
        assert!(!shows("P<UTO\nPASSPORT\nL898902C3", &zone));
        assert!(!shows("P<UT0\nL898902C3", &zone));
        assert!(!shows("", &[]));
    }
}
