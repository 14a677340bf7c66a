//! Moves a run onto the ink: the locator's cells are coarse, and half a height of a capital cuts
//! letters off.

use super::strip::Run;
use crate::frame::Grey;

/// Reach of the search, in heights of a capital.
const REACH: f32 = 0.6;
/// Half the height of what is looked at, in heights of a capital.
const HALF_HEIGHT: f32 = 1.6;
/// Rows that are looked at in a height of a capital.
const ROWS_PER_CAPITAL: f32 = 16.0;
/// Columns that are looked at in a character.
const COLUMNS_PER_CHARACTER: usize = 5;
/// Heights of the ink that are tried, in heights of a capital as the run has it.
const HEIGHTS: [f32; 9] = [0.76, 0.82, 0.88, 0.94, 1.0, 1.07, 1.14, 1.22, 1.3];
/// Gap above and below the ink that must be emptier, in heights of the ink.
const GAP: f32 = 0.22;
/// Farthest that a half of a line lies from the whole one, in heights of a capital.
const HALF_REACH: f32 = 0.3;
/// Least difference of ink and gap, as a share of the ink's.
const MIN_CONTRAST: f32 = 0.12;

/// The run on the ink that lies nearest; the run itself where none stands out.
pub(super) fn centred(run: &Run, grey: &Grey) -> Run {
    let left = Profile::of(run, grey, (-0.97, 0.0));
    let right = Profile::of(run, grey, (0.0, 0.97));
    let Some(ink) = left.with(&right).ink(0.0, REACH, &HEIGHTS) else {
        return *run;
    };
    let half = |profile: &Profile| {
        let found = profile.ink(ink.centre, HALF_REACH, &[ink.height]);
        found.map(|half| half.centre)
    };
    // The middles of the halves stand at t = -0.485 and 0.485.
    let slope = match (half(&left), half(&right)) {
        (Some(left), Some(right)) => (right - left) / 0.97,
        _ => 0.0,
    };
    run.moved_across(ink.centre).turned(slope).grown(ink.height)
}

/// How much changes along each row beside a part of a run: print changes, gaps do not.
struct Profile {
    /// Sums from the first row on, one more than there are rows.
    sums: Vec<f32>,
}

/// A band of ink: middle, and height, in heights of a capital of the run.
struct Ink {
    centre: f32,
    height: f32,
}

impl Profile {
    fn of(run: &Run, grey: &Grey, (from, to): (f32, f32)) -> Self {
        let columns = run.characters * COLUMNS_PER_CHARACTER / 2;
        let rows = (2.0 * HALF_HEIGHT * ROWS_PER_CAPITAL) as usize;
        let mut changes = vec![0.0; rows];
        let mut before = vec![0.0; rows];
        for column in 0..columns {
            let t = from + (to - from) * column as f32 / (columns - 1).max(1) as f32;
            let (middle, across, capital) = (run.at(t), run.across(t), run.capital(t));
            for (row, (change, before)) in changes.iter_mut().zip(&mut before).enumerate() {
                let off = ((row as f32 + 0.5) / ROWS_PER_CAPITAL - HALF_HEIGHT) * capital;
                let (x, y) = (middle.0 + across.0 * off, middle.1 + across.1 * off);
                let value = grey.at(x - 0.5, y - 0.5);
                if column > 0 {
                    *change += f32::abs(value - *before);
                }
                *before = value;
            }
        }
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for change in changes {
            sum += change;
            sums.push(sum);
        }
        Self { sums }
    }

    fn with(&self, other: &Self) -> Self {
        let both = self.sums.iter().zip(&other.sums);
        Self {
            sums: both.map(|(a, b)| a + b).collect(),
        }
    }

    /// Mean change between two offsets, in heights of a capital; 0 beyond what was looked at.
    fn mean(&self, from: f32, to: f32) -> f32 {
        let last = self.sums.len() - 1;
        let at = |offset: f32| {
            let place = (offset + HALF_HEIGHT) * ROWS_PER_CAPITAL;
            let place = place.clamp(0.0, last as f32);
            let row = (place as usize).min(last - 1);
            self.sums[row] + (place - row as f32) * (self.sums[row + 1] - self.sums[row])
        };
        (at(to) - at(from)) / ((to - from) * ROWS_PER_CAPITAL)
    }

    /// The band that stands out most from the gaps above and below it.
    fn ink(&self, around: f32, reach: f32, heights: &[f32]) -> Option<Ink> {
        let steps = (reach * ROWS_PER_CAPITAL) as i32;
        let mut best: Option<(f32, Ink)> = None;
        for &height in heights {
            for step in -steps..=steps {
                let centre = around + step as f32 / ROWS_PER_CAPITAL;
                let (top, bottom) = (centre - height / 2.0, centre + height / 2.0);
                let gap = GAP * height;
                let ink = self.mean(top, bottom);
                let gaps =
                    f32::midpoint(self.mean(top - gap, top), self.mean(bottom, bottom + gap));
                // Taller bands of the same contrast are likelier: parts of letters stand out too.
                let stands_out = (ink - gaps) * height.sqrt();
                if ink - gaps > MIN_CONTRAST * ink
                    && best.as_ref().is_none_or(|(most, _)| stands_out > *most)
                {
                    best = Some((stands_out, Ink { centre, height }));
                }
            }
        }
        best.map(|(_, ink)| ink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;
    use crate::locate::ZoneLine;

    /// Strokes of 2 pixels every 5, between two rows; a second line below.
    fn page(rows: std::ops::Range<u32>) -> Grey {
        let inked = |x: u32, y: u32| {
            (rows.contains(&y) || (y >= rows.start + 40 && y < rows.end + 40)) && x % 5 < 2
        };
        let rgb = (0..200 * 400)
            .flat_map(|at| [if inked(at % 400, at / 400) { 20 } else { 230 }; 3])
            .collect();
        Grey::luma(&Frame::from_rgb(400, 200, rgb).unwrap())
    }

    fn run(y: f32, capital: f32) -> Run {
        let line = ZoneLine {
            center: (200.0, y),
            along: (1.0, 0.0),
            length: 330.0,
            capital,
        };
        Run::straight(&line, 30)
    }

    #[test]
    fn a_run_beside_the_ink_is_moved_onto_it() {
        let grey = page(80..100);
        for (y, capital) in [(90.0, 20.0), (81.0, 20.0), (98.0, 22.0), (88.0, 17.0)] {
            let found = centred(&run(y, capital), &grey);
            assert!(
                (found.at(0.0).1 - 90.0).abs() < 1.6,
                "{y} {:?}",
                found.at(0.0)
            );
            assert!((found.capital(0.0) - 20.0).abs() < 2.0, "{y} {capital}");
        }
    }

    #[test]
    fn bare_paper_moves_nothing() {
        let bare = Grey::luma(&Frame::from_rgb(400, 200, vec![200; 400 * 200 * 3]).unwrap());
        let found = centred(&run(90.0, 20.0), &bare);
        assert!((found.at(0.5).1 - 90.0).abs() < 1e-3);
    }
}
