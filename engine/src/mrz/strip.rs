//! A line of a zone, cut out of the picture as the recogniser wants it, and recognised.

use super::alphabet::COUNT;
use super::lattice;
use crate::frame::{Frame, Grey, normalise};
use crate::locate::ZoneLine;
use crate::model::{Model, ModelError, Tensor};

/// Height of a strip, in pixels.
const HEIGHT_PX: usize = 32;
/// Height of a capital in it.
const CAPITAL_PX: f32 = 19.5;
/// Distance of two characters in it.
const PITCH_PX: f32 = 12.0;
/// Air at both ends of a line, in characters.
const MARGIN: f32 = 2.0;
/// Pixels of one step of the recogniser's output.
const STEP_PX: f32 = 4.0;
/// Most samples of a pixel in each direction, where the strip is coarser than the frame.
const MAX_OVERSAMPLING: u32 = 4;

/// The run of a line: where the middles of its characters stand and how high they are.
///
/// Seen from the side, characters come closer to each other and grow smaller towards one end, and
/// paper bends: a quadratic curve and a height that changes evenly follow both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Number of characters.
    pub(super) characters: usize,
    /// The point at t = -1 (left edge of the first character) to t = 1 (right edge of the last):
    /// coefficients of 1, t and t², each for x and y.
    curve: [(f32, f32); 3],
    /// Height of a capital in the middle, and how much it grows towards t = 1.
    capital: (f32, f32),
}

impl Run {
    /// An even run along a line.
    pub(super) fn straight(line: &ZoneLine, characters: usize) -> Self {
        let half = line.length / 2.0;
        Self {
            characters,
            curve: [
                line.center,
                (line.along.0 * half, line.along.1 * half),
                (0.0, 0.0),
            ],
            capital: (line.capital, 0.0),
        }
    }

    /// The middle line at `t`.
    pub(super) fn at(&self, t: f32) -> (f32, f32) {
        let [a, b, c] = self.curve;
        (a.0 + t * (b.0 + t * c.0), a.1 + t * (b.1 + t * c.1))
    }

    /// Where on the curve a character begins, counted from 0.
    pub(super) fn t_of(&self, character: f32) -> f32 {
        2.0 * character / self.characters as f32 - 1.0
    }

    /// Unit vector across the line, downwards for one that reads to the right.
    pub(super) fn across(&self, t: f32) -> (f32, f32) {
        let [_, b, c] = self.curve;
        let along = (b.0 + 2.0 * t * c.0, b.1 + 2.0 * t * c.1);
        let norm = along.0.hypot(along.1).max(1e-6);
        (-along.1 / norm, along.0 / norm)
    }

    /// Height of a capital at `t`, in pixels of the frame.
    pub(super) fn capital(&self, t: f32) -> f32 {
        (self.capital.0 + t * self.capital.1).max(0.25 * self.capital.0)
    }

    /// The same run, moved across and made higher, in heights of a capital.
    pub(super) fn varied(&self, shift: f32, grown: f32) -> Self {
        self.moved_across(shift).grown(grown)
    }

    /// The same run, made higher by a factor.
    pub(super) fn grown(mut self, factor: f32) -> Self {
        self.capital.0 *= factor;
        self.capital.1 *= factor;
        self
    }

    /// The same run about its middle, its end moved across by this many heights of a capital.
    pub(super) fn turned(mut self, end: f32) -> Self {
        let n = self.across(0.0);
        self.curve[1].0 += n.0 * end * self.capital.0;
        self.curve[1].1 += n.1 * end * self.capital.0;
        self
    }

    /// The same run, moved across, in heights of a capital.
    pub(super) fn moved_across(&self, shift: f32) -> Self {
        let mut run = *self;
        let n = self.across(0.0);
        run.curve[0].0 += n.0 * shift * self.capital.0;
        run.curve[0].1 += n.1 * shift * self.capital.0;
        run
    }

    /// How far across another run lies, in heights of a capital.
    pub(super) fn distance(&self, other: &Self) -> f32 {
        let (n, here, there) = (self.across(0.0), self.at(0.0), other.at(0.0));
        ((there.0 - here.0) * n.0 + (there.1 - here.1) * n.1) / self.capital.0
    }

    /// The same run, longer by some characters' lengths at its begin and at its end.
    pub(super) fn stretched(&self, begin: f32, end: f32) -> Self {
        let t = |characters: f32| 2.0 * characters / self.characters as f32;
        let (from, to) = (-1.0 - t(begin), 1.0 + t(end));
        let capital = (self.capital(f32::midpoint(from, to)), self.capital.1);
        let ts = [from, f32::midpoint(from, to), to];
        let mut run = self.through(ts.map(|t| self.at(t)));
        run.capital = capital;
        run
    }

    /// How far the ends of another run lie from this one's along it, in characters: the farther.
    pub(super) fn misplaced(&self, other: &Self) -> f32 {
        let along = (self.curve[1].0, self.curve[1].1);
        let half = along.0.hypot(along.1).max(1e-6);
        let off = |t: f32| {
            let (a, b) = (self.at(t), other.at(t));
            ((b.0 - a.0) * along.0 + (b.1 - a.1) * along.1).abs() / half
        };
        off(-1.0).max(off(1.0)) * self.characters as f32 / (2.0 * half)
    }

    /// The run through new points for t = -1, 0 and 1.
    fn through(self, [left, middle, right]: [(f32, f32); 3]) -> Self {
        let coefficients = |l: f32, m: f32, r: f32| (m, (r - l) / 2.0, f32::midpoint(l, r) - m);
        let x = coefficients(left.0, middle.0, right.0);
        let y = coefficients(left.1, middle.1, right.1);
        Self {
            curve: [(x.0, y.0), (x.1, y.1), (x.2, y.2)],
            ..self
        }
    }

    /// The run corrected by where the characters were seen: `fit` maps a character's number,
    /// counted from the first's left edge, to steps of the recogniser.
    pub(super) fn corrected(&self, fit: impl Fn(f32) -> f32) -> Self {
        let count = self.characters as f32;
        let t_of = |character: f32| {
            let px = fit(character) * STEP_PX + (STEP_PX - 1.0) / 2.0;
            2.0 * ((px + 0.5) / PITCH_PX - MARGIN) / count - 1.0
        };
        let ts = [t_of(-0.5), t_of(count / 2.0 - 0.5), t_of(count - 0.5)];
        let capital = self.capital;
        let mut run = self.through(ts.map(|t| self.at(t)));
        let slope = (self.capital(ts[2]) - self.capital(ts[0])) / 2.0;
        run.capital = (capital.0 + ts[1] * capital.1, slope);
        run
    }

    /// Width of its strip in pixels, a multiple of a step.
    fn strip_width_px(&self) -> usize {
        ((self.characters as f32 + 2.0 * MARGIN) * PITCH_PX) as usize
    }
}

/// Reads strips: our own network for OCR-B (`engine/training/recogniser.py`).
pub struct ZoneRecogniser {
    model: Box<dyn Model>,
}

impl ZoneRecogniser {
    /// Takes the `zone-recognition` network.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// What the recogniser sees along a line of `characters` characters (30, 36 or 44) that runs
    /// evenly: one distribution every third of a character, two characters of air at both ends.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails or is not the `zone-recognition`.
    pub fn read_line(
        &self,
        frame: &Frame,
        line: &ZoneLine,
        characters: usize,
    ) -> Result<Vec<lattice::Frame>, ModelError> {
        self.read(&Grey::luma(frame), &Run::straight(line, characters))
    }

    /// What the recogniser sees along a run, one distribution every third of a character.
    pub(super) fn read(&self, grey: &Grey, run: &Run) -> Result<Vec<lattice::Frame>, ModelError> {
        let width = run.strip_width_px();
        let mut strip = cut(grey, run, width);
        normalise(&mut strip);
        let input = Tensor {
            shape: vec![1, 1, HEIGHT_PX, width],
            data: strip,
        };
        let output = self.model.run(input)?.into_iter().next();
        let Some(output) = output.filter(|o| o.shape.last() == Some(&(COUNT + 1))) else {
            return Err(ModelError::Run {
                name: "zone-recognition",
                reason: "its output has not the classes of a zone".into(),
            });
        };
        let frames = output.data.chunks_exact(COUNT + 1);
        Ok(frames
            .map(|row| std::array::from_fn(|class| row[class]))
            .collect())
    }
}

/// The greys (0 to 255) along a run.
fn cut(grey: &Grey, run: &Run, width: usize) -> Vec<f32> {
    let length = {
        let (a, b) = (run.at(-1.0), run.at(1.0));
        (b.0 - a.0).hypot(b.1 - a.1)
    };
    let samples = |step: f32| (step.round() as u32).clamp(1, MAX_OVERSAMPLING);
    let across_samples = samples(run.capital(0.0) / CAPITAL_PX);
    let along_samples = samples(length / run.characters as f32 / PITCH_PX);
    let share = 1.0 / (across_samples * along_samples) as f32;
    let mut strip = vec![0.0; width * HEIGHT_PX];
    for x in 0..width {
        for sub_x in 0..along_samples {
            let px = x as f32 + (sub_x as f32 + 0.5) / along_samples as f32;
            let t = 2.0 * (px / PITCH_PX - MARGIN) / run.characters as f32 - 1.0;
            let (middle, across) = (run.at(t), run.across(t));
            let scale = run.capital(t) / CAPITAL_PX;
            for y in 0..HEIGHT_PX {
                for sub_y in 0..across_samples {
                    let py = y as f32 + (sub_y as f32 + 0.5) / across_samples as f32;
                    let off = (py - HEIGHT_PX as f32 / 2.0) * scale;
                    let at = (middle.0 + across.0 * off, middle.1 + across.1 * off);
                    strip[y * width + x] += grey.at(at.0 - 0.5, at.1 - 0.5) * share;
                }
            }
        }
    }
    strip
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;

    fn line() -> ZoneLine {
        ZoneLine {
            center: (200.0, 100.0),
            along: (1.0, 0.0),
            length: 300.0,
            capital: 10.0,
        }
    }

    #[test]
    fn a_run_that_was_seen_where_it_is_stays() {
        let run = Run::straight(&line(), 30);
        // The middle of a character stands where its strip has it.
        let seen = run.corrected(|character| {
            ((character + 0.5 + MARGIN) * PITCH_PX - 0.5 - (STEP_PX - 1.0) / 2.0) / STEP_PX
        });
        for t in [-1.0, 0.0, 1.0] {
            let (a, b) = (run.at(t), seen.at(t));
            assert!(
                (a.0 - b.0).abs() < 0.1 && (a.1 - b.1).abs() < 0.1,
                "{a:?} {b:?}"
            );
        }
    }

    #[test]
    fn a_stretched_run_reaches_farther() {
        let run = Run::straight(&line(), 30).stretched(0.0, 3.0);
        // The line is 300 long, from 50 to 350, and a character 10.
        assert!((run.at(-1.0).0 - 50.0).abs() < 0.01 && (run.at(1.0).0 - 380.0).abs() < 0.01);
    }

    #[test]
    fn a_strip_shows_the_line_in_its_middle() {
        let mut rgb = vec![250; 400 * 200 * 3];
        for y in 95..105 {
            rgb[y * 400 * 3..(y + 1) * 400 * 3].fill(10);
        }
        let frame = Frame::from_rgb(400, 200, rgb).unwrap();
        let run = Run::straight(&line(), 30);
        let width = run.strip_width_px();
        assert_eq!(width, 408);
        let strip = cut(&Grey::luma(&frame), &run, width);
        let column: Vec<f32> = (0..HEIGHT_PX).map(|y| strip[y * width + 200]).collect();
        let dark = column.iter().filter(|v| **v < 130.0).count();
        assert!((18..=21).contains(&dark), "{column:?}");
        assert!(column[16] < 20.0 && column[2] > 240.0 && column[29] > 240.0);
    }
}
