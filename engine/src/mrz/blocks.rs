//! Which lines of text may be a machine-readable zone: two or three parallel neighbours of
//! about the same length.

use crate::text::TextLine;

/// Least length of a line of a zone, in heights.
const MIN_ASPECT: f32 = 8.0;
/// Sine of the largest angle between neighbours.
const MAX_SINE: f32 = 0.07;
/// Range of the ratio of heights.
const HEIGHT_RATIO: std::ops::Range<f32> = 0.55..1.8;
/// Range of the distance of neighbours, in heights.
const SPACING: std::ops::Range<f32> = 0.55..3.0;
/// How much of the shorter line its neighbour must stand beside.
const OVERLAP: f32 = 0.6;
/// Longest lines that are looked at.
const MAX_LINES: usize = 40;

/// Some lines that may be a zone, in order across the page; whether it is the reading order is
/// not known yet.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) lines: Vec<TextLine>,
}

impl Block {
    /// The lines in the opposite reading direction.
    pub(super) fn reversed(&self) -> Self {
        Self { lines: self.lines.iter().rev().map(TextLine::reversed).collect() }
    }

    /// The lines with common ends (the longest extent of any of them), direction and height.
    pub(super) fn aligned(&self) -> Self {
        let first = &self.lines[0];
        let weight: f32 = self.lines.iter().map(|line| line.length).sum();
        let along = self.lines.iter().fold((0.0, 0.0), |sum, line| {
            (sum.0 + line.along.0 * line.length, sum.1 + line.along.1 * line.length)
        });
        let mut heights: Vec<f32> = self.lines.iter().map(|line| line.height).collect();
        heights.sort_by(f32::total_cmp);
        let height = heights[heights.len() / 2];
        let frame = TextLine { along: (along.0 / weight, along.1 / weight), ..first.clone() };
        let norm = frame.along.0.hypot(frame.along.1);
        let frame = TextLine { along: (frame.along.0 / norm, frame.along.1 / norm), ..frame };
        let (mut low, mut high) = (f32::MAX, f32::MIN);
        for line in &self.lines {
            for end in [-0.5, 0.5] {
                let (place, _) = frame.place_of(line.point_at(end * line.length, 0.0));
                low = low.min(place);
                high = high.max(place);
            }
        }
        let lines = self
            .lines
            .iter()
            .map(|line| {
                let (middle, _) = frame.place_of(line.center);
                let center = line.point_at(f32::midpoint(low, high) - middle, 0.0);
                TextLine { center, length: high - low, height, ..line.clone() }
            })
            .collect();
        Self { lines }
    }

    /// With one more line at the same spacing, after the last or before the first.
    pub(super) fn extended(&self, after: bool) -> Option<Self> {
        let [first, .., last] = &self.lines[..] else { return None };
        let spacing = first.place_of(last.center).1 / (self.lines.len() - 1) as f32;
        let mut lines = self.lines.clone();
        if after {
            lines.push(TextLine { center: last.point_at(0.0, spacing), ..last.clone() });
        } else {
            let line = TextLine { center: first.point_at(0.0, -spacing), ..first.clone() };
            lines.insert(0, line);
        }
        Some(Self { lines })
    }
}

/// Sets of neighbours, likeliest first.
pub(super) fn candidates(lines: &[TextLine]) -> Vec<Block> {
    let long: Vec<&TextLine> = lines
        .iter()
        .filter(|line| line.length > MIN_ASPECT * line.height)
        .take(MAX_LINES)
        .collect();
    let mut found: Vec<(f32, Vec<usize>)> = Vec::new();
    for (i, line) in long.iter().enumerate() {
        let mut beside: Vec<(f32, usize)> = vec![(0.0, i)];
        for (j, other) in long.iter().enumerate() {
            if i != j && neighbours(line, other) {
                beside.push((line.place_of(other.center).1, j));
            }
        }
        beside.sort_by(|a, b| a.0.total_cmp(&b.0));
        for size in [2, 3] {
            for window in beside.windows(size) {
                let gaps: Vec<f32> = window.windows(2).map(|w| w[1].0 - w[0].0).collect();
                let even = gaps.iter().all(|gap| {
                    SPACING.contains(&(gap / line.height)) && *gap < 1.6 * gaps[0]
                        && *gap > gaps[0] / 1.6
                });
                let members: Vec<usize> = window.iter().map(|&(_, j)| j).collect();
                if even && !found.iter().any(|(_, known)| *known == members) {
                    found.push((likelihood(&long, &members), members));
                }
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found
        .into_iter()
        .map(|(_, members)| {
            let first = long[members[0]];
            let lines = members.iter().map(|&j| {
                let line = long[j];
                let same = line.along.0 * first.along.0 + line.along.1 * first.along.1 > 0.0;
                if same { line.clone() } else { line.reversed() }
            });
            Block { lines: lines.collect() }
        })
        .collect()
}

fn neighbours(line: &TextLine, other: &TextLine) -> bool {
    let sine = (line.along.0 * other.along.1 - line.along.1 * other.along.0).abs();
    let (along, across) = line.place_of(other.center);
    let overlap = (line.length / 2.0).min(along + other.length / 2.0)
        - (-line.length / 2.0).max(along - other.length / 2.0);
    sine < MAX_SINE
        && across.abs() < 7.0 * line.height
        && HEIGHT_RATIO.contains(&(other.height / line.height))
        && overlap > OVERLAP * line.length.min(other.length)
}

/// Long lines of like length and height.
fn likelihood(lines: &[&TextLine], members: &[usize]) -> f32 {
    let of = |value: fn(&TextLine) -> f32| {
        let values = members.iter().map(|&j| value(lines[j]));
        values.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (shortest, longest) = of(|line| line.length);
    let (lowest, highest) = of(|line| line.height);
    let aspect = longest / highest.max(1e-3);
    (aspect.min(35.0) / 35.0) * (shortest / longest).sqrt() * (lowest / highest).sqrt()
        * members.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, length: f32) -> TextLine {
        TextLine::new((300.0, y), (1.0, 0.0), length, 16.0)
    }

    #[test]
    fn the_pair_of_long_lines_comes_first() {
        let mut heading = line(40.0, 150.0);
        heading.center.0 = 100.0;
        let lines = [line(300.0, 500.0), line(330.0, 480.0), heading, line(120.0, 200.0)];
        let blocks = candidates(&lines);
        let ys: Vec<f32> = blocks[0].lines.iter().map(|l| l.center.1).collect();
        assert_eq!(ys, [300.0, 330.0]);
        let back: Vec<f32> = blocks[0].reversed().lines.iter().map(|l| l.center.1).collect();
        assert_eq!(back, [330.0, 300.0]);
    }

    #[test]
    fn aligned_lines_share_their_ends() {
        let mut short = line(330.0, 300.0);
        short.center.0 = 200.0;
        let block = Block { lines: vec![line(300.0, 500.0), short] }.aligned();
        for line in &block.lines {
            assert!((line.center.0 - 300.0).abs() < 0.1 && (line.length - 500.0).abs() < 0.1);
        }
        let three = block.extended(true).unwrap();
        assert!((three.lines[2].center.1 - 360.0).abs() < 0.1);
        assert!((block.extended(false).unwrap().lines[0].center.1 - 270.0).abs() < 0.1);
    }
}
