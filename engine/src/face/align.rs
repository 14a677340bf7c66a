//! Turns and scales a face so that its landmarks stand where the comparing network expects them.

use crate::frame::{Affine, Frame};

/// Side of the square that the network sees, in pixels.
pub(super) const SIDE_PX: u32 = 150;

/// Where eyes, nose tip and mouth corners of dlib's mean face lie in that square, in pixels: the
/// face fills two thirds of it.
const TEMPLATE: [(f32, f32); 5] = [
    (47.55, 46.60),
    (100.48, 46.60),
    (74.01, 76.56),
    (50.41, 103.02),
    (97.61, 103.02),
];

/// The aligned face.
pub(super) fn aligned(frame: &Frame, landmarks: &[(f32, f32); 5]) -> Frame {
    frame.cut_out(&similarity(&TEMPLATE, landmarks), SIDE_PX, SIDE_PX)
}

/// The rotation, scale and shift that brings `from` nearest to `to` (least squares).
fn similarity(from: &[(f32, f32); 5], to: &[(f32, f32); 5]) -> Affine {
    let mean = |points: &[(f32, f32); 5]| {
        let sum = points
            .iter()
            .fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
        (sum.0 / 5.0, sum.1 / 5.0)
    };
    let (from_mean, to_mean) = (mean(from), mean(to));
    let (mut along, mut across, mut spread) = (0.0, 0.0, 0.0);
    for (f, t) in from.iter().zip(to) {
        let (fx, fy) = (f.0 - from_mean.0, f.1 - from_mean.1);
        let (tx, ty) = (t.0 - to_mean.0, t.1 - to_mean.1);
        along += fx * tx + fy * ty;
        across += fx * ty - fy * tx;
        spread += fx * fx + fy * fy;
    }
    let (a, b) = (along / spread, across / spread);
    Affine {
        x: [a, -b, to_mean.0 - a * from_mean.0 + b * from_mean.1],
        y: [b, a, to_mean.1 - b * from_mean.0 - a * from_mean.1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_turn_scale_and_shift_is_found() {
        // Twice as large, turned by 90 degrees, shifted by (300, 40).
        let to = TEMPLATE.map(|(x, y)| (300.0 - 2.0 * y, 40.0 + 2.0 * x));
        let map = similarity(&TEMPLATE, &to);
        for (from, to) in TEMPLATE.iter().zip(to) {
            let (x, y) = map.apply(from.0, from.1);
            assert!(
                (x - to.0).abs() < 0.01 && (y - to.1).abs() < 0.01,
                "{x} {y} {to:?}"
            );
        }
    }
}
