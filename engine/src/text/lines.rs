//! Lines of text: fragments joined along their axis, and sets of lines that belong together.

/// A line of text, or a fragment of one, in pixels of the frame. Whether it reads along `along`
/// or against it is not known yet.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// Middle.
    pub center: (f32, f32),
    /// Unit vector along the line.
    pub along: (f32, f32),
    /// Length along the line.
    pub length: f32,
    /// Height across it, ascenders and some air included.
    pub height: f32,
}

/// Widest gap between fragments of one line, in heights.
const MAX_GAP: f32 = 2.2;
/// Largest offset across the line of a fragment that belongs to it, in heights.
const MAX_OFFSET: f32 = 0.45;
/// Range of the ratio of heights within one line.
const HEIGHT_RATIO: std::ops::Range<f32> = 0.45..1.7;
/// Sine of the largest angle between an elongated fragment and its line.
const MAX_SINE: f32 = 0.12;
/// From this length, in heights, a fragment has a direction of its own.
const ELONGATED: f32 = 1.8;
/// From this length, in heights, it may start a line.
const SEED: f32 = 3.5;

impl TextLine {
    /// A line; `along` need not have unit length.
    #[must_use]
    pub fn new(center: (f32, f32), along: (f32, f32), length: f32, height: f32) -> Self {
        let norm = along.0.hypot(along.1).max(1e-6);
        let along = (along.0 / norm, along.1 / norm);
        // One of the two directions, always the same one.
        let along = if along.0 < 0.0 || (along.0 == 0.0 && along.1 < 0.0) {
            (-along.0, -along.1)
        } else {
            along
        };
        Self {
            center,
            along,
            length,
            height,
        }
    }

    /// Unit vector across the line: `along` turned by a quarter, downwards for a line that reads
    /// to the right.
    #[must_use]
    pub fn across(&self) -> (f32, f32) {
        (-self.along.1, self.along.0)
    }

    /// Where a point stands along and across the line, measured from its middle.
    #[must_use]
    pub fn place_of(&self, point: (f32, f32)) -> (f32, f32) {
        let (dx, dy) = (point.0 - self.center.0, point.1 - self.center.1);
        (dot((dx, dy), self.along), dot((dx, dy), self.across()))
    }

    /// The point at some distance along and across the line from its middle.
    #[must_use]
    pub fn point_at(&self, along: f32, across: f32) -> (f32, f32) {
        let n = self.across();
        (
            self.center.0 + self.along.0 * along + n.0 * across,
            self.center.1 + self.along.1 * along + n.1 * across,
        )
    }

    /// The same line read from the other end.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            along: (-self.along.0, -self.along.1),
            ..self.clone()
        }
    }

    fn elongated(&self) -> bool {
        self.length > ELONGATED * self.height
    }
}

fn dot(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.0 * b.0 + a.1 * b.1
}

/// Joins fragments into lines, longest first.
#[must_use]
pub fn join(fragments: &[TextLine]) -> Vec<TextLine> {
    let mut seeds: Vec<usize> = (0..fragments.len())
        .filter(|&i| fragments[i].length > SEED * fragments[i].height)
        .collect();
    seeds.sort_by(|&a, &b| fragments[b].length.total_cmp(&fragments[a].length));
    let mut taken = vec![false; fragments.len()];
    let mut lines = Vec::new();
    for seed in seeds {
        if taken[seed] {
            continue;
        }
        let mut members = vec![seed];
        let mut line = fragments[seed].clone();
        loop {
            let before = members.len();
            for (i, fragment) in fragments.iter().enumerate() {
                if !taken[i] && !members.contains(&i) && belongs(&line, fragment) {
                    members.push(i);
                }
            }
            if members.len() == before {
                break;
            }
            line = spanning(fragments, &members);
        }
        for member in members {
            taken[member] = true;
        }
        lines.push(line);
    }
    lines.sort_by(|a, b| b.length.total_cmp(&a.length));
    lines
}

fn belongs(line: &TextLine, fragment: &TextLine) -> bool {
    let sine = (line.along.0 * fragment.along.1 - line.along.1 * fragment.along.0).abs();
    if fragment.elongated() && sine > MAX_SINE {
        return false;
    }
    let (along, across) = line.place_of(fragment.center);
    let (extent, height) = if fragment.elongated() {
        (fragment.length, fragment.height)
    } else {
        // Nearly square: its own direction means nothing.
        let side = fragment.length.max(fragment.height);
        (side, fragment.length.min(fragment.height))
    };
    let gap = along.abs() - line.length / 2.0 - extent / 2.0;
    across.abs() <= MAX_OFFSET * line.height
        && HEIGHT_RATIO.contains(&(height / line.height))
        && gap < MAX_GAP * line.height
}

/// The line through the ends of some fragments.
fn spanning(fragments: &[TextLine], members: &[usize]) -> TextLine {
    let seed = &fragments[members[0]];
    let mut ends = Vec::with_capacity(members.len() * 2);
    let (mut height, mut weight) = (0.0, 0.0);
    for &member in members {
        let fragment = &fragments[member];
        let half = fragment.length / 2.0;
        if fragment.elongated() {
            ends.push(fragment.point_at(half, 0.0));
            ends.push(fragment.point_at(-half, 0.0));
        } else {
            let (x, y) = fragment.center;
            ends.push((x + seed.along.0 * half, y + seed.along.1 * half));
            ends.push((x - seed.along.0 * half, y - seed.along.1 * half));
        }
        height += fragment.height.min(fragment.length) * fragment.length;
        weight += fragment.length;
    }
    // A straight line through the ends, in the seed's coordinates.
    let places: Vec<(f32, f32)> = ends.iter().map(|&end| seed.place_of(end)).collect();
    let n = places.len() as f32;
    let mean = places
        .iter()
        .fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let (mut square, mut product) = (0.0, 0.0);
    for place in &places {
        square += (place.0 - mean.0).powi(2);
        product += (place.0 - mean.0) * (place.1 - mean.1);
    }
    let slope = product / square.max(1e-6);
    let across = seed.across();
    let along = (
        seed.along.0 + slope * across.0,
        seed.along.1 + slope * across.1,
    );
    let draft = TextLine::new(seed.point_at(mean.0, mean.1), along, 0.0, height / weight);
    let (low, high) = ends.iter().fold((f32::MAX, f32::MIN), |(low, high), &end| {
        let along = draft.place_of(end).0;
        (low.min(along), high.max(along))
    });
    TextLine {
        center: draft.point_at(f32::midpoint(low, high), 0.0),
        length: high - low,
        ..draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_of_a_slanted_line_are_joined() {
        let along = (1.0, 0.1);
        let at = |x: f32| (x, 50.0 + 0.1 * x);
        let fragments = [
            TextLine::new(at(100.0), along, 120.0, 20.0),
            TextLine::new(at(240.0), along, 100.0, 20.0),
            TextLine::new(at(310.0), (0.0, 1.0), 22.0, 20.0),
            TextLine::new((100.0, 150.0), (1.0, 0.0), 120.0, 20.0),
        ];
        let lines = join(&fragments);
        assert_eq!(lines.len(), 2);
        assert!((lines[0].length - 282.0).abs() < 6.0, "{}", lines[0].length);
        assert!((lines[0].along.1 / lines[0].along.0 - 0.1).abs() < 0.02);
        assert!((lines[1].length - 120.0).abs() < 1.0);
    }

    #[test]
    fn places_and_points_are_inverse() {
        let line = TextLine::new((30.0, 40.0), (3.0, 4.0), 100.0, 10.0);
        let point = line.point_at(7.0, -2.0);
        let (along, across) = line.place_of(point);
        assert!((along - 7.0).abs() < 1e-4 && (across + 2.0).abs() < 1e-4);
        let back = line.reversed().place_of(point);
        assert!((back.0 + 7.0).abs() < 1e-4 && (back.1 - 2.0).abs() < 1e-4);
    }
}
