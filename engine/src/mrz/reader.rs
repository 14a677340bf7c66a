//! Finds the zone on a page and reads it.

use super::decode::{Decoded, decode};
use super::lattice::{Alignment, align};
use super::strip::{Run, ZoneRecogniser};
use super::{Format, Reading, parse};
use crate::frame::Frame;
use crate::locate::{Locator, Map, ZoneLine};
use crate::model::ModelError;
use crate::region::Region;

/// Larger sizes at which a zone is looked for, in pixels of the longer side, where the one before
/// gave no clean zone.
const LARGER_SIDES_PX: [u32; 2] = [640, 1152];
/// Mean log posterior from which a zone is clean and the search ends.
const CLEAN: f32 = -0.06;
/// Mean log posterior below which a zone is no zone.
const ACCEPTABLE: f32 = -0.5;
/// Weight of the frames' own likelihood (how well a number of characters fits them at all).
const FIT_WEIGHT: f32 = 0.3;
/// Pitch of characters over the height of capitals in OCR-B.
const PITCH_OVER_CAPITAL: f32 = 1.02;
/// Range of the distance of neighbouring lines, in heights of capitals.
const SPACING: std::ops::Range<f32> = 1.1..4.2;
/// Other places and heights at which a line is read when the first gave nothing clean: shift
/// across in heights of capitals, and growth.
const VARIATIONS: [(f32, f32); 4] = [(0.0, 0.84), (0.0, 1.18), (-0.2, 1.0), (0.2, 1.0)];
/// Log likelihood of a character from which a line needs no other try.
const LINE_CLEAN: f64 = -0.25;

/// A zone with what the decoder knows of each character, and the direction it reads in.
pub(crate) struct Located {
    /// The zone.
    pub reading: Reading,
    /// What the decoder made of it.
    pub decoded: Decoded,
    /// Quarter turns clockwise that bring the page upright.
    pub quarter_turns: u8,
}

/// Reads the zone that `map` shows, or one that shows in larger maps; `None` when there is none
/// that can be read.
///
/// # Errors
/// [`ModelError::Run`] when a network fails.
pub(crate) fn read(
    frame: &Frame,
    map: &Map,
    locator: &Locator,
    recogniser: &ZoneRecogniser,
) -> Result<Option<Located>, ModelError> {
    let mut best = read_lines(frame, recogniser, &map.zone_lines())?;
    for side_px in LARGER_SIDES_PX {
        if best.as_ref().is_some_and(|b| b.score > CLEAN) {
            break;
        }
        let lines = locator.look(frame, side_px)?.zone_lines();
        let found = read_lines(frame, recogniser, &lines)?;
        best = best.into_iter().chain(found).max_by(by_score);
    }
    Ok(best
        .filter(|c| c.score > ACCEPTABLE)
        .and_then(|c| c.located(frame)))
}

fn read_lines(
    frame: &Frame,
    recogniser: &ZoneRecogniser,
    lines: &[ZoneLine],
) -> Result<Option<Candidate>, ModelError> {
    let mut best: Option<Candidate> = None;
    for block in blocks(lines) {
        let found = read_block(frame, recogniser, &block)?;
        best = best.into_iter().chain(found).max_by(by_score);
    }
    Ok(best)
}

fn by_score(a: &Candidate, b: &Candidate) -> std::cmp::Ordering {
    a.score.total_cmp(&b.score)
}

struct Candidate {
    score: f32,
    decoded: Decoded,
    runs: Vec<Run>,
    along: (f32, f32),
}

/// Sets of neighbouring lines, each in order of reading.
fn blocks(lines: &[ZoneLine]) -> Vec<Vec<ZoneLine>> {
    let mut open: Vec<ZoneLine> = lines.to_vec();
    open.sort_by(|a, b| a.length.total_cmp(&b.length));
    let mut blocks = Vec::new();
    while let Some(seed) = open.pop() {
        let mut block = vec![seed];
        while let Some(next) = open
            .iter()
            .position(|line| block.iter().any(|member| neighbours(member, line)))
        {
            block.push(open.remove(next));
        }
        let first = block[0].clone();
        block.sort_by(|a, b| {
            let place = |line: &ZoneLine| first.place_of(line.center).1;
            place(a).total_cmp(&place(b))
        });
        blocks.push(with_common_ends(&block));
    }
    blocks
}

fn neighbours(a: &ZoneLine, b: &ZoneLine) -> bool {
    let (along, across) = a.place_of(b.center);
    let cosine = a.along.0 * b.along.0 + a.along.1 * b.along.1;
    cosine > 0.97
        && SPACING.contains(&(across.abs() / a.capital))
        && along.abs() < 0.5 * a.length
        && (0.6..1.67).contains(&(b.capital / a.capital))
}

/// The lines of a zone are equally long: each gets the farthest ends of any of them.
fn with_common_ends(block: &[ZoneLine]) -> Vec<ZoneLine> {
    let first = &block[0];
    let (mut low, mut high) = (f32::MAX, f32::MIN);
    for line in block {
        let (middle, _) = first.place_of(line.center);
        low = low.min(middle - line.length / 2.0);
        high = high.max(middle + line.length / 2.0);
    }
    block
        .iter()
        .map(|line| {
            let (middle, _) = first.place_of(line.center);
            let shift = f32::midpoint(low, high) - middle;
            ZoneLine {
                center: (
                    line.center.0 + line.along.0 * shift,
                    line.center.1 + line.along.1 * shift,
                ),
                length: high - low,
                ..line.clone()
            }
        })
        .collect()
}

/// Reads every set of lines of a block that may be a zone, as every format that its shape allows.
fn read_block(
    frame: &Frame,
    recogniser: &ZoneRecogniser,
    block: &[ZoneLine],
) -> Result<Vec<Candidate>, ModelError> {
    let mut found = Vec::new();
    for characters in widths(block) {
        let rows = block
            .iter()
            .map(|line| read_line(frame, recogniser, line, characters))
            .collect::<Result<Vec<_>, _>>()?;
        for set in sets(characters, rows.len()) {
            let rows = &rows[set.clone()];
            let count = (characters * rows.len()) as f32;
            let fit = rows
                .iter()
                .map(|r| r.aligned.log_likelihood as f32)
                .sum::<f32>()
                / count;
            let places: Vec<_> = rows.iter().map(|r| r.aligned.places.clone()).collect();
            for format in formats(characters) {
                let decoded = decode(*format, &places);
                found.push(Candidate {
                    score: decoded.score + FIT_WEIGHT * fit,
                    decoded,
                    runs: rows.iter().map(|r| r.run).collect(),
                    along: block[set.start].along,
                });
            }
        }
        if found.iter().any(|candidate| candidate.score > CLEAN) {
            break;
        }
    }
    Ok(found)
}

/// Numbers of characters that a block's lines may have, the likeliest first.
fn widths(block: &[ZoneLine]) -> Vec<usize> {
    let line = &block[block.len() / 2];
    let seen = line.length / (line.capital * PITCH_OVER_CAPITAL);
    let mut widths: Vec<usize> = match block.len() {
        1 => vec![],
        2 => vec![44, 36],
        _ => vec![30, 44, 36],
    };
    widths.sort_by(|&a, &b| {
        let off = |width: usize| (seen / width as f32).ln().abs();
        off(a).total_cmp(&off(b))
    });
    widths
}

/// Which lines of a block form one zone of this width.
fn sets(characters: usize, lines: usize) -> Vec<std::ops::Range<usize>> {
    let size = if characters == 30 { 3 } else { 2 };
    (0..(lines + 1).saturating_sub(size))
        .map(|start| start..start + size)
        .collect()
}

fn formats(width: usize) -> &'static [Format] {
    match width {
        30 => &[Format::Td1],
        36 => &[Format::Td2, Format::MrvB],
        _ => &[Format::Td3, Format::MrvA],
    }
}

/// A line as it was read best.
struct Row {
    run: Run,
    aligned: Alignment,
}

/// Reads a line where it was found, then where its characters proved to stand; if that is not
/// clean, also a little higher, lower, larger and smaller.
fn read_line(
    frame: &Frame,
    recogniser: &ZoneRecogniser,
    line: &ZoneLine,
    characters: usize,
) -> Result<Row, ModelError> {
    let read = |run: Run| -> Result<Row, ModelError> {
        let frames = recogniser.read(frame, &run)?;
        let aligned = align(&frames, characters).ok_or(ModelError::Run {
            name: "zone-recognition",
            reason: "it gave fewer steps than characters".into(),
        })?;
        Ok(Row { run, aligned })
    };
    let mut best = read(Run::straight(line, characters))?;
    best = better(best, |row| corrected(row).map(&read).transpose())?;
    if best.aligned.log_likelihood < LINE_CLEAN * characters as f64 {
        let from = best.run;
        for (shift, grown) in VARIATIONS {
            let varied = read(from.varied(shift, grown))?;
            if varied.aligned.log_likelihood > best.aligned.log_likelihood {
                best = varied;
            }
        }
        best = better(best, |row| corrected(row).map(&read).transpose())?;
    }
    Ok(best)
}

fn corrected(row: &Row) -> Option<Run> {
    row.aligned.time_of(0.0)?;
    Some(row.run.corrected(|character| {
        row.aligned
            .time_of(f64::from(character))
            .map_or(0.0, |time| time as f32)
    }))
}

fn better(
    row: Row,
    again: impl Fn(&Row) -> Result<Option<Row>, ModelError>,
) -> Result<Row, ModelError> {
    Ok(match again(&row)? {
        Some(other) if other.aligned.log_likelihood > row.aligned.log_likelihood => other,
        _ => row,
    })
}

impl Candidate {
    fn located(self, frame: &Frame) -> Option<Located> {
        let mrz = parse(&self.decoded.lines).ok()?;
        let along = self.along;
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
                region: bounds(&self.runs, frame)?,
                lines: self.decoded.lines.clone(),
            },
            decoded: self.decoded,
            quarter_turns,
        })
    }
}

/// The box around all lines.
fn bounds(runs: &[Run], frame: &Frame) -> Option<Region> {
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for run in runs {
        for t in [-1.0, 0.0, 1.0] {
            let ((x, y), across, half) = (run.at(t), run.across(t), run.capital(t) * 0.75);
            for sign in [-half, half] {
                left = left.min(x + across.0 * sign);
                right = right.max(x + across.0 * sign);
                top = top.min(y + across.1 * sign);
                bottom = bottom.max(y + across.1 * sign);
            }
        }
    }
    let size = (frame.width_px(), frame.height_px());
    Region::clipped(left, top, right, bottom, size)
}
