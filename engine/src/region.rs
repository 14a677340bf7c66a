//! An upright box in the pixels of the displayed image.

use serde::{Deserialize, Serialize};

/// An axis-aligned box, in pixels of the uploaded image as it is displayed (after EXIF
/// orientation). The origin is the top left corner; `x` grows right, `y` grows down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Left edge, in pixels.
    pub x: u32,
    /// Top edge, in pixels.
    pub y: u32,
    /// Width, in pixels.
    pub width: u32,
    /// Height, in pixels.
    pub height: u32,
}

impl Region {
    /// The part of the box given by floating point edges that lies inside an image of
    /// `width_px` by `height_px`; `None` where nothing of it does.
    #[must_use]
    pub fn clipped(
        left: f32,
        top: f32,
        right: f32,
        bottom: f32,
        (width_px, height_px): (u32, u32),
    ) -> Option<Self> {
        let x0 = left.round().clamp(0.0, width_px as f32) as u32;
        let y0 = top.round().clamp(0.0, height_px as f32) as u32;
        let x1 = right.round().clamp(0.0, width_px as f32) as u32;
        let y1 = bottom.round().clamp(0.0, height_px as f32) as u32;
        (x1 > x0 && y1 > y0).then(|| Self {
            x: x0,
            y: y0,
            width: x1 - x0,
            height: y1 - y0,
        })
    }

    /// The smallest box around points, in pixels, as far as it lies inside an image of that size.
    #[must_use]
    pub fn around(
        points: impl IntoIterator<Item = (f32, f32)>,
        size_px: (u32, u32),
    ) -> Option<Self> {
        let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        let [left, top, right, bottom] =
            points
                .into_iter()
                .fold(start, |[left, top, right, bottom], (x, y)| {
                    [left.min(x), top.min(y), right.max(x), bottom.max(y)]
                });
        Self::clipped(left, top, right, bottom, size_px)
    }

    /// Whether a place lies in it.
    #[must_use]
    pub fn contains(&self, (x, y): (f32, f32)) -> bool {
        let (left, top) = (self.x as f32, self.y as f32);
        (left..left + self.width as f32).contains(&x)
            && (top..top + self.height as f32).contains(&y)
    }

    /// Its middle, in pixels.
    #[must_use]
    pub fn middle(&self) -> (f32, f32) {
        (
            self.x as f32 + self.width as f32 / 2.0,
            self.y as f32 + self.height as f32 / 2.0,
        )
    }

    /// Whether a point, in pixels, lies inside.
    #[must_use]
    pub fn holds(&self, (x, y): (f32, f32)) -> bool {
        let within = |value: f32, start: u32, length: u32| {
            (start as f32..(start + length) as f32).contains(&value)
        };
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }

    /// Its corners, clockwise from the upper left one, in pixels.
    #[must_use]
    pub fn corners(&self) -> [(f32, f32); 4] {
        let (left, top) = (self.x as f32, self.y as f32);
        let (right, bottom) = (left + self.width as f32, top + self.height as f32);
        [(left, top), (right, top), (right, bottom), (left, bottom)]
    }

    /// Larger by a share of its width and height at each side, as far as an image of that size goes.
    #[must_use]
    pub fn grown(&self, share: f32, size_px: (u32, u32)) -> Self {
        let (more_x, more_y) = (share * self.width as f32, share * self.height as f32);
        let [(left, top), _, (right, bottom), _] = self.corners();
        let (left, right) = (left - more_x, right + more_x);
        Self::clipped(left, top - more_y, right, bottom + more_y, size_px).unwrap_or(*self)
    }

    /// Area in square pixels.
    #[must_use]
    pub fn area(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Intersection over union with another box, 0 (apart) to 1 (equal).
    #[must_use]
    pub fn iou(&self, other: &Self) -> f32 {
        let x0 = self.x.max(other.x);
        let y0 = self.y.max(other.y);
        let x1 = (self.x + self.width).min(other.x + other.width);
        let y1 = (self.y + self.height).min(other.y + other.height);
        if x1 <= x0 || y1 <= y0 {
            return 0.0;
        }
        let shared = u64::from(x1 - x0) * u64::from(y1 - y0);
        shared as f32 / (self.area() + other.area() - shared) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_clipped_to_the_image() {
        assert_eq!(
            Region::clipped(-5.0, 2.4, 30.6, 99.0, (20, 10)),
            Some(Region {
                x: 0,
                y: 2,
                width: 20,
                height: 8
            })
        );
        assert_eq!(Region::clipped(21.0, 0.0, 30.0, 5.0, (20, 10)), None);
    }

    #[test]
    fn iou_is_one_for_equal_and_zero_for_apart() {
        let a = Region {
            x: 0,
            y: 0,
            width: 10,
            height: 10,
        };
        let b = Region {
            x: 5,
            y: 0,
            width: 10,
            height: 10,
        };
        assert!((a.iou(&a) - 1.0).abs() < 1e-6);
        assert!((a.iou(&b) - 50.0 / 150.0).abs() < 1e-6);
        assert!(
            a.iou(&Region {
                x: 50,
                y: 50,
                width: 1,
                height: 1
            })
            .abs()
                < 1e-6
        );
    }
}
