//! Where the document's four edges are, in the simplest way that helps a person holding it: the
//! outermost strong straight steps of brightness or colour from each side.

use crate::frame::Frame;
use crate::region::Region;

/// Width of the picture that is searched, in pixels.
const WIDTH_PX: u32 = 160;
/// How many times higher than wide that picture may be: what is narrower shows no document, and
/// would be enlarged beyond all measure.
const MAX_HEIGHT: u32 = 8;
/// Share of an edge's length along which it must show.
const MIN_SUPPORT: f32 = 0.5;
/// Step between the two sides of an edge, in levels of any channel.
const MIN_STEP: i16 = 14;
/// Surroundings that must be visible on each side, as a share of the picture's size.
const MARGIN: f32 = 0.01;
/// Largest tilt of an edge: its offset over the whole picture, in shares of the picture.
const MAX_TILT: f32 = 0.14;
/// Smallest share of the picture's width and height that a document covers.
const MIN_EXTENT: f32 = 0.25;

/// The document's outline as an upright box; `None` unless all four edges are visible with some
/// surroundings.
pub(super) fn document(frame: &Frame) -> Option<Region> {
    if frame.height_px() / MAX_HEIGHT > frame.width_px() {
        return None;
    }
    let factor = WIDTH_PX as f32 / frame.width_px() as f32;
    let height = ((frame.height_px() as f32 * factor).round() as u32).max(16);
    let small = frame.resized(WIDTH_PX, height);
    let columns = Steps::new(&small, false);
    let rows = Steps::new(&small, true);
    let left = columns.outermost(false)?;
    let right = columns.outermost(true)?;
    let top = rows.outermost(false)?;
    let bottom = rows.outermost(true)?;
    let wide = (right - left) as f32 / WIDTH_PX as f32;
    let high = (bottom as f32 - top as f32) / height as f32;
    if wide < MIN_EXTENT || high < MIN_EXTENT {
        return None;
    }
    let full = |v: usize| v as f32 / factor;
    Region::clipped(
        full(left),
        full(top),
        full(right),
        full(bottom),
        (frame.width_px(), frame.height_px()),
    )
}

/// For each place along one axis, which of the positions across show a step.
struct Steps {
    /// Positions along the axis that is searched.
    length: usize,
    /// Positions across it.
    breadth: usize,
    step: Vec<bool>,
}

impl Steps {
    /// Steps between neighbouring columns, or rows when `transposed`.
    fn new(frame: &Frame, transposed: bool) -> Self {
        let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
        let (length, breadth) = if transposed {
            (height, width)
        } else {
            (width, height)
        };
        let pixel = |along: usize, across: usize| {
            let (x, y) = if transposed {
                (across, along)
            } else {
                (along, across)
            };
            frame.pixel(x as u32, y as u32)
        };
        let mut step = vec![false; length * breadth];
        for along in 2..length.saturating_sub(2) {
            for across in 0..breadth {
                let (before, after) = (pixel(along - 2, across), pixel(along + 1, across));
                let largest = (0..3)
                    .map(|c| (i16::from(before[c]) - i16::from(after[c])).abs())
                    .max()
                    .unwrap_or(0);
                step[along * breadth + across] = largest >= MIN_STEP;
            }
        }
        Self {
            length,
            breadth,
            step,
        }
    }

    /// The outermost straight run of steps from the start (or the end), with some margin.
    fn outermost(&self, from_end: bool) -> Option<usize> {
        let margin = ((self.length as f32 * MARGIN).ceil() as usize).max(2);
        let half = self.length / 2;
        let order: Vec<usize> = if from_end {
            (half..self.length - margin).rev().collect()
        } else {
            (margin..half).collect()
        };
        order.into_iter().find(|&at| self.supported(at))
    }

    /// Whether a nearly straight edge of any allowed tilt crosses the middle at `at`.
    fn supported(&self, at: usize) -> bool {
        let reach = (self.length as f32 * MAX_TILT) as i32;
        (-reach..=reach).step_by(2).any(|tilt| {
            let count = (0..self.breadth)
                .filter(|&across| {
                    let share = across as f32 / self.breadth as f32 - 0.5;
                    let place = at as f32 + share * tilt as f32;
                    (place.max(0.0) as usize) < self.length
                        && self.step[place.max(0.0) as usize * self.breadth + across]
                })
                .count();
            count as f32 >= MIN_SUPPORT * self.breadth as f32
        })
    }
}
