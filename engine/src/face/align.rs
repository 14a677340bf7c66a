//! Turns and scales a face so that its landmarks stand where the comparing network expects them.

use std::fmt;

use super::detect::Face;
use super::smooth::smoothed;
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
/// Between the eyes of that face, in pixels.
const TEMPLATE_EYES_PX: f32 = 52.93;

/// Below so many pixels between the eyes grain and raster dots weigh more than what they hide.
const COARSE_EYES_PX: f32 = 40.0;

/// Pixels around the square that its smoothing looks at.
const BORDER_PX: f32 = 4.0;

/// One face, upright, in a square of 150 pixels. Holds biometric data: never log or store it.
#[derive(Clone)]
pub struct AlignedFace {
    pub(super) pixels: Frame,
    /// Between the eyes in the picture that it was cut from, in pixels.
    pub eyes_px: f32,
}

impl AlignedFace {
    /// Cuts a face out of its frame. A small one is smoothed before it is enlarged.
    #[must_use]
    pub fn cut_out(frame: &Frame, face: &Face) -> Self {
        let eyes_px = face.eyes_px();
        let map = similarity(&TEMPLATE, &face.landmarks);
        let pixels = if eyes_px < COARSE_EYES_PX {
            let (near, left, top) = surroundings(frame, &map);
            let shifted = Affine {
                x: [map.x[0], map.x[1], map.x[2] - left],
                y: [map.y[0], map.y[1], map.y[2] - top],
            };
            smoothed(&near).cut_out(&shifted, SIDE_PX, SIDE_PX)
        } else {
            frame.cut_out(&map, SIDE_PX, SIDE_PX)
        };
        Self { pixels, eyes_px }
    }

    /// With no more detail than a picture that has so many pixels between the eyes.
    pub(super) fn softened(&self, eyes_px: f32) -> Self {
        let side = SIDE_PX as f32 * eyes_px / TEMPLATE_EYES_PX;
        let side_px = (side.round() as u32).clamp(4, SIDE_PX);
        Self {
            pixels: self
                .pixels
                .resized(side_px, side_px)
                .resized(SIDE_PX, SIDE_PX),
            eyes_px: self.eyes_px.min(eyes_px),
        }
    }
}

impl fmt::Debug for AlignedFace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AlignedFace { … }")
    }
}

/// The part of a frame that the square shows, as it is, and where it begins.
fn surroundings(frame: &Frame, map: &Affine) -> (Frame, f32, f32) {
    let side = SIDE_PX as f32;
    let corners =
        [(0.0, 0.0), (side, 0.0), (0.0, side), (side, side)].map(|(x, y)| map.apply(x, y));
    let edges = |values: [f32; 4]| {
        let least = values.into_iter().fold(f32::MAX, f32::min);
        let most = values.into_iter().fold(f32::MIN, f32::max);
        ((least - BORDER_PX).floor(), (most + BORDER_PX).ceil())
    };
    let (left, right) = edges(corners.map(|corner| corner.0));
    let (top, bottom) = edges(corners.map(|corner| corner.1));
    let here = Affine {
        x: [1.0, 0.0, left],
        y: [0.0, 1.0, top],
    };
    let near = frame.cut_out(&here, (right - left) as u32, (bottom - top) as u32);
    (near, left, top)
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
    use crate::region::Region;

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

    /// A bright spot between the eyes of a face whose eyes are so far apart, near a corner.
    fn marked(eyes_px: f32) -> (Frame, Face) {
        let scale = eyes_px / TEMPLATE_EYES_PX;
        let landmarks = TEMPLATE.map(|(x, y)| (x * scale - 5.0, y * scale - 5.0));
        let middle = f32::midpoint(landmarks[0].0, landmarks[1].0);
        let rgb = (0..200 * 200).flat_map(|at| {
            let (x, y) = ((at % 200) as f32, (at / 200) as f32);
            let is_near = (x - middle).hypot(y - landmarks[0].1) < 0.2 * eyes_px;
            [if is_near { 250 } else { 30 }; 3]
        });
        let face = Face {
            region: Region {
                x: 0,
                y: 0,
                width: 100,
                height: 100,
            },
            landmarks,
            confidence: 0.9,
        };
        (Frame::from_rgb(200, 200, rgb.collect()).unwrap(), face)
    }

    #[test]
    fn large_and_small_faces_come_to_the_same_place() {
        for eyes_px in [13.0, 60.0] {
            let (frame, face) = marked(eyes_px);
            let aligned = AlignedFace::cut_out(&frame, &face);
            assert!((aligned.eyes_px - eyes_px).abs() < 0.01);
            assert!(aligned.pixels.pixel(74, 47)[0] > 200, "{eyes_px}");
            assert!(aligned.pixels.pixel(74, 80)[0] < 60, "{eyes_px}");
        }
    }

    #[test]
    fn softening_blurs() {
        let (frame, face) = marked(60.0);
        let sharp = AlignedFace::cut_out(&frame, &face);
        let soft = sharp.softened(9.0);
        assert!((soft.eyes_px - 9.0).abs() < 0.01);
        let steepest = |face: &AlignedFace| {
            let row = (40..110).map(|x| i32::from(face.pixels.pixel(x, 47)[0]));
            let row: Vec<i32> = row.collect();
            row.windows(2).map(|pair| (pair[1] - pair[0]).abs()).max()
        };
        assert!(steepest(&soft) < steepest(&sharp).map(|step| step / 2));
    }
}
