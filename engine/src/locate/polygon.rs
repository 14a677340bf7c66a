//! Convex polygons of the plane.

use super::Point;
use super::side::unit;

/// Twice the area, positive for corners that go round clockwise as seen (y grows downwards).
fn doubled_area(corners: &[Point]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    let sides = corners.iter().zip(next);
    sides.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

pub(super) fn area(corners: &[Point]) -> f32 {
    (doubled_area(corners) / 2.0).abs()
}

pub(super) fn is_clockwise(corners: &[Point]) -> bool {
    doubled_area(corners) > 0.0
}

/// Whether a point lies in a convex polygon.
pub(crate) fn contains(corners: &[Point; 4], p: Point) -> bool {
    let mut signs = (0..4).map(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0) >= 0.0
    });
    let first = signs.next();
    signs.all(|sign| Some(sign) == first)
}

/// Convex hull (Andrew's monotone chain), clockwise as seen.
pub(crate) fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut hull: Vec<Point> = Vec::new();
    for backwards in [false, true] {
        let start = hull.len();
        for i in 0..sorted.len() {
            let p = sorted[if backwards { sorted.len() - 1 - i } else { i }];
            while hull.len() >= start + 2 {
                let (a, b) = (hull[hull.len() - 2], hull[hull.len() - 1]);
                if (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0) > 0.0 {
                    break;
                }
                hull.pop();
            }
            hull.push(p);
        }
        hull.pop();
    }
    hull
}

/// Corners of the rectangle of least area around a hull; one of its sides lies on the hull's.
pub(super) fn smallest_rectangle(hull: &[Point]) -> Option<[Point; 4]> {
    let mut best: Option<(f32, [Point; 4])> = None;
    for i in 0..hull.len() {
        let (a, b) = (hull[i], hull[(i + 1) % hull.len()]);
        let along = unit((b.0 - a.0, b.1 - a.1));
        let across = (-along.1, along.0);
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for p in hull {
            let u = p.0 * along.0 + p.1 * along.1;
            let v = p.0 * across.0 + p.1 * across.1;
            low = (low.0.min(u), low.1.min(v));
            high = (high.0.max(u), high.1.max(v));
        }
        let size = (high.0 - low.0) * (high.1 - low.1);
        if best.is_none_or(|(least, _)| size < least) {
            let back = |u: f32, v: f32| (along.0 * u + across.0 * v, along.1 * u + across.1 * v);
            let corners = [
                back(low.0, low.1),
                back(high.0, low.1),
                back(high.0, high.1),
                back(low.0, high.1),
            ];
            best = Some((size, corners));
        }
    }
    best.map(|(_, corners)| corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Point; 4] = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];

    #[test]
    fn the_square() {
        assert!((area(&SQUARE) - 16.0).abs() < 1e-6);
        assert!(is_clockwise(&SQUARE));
        assert!(contains(&SQUARE, (1.0, 3.0)) && !contains(&SQUARE, (5.0, 3.0)));
        let mut points = SQUARE.to_vec();
        points.extend([(1.0, 1.0), (2.0, 3.0)]);
        let hull = hull(&points);
        assert_eq!(hull.len(), 4);
        assert!((area(&smallest_rectangle(&hull).unwrap()) - 16.0).abs() < 1e-4);
    }
}
