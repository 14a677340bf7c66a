//! A frame in one channel.

use super::Frame;

/// Added to the deviation of greys, so that noise on bare paper stays small.
const QUIET: f32 = 8.0;

/// A picture in greys, 8 bits.
pub(crate) struct Grey {
    width_px: usize,
    height_px: usize,
    values: Vec<u8>,
}

impl Grey {
    /// Luma (ITU-R BT.601 weights).
    pub(crate) fn luma(frame: &Frame) -> Self {
        Self::of(frame, |[red, green, blue]| {
            let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
            ((sum + 128) >> 8) as u8
        })
    }

    /// The brightest channel: black print stays, coloured print and tints fade.
    pub(crate) fn brightest(frame: &Frame) -> Self {
        Self::of(frame, |[red, green, blue]| red.max(green).max(blue))
    }

    fn of(frame: &Frame, value: impl Fn([u8; 3]) -> u8) -> Self {
        let pixels = frame.rgb.chunks_exact(3);
        Self {
            width_px: frame.width_px as usize,
            height_px: frame.height_px as usize,
            values: pixels.map(|p| value([p[0], p[1], p[2]])).collect(),
        }
    }

    pub(crate) fn width_px(&self) -> usize {
        self.width_px
    }

    pub(crate) fn height_px(&self) -> usize {
        self.height_px
    }

    /// Row by row.
    pub(crate) fn values(&self) -> &[u8] {
        &self.values
    }

    /// Grey (0 to 255) between pixels; (0, 0) is the middle of the first. Beyond the picture its
    /// edge is repeated.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width_px - 1) as f32);
        let y = y.clamp(0.0, (self.height_px - 1) as f32);
        let (x0, y0) = (x as usize, y as usize);
        let right = usize::from(x0 + 1 < self.width_px);
        let below = if y0 + 1 < self.height_px {
            self.width_px
        } else {
            0
        };
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let first = y0 * self.width_px + x0;
        let value = |at: usize| f32::from(self.values[at]);
        let upper = value(first) + fx * (value(first + right) - value(first));
        let lower =
            value(first + below) + fx * (value(first + below + right) - value(first + below));
        upper + fy * (lower - upper)
    }
}

/// Greys brought to the mean and deviation that recognisers were trained with.
pub(crate) fn normalise(greys: &mut [f32]) {
    let count = greys.len() as f32;
    let mean = greys.iter().sum::<f32>() / count;
    let variance = greys.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / count;
    let scale = 1.0 / (variance.sqrt() + QUIET);
    for value in greys {
        *value = (*value - mean) * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luma_between_pixels_and_beyond_the_edge() {
        let frame = Frame::from_rgb(2, 1, vec![0, 0, 0, 200, 200, 200]).unwrap();
        let grey = Grey::luma(&frame);
        for (x, wanted) in [(-3.0, 0.0), (0.25, 50.0), (1.0, 200.0), (9.0, 200.0)] {
            assert!((grey.at(x, 0.3) - wanted).abs() < 0.01, "{x}");
        }
    }

    #[test]
    fn coloured_print_fades_in_the_brightest_channel() {
        let frame = Frame::from_rgb(1, 1, vec![220, 40, 60]).unwrap();
        assert!((Grey::brightest(&frame).at(0.0, 0.0) - 220.0).abs() < 0.01);
        assert!(Grey::luma(&frame).at(0.0, 0.0) < 110.0);
    }
}
