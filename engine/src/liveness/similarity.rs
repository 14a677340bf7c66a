//! Maps that move, turn and scale.

/// A place, in pixels.
pub(super) type Point = (f32, f32);

/// A map of the plane that keeps shapes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Similarity {
    /// What a step to the right becomes.
    right: Point,
    from: Point,
    to: Point,
}

impl Similarity {
    /// The one that moves points nearest to where they should go, by the squares of their distances;
    /// `None` where they all lie on one place.
    pub(super) fn between(pairs: &[(Point, Point)]) -> Option<Self> {
        let count = pairs.len() as f32;
        let middle = |points: &mut dyn Iterator<Item = Point>| {
            let (x, y) = points.fold((0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
            (x / count, y / count)
        };
        let from = middle(&mut pairs.iter().map(|pair| pair.0));
        let to = middle(&mut pairs.iter().map(|pair| pair.1));
        let (mut along, mut across, mut squares) = (0.0, 0.0, 0.0);
        for ((x, y), (u, v)) in pairs {
            let (x, y, u, v) = (x - from.0, y - from.1, u - to.0, v - to.1);
            along += x * u + y * v;
            across += x * v - y * u;
            squares += x * x + y * y;
        }
        (squares > f32::EPSILON && along.is_finite()).then(|| Self {
            right: (along / squares, across / squares),
            from,
            to,
        })
    }

    /// How many times larger things become.
    pub(super) fn scale(&self) -> f32 {
        self.right.0.hypot(self.right.1)
    }

    /// Where a point goes.
    pub(super) fn at(&self, (x, y): Point) -> Point {
        let (x, y) = (x - self.from.0, y - self.from.1);
        let (right, down) = self.right;
        (
            self.to.0 + right * x - down * y,
            self.to.1 + down * x + right * y,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_were_moved_turned_and_scaled_tell_by_what() {
        let map = |(x, y): Point| (3.0 + 1.2 * x - 0.5 * y, -7.0 + 0.5 * x + 1.2 * y);
        let points = [(0.0, 0.0), (40.0, 3.0), (-8.0, 21.0), (15.0, -30.0)];
        let pairs = points.map(|point| (point, map(point)));
        let found = Similarity::between(&pairs).unwrap();
        assert!((found.scale() - 1.3).abs() < 1e-5);
        let (x, y) = found.at((10.0, 20.0));
        assert!((x - 5.0).abs() < 1e-3 && (y - 22.0).abs() < 1e-3, "{x} {y}");
    }

    #[test]
    fn one_place_tells_nothing() {
        assert_eq!(Similarity::between(&[((2.0, 2.0), (5.0, 1.0)); 4]), None);
        assert_eq!(Similarity::between(&[]), None);
    }
}
