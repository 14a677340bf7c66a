//! Takes grain, raster dots and compression's blocks off a small portrait and leaves its edges.

use crate::frame::{Frame, nearest};

/// How far a pixel's neighbours count, in pixels, and the standard deviation of their weight.
const REACH_PX: i64 = 2;
const DISTANCE_PX: f32 = 1.5;
/// Standard deviation of the weight by difference of colour: sum of three channels, 0 to 765.
const DIFFERENCE: f32 = 30.0;

/// The frame under a bilateral filter.
pub(super) fn smoothed(frame: &Frame) -> Frame {
    let by_difference: Vec<f32> = (0..=3 * 255)
        .map(|difference| (-0.5 * (difference as f32 / DIFFERENCE).powi(2)).exp())
        .collect();
    let around = around();
    let (width, height) = (frame.width_px(), frame.height_px());
    let mut rgb = Vec::with_capacity(frame.rgb().len());
    for y in 0..height {
        for x in 0..width {
            let own = frame.pixel(x, y);
            let (mut sum, mut weights) = ([0.0; 3], 0.0);
            for &(dx, dy, by_distance) in &around {
                let near = |at: u32, step: i64, length: u32| {
                    (i64::from(at) + step).clamp(0, i64::from(length) - 1) as u32
                };
                let other = frame.pixel(near(x, dx, width), near(y, dy, height));
                let difference: usize =
                    (0..3).map(|c| usize::from(own[c].abs_diff(other[c]))).sum();
                let weight = by_distance * by_difference[difference];
                weights += weight;
                for (sum, value) in sum.iter_mut().zip(other) {
                    *sum += weight * f32::from(value);
                }
            }
            rgb.extend(sum.map(|sum| nearest(sum / weights)));
        }
    }
    Frame::filled(width, height, rgb)
}

/// The neighbours within reach, with their weights by distance.
fn around() -> Vec<(i64, i64, f32)> {
    let steps = || -REACH_PX..=REACH_PX;
    let square = steps().flat_map(|dy| steps().map(move |dx| (dx, dy)));
    square
        .map(|(dx, dy)| (dx, dy, dx * dx + dy * dy))
        .filter(|(_, _, squared)| *squared <= REACH_PX * REACH_PX)
        .map(|(dx, dy, squared)| {
            let weight = (-0.5 * squared as f32 / (DISTANCE_PX * DISTANCE_PX)).exp();
            (dx, dy, weight)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn striped(grain: u8) -> Frame {
        let rgb = (0..20 * 20).flat_map(|at| {
            let side = if at % 20 < 10 { 60 } else { 200 };
            [side + grain * u8::from((at * 7 + at / 20) % 3 == 0); 3]
        });
        Frame::from_rgb(20, 20, rgb.collect()).unwrap()
    }

    #[test]
    fn grain_goes_and_edges_stay() {
        let spread = |frame: &Frame| {
            let values: Vec<f32> = (5..15)
                .flat_map(|y| (2..8).map(move |x| (x, y)))
                .map(|(x, y)| f32::from(frame.pixel(x, y)[0]))
                .collect();
            let mean = values.iter().sum::<f32>() / values.len() as f32;
            values.iter().map(|v| (v - mean).abs()).sum::<f32>() / values.len() as f32
        };
        let grainy = striped(12);
        let smooth = smoothed(&grainy);
        assert!(
            spread(&smooth) < 0.5 * spread(&grainy),
            "{}",
            spread(&smooth)
        );
        let step =
            |frame: &Frame| i32::from(frame.pixel(10, 9)[0]) - i32::from(frame.pixel(9, 9)[0]);
        assert!(step(&smooth) > 120, "{}", step(&smooth));
    }

    #[test]
    fn what_is_plain_stays_as_it_is() {
        let plain = Frame::from_rgb(3, 2, [90, 14, 200].repeat(6)).unwrap();
        assert_eq!(smoothed(&plain), plain);
    }
}
