//! From the locator's maps to the lines of a zone.

use super::axis::Axis;
use super::component::Touching;
use super::side::unit;
use super::{Map, Plane, STRIDE};

/// Probability from which a cell belongs to a line.
const MIN_PROBABILITY: f32 = 0.4;
/// Least number of cells of a fragment.
const MIN_CELLS: usize = 5;
/// Least agreement of the directions within a fragment: length of their mean.
const MIN_AGREEMENT: f32 = 0.7;
/// From this thickness, in heights of a capital, a fragment is two lines that touch.
const TOO_THICK: f32 = 1.4;
/// Widest gap between fragments of one line, in heights of a capital.
const MAX_GAP: f32 = 6.0;
/// Largest offset across a line of a fragment that belongs to it, in heights of a capital.
const MAX_OFFSET: f32 = 0.75;
/// Cosine of the largest angle between fragments of one line, and between lines of one zone.
const MIN_COSINE: f32 = 0.95;
/// Least length of a line, in heights of a capital.
const MIN_LENGTH: f32 = 10.0;

/// A line of a zone in pixels of the frame: it reads along `along`.
#[derive(Debug, Clone)]
pub struct ZoneLine {
    /// Middle of the line.
    pub center: (f32, f32),
    /// Unit vector of reading.
    pub along: (f32, f32),
    /// From the left edge of the first character to the right edge of the last.
    pub length: f32,
    /// Height of a capital.
    pub capital: f32,
}

impl ZoneLine {
    /// Where a point stands along and across the line, measured from its middle.
    #[must_use]
    pub fn place_of(&self, point: (f32, f32)) -> (f32, f32) {
        let (dx, dy) = (point.0 - self.center.0, point.1 - self.center.1);
        (
            dx * self.along.0 + dy * self.along.1,
            dy * self.along.0 - dx * self.along.1,
        )
    }

    fn cosine(&self, other: &Self) -> f32 {
        self.along.0 * other.along.0 + self.along.1 * other.along.1
    }
}

/// One cell of a fragment, in pixels of the frame.
#[derive(Clone, Copy)]
struct Cell {
    at: (f32, f32),
    along: (f32, f32),
    capital: f32,
    weight: f32,
}

pub(super) fn find(map: &Map) -> Vec<ZoneLine> {
    let mut fragments: Vec<Vec<Cell>> = Vec::new();
    for cells in map.components(Plane::Zone, MIN_PROBABILITY, Touching::Corners) {
        let cells = cells.into_iter().map(|at| cell(map, at)).collect();
        split(cells, &mut fragments);
    }
    let mut lines = joined(fragments);
    lines.retain(|line| line.length > MIN_LENGTH * line.capital);
    lines
}

fn cell(map: &Map, at: usize) -> Cell {
    let (x, y) = (at % map.columns, at / map.columns);
    let (cell_x, cell_y) = map.cell_px;
    let along = (
        map.plane(Plane::AlongX)[at] * cell_x,
        map.plane(Plane::AlongY)[at] * cell_y,
    );
    let norm = along.0.hypot(along.1).max(1e-6);
    let scale = f32::midpoint(cell_x, cell_y) / STRIDE as f32;
    Cell {
        at: ((x as f32 + 0.5) * cell_x, (y as f32 + 0.5) * cell_y),
        along: (along.0 / norm, along.1 / norm),
        capital: 10.0 * map.plane(Plane::Capital)[at].clamp(-3.0, 4.0).exp() * scale,
        weight: map.plane(Plane::Zone)[at],
    }
}

/// Parts a fragment in which two or three lines touch.
fn split(cells: Vec<Cell>, out: &mut Vec<Vec<Cell>>) {
    let Some(line) = measured(&cells) else {
        return;
    };
    let across: Vec<f32> = cells.iter().map(|c| line.place_of(c.at).1).collect();
    let (low, high) = across
        .iter()
        .fold((f32::MAX, f32::MIN), |(l, h), &v| (l.min(v), h.max(v)));
    if high - low < TOO_THICK * line.capital {
        out.push(cells);
        return;
    }
    // The emptiest place across that leaves enough on both sides.
    let step = line.capital * 0.25;
    let bins = ((high - low) / step).ceil() as usize + 1;
    let mut filled = vec![0.0; bins];
    for (cell, offset) in cells.iter().zip(&across) {
        filled[((offset - low) / step) as usize] += cell.weight;
    }
    let margin = 3.min(bins / 3).max(1);
    // Where nothing is emptier than the rest, the middle.
    let emptiness = |bin: usize| {
        let off = (bin as f32 - (bins - 1) as f32 / 2.0).abs() / bins as f32;
        filled[bin] * (1.0 + 0.1 * off)
    };
    let cut = (margin..bins - margin).min_by(|&a, &b| emptiness(a).total_cmp(&emptiness(b)));
    let Some(cut) = cut else {
        out.push(cells);
        return;
    };
    let at = low + (cut as f32 + 0.5) * step;
    let (upper, lower): (Vec<_>, Vec<_>) = cells
        .into_iter()
        .zip(across)
        .partition(|(_, offset)| *offset < at);
    for part in [upper, lower] {
        let part: Vec<Cell> = part.into_iter().map(|(cell, _)| cell).collect();
        if part.len() >= MIN_CELLS {
            split(part, out);
        }
    }
}

/// The line through some cells; `None` when they are too few or point in different directions.
fn measured(cells: &[Cell]) -> Option<ZoneLine> {
    if cells.len() < MIN_CELLS {
        return None;
    }
    let total: f32 = cells.iter().map(|c| c.weight).sum();
    let mean =
        |value: fn(&Cell) -> f32| cells.iter().map(|c| c.weight * value(c)).sum::<f32>() / total;
    let along = (mean(|c| c.along.0), mean(|c| c.along.1));
    if along.0.hypot(along.1) < MIN_AGREEMENT {
        return None;
    }
    let capital = mean(|c| c.capital.ln()).exp();
    // A long fragment's own extent tells the direction better than the network does.
    let axis = Axis::of(cells.iter().map(|c| (c.at, c.weight)))?;
    let agrees = axis.along.0 * along.0 + axis.along.1 * along.1;
    let along = if axis.spread > 2.5 * capital && agrees.abs() > 0.9 * along.0.hypot(along.1) {
        (
            axis.along.0 * agrees.signum(),
            axis.along.1 * agrees.signum(),
        )
    } else {
        unit(along)
    };
    let center = axis.middle;
    let mut line = ZoneLine {
        center,
        along,
        length: 0.0,
        capital,
    };
    let (low, high) = cells
        .iter()
        .map(|c| line.place_of(c.at).0)
        .fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(v), h.max(v)));
    let middle = f32::midpoint(low, high);
    line.center.0 += along.0 * middle;
    line.center.1 += along.1 * middle;
    line.length = high - low + capital * 0.5;
    Some(line)
}

/// Joins fragments that glare or a thumb parted, longest first.
fn joined(fragments: Vec<Vec<Cell>>) -> Vec<ZoneLine> {
    let mut open: Vec<(ZoneLine, Vec<Cell>)> = fragments
        .into_iter()
        .filter_map(|cells| Some((measured(&cells)?, cells)))
        .collect();
    open.sort_by(|a, b| a.0.length.total_cmp(&b.0.length));
    let mut lines = Vec::new();
    while let Some((mut line, mut cells)) = open.pop() {
        while let Some(next) = open.iter().position(|(other, _)| belongs(&line, other)) {
            cells.extend(open.remove(next).1);
            match measured(&cells) {
                Some(whole) => line = whole,
                None => break,
            }
        }
        lines.push(line);
    }
    lines
}

fn belongs(line: &ZoneLine, other: &ZoneLine) -> bool {
    let (along, across) = line.place_of(other.center);
    let gap = along.abs() - f32::midpoint(line.length, other.length);
    line.cosine(other) > MIN_COSINE
        && across.abs() < MAX_OFFSET * line.capital
        && gap < MAX_GAP * line.capital
        && (0.6..1.67).contains(&(other.capital / line.capital))
}

#[cfg(test)]
mod tests {
    use super::super::MAPS;
    use super::*;

    /// Lines drawn into a map of 160 by 120 cells: from, to, in cells; capitals of 2 cells.
    fn map(lines: &[[(f32, f32); 2]]) -> Map {
        let (columns, rows) = (160, 120);
        let cells = columns * rows;
        let mut values = vec![0.0; MAPS * cells];
        for &[(x0, y0), (x1, y1)] in lines {
            let length = (x1 - x0).hypot(y1 - y0);
            let along = ((x1 - x0) / length, (y1 - y0) / length);
            for at in 0..cells {
                let (dx, dy) = (
                    (at % columns) as f32 + 0.5 - x0,
                    (at / columns) as f32 + 0.5 - y0,
                );
                let place = dx * along.0 + dy * along.1;
                let off = dy * along.0 - dx * along.1;
                if (0.0..length).contains(&place) && off.abs() < 1.0 {
                    values[Plane::Zone as usize * cells + at] = 0.9;
                    values[Plane::AlongX as usize * cells + at] = along.0;
                    values[Plane::AlongY as usize * cells + at] = along.1;
                    values[Plane::Capital as usize * cells + at] = 0.8_f32.ln();
                }
            }
        }
        Map {
            columns,
            rows,
            cell_px: (8.0, 8.0),
            values,
        }
    }

    #[test]
    fn two_lines_that_read_upwards() {
        let lines = map(&[[(60.0, 100.0), (60.0, 20.0)], [(65.0, 100.0), (65.0, 20.0)]]);
        let found = lines.zone_lines();
        assert_eq!(found.len(), 2);
        for line in &found {
            assert!(line.along.1 < -0.99, "{line:?}");
            assert!((line.length - 640.0).abs() < 16.0, "{line:?}");
            assert!((line.capital - 16.0).abs() < 1.0, "{line:?}");
        }
    }

    #[test]
    fn a_thumb_does_not_part_a_line() {
        let found =
            map(&[[(20.0, 60.0), (70.0, 60.0)], [(78.0, 60.0), (140.0, 60.0)]]).zone_lines();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0].length - 960.0).abs() < 24.0);
    }

    #[test]
    fn lines_that_touch_are_parted() {
        let found =
            map(&[[(20.0, 60.0), (140.0, 60.0)], [(20.0, 62.0), (140.0, 62.0)]]).zone_lines();
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
