//! Smaller, turned and cut-out copies of a frame.

use std::borrow::Cow;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use super::Frame;

/// A map from the pixels of a cut-out to those of a frame: `x' = a x + b y + c`,
/// `y' = d x + e y + f`, pixel centres at whole numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine {
    /// First row: a, b, c.
    pub x: [f32; 3],
    /// Second row: d, e, f.
    pub y: [f32; 3],
}

/// A colour's value, rounded: `round` is a call where a processor is not known to have it.
pub(crate) fn nearest(value: f32) -> u8 {
    (value + 0.5) as u8
}

impl Affine {
    /// Where a point of the cut-out lies in the frame.
    #[must_use]
    pub fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        (
            self.x[0] * x + self.x[1] * y + self.x[2],
            self.y[0] * x + self.y[1] * y + self.y[2],
        )
    }
}

/// Most samples a side that a cut-out averages for one pixel.
const MAX_OVERSAMPLING: u32 = 6;

impl Frame {
    /// The frame at another size, area-averaged when it shrinks.
    #[must_use]
    pub fn resized(&self, width_px: u32, height_px: u32) -> Self {
        let (width_px, height_px) = (width_px.max(1), height_px.max(1));
        if (width_px, height_px) == (self.width_px, self.height_px) {
            return self.clone();
        }
        // Typed images: the untyped ones compile every pixel format that the library knows.
        let mut out = TypedImage::<U8x3>::new(width_px, height_px);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        let resized = TypedImageRef::<U8x3>::from_buffer(self.width_px, self.height_px, &self.rgb)
            .map_err(|_| ())
            .and_then(|source| {
                Resizer::new()
                    .resize_typed(&source, &mut out, &options)
                    .map_err(|_| ())
            });
        debug_assert!(
            resized.is_ok(),
            "sizes were checked when the frame was made"
        );
        let rgb = out.pixels().iter().flat_map(|pixel| pixel.0).collect();
        Self {
            width_px,
            height_px,
            rgb,
        }
    }

    /// The frame with its longer side at most `side_px`; with the factor by which it shrank (1
    /// when it did not).
    #[must_use]
    pub fn fitted(&self, side_px: u32) -> (Cow<'_, Self>, f32) {
        let longest = self.width_px.max(self.height_px);
        if longest <= side_px {
            return (Cow::Borrowed(self), 1.0);
        }
        let factor = side_px as f32 / longest as f32;
        let size = |v: u32| ((v as f32 * factor).round() as u32).max(1);
        (
            Cow::Owned(self.resized(size(self.width_px), size(self.height_px))),
            factor,
        )
    }

    /// The frame turned clockwise by quarter turns.
    #[must_use]
    pub fn turned(&self, quarter_turns: u8) -> Self {
        let (w, h) = (self.width_px, self.height_px);
        let turns = quarter_turns % 4;
        let (width_px, height_px) = if turns % 2 == 1 { (h, w) } else { (w, h) };
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height_px {
            for x in 0..width_px {
                let (source_x, source_y) = match turns {
                    0 => (x, y),
                    1 => (y, h - 1 - x),
                    2 => (w - 1 - x, h - 1 - y),
                    _ => (w - 1 - y, x),
                };
                rgb.extend_from_slice(&self.pixel(source_x, source_y));
            }
        }
        Self {
            width_px,
            height_px,
            rgb,
        }
    }

    /// A cut-out of any place, size and angle. Beyond the frame its edge is repeated. Where the
    /// cut-out is coarser than the frame, several samples are averaged.
    #[must_use]
    pub fn cut_out(&self, map: &Affine, width_px: u32, height_px: u32) -> Self {
        let step = (map.x[0].hypot(map.y[0])).max(map.x[1].hypot(map.y[1]));
        let samples = (step.round() as u32).clamp(1, MAX_OVERSAMPLING);
        let mut rgb = Vec::with_capacity(width_px as usize * height_px as usize * 3);
        let share = 1.0 / (samples * samples) as f32;
        for y in 0..height_px {
            for x in 0..width_px {
                let mut sum = [0.0; 3];
                for sub_y in 0..samples {
                    for sub_x in 0..samples {
                        let within = |sub: u32| (sub as f32 + 0.5) / samples as f32 - 0.5;
                        let (u, v) = map.apply(x as f32 + within(sub_x), y as f32 + within(sub_y));
                        let sample = self.bilinear(u, v);
                        for (sum, value) in sum.iter_mut().zip(sample) {
                            *sum += value;
                        }
                    }
                }
                rgb.extend(sum.map(|v| nearest(v * share)));
            }
        }
        Self {
            width_px: width_px.max(1),
            height_px: height_px.max(1),
            rgb,
        }
    }

    /// Red, green and blue (0 to 255) between pixels; (0, 0) is the middle of the first. Beyond the
    /// frame its edge is repeated.
    pub(crate) fn colour(&self, x: f32, y: f32) -> [f32; 3] {
        self.bilinear(x, y)
    }

    fn bilinear(&self, x: f32, y: f32) -> [f32; 3] {
        let x = x.clamp(0.0, (self.width_px - 1) as f32);
        let y = y.clamp(0.0, (self.height_px - 1) as f32);
        let (x0, y0) = (x as u32, y as u32);
        let (x1, y1) = (
            (x0 + 1).min(self.width_px - 1),
            (y0 + 1).min(self.height_px - 1),
        );
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let corners = [
            self.pixel(x0, y0),
            self.pixel(x1, y0),
            self.pixel(x0, y1),
            self.pixel(x1, y1),
        ];
        let weights = [
            (1.0 - fx) * (1.0 - fy),
            fx * (1.0 - fy),
            (1.0 - fx) * fy,
            fx * fy,
        ];
        std::array::from_fn(|channel| {
            corners
                .iter()
                .zip(weights)
                .map(|(c, w)| f32::from(c[channel]) * w)
                .sum()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp() -> Frame {
        let rgb = (0..4 * 3).flat_map(|i: u8| [i * 10, 0, 255 - i]).collect();
        Frame::from_rgb(4, 3, rgb).unwrap()
    }

    #[test]
    fn four_quarter_turns_are_none() {
        let frame = ramp();
        let turned = frame.turned(1);
        assert_eq!((turned.width_px(), turned.height_px()), (3, 4));
        // The left column from the bottom becomes the top row.
        assert_eq!(turned.pixel(0, 0), frame.pixel(0, 2));
        assert_eq!(turned.turned(3), frame);
        assert_eq!(frame.turned(2).turned(2), frame);
    }

    #[test]
    fn the_identity_cut_out_is_the_frame() {
        let frame = ramp();
        let identity = Affine {
            x: [1.0, 0.0, 0.0],
            y: [0.0, 1.0, 0.0],
        };
        assert_eq!(frame.cut_out(&identity, 4, 3), frame);
        let shifted = Affine {
            x: [1.0, 0.0, 2.0],
            y: [0.0, 1.0, 1.0],
        };
        assert_eq!(frame.cut_out(&shifted, 2, 2).pixel(1, 1), frame.pixel(3, 2));
    }

    #[test]
    fn shrinking_averages() {
        let rgb = (0..64).flat_map(|i| {
            if (i / 8 + i) % 2 == 0 {
                [200; 3]
            } else {
                [0; 3]
            }
        });
        let checks = Frame::from_rgb(8, 8, rgb.collect()).unwrap();
        let small = checks.resized(2, 2);
        assert!(
            small.rgb().iter().all(|&v| (80..=120).contains(&v)),
            "{:?}",
            small.rgb()
        );
        let half = Affine {
            x: [4.0, 0.0, 1.5],
            y: [0.0, 4.0, 1.5],
        };
        let cut = checks.cut_out(&half, 2, 2);
        assert!(
            cut.rgb().iter().all(|&v| (80..=120).contains(&v)),
            "{:?}",
            cut.rgb()
        );
    }

    #[test]
    fn fitting_keeps_proportion_and_never_enlarges() {
        let frame = Frame::from_rgb(400, 100, vec![7; 400 * 100 * 3]).unwrap();
        let (small, factor) = frame.fitted(200);
        assert_eq!((small.width_px(), small.height_px()), (200, 50));
        assert!((factor - 0.5).abs() < 1e-6);
        assert!((frame.fitted(1000).1 - 1.0).abs() < 1e-6);
    }
}
