//! Which lines may be one zone: neighbours that run alike.

use super::row::Row;
use crate::locate::ZoneLine;

/// Pitch of characters over the height of capitals in OCR-B.
const PITCH_OVER_CAPITAL: f32 = 1.02;
/// Range of the distance of neighbouring lines, in heights of capitals.
pub(super) const SPACING: std::ops::Range<f32> = 1.1..4.2;
/// Range within which distances, and heights, of lines of one zone differ by factors.
const ALIKE: std::ops::Range<f32> = 0.6..1.67;
/// Most rows of a block that are combined.
const MAX_ROWS: usize = 7;

/// Sets of neighbouring lines, each in order of reading, those of the longest line first.
pub(super) fn blocks(lines: &[ZoneLine]) -> Vec<Vec<ZoneLine>> {
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
        && ALIKE.contains(&(b.capital / a.capital))
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

/// Numbers of characters that a block's lines may have, the likeliest first.
pub(super) fn widths(block: &[ZoneLine]) -> Vec<usize> {
    let line = &block[block.len() / 2];
    let seen = line.length / (line.capital * PITCH_OVER_CAPITAL);
    let mut widths = vec![30, 44, 36];
    // The number of lines tells more than their height, which is only roughly known; two lines of
    // 36 are rare.
    let unlikely = |width: usize| match (width, block.len() > 2) {
        (30, false) | (44 | 36, true) => 0.4,
        (36, false) => 0.2,
        _ => 0.0,
    };
    let off = |width: usize| (seen / width as f32).ln().abs() + unlikely(width);
    widths.sort_by(|&a, &b| off(a).total_cmp(&off(b)));
    widths
}

/// Sets of rows, equally long, that may be one zone: what reads worse than `least` a character, or
/// is unevenly spaced, is none. The locator at times sees a row between two that touch.
pub(super) fn sets(rows: &[Row], least: f32) -> Vec<Vec<&Row>> {
    let characters = rows.first().map_or(0, |row| row.run.characters);
    let kept: Vec<&Row> = rows
        .iter()
        .filter(|row| row.fit() > least)
        .take(MAX_ROWS)
        .collect();
    let mut sets = Vec::new();
    if let (&[row], 30) = (&kept[..], characters) {
        sets.push(vec![row]);
    }
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
                if ALIKE.contains(&(next / spacing)) {
                    sets.push(vec![first, second, third]);
                }
            }
        }
    }
    sets
}
