//! Where a camera stands before a flat thing, and flat things cut out of pictures.

use image::{Rgb, RgbImage, imageops};

use super::set::Dice;

/// A camera before a plane: which place of the plane each place of the frame shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pose {
    /// Size of the frame, in pixels.
    frame_px: (f32, f32),
    /// The place of the plane in the middle of the frame, in units of the plane.
    middle: (f32, f32),
    /// Units of the plane that a pixel in the middle of the frame shows.
    scale: f32,
    /// Sine and cosine of the turn.
    turn: (f32, f32),
    /// How much the distance grows over half of the frame, to the right and downwards.
    aside: (f32, f32),
    /// How much more of the plane a pixel shows because it is seen at an angle, across and down.
    steep: (f32, f32),
}

impl Pose {
    /// Straight before a thing of a size, so that it fills a share of the frame.
    pub(super) fn straight(thing: (f32, f32), frame_px: (u32, u32), share: f32) -> Self {
        let frame_px = (frame_px.0 as f32, frame_px.1 as f32);
        let scale = (thing.0 / frame_px.0).max(thing.1 / frame_px.1) / share;
        Self {
            frame_px,
            middle: (thing.0 / 2.0, thing.1 / 2.0),
            scale,
            turn: (0.0, 1.0),
            aside: (0.0, 0.0),
            steep: (1.0, 1.0),
        }
    }

    /// Held by hand: turned by up to some degrees, and from a little aside.
    pub(super) fn by_hand(self, most_turn_deg: f32, most_aside: f32, dice: &mut Dice) -> Self {
        let turn = dice.signed(0.02, 1.0) * most_turn_deg;
        let mut aside = || dice.signed(0.0, 1.0) * most_aside;
        Self {
            aside: (aside(), aside()),
            turn: turn.to_radians().sin_cos(),
            ..self
        }
    }

    /// The same a moment later, held by a hand that is never quite still.
    pub(super) fn stirred(self, dice: &mut Dice) -> Self {
        let shown = self.frame_px.0 * self.scale;
        let turn = (0.7 * dice.noise()).to_radians().sin_cos();
        let (sine, cosine) = self.turn;
        Self {
            middle: (
                self.middle.0 + 0.01 * shown * dice.noise(),
                self.middle.1 + 0.01 * shown * dice.noise(),
            ),
            scale: self.scale * (1.0 + 0.015 * dice.noise()),
            turn: (
                sine * turn.1 + cosine * turn.0,
                cosine * turn.1 - sine * turn.0,
            ),
            aside: (
                self.aside.0 + 0.01 * dice.noise(),
                self.aside.1 + 0.01 * dice.noise(),
            ),
            ..self
        }
    }

    /// The plane turned about its middle, up to 60 degrees: to the right (positive) or left, and up
    /// or down; `distance` of the camera in halves of the frame.
    pub(super) fn turned(self, (yaw_deg, pitch_deg): (f32, f32), distance: f32) -> Self {
        let (yaw, pitch) = (yaw_deg.to_radians(), pitch_deg.to_radians());
        Self {
            aside: (-yaw.tan() / distance, -pitch.tan() / distance),
            steep: (1.0 / yaw.cos(), 1.0 / pitch.cos()),
            ..self
        }
    }

    /// The place of the plane, in its units, that a place of the frame shows.
    pub(super) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (u, v, depth) = self.seen(x, y);
        (
            self.middle.0 + self.scale * self.steep.0 * u / depth,
            self.middle.1 + self.scale * self.steep.1 * v / depth,
        )
    }

    /// Units of the plane that a pixel at a place of the frame shows.
    pub(super) fn scale(&self, x: f32, y: f32) -> f32 {
        self.scale / self.seen(x, y).2
    }

    fn seen(&self, x: f32, y: f32) -> (f32, f32, f32) {
        let (dx, dy) = (x - self.frame_px.0 / 2.0, y - self.frame_px.1 / 2.0);
        let (sine, cosine) = self.turn;
        let half = self.frame_px.0.max(self.frame_px.1) / 2.0;
        let depth = 1.0 + (self.aside.0 * dx + self.aside.1 * dy) / half;
        (dx * cosine + dy * sine, dy * cosine - dx * sine, depth)
    }
}

/// Frames one after the other while a hand holds the thing, the first in the given pose.
pub(super) fn moments(
    first: Pose,
    frames: usize,
    dice: &mut Dice,
    photo: impl Fn(Pose, &mut Dice) -> RgbImage,
) -> Vec<RgbImage> {
    let mut photos = vec![photo(first, dice)];
    while photos.len() < frames {
        let pose = first.stirred(dice);
        photos.push(photo(pose, dice));
    }
    photos
}

/// The page within four corners (clockwise from the upper left one, in pixels) laid flat, as large
/// as it is seen; the picture itself where no corners are known.
pub(super) fn page(picture: &RgbImage, corners: Option<[(f32, f32); 4]>) -> RgbImage {
    let Some(corners) = corners else {
        return picture.clone();
    };
    let [a, b, c, d] = corners;
    let length = |from: (f32, f32), to: (f32, f32)| (to.0 - from.0).hypot(to.1 - from.1);
    let width = f32::midpoint(length(a, b), length(d, c)).round() as u32;
    let height = f32::midpoint(length(a, d), length(b, c)).round() as u32;
    if width < 32 || height < 32 {
        return picture.clone();
    }
    let place = from_square(corners);
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = place(
            (x as f32 + 0.5) / width as f32,
            (y as f32 + 0.5) / height as f32,
        );
        // Places count from the corner of a pixel, the interpolation from its middle.
        let x = (x - 0.5).clamp(0.0, picture.width() as f32 - 1.01);
        let y = (y - 0.5).clamp(0.0, picture.height() as f32 - 1.01);
        imageops::interpolate_bilinear(picture, x, y).unwrap_or(Rgb([255; 3]))
    })
}

/// Whether the upper side of a page is level, so that boxes hold its lines of text closely.
pub(super) fn is_level([a, b, ..]: [(f32, f32); 4]) -> bool {
    (b.1 - a.1).abs() < 0.03 * (b.0 - a.0)
}

/// The projective map from the unit square to four corners.
fn from_square([a, b, c, d]: [(f32, f32); 4]) -> impl Fn(f32, f32) -> (f32, f32) {
    // With the corners at (0, 0), (1, 0), (1, 1) and (0, 1), two unknowns are left after the
    // affine part: the growth of the denominator along either side.
    let sum = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let (p, q) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
    let area = p.0 * q.1 - q.0 * p.1;
    let g = (sum.0 * q.1 - q.0 * sum.1) / area;
    let h = (p.0 * sum.1 - sum.0 * p.1) / area;
    move |u, v| {
        let divisor = g * u + h * v + 1.0;
        let part =
            |a: f32, b: f32, d: f32| ((b - a + g * b) * u + (d - a + h * d) * v + a) / divisor;
        (part(a.0, b.0, d.0), part(a.1, b.1, d.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_map_to_corners() {
        let corners = [(10.0, 12.0), (90.0, 20.0), (80.0, 70.0), (5.0, 60.0)];
        let place = from_square(corners);
        for ((u, v), corner) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
            .into_iter()
            .zip(corners)
        {
            let (x, y) = place(u, v);
            assert!((x - corner.0).abs() < 1e-3 && (y - corner.1).abs() < 1e-3);
        }
    }

    #[test]
    fn a_straight_page_is_cut_out() {
        let picture = RgbImage::from_fn(100, 80, |x, y| Rgb([x as u8, y as u8, 0]));
        let corners = [(10.0, 20.0), (70.0, 20.0), (70.0, 60.0), (10.0, 60.0)];
        let page = page(&picture, Some(corners));
        assert_eq!(page.dimensions(), (60, 40));
        assert_eq!(page.get_pixel(0, 0).0, [10, 20, 0]);
        assert_eq!(page.get_pixel(59, 39).0, [69, 59, 0]);
    }

    #[test]
    fn a_page_on_its_side_is_not_level() {
        assert!(is_level([
            (0.0, 0.0),
            (90.0, 2.0),
            (90.0, 60.0),
            (0.0, 60.0)
        ]));
        assert!(!is_level([
            (0.0, 0.0),
            (90.0, 8.0),
            (90.0, 60.0),
            (0.0, 60.0)
        ]));
        assert!(!is_level([
            (90.0, 0.0),
            (0.0, 0.0),
            (0.0, 60.0),
            (90.0, 60.0)
        ]));
    }

    #[test]
    fn what_is_seen_from_aside_gets_smaller() {
        let pose = Pose {
            aside: (0.1, 0.0),
            ..Pose::straight((200.0, 100.0), (100, 50), 1.0)
        };
        let (x, y) = pose.at(50.0, 25.0);
        assert!((x - 100.0).abs() < 1e-3 && (y - 50.0).abs() < 1e-3);
        assert!(pose.scale(0.0, 25.0) > pose.scale(99.0, 25.0));
    }
}
