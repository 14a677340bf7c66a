//! Finds the zone on a page and reads it.

use super::decode::{Decoded, decode};
use super::lattice::{self, align};
use super::rows::{Rows, around};
use super::{Format, Reading, parse};
use crate::frame::Frame;
use crate::model::ModelError;
use crate::region::Region;
use crate::text::{LineRecogniser, TextDetector, TextLine, lines};

/// Sizes at which text is looked for, in pixels of the longer side; the second only where the
/// first gave no clean zone and the picture has more to show.
const SIDES_PX: [u32; 2] = [960, 1600];
/// Mean log posterior from which a zone is clean and the search ends.
const CLEAN: f32 = -0.1;
/// Mean log posterior below which a zone is no zone.
const ACCEPTABLE: f32 = -0.8;
/// Mean log posterior of a first reading below which other heights will not make it a zone.
const HOPELESS: f32 = -1.3;
/// Weight of the frames' own likelihood (how well a number of characters fits them at all).
const FIT_WEIGHT: f32 = 0.3;
/// Least length of a line of a zone, in heights.
const MIN_ASPECT: f32 = 9.0;
/// Lines of which a glimpse is taken, and the best of those that are read whole.
const MAX_GLIMPSES: usize = 10;
const MAX_SEEDS: usize = 3;
/// Length of a glimpse, in heights.
const GLIMPSE_HEIGHTS: f32 = 8.0;
/// Least mark of a line that is looked at closely.
const MIN_GLIMPSE: f32 = 0.3;
/// Air at both ends of a line, in heights.
const MARGIN_HEIGHTS: f32 = 0.6;
/// Heights of the strip, in heights of the line as measured; the others where the first is not
/// clean.
const STRIP_HEIGHTS: [f32; 3] = [1.0, 0.82, 1.2];

/// A zone with what the decoder knows of each character, and the direction it reads in.
pub struct Located {
    /// The zone.
    pub reading: Reading,
    /// What the decoder made of it.
    pub decoded: Decoded,
    /// Quarter turns clockwise that bring the page upright.
    pub quarter_turns: u8,
}

/// Finds and reads the zone; `None` when there is none that can be read.
///
/// # Errors
/// [`ModelError::Run`] when a network fails.
pub fn read(
    frame: &Frame,
    detector: &TextDetector,
    recogniser: &LineRecogniser,
) -> Result<Option<Located>, ModelError> {
    let mut best: Option<Candidate> = None;
    for side_px in SIDES_PX {
        let fragments = detector.find(frame, side_px)?;
        best = best_of(frame, recogniser, &lines::join(&fragments), best.take())?;
        let clean = best.as_ref().is_some_and(|c| c.score > CLEAN);
        if clean || frame.width_px().max(frame.height_px()) <= side_px {
            break;
        }
    }
    Ok(best
        .filter(|c| c.score > ACCEPTABLE)
        .and_then(|c| c.located(frame)))
}

struct Candidate {
    score: f32,
    decoded: Decoded,
    lines: Vec<TextLine>,
}

fn best_of(
    frame: &Frame,
    recogniser: &LineRecogniser,
    lines: &[TextLine],
    mut best: Option<Candidate>,
) -> Result<Option<Candidate>, ModelError> {
    let long: Vec<&TextLine> = lines
        .iter()
        .filter(|line| line.length > MIN_ASPECT * line.height)
        .take(MAX_GLIMPSES)
        .collect();
    // Most pages are upright: the other direction is tried only when this one gave no zone.
    for reversed in [false, true] {
        let mut seeds: Vec<(f32, TextLine)> = Vec::new();
        for line in &long {
            let line = if reversed {
                line.reversed()
            } else {
                (*line).clone()
            };
            let mark = glimpse(frame, recogniser, &line)?;
            if mark > MIN_GLIMPSE {
                seeds.push((mark * (line.length / line.height).min(30.0), line));
            }
        }
        seeds.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, seed) in seeds.into_iter().take(MAX_SEEDS) {
            best = read_around(frame, recogniser, &seed, lines, best)?;
            if best.as_ref().is_some_and(|b| b.score > CLEAN) {
                return Ok(best);
            }
        }
        if best.as_ref().is_some_and(|b| b.score > ACCEPTABLE) {
            break;
        }
    }
    Ok(best)
}

/// Reads the rows around a line in strips of several heights, as long as that may help.
fn read_around(
    frame: &Frame,
    recogniser: &LineRecogniser,
    seed: &TextLine,
    lines: &[TextLine],
    mut best: Option<Candidate>,
) -> Result<Option<Candidate>, ModelError> {
    let rows = around(frame, seed, lines);
    for strip in STRIP_HEIGHTS {
        let found = read_rows(frame, recogniser, &rows, strip)?;
        let score = found.as_ref().map_or(f32::MIN, |c| c.score);
        if best.as_ref().is_none_or(|b| score > b.score) {
            best = found.or(best);
        }
        if !(HOPELESS..=CLEAN).contains(&score) {
            break;
        }
    }
    Ok(best)
}

/// How much the start of a line looks like one of a zone, read in its direction: certain
/// capitals, digits and fillers, the last two counting more.
fn glimpse(frame: &Frame, recogniser: &LineRecogniser, line: &TextLine) -> Result<f32, ModelError> {
    let start = -line.length / 2.0 - 0.3 * line.height;
    let end = (start + GLIMPSE_HEIGHTS * line.height).min(line.length / 2.0);
    let frames = recogniser.read(frame, line, (start, end), line.height)?;
    let shown: f32 = frames
        .iter()
        .map(|f| {
            let filler_or_digit = f[1..12].iter().copied().fold(f32::MIN, f32::max).exp();
            let letter = f[12..].iter().copied().fold(f32::MIN, f32::max).exp();
            if filler_or_digit > 0.5 {
                1.3 * filler_or_digit
            } else if letter > 0.5 {
                0.8 * letter
            } else {
                0.0
            }
        })
        .sum();
    // Three to four frames a character, one of which shows it.
    Ok(shown * 3.6 / frames.len().max(1) as f32)
}

fn read_rows(
    frame: &Frame,
    recogniser: &LineRecogniser,
    rows: &Rows,
    strip: f32,
) -> Result<Option<Candidate>, ModelError> {
    let mut read: Vec<Vec<lattice::Frame>> = Vec::with_capacity(rows.lines.len());
    for line in &rows.lines {
        let reach = line.length / 2.0 + MARGIN_HEIGHTS * line.height;
        read.push(recogniser.read(frame, line, (-reach, reach), line.height * strip)?);
    }
    let mut best: Option<Candidate> = None;
    for set in rows.sets() {
        for width in widths(set.len()) {
            let aligned = read[set.clone()].iter().map(|row| align(row, *width));
            let Some(aligned) = aligned.collect::<Option<Vec<_>>>() else {
                continue;
            };
            let characters = (*width * set.len()) as f32;
            let fit = aligned.iter().map(|a| a.log_likelihood as f32).sum::<f32>() / characters;
            let places: Vec<_> = aligned.into_iter().map(|a| a.places).collect();
            for format in formats(*width) {
                let decoded = decode(*format, &places);
                let score = decoded.score + FIT_WEIGHT * fit;
                if best.as_ref().is_none_or(|b| score > b.score) {
                    let lines = rows.lines[set.clone()].to_vec();
                    best = Some(Candidate {
                        score,
                        decoded,
                        lines,
                    });
                }
            }
        }
    }
    Ok(best)
}

fn widths(lines: usize) -> &'static [usize] {
    if lines == 3 { &[30] } else { &[44, 36] }
}

fn formats(width: usize) -> &'static [Format] {
    match width {
        30 => &[Format::Td1],
        36 => &[Format::Td2, Format::MrvB],
        _ => &[Format::Td3, Format::MrvA],
    }
}

impl Candidate {
    fn located(self, frame: &Frame) -> Option<Located> {
        let mrz = parse(&self.decoded.lines).ok()?;
        let along = self.lines[0].along;
        let quarter_turns = if along.0.abs() >= along.1.abs() {
            if along.0 > 0.0 { 0 } else { 2 }
        } else if along.1 > 0.0 {
            3
        } else {
            1
        };
        Some(Located {
            reading: Reading {
                format: self.decoded.format,
                confidence: (self.decoded.min_posterior() * 1000.0).round() / 1000.0,
                check_digits_valid: mrz.all_check_digits_valid(),
                region: bounds(&self.lines, frame)?,
                lines: self.decoded.lines.clone(),
            },
            decoded: self.decoded,
            quarter_turns,
        })
    }
}

fn bounds(lines: &[TextLine], frame: &Frame) -> Option<Region> {
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for line in lines {
        for (along, across) in [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)] {
            let (x, y) = line.point_at(along * line.length, across * line.height);
            left = left.min(x);
            right = right.max(x);
            top = top.min(y);
            bottom = bottom.max(y);
        }
    }
    Region::clipped(
        left,
        top,
        right,
        bottom,
        (frame.width_px(), frame.height_px()),
    )
}
