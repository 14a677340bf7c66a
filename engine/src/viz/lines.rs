//! Lines of text on a page laid flat, from the layout network's maps.

use std::ops::Range;

use super::maps::{MIN_PROBABILITY, Maps, Plane, STRIDE};
use crate::locate::component::{Touching, components};

/// Half the thickness of a line's band, in heights of its capitals, as it was drawn for training.
const BAND: f32 = 0.4;
/// From this thickness, in that of a band, a fragment is two lines that touch.
const TOO_THICK: f32 = 1.9;
/// From this change of the logarithm of a capital's height on, a line is two; each has as many
/// columns of cells.
const PARTING_GROWTH: f32 = 0.26;
const MIN_COLUMNS: usize = 4;
/// Cells of a fragment below which it is dirt.
const MIN_CELLS: usize = 4;
/// Heights of capitals, in pixels of the page, that can be read.
const CAPITALS_PX: Range<f32> = 3.0..80.0;
/// Fragments of one line: widest gap, largest offset across, in heights of a capital, and how
/// much one's capitals may be higher than the other's.
const MAX_GAP: f32 = 0.8;
const MAX_OFFSET: f32 = 0.4;
const MAX_GROWTH: f32 = 1.3;
/// A line of text in pixels of the page, nearly level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Ends of the middle line, between base and top of the capitals.
    pub(super) left: (f32, f32),
    pub(super) right: (f32, f32),
    /// Height of a capital.
    pub(super) capital: f32,
}

impl TextLine {
    pub(super) fn length(&self) -> f32 {
        self.right.0 - self.left.0
    }

    pub(super) fn middle(&self) -> (f32, f32) {
        (
            f32::midpoint(self.left.0, self.right.0),
            f32::midpoint(self.left.1, self.right.1),
        )
    }
}

impl Maps {
    /// From top to bottom.
    pub(super) fn lines(&self) -> Vec<TextLine> {
        let text = self.plane(Plane::Text);
        let mut fragments = Vec::new();
        for cells in components(text, self.columns, MIN_PROBABILITY, Touching::Sides) {
            for cells in self.by_size(cells) {
                self.fragments(cells, &mut fragments);
            }
        }
        let mut lines = joined(fragments);
        lines.retain(|line| CAPITALS_PX.contains(&line.capital));
        lines.sort_by(|a, b| a.middle().1.total_cmp(&b.middle().1));
        lines
    }

    /// A set of cells parted where the height of capitals changes: a small label that touches its
    /// value, the name of a state beside a title.
    fn by_size(&self, cells: Vec<usize>) -> Vec<Vec<usize>> {
        let columns = self.columns_of(&cells);
        let mut sums = vec![(0.0_f32, 0.0_f32); columns.len()];
        for &at in &cells {
            let weight = self.plane(Plane::Text)[at];
            let column = &mut sums[self.place(at).0 - columns.start];
            column.0 += weight;
            column.1 += weight * self.plane(Plane::Capital)[at].clamp(-3.0, 3.0);
        }
        let total = sums
            .iter()
            .fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        let mut before = (0.0, 0.0);
        let mut best = (0.0, 0);
        for (column, sum) in sums.iter().enumerate() {
            before = (before.0 + sum.0, before.1 + sum.1);
            let after = (total.0 - before.0, total.1 - before.1);
            let wide_enough =
                (MIN_COLUMNS..columns.len().saturating_sub(MIN_COLUMNS)).contains(&column);
            let growth = (before.1 / before.0 - after.1 / after.0).abs();
            let weight = before.0 * after.0 / (total.0 * total.0);
            if wide_enough && growth > PARTING_GROWTH && growth * growth * weight > best.0 {
                best = (growth * growth * weight, column + 1);
            }
        }
        if best.1 == 0 {
            return vec![cells];
        }
        let (left, right): (Vec<_>, Vec<_>) = cells
            .into_iter()
            .partition(|&at| self.place(at).0 < columns.start + best.1);
        let mut parted = self.by_size(left);
        parted.extend(self.by_size(right));
        parted
    }

    /// The line, or the two lines that touch, of a set of cells.
    fn fragments(&self, cells: Vec<usize>, out: &mut Vec<TextLine>) {
        if cells.len() < MIN_CELLS {
            return;
        }
        let line = self.fitted(&cells);
        let band = 2.0 * BAND * line.capital / STRIDE as f32;
        let off = |at: usize| {
            let (x, y) = self.place(at);
            let x = (x as f32 + 0.5) * STRIDE as f32;
            let share = (x - line.left.0) / line.length().max(1.0);
            (y as f32 + 0.5) - (line.left.1 + share * (line.right.1 - line.left.1)) / STRIDE as f32
        };
        let thickness =
            2.0 * cells.iter().map(|&at| off(at).abs()).sum::<f32>() * 2.0 / cells.len() as f32;
        if thickness > TOO_THICK * band.max(1.0) {
            let (above, below): (Vec<_>, Vec<_>) = cells.into_iter().partition(|&at| off(at) < 0.0);
            for half in [above, below] {
                if half.len() >= MIN_CELLS {
                    out.push(self.fitted(&half));
                }
            }
            return;
        }
        out.push(line);
    }

    /// The columns that cells span.
    fn columns_of(&self, cells: &[usize]) -> Range<usize> {
        let columns = cells.iter().map(|&at| self.place(at).0);
        let first = columns.clone().min().unwrap_or(0);
        first..columns.max().map_or(first, |last| last + 1)
    }

    /// The line through cells: by least squares where they are many columns wide.
    fn fitted(&self, cells: &[usize]) -> TextLine {
        const SLOPING_COLUMNS: usize = 8;
        let text = self.plane(Plane::Text);
        let (mut weights, mut x_mean, mut y_mean, mut capital) = (0.0, 0.0, 0.0, 0.0);
        for &at in cells {
            let (x, y) = self.place(at);
            weights += text[at];
            x_mean += text[at] * x as f32;
            y_mean += text[at] * y as f32;
            capital += text[at] * self.plane(Plane::Capital)[at].clamp(-3.0, 3.0);
        }
        (x_mean, y_mean, capital) = (x_mean / weights, y_mean / weights, capital / weights);
        let columns = self.columns_of(cells);
        let (mut along, mut across) = (0.0, 0.0);
        for &at in cells {
            let (x, y) = self.place(at);
            let dx = x as f32 - x_mean;
            along += text[at] * dx * dx;
            across += text[at] * dx * (y as f32 - y_mean);
        }
        let wide = columns.len() >= SLOPING_COLUMNS;
        let slope = if wide {
            (across / along.max(1e-3)).clamp(-0.3, 0.3)
        } else {
            0.0
        };
        let stride = STRIDE as f32;
        let middle = ((x_mean + 0.5) * stride, (y_mean + 0.5) * stride);
        let at = |x: f32| (x, middle.1 + slope * (x - middle.0));
        TextLine {
            left: at(columns.start as f32 * stride),
            right: at(columns.end as f32 * stride),
            capital: 10.0 * capital.exp(),
        }
    }
}

/// Fragments that stand on one line, put together.
fn joined(mut fragments: Vec<TextLine>) -> Vec<TextLine> {
    fragments.sort_by(|a, b| a.left.0.total_cmp(&b.left.0));
    let mut lines: Vec<TextLine> = Vec::with_capacity(fragments.len());
    for fragment in fragments {
        let before = lines.iter_mut().find(|line| goes_on(line, &fragment));
        match before {
            Some(line) => {
                let (own, other) = (line.length(), fragment.length());
                line.capital =
                    (line.capital * own + fragment.capital * other) / (own + other).max(1.0);
                line.right = fragment.right;
            }
            None => lines.push(fragment),
        }
    }
    lines
}

fn goes_on(line: &TextLine, fragment: &TextLine) -> bool {
    let capital = line.capital.max(fragment.capital);
    let gap = fragment.left.0 - line.right.0;
    let growth = capital / line.capital.min(fragment.capital).max(0.1);
    growth < MAX_GROWTH
        && (-capital..MAX_GAP * capital).contains(&gap)
        && (fragment.left.1 - line.right.1).abs() < MAX_OFFSET * capital
}

#[cfg(test)]
mod tests {
    use super::super::maps::MAPS;
    use super::*;

    /// Bands as a network without fault draws them: left, right, middle and height of a capital.
    fn maps(bands: &[(f32, f32, f32, f32)]) -> Maps {
        let (columns, rows) = (176, 112);
        let cells = columns * rows;
        let mut values = vec![0.0; MAPS * cells];
        for &(left, right, middle, capital) in bands {
            for at in 0..cells {
                let x = ((at % columns) * STRIDE + STRIDE / 2) as f32;
                let y = ((at / columns) * STRIDE + STRIDE / 2) as f32;
                if (left..right).contains(&x) && (y - middle).abs() < (BAND * capital).max(2.0) {
                    values[at] = 0.9;
                    values[cells + at] = (capital / 10.0).ln();
                    values[2 * cells + at] = 1.0;
                }
            }
        }
        Maps { columns, values }
    }

    #[test]
    fn lines_are_found_from_top_to_bottom() {
        let lines = maps(&[(100.0, 300.0, 200.0, 20.0), (100.0, 260.0, 60.0, 12.0)]).lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let first = &lines[0];
        assert!((first.middle().1 - 60.0).abs() < 2.5 && (first.capital - 12.0).abs() < 0.1);
        assert!((first.left.0 - 100.0).abs() < 4.1 && (first.right.0 - 260.0).abs() < 4.1);
    }

    #[test]
    fn a_small_label_is_parted_from_the_value_that_it_touches() {
        let touching = [(100.0, 140.0, 60.0, 11.0), (140.0, 300.0, 60.0, 20.0)];
        let lines = maps(&touching).lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let capitals: Vec<f32> = lines.iter().map(|line| line.capital).collect();
        assert!(
            capitals.iter().any(|c| (c - 11.0).abs() < 0.5),
            "{capitals:?}"
        );
        assert!(
            capitals.iter().any(|c| (c - 20.0).abs() < 0.5),
            "{capitals:?}"
        );
    }

    #[test]
    fn words_of_a_line_are_put_together_and_columns_are_not() {
        let words = [(100.0, 180.0, 60.0, 16.0), (188.0, 260.0, 60.0, 16.0)];
        assert_eq!(maps(&words).lines().len(), 1);
        let columns = [(100.0, 180.0, 60.0, 16.0), (220.0, 260.0, 60.0, 16.0)];
        assert_eq!(maps(&columns).lines().len(), 2);
    }
}
