//! What the windows said, put together on one map of the frame.

use super::{MAPS, STRIDE, Suspect};
use crate::locate::component::{Touching, components};
use crate::locate::contains;
use crate::region::Region;

/// From this probability on a cell looks altered. Below it more than one genuine document in twenty
/// has such places (`engine/training/README.md`).
const MIN_ALTERED: f32 = 0.98;
/// Fewer cells than these that touch are no altered place: a letter, a spot of light.
const MIN_CELLS: usize = 2;
/// Probabilities nearer to 0 or 1 count no more than these: one cell decides nothing.
const MOST_CERTAIN: f32 = 0.9999;

/// Sums of the cells' log odds over the windows that saw them.
pub(super) struct Cells {
    columns: usize,
    sums: Vec<[f32; MAPS]>,
    times: Vec<u8>,
}

impl Cells {
    /// Those of a frame of that size, of which nothing is known yet.
    pub(super) fn none(size_px: (u32, u32)) -> Self {
        let columns = (size_px.0 / STRIDE) as usize;
        let cells = columns * (size_px.1 / STRIDE) as usize;
        Self {
            columns,
            sums: vec![[0.0; MAPS]; cells],
            times: vec![0; cells],
        }
    }

    /// Takes the maps of a window whose edges lie on those of cells.
    pub(super) fn add(&mut self, window: &Region, maps: &[f32]) {
        let cells = |pixels: u32| (pixels / STRIDE) as usize;
        let (columns, rows) = (cells(window.width), cells(window.height));
        for at in 0..columns * rows {
            let (x, y) = (
                cells(window.x) + at % columns,
                cells(window.y) + at / columns,
            );
            let to = y * self.columns + x;
            for (map, sum) in self.sums[to].iter_mut().enumerate() {
                *sum += log_odds(maps[map * columns * rows + at]);
            }
            self.times[to] += 1;
        }
    }

    /// Probabilities of a screen and of a print, by the mean over the document's cells; over all of
    /// them where none lies inside `corners`.
    pub(super) fn whole(&self, corners: Option<&[(f32, f32); 4]>) -> (f32, f32) {
        let is_inside = |at: &usize| {
            let middle = |cell: usize| (cell as f32 + 0.5) * STRIDE as f32;
            let place = (middle(at % self.columns), middle(at / self.columns));
            corners.is_none_or(|corners| contains(corners, place))
        };
        let mut seen: Vec<usize> = self.seen().collect();
        if seen.iter().any(is_inside) {
            seen.retain(is_inside);
        }
        if seen.is_empty() {
            return (0.0, 0.0);
        }
        let mean = |map: usize| {
            let sum: f32 = seen.iter().map(|&at| self.mean(at, map)).sum();
            probability(sum / seen.len() as f32)
        };
        (mean(0), mean(1))
    }

    /// Sets of touching cells that look altered, the likeliest first.
    pub(super) fn suspects(&self, size_px: (u32, u32)) -> Vec<Suspect> {
        let mut altered = vec![0.0; self.sums.len()];
        for at in self.seen() {
            altered[at] = probability(self.mean(at, 2));
        }
        let mut sets = components(&altered, self.columns, MIN_ALTERED, Touching::Sides);
        sets.retain(|cells| cells.len() >= MIN_CELLS);
        let mut suspects: Vec<Suspect> = sets
            .iter()
            .filter_map(|cells| {
                let ends = cells.iter().flat_map(|at| {
                    let (x, y) = ((at % self.columns) as f32, (at / self.columns) as f32);
                    let side = STRIDE as f32;
                    [(x * side, y * side), ((x + 1.0) * side, (y + 1.0) * side)]
                });
                Some(Suspect {
                    region: Region::around(ends, size_px)?,
                    probability: cells.iter().map(|&at| altered[at]).fold(0.0, f32::max),
                })
            })
            .collect();
        suspects.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        suspects
    }

    fn seen(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.times.len()).filter(|&at| self.times[at] > 0)
    }

    fn mean(&self, at: usize, map: usize) -> f32 {
        self.sums[at][map] / f32::from(self.times[at])
    }
}

fn log_odds(probability: f32) -> f32 {
    let bounded = probability.clamp(1.0 - MOST_CERTAIN, MOST_CERTAIN);
    (bounded / (1.0 - bounded)).ln()
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
