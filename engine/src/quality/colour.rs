//! How much of a picture has a colour.

use crate::frame::Frame;

/// Difference of the largest and the smallest channel (0 to 255) from which a pixel has a colour,
/// beyond the picture's own cast.
const COLOUR_DIFFERENCE: f32 = 22.0;
/// Longer side at which colour is looked at, in pixels: chroma is coarse, and its noise averages
/// out.
const COLOUR_SIDE_PX: u32 = 160;

/// Share of the pixels that have a colour, 0 to 1. A cast over the whole picture, such as a
/// yellow lamp on a grey copy, is taken off first.
#[must_use]
pub fn colour_fraction(frame: &Frame) -> f32 {
    let (small, _) = frame.fitted(COLOUR_SIDE_PX);
    let pixels: Vec<[f32; 3]> = small
        .rgb()
        .chunks_exact(3)
        .map(|p| [p[0], p[1], p[2]].map(f32::from))
        .collect();
    let mut medians = [0.0; 3];
    for (channel, median) in medians.iter_mut().enumerate() {
        let mut ratios: Vec<f32> = pixels
            .iter()
            .map(|p| p[channel] / (p.iter().sum::<f32>() / 3.0).max(1.0))
            .collect();
        let middle = ratios.len() / 2;
        *median = ratios
            .select_nth_unstable_by(middle, f32::total_cmp)
            .1
            .clamp(0.7, 1.4);
    }
    let coloured = pixels
        .iter()
        .filter(|p| {
            let balanced: [f32; 3] = std::array::from_fn(|c| p[c] / medians[c]);
            let high = balanced.iter().copied().fold(f32::MIN, f32::max);
            let low = balanced.iter().copied().fold(f32::MAX, f32::min);
            high - low > COLOUR_DIFFERENCE
        })
        .count();
    coloured as f32 / pixels.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(pixel: impl Fn(u32) -> [u8; 3]) -> Frame {
        Frame::from_rgb(100, 100, (0..10_000).flat_map(&pixel).collect()).unwrap()
    }

    #[test]
    fn grey_has_no_colour_even_under_a_yellow_lamp() {
        let grey = |i: u32| (40 + i % 160) as u8;
        assert!(colour_fraction(&painted(|i| [grey(i); 3])) < 0.01);
        let lamp = painted(|i| {
            let v = f32::from(grey(i));
            [v as u8, (v * 0.95) as u8, (v * 0.8) as u8]
        });
        assert!(colour_fraction(&lamp) < 0.02, "{}", colour_fraction(&lamp));
    }

    #[test]
    fn a_tinted_quarter_counts_as_a_quarter() {
        let frame = painted(|i| {
            if i % 100 < 25 {
                [200, 90, 60]
            } else {
                [180; 3]
            }
        });
        assert!(
            (colour_fraction(&frame) - 0.25).abs() < 0.02,
            "{}",
            colour_fraction(&frame)
        );
    }
}
