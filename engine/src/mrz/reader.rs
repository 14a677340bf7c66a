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
const VARIATIONS: [(f32, f32); 5] = [
    (0.0, 1.0),
    (0.0, 0.84),
    (0.0, 1.18),
    (-0.2, 1.0),
    (0.2, 1.0),
];
/// Log likelihood of a character from which a line needs no other try.
const LINE_CLEAN: f64 = -0.25;

/// Log likelihood of a character below which a row is no line of a zone.
const HOPELESS: f64 = -1.5;
/// Most rows of a block that are combined.
const MAX_ROWS: usize = 7;

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
        let rows = read_rows(frame, recogniser, block, characters)?;
        for rows in sets(&rows, characters) {
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
                    along: block[0].along,
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

/// Sets of rows that may be one zone of this width: what reads badly or is unevenly spaced is
/// none. The locator at times sees a row between two that touch.
fn sets(rows: &[Row], characters: usize) -> Vec<Vec<&Row>> {
    let worst = HOPELESS * characters as f64;
    let kept: Vec<&Row> = rows
        .iter()
        .filter(|row| row.aligned.log_likelihood > worst)
        .take(MAX_ROWS)
        .collect();
    let mut sets = Vec::new();
    for (i, &first) in kept.iter().enumerate() {
        for (j, &second) in kept.iter().enumerate().skip(i + 1) {
            let spacing = first.run.distance(&second.run);
            if !SPACING.contains(&spacing) {
                continue;
            }
            if characters != 30 {
                sets.push(vec![first, second]);
                continue;
            }
            for &third in &kept[j + 1..] {
                let next = second.run.distance(&third.run);
                if (0.6..1.67).contains(&(next / spacing)) {
                    sets.push(vec![first, second, third]);
                }
            }
        }
    }
    sets
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

/// Reads the lines of a block, each where it was found; those that are not clean then beside the
/// best of them, since the lines of a zone run alike.
fn read_rows(
    frame: &Frame,
    recogniser: &ZoneRecogniser,
    block: &[ZoneLine],
    characters: usize,
) -> Result<Vec<Row>, ModelError> {
    let mut rows = Vec::with_capacity(block.len());
    for line in block {
        rows.push(read_run(
            frame,
            recogniser,
            Run::straight(line, characters),
        )?);
    }
    let clean = LINE_CLEAN * characters as f64;
    let likelihood = |row: &Row| row.aligned.log_likelihood;
    let best = rows
        .iter()
        .max_by(|a, b| likelihood(a).total_cmp(&likelihood(b)));
    let Some(model) = best.map(|row| row.run) else {
        return Ok(rows);
    };
    for row in rows.iter_mut().filter(|row| likelihood(row) < clean) {
        for from in [model.beside(&row.run), row.run] {
            for (shift, grown) in VARIATIONS {
                let varied = read_run(frame, recogniser, from.varied(shift, grown))?;
                if likelihood(&varied) > likelihood(row) {
                    *row = varied;
                }
                if likelihood(row) > clean {
                    break;
                }
            }
        }
    }
    Ok(rows)
}

/// Reads a line where it is thought to run, then where its characters proved to stand.
fn read_run(frame: &Frame, recogniser: &ZoneRecogniser, run: Run) -> Result<Row, ModelError> {
    let read = |run: Run| -> Result<Row, ModelError> {
        let frames = recogniser.read(frame, &run)?;
        let aligned = align(&frames, run.characters).ok_or(ModelError::Run {
            name: "zone-recognition",
            reason: "it gave fewer steps than characters".into(),
        })?;
        Ok(Row { run, aligned })
    };
    let first = read(run)?;
    Ok(match corrected(&first).map(read).transpose()? {
        Some(second) if second.aligned.log_likelihood > first.aligned.log_likelihood => second,
        _ => first,
    })
}

fn corrected(row: &Row) -> Option<Run> {
    row.aligned.time_of(0.0)?;
    Some(row.run.corrected(|character| {
        row.aligned
            .time_of(f64::from(character))
            .map_or(0.0, |time| time as f32)
    }))
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
