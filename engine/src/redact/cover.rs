//! What is painted over.

use super::{Covered, RedactedField};
use crate::frame::Frame;
use crate::locate::hull;

type Point = (f32, f32);

/// The one colour of all covers.
pub(super) const INK: [u8; 3] = [0, 0, 0];
/// How far outside a polygon the middle of a pixel may lie that is still painted: half a pixel's
/// diagonal, so that none is painted in part.
const REACH_PX: f32 = 0.75;
/// Twice the least area, in square pixels, of a polygon that has a place.
const LEAST_AREA: f32 = 2.0;
/// Corners further away than so many sides of a picture are no places in it.
const FARTHEST: f32 = 1e6;

/// A convex polygon.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    pub(super) field: RedactedField,
    corners: Vec<Point>,
}

impl Cover {
    /// The polygon around points, in pixels of the frame.
    pub(super) fn around(field: RedactedField, points: &[Point]) -> Self {
        let corners = if points.iter().copied().all(is_place) {
            hull(points)
        } else {
            vec![]
        };
        Self { field, corners }
    }

    /// Whether it has a place and covers anything.
    pub(super) fn is_placed(&self) -> bool {
        let sides = self.sides();
        let doubled: f32 = sides.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        doubled > LEAST_AREA
    }

    /// Whether a point of the frame is covered.
    pub(super) fn holds(&self, point: Point) -> bool {
        self.is_placed() && self.distance(point) <= 0.0
    }

    /// Paints every pixel that the polygon touches.
    pub(super) fn paint(&self, frame: &mut Frame) {
        if !self.is_placed() {
            return;
        }
        let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
        let range = |of: fn(&Point) -> f32, side: usize| {
            let values = self.corners.iter().map(of);
            let (low, high) = values.fold((f32::MAX, f32::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
            let pixel = |at: f32| at.clamp(0.0, side as f32) as usize;
            pixel(low - 1.0)..pixel(high + 2.0)
        };
        let (columns, rows) = (range(|at| at.0, width), range(|at| at.1, height));
        let pixels = frame.rgb_mut();
        for y in rows {
            for x in columns.clone() {
                let middle = (x as f32 + 0.5, y as f32 + 0.5);
                if self.distance(middle) <= REACH_PX {
                    let at = (y * width + x) * 3;
                    pixels[at..at + 3].copy_from_slice(&INK);
                }
            }
        }
    }

    pub(super) fn told(self) -> Covered {
        Covered {
            field: self.field,
            corners: self.corners,
        }
    }

    /// How far a point lies outside the side that it is farthest outside of; negative inside.
    fn distance(&self, (x, y): Point) -> f32 {
        let outside = self.sides().map(|(a, b)| {
            let (across, down) = (b.0 - a.0, b.1 - a.1);
            let length = across.hypot(down).max(1e-6);
            ((x - a.0) * down - (y - a.1) * across) / length
        });
        outside.fold(f32::MIN, f32::max)
    }

    fn sides(&self) -> impl Iterator<Item = (Point, Point)> {
        let next = self.corners.iter().cycle().skip(1);
        self.corners.iter().copied().zip(next.copied())
    }
}

fn is_place((x, y): Point) -> bool {
    x.is_finite() && y.is_finite() && x.abs() < FARTHEST && y.abs() < FARTHEST
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const FIELD: RedactedField = RedactedField::Photo;

    pub(super) fn white(width: u32, height: u32) -> Frame {
        let rgb = vec![255; (width * height * 3) as usize];
        Frame::from_rgb(width, height, rgb).unwrap()
    }

    #[test]
    fn a_turned_box_is_painted_as_a_polygon() {
        let mut frame = white(100, 100);
        let cover = Cover::around(
            FIELD,
            &[(50.0, 10.0), (90.0, 50.0), (50.0, 90.0), (10.0, 50.0)],
        );
        cover.paint(&mut frame);
        assert_eq!(frame.pixel(50, 50), INK);
        assert_eq!(frame.pixel(50, 10), INK);
        assert_eq!(frame.pixel(20, 20), [255; 3], "outside the diamond");
        assert!(cover.holds((50.0, 50.0)) && !cover.holds((20.0, 20.0)));
        let pixels = frame.rgb().chunks_exact(3);
        let inked = pixels.filter(|pixel| **pixel == INK).count();
        // 3200 square pixels, and those it only touches.
        assert!((3200..3450).contains(&inked), "{inked}");
    }

    #[test]
    fn what_has_no_place_covers_nothing() {
        let mut frame = white(20, 20);
        for points in [
            vec![],
            vec![(1.0, 1.0), (5.0, 5.0)],
            vec![(1.0, 1.0), (5.0, 5.0), (9.0, 9.0), (3.0, 3.0)],
            vec![(f32::NAN, 1.0), (5.0, 5.0), (9.0, 1.0)],
            vec![(f32::INFINITY, 1.0), (5.0, 5.0), (9.0, 1.0)],
            vec![(1e9, 1.0), (5.0, 5.0), (9.0, 1.0)],
        ] {
            let cover = Cover::around(FIELD, &points);
            cover.paint(&mut frame);
            assert!(!cover.is_placed() && !cover.holds((5.0, 5.0)), "{points:?}");
        }
        assert!(frame == white(20, 20));
    }

    #[test]
    fn only_the_part_within_the_picture_is_painted() {
        let mut frame = white(20, 20);
        let corners = [(-50.0, -50.0), (5.0, -50.0), (5.0, 400.0), (-50.0, 400.0)];
        Cover::around(FIELD, &corners).paint(&mut frame);
        assert_eq!((frame.pixel(0, 19), frame.pixel(8, 0)), (INK, [255; 3]));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::tests::{FIELD, white};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_pixel_that_a_polygon_touches_is_painted(
            points in prop::collection::vec((-20.0_f32..70.0, -20.0_f32..70.0), 3..6),
            within in (0_u32..50, 0_u32..50),
        ) {
            let mut frame = white(50, 50);
            let cover = Cover::around(FIELD, &points);
            cover.paint(&mut frame);
            let (x, y) = within;
            let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.5, 0.5)];
            let touches = |(right, down): (f32, f32)| cover.holds((x as f32 + right, y as f32 + down));
            if corners.into_iter().any(touches) {
                prop_assert_eq!(frame.pixel(x, y), INK);
            }
        }
    }
}
