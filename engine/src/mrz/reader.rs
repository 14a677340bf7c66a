//! Finds the zone on a page and reads it.

use super::blocks::{Block, candidates};
use super::decode::{Decoded, decode};
use super::lattice::{self, align};
use super::{Format, Reading, parse};
use crate::frame::Frame;
use crate::model::ModelError;
use crate::region::Region;
use crate::text::{LineRecogniser, TextDetector, TextLine, lines};

/// Sizes at which text is looked for, in pixels of the longer side; the second only where the
/// first gave no clean zone and the picture has more to show.
const SIDES_PX: [u32; 2] = [960, 1600];
/// Mean log posterior from which a zone is clean and the search ends.
const CLEAN: f32 = -0.08;
/// Mean log posterior below which a zone is no zone.
const ACCEPTABLE: f32 = -0.8;
/// Weight of the frames' own likelihood (how well a number of characters fits them at all).
const FIT_WEIGHT: f32 = 0.3;
/// Blocks that are looked at closely.
const MAX_BLOCKS: usize = 6;
/// Length of the glimpse that tells whether a block may be a zone and which way up, in heights.
const GLIMPSE_HEIGHTS: f32 = 10.0;
/// Least share of certain capitals, digits and fillers in a glimpse.
const MIN_GLIMPSE: f32 = 0.25;
/// Air at both ends of a line, in heights.
const MARGIN_HEIGHTS: f32 = 0.6;
/// Heights of the strip, in heights of the detected line: detection under- and overestimates.
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
        let blocks = candidates(&lines::join(&fragments));
        let found = best_of(frame, recogniser, blocks, best.take())?;
        best = found;
        let clean = best.as_ref().is_some_and(|c| c.score > CLEAN);
        if clean || frame.width_px().max(frame.height_px()) <= side_px {
            break;
        }
    }
    Ok(best.filter(|c| c.score > ACCEPTABLE).and_then(|c| c.located(frame)))
}

struct Candidate {
    score: f32,
    decoded: Decoded,
    block: Block,
}

fn best_of(
    frame: &Frame,
    recogniser: &LineRecogniser,
    blocks: Vec<Block>,
    mut best: Option<Candidate>,
) -> Result<Option<Candidate>, ModelError> {
    let mut glimpsed: Vec<(f32, Block)> = Vec::new();
    for block in blocks.into_iter().take(MAX_BLOCKS) {
        let reversed = block.reversed();
        let (forwards, backwards) =
            (glimpse(frame, recogniser, &block)?, glimpse(frame, recogniser, &reversed)?);
        let (share, block) =
            if forwards >= backwards { (forwards, block) } else { (backwards, reversed) };
        if share > MIN_GLIMPSE {
            glimpsed.push((share * block.lines[0].length, block));
        }
    }
    glimpsed.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, block) in glimpsed {
        let block = block.aligned();
        let mut tried = vec![block.clone()];
        if block.lines.len() == 2 {
            tried.extend([block.extended(true), block.extended(false)].into_iter().flatten());
        }
        for block in tried {
            for strip in STRIP_HEIGHTS {
                let candidate = read_block(frame, recogniser, &block, strip)?;
                if let Some(candidate) = candidate {
                    if best.as_ref().is_none_or(|b| candidate.score > b.score) {
                        best = Some(candidate);
                    }
                }
                let score = best.as_ref().map_or(f32::MIN, |b| b.score);
                if score > CLEAN {
                    return Ok(best);
                }
                // Far from a zone at the usual height: other heights will not make it one.
                if strip >= 1.0 && score < 3.0 * ACCEPTABLE {
                    break;
                }
            }
        }
    }
    Ok(best)
}

/// Share of the frames at the start of the block's second line that show a character of a zone
/// for certain.
fn glimpse(
    frame: &Frame,
    recogniser: &LineRecogniser,
    block: &Block,
) -> Result<f32, ModelError> {
    let line = &block.lines[1];
    let start = -line.length / 2.0 - 0.3 * line.height;
    let end = (start + GLIMPSE_HEIGHTS * line.height).min(line.length / 2.0);
    let frames = recogniser.read(frame, line, (start, end), line.height)?;
    let shown: f32 = frames
        .iter()
        .map(|f| f[1..].iter().copied().fold(f32::MIN, f32::max).exp())
        .filter(|p| *p > 0.5)
        .sum();
    // Three to four frames a character, one of which shows it.
    Ok(shown * 3.6 / frames.len().max(1) as f32)
}

fn read_block(
    frame: &Frame,
    recogniser: &LineRecogniser,
    block: &Block,
    strip: f32,
) -> Result<Option<Candidate>, ModelError> {
    let mut rows: Vec<Vec<lattice::Frame>> = Vec::with_capacity(block.lines.len());
    for line in &block.lines {
        let reach = line.length / 2.0 + MARGIN_HEIGHTS * line.height;
        rows.push(recogniser.read(frame, line, (-reach, reach), line.height * strip)?);
    }
    let mut best: Option<Candidate> = None;
    for width in widths(block.lines.len()) {
        let Some(aligned) = rows.iter().map(|row| align(row, *width)).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let characters = (*width * rows.len()) as f32;
        let fit = aligned.iter().map(|a| a.log_likelihood as f32).sum::<f32>() / characters;
        let places: Vec<_> = aligned.into_iter().map(|a| a.places).collect();
        for format in formats(*width) {
            let decoded = decode(*format, &places);
            let score = decoded.score + FIT_WEIGHT * fit;
            if best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Candidate { score, decoded, block: block.clone() });
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
        let along = self.block.lines[0].along;
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
                region: bounds(&self.block.lines, frame)?,
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
    Region::clipped(left, top, right, bottom, (frame.width_px(), frame.height_px()))
}
