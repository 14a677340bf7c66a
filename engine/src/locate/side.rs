//! Straight lines: the sides of documents.

use super::Point;
use super::axis::Axis;

/// A line: unit normal and distance from the origin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) normal: Point,
    distance: f32,
}

impl Side {
    /// How far a point lies off, to the side of the normal.
    pub(super) fn off(&self, p: Point) -> f32 {
        self.normal.0 * p.0 + self.normal.1 * p.1 - self.distance
    }

    pub(super) fn through(a: Point, b: Point) -> Self {
        let along = unit((b.0 - a.0, b.1 - a.1));
        let normal = (along.1, -along.0);
        Self {
            normal,
            distance: normal.0 * a.0 + normal.1 * a.1,
        }
    }

    pub(super) fn meets(&self, other: &Self) -> Option<Point> {
        let determinant = self.normal.0 * other.normal.1 - self.normal.1 * other.normal.0;
        (determinant.abs() > 0.1).then(|| {
            (
                (self.distance * other.normal.1 - other.distance * self.normal.1) / determinant,
                (self.normal.0 * other.distance - other.normal.0 * self.distance) / determinant,
            )
        })
    }

    /// Least squares over points, outliers counting little.
    pub(super) fn fitted(points: &[Point], start: &Self, width: f32) -> Option<Self> {
        let mut side = *start;
        for _ in 0..3 {
            let weight = |p: Point| 1.0 / (1.0 + (side.off(p) / width).powi(2));
            let weighed = points.iter().map(|&p| (p, weight(p)));
            if points.len() < 4 || weighed.clone().map(|(_, w)| w).sum::<f32>() < 2.0 {
                return None;
            }
            let axis = Axis::of(weighed)?;
            let mut normal = (-axis.along.1, axis.along.0);
            if normal.0 * start.normal.0 + normal.1 * start.normal.1 < 0.0 {
                normal = (-normal.0, -normal.1);
            }
            side = Self {
                normal,
                distance: normal.0 * axis.middle.0 + normal.1 * axis.middle.1,
            };
        }
        Some(side)
    }
}

/// The four sides of corners that follow each other.
pub(super) fn sides(corners: &[Point; 4]) -> [Side; 4] {
    std::array::from_fn(|i| Side::through(corners[i], corners[(i + 1) % 4]))
}

/// The corners at which sides meet; `None` where two are nearly parallel.
pub(super) fn corners(sides: &[Side; 4]) -> Option<[Point; 4]> {
    let corner = |i: usize| sides[(i + 3) % 4].meets(&sides[i]);
    Some([corner(0)?, corner(1)?, corner(2)?, corner(3)?])
}

pub(super) fn unit(v: Point) -> Point {
    let norm = v.0.hypot(v.1).max(1e-6);
    (v.0 / norm, v.1 / norm)
}
