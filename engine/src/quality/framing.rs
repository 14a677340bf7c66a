//! How the document lies in the frame: how large, how far from the edges, how tilted.

use serde::{Deserialize, Serialize};

use crate::locate::{Outline, Rectangle};

/// A point of the frame, in pixels.
pub(super) type Point = (f32, f32);

/// Where the document is and how it is held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Framing {
    /// Corners in pixels of the frame, clockwise as seen, the upper left one first.
    pub corners: [(f32, f32); 4],
    /// For the side from each corner to the next: whether it lies on the frame's edge, so that
    /// the document may go on beyond it.
    pub cut: [bool; 4],
    /// Share of the frame that the document spans, across or down, whichever is more: 0 to 1.
    pub span: f32,
    /// Least distance of a corner from the frame's edge, as a share (0 to 0.5) of the frame's
    /// shorter side; 0 where a side is cut.
    pub margin_fraction: f32,
    /// Angle between the document and the picture's plane, 0 (seen from straight above) to 90.
    pub tilt_degrees: f32,
    /// How far the upper side is turned clockwise, -90 to 90. Of the quarter turns of the page
    /// nothing is known.
    pub rotation_degrees: f32,
}

impl Framing {
    /// `focal_length_sides`: that of the camera over the frame's longer side.
    pub(super) fn of(outline: &Outline, size_px: (u32, u32), focal_length_sides: f32) -> Self {
        let (w, h) = (size_px.0 as f32, size_px.1 as f32);
        let corners = outline.corners;
        let least =
            |value: fn(Point) -> f32| corners.map(value).into_iter().fold(f32::MAX, f32::min);
        let most =
            |value: fn(Point) -> f32| corners.map(value).into_iter().fold(f32::MIN, f32::max);
        let (left, right) = (least(|p| p.0), most(|p| p.0));
        let (top, bottom) = (least(|p| p.1), most(|p| p.1));
        let margin_px = left.min(top).min(w - right).min(h - bottom);
        let is_cut = outline.cut.contains(&true);
        Self {
            corners,
            cut: outline.cut,
            span: ((right - left) / w).max((bottom - top) / h).clamp(0.0, 1.0),
            margin_fraction: if is_cut {
                0.0
            } else {
                (margin_px / w.min(h)).max(0.0)
            },
            tilt_degrees: Rectangle::seen(&corners, size_px, focal_length_sides * w.max(h))
                .tilt_degrees(),
            rotation_degrees: rotation_degrees(&corners),
        }
    }

    /// Whether two sides that face each other are cut: no place in the frame would show it all.
    pub(super) fn is_cut_on_both_ends(&self) -> bool {
        (self.cut[0] && self.cut[2]) || (self.cut[1] && self.cut[3])
    }

    /// Largest way of a corner since `earlier`, over the document's diagonal. The first corner is
    /// a matter of how the page is turned, so that the corners are matched anew.
    pub(super) fn moved(&self, earlier: &Self) -> f32 {
        let way = |shift: usize| {
            (0..4)
                .map(|i| distance(self.corners[i], earlier.corners[(i + shift) % 4]))
                .fold(0.0, f32::max)
        };
        let way_px = (0..4).map(way).fold(f32::MAX, f32::min);
        let diagonal_px = f32::midpoint(
            distance(self.corners[0], self.corners[2]),
            distance(self.corners[1], self.corners[3]),
        );
        way_px / diagonal_px.max(1.0)
    }
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn rotation_degrees(corners: &[Point; 4]) -> f32 {
    let [a, b, c, d] = *corners;
    let along = (b.0 - a.0 + c.0 - d.0, b.1 - a.1 + c.1 - d.1);
    along.1.atan2(along.0).to_degrees().clamp(-90.0, 90.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE_PX: (u32, u32) = (1280, 720);
    const FOCAL_SIDES: f32 = 0.85;

    /// An identity card 300 mm away, turned by `spin` and leaning away by `lean`, in degrees.
    fn card(spin: f32, lean: f32) -> Framing {
        let focal_px = FOCAL_SIDES * 1280.0;
        let (spin, lean) = (spin.to_radians(), lean.to_radians());
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(u, v)| {
            let (x, y) = (u * 42.8, v * 27.0);
            let (x, y) = (
                x * spin.cos() - y * spin.sin(),
                x * spin.sin() + y * spin.cos(),
            );
            let (y, z) = (y * lean.cos(), 160.0 - y * lean.sin());
            (640.0 + focal_px * x / z, 360.0 + focal_px * y / z)
        });
        let outline = Outline {
            corners,
            cut: [false; 4],
        };
        Framing::of(&outline, SIZE_PX, FOCAL_SIDES)
    }

    #[test]
    fn tilt_and_rotation_are_told_apart() {
        for (spin, lean) in [
            (0.0, 0.0),
            (0.0, 25.0),
            (30.0, 0.0),
            (-20.0, 40.0),
            (8.0, 15.0),
        ] {
            let found = card(spin, lean);
            assert!(
                (found.tilt_degrees - lean).abs() < 0.5,
                "{spin} {lean} {found:?}"
            );
            if lean == 0.0 {
                assert!(
                    (found.rotation_degrees - spin).abs() < 0.5,
                    "{spin} {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_small_slip_of_a_corner_tells_no_large_tilt() {
        let mut outline = Outline {
            corners: card(0.0, 0.0).corners,
            cut: [false; 4],
        };
        outline.corners[1].0 += 4.0;
        let found = Framing::of(&outline, SIZE_PX, FOCAL_SIDES);
        assert!(found.tilt_degrees < 5.0, "{found:?}");
    }

    #[test]
    fn span_and_margin_are_shares_of_the_frame() {
        let mut outline = Outline {
            corners: [(320.0, 72.0), (960.0, 72.0), (960.0, 576.0), (320.0, 576.0)],
            cut: [false; 4],
        };
        let found = Framing::of(&outline, SIZE_PX, FOCAL_SIDES);
        assert!((found.span - 0.7).abs() < 1e-5);
        assert!((found.margin_fraction - 0.1).abs() < 1e-5);
        outline.cut = [true, false, false, false];
        let cut = Framing::of(&outline, SIZE_PX, FOCAL_SIDES);
        assert!(cut.margin_fraction.abs() < 1e-6);
        assert!(!cut.is_cut_on_both_ends());
        outline.cut[2] = true;
        assert!(Framing::of(&outline, SIZE_PX, FOCAL_SIDES).is_cut_on_both_ends());
    }

    #[test]
    fn motion_is_the_same_whichever_corner_comes_first() {
        let before = card(0.0, 0.0);
        let mut after = before;
        after.corners = after.corners.map(|(x, y)| (x + 10.0, y));
        let diagonal_px = distance(before.corners[0], before.corners[2]);
        assert!((after.moved(&before) - 10.0 / diagonal_px).abs() < 1e-4);
        after.corners.rotate_left(1);
        assert!((after.moved(&before) - 10.0 / diagonal_px).abs() < 1e-4);
    }

    #[test]
    fn corners_that_lie_on_one_line_give_numbers() {
        let outline = Outline {
            corners: [(10.0, 10.0), (20.0, 10.0), (30.0, 10.0), (40.0, 10.0)],
            cut: [false; 4],
        };
        let found = Framing::of(&outline, SIZE_PX, FOCAL_SIDES);
        assert!(found.tilt_degrees.is_finite() && found.rotation_degrees.is_finite());
    }
}
