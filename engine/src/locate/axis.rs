//! The line along which weighted points lie.

use super::Point;

/// The principal axis of some points.
pub(super) struct Axis {
    pub(super) middle: Point,
    /// Unit vector; which of its two ways is by chance.
    pub(super) along: Point,
    /// Root of the mean square distance from the middle.
    pub(super) spread: f32,
}

impl Axis {
    /// `None` where the weights are nought.
    pub(super) fn of(points: impl Iterator<Item = (Point, f32)> + Clone) -> Option<Self> {
        let (mut total, mut x, mut y) = (0.0, 0.0, 0.0);
        for (p, weight) in points.clone() {
            total += weight;
            x += weight * p.0;
            y += weight * p.1;
        }
        if total <= 0.0 {
            return None;
        }
        let middle = (x / total, y / total);
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (p, weight) in points {
            let (dx, dy) = (p.0 - middle.0, p.1 - middle.1);
            xx += weight * dx * dx;
            xy += weight * dx * dy;
            yy += weight * dy * dy;
        }
        let angle = 0.5 * f32::atan2(2.0 * xy, xx - yy);
        Some(Self {
            middle,
            along: (angle.cos(), angle.sin()),
            spread: ((xx + yy) / total).sqrt(),
        })
    }
}
