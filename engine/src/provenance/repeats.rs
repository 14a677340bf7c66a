//! Live frames that came before: no camera gives the same noise twice.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use serde::{Deserialize, Serialize};

use crate::frame::Frame;

/// Every so many rows are looked at: noise is in all of them.
const ROW_STEP: usize = 8;
/// Fewer frames say nothing.
const MIN_FRAMES: u32 = 10;
/// Frames that are kept in mind.
const MOST: usize = 2048;
/// A camera in poor light gives the same frame several times in a row.
const PATIENCE: u32 = 4;

/// Counts frames that repeat earlier ones to the last bit.
#[derive(Debug, Clone, Default)]
pub struct Repeats {
    seen: HashSet<u64>,
    last: Option<u64>,
    in_a_row: u32,
    counts: Counts,
}

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Frames that were looked at.
    pub frames: u32,
    /// Those that repeat an earlier one.
    pub repeated: u32,
}

impl Counts {
    /// The share, 0 to 1; `None` of too few frames.
    #[must_use]
    pub fn share(self) -> Option<f32> {
        let share = self.repeated as f32 / self.frames.max(1) as f32;
        (self.frames >= MIN_FRAMES).then_some(share.min(1.0))
    }
}

impl Repeats {
    /// Looks at the next frame.
    pub fn see(&mut self, frame: &Frame) -> Counts {
        let mut hasher = DefaultHasher::new();
        let row = 3 * frame.width_px() as usize;
        for row in frame.rgb().chunks(row.max(1)).step_by(ROW_STEP) {
            row.hash(&mut hasher);
        }
        let hash = hasher.finish();
        self.counts.frames += 1;
        if self.last == Some(hash) {
            self.in_a_row += 1;
            self.counts.repeated += u32::from(self.in_a_row >= PATIENCE);
        } else {
            self.in_a_row = 0;
            self.counts.repeated += u32::from(self.seen.contains(&hash));
        }
        self.last = Some(hash);
        if self.seen.len() < MOST {
            self.seen.insert(hash);
        }
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(number: u8) -> Frame {
        let mut pixels = vec![90; 64 * 48 * 3];
        pixels[3] = number;
        Frame::from_rgb(64, 48, pixels).unwrap()
    }

    fn share(numbers: impl Iterator<Item = u8>) -> Option<f32> {
        let mut repeats = Repeats::default();
        let counts = numbers.map(|number| repeats.see(&frame(number)));
        counts.last().and_then(Counts::share)
    }

    #[test]
    fn films_in_a_loop_and_still_pictures_repeat_themselves() {
        assert_eq!(share(0..60), Some(0.0));
        assert_eq!(share((0..60).map(|number| number % 20)), Some(40.0 / 60.0));
        assert!(share((0..40).map(|_| 7)).unwrap() > 0.85);
    }

    #[test]
    fn a_slow_camera_does_not() {
        assert_eq!(share((0..60).map(|number| number / 3)), Some(0.0));
    }

    #[test]
    fn few_frames_say_nothing() {
        assert_eq!(share((0..9).map(|_| 7)), None);
    }
}
