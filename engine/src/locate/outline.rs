//! From the locator's maps to the corners of a document.

use super::{Map, Plane};
use crate::frame::Frame;

/// A point of the frame, in pixels.
type Point = (f32, f32);

/// Probability from which a cell belongs to a document.
const MIN_PROBABILITY: f32 = 0.5;
/// Least share (0 to 1) of the picture that a document covers.
const MIN_AREA: f32 = 0.02;
/// Least share (0 to 1) of its outline's area that a document fills: other shapes are none.
const MIN_FILLED: f32 = 0.8;
/// Share of a side, at each of its ends, that its line is not fitted to: corners are round.
const CORNER_SHARE: f32 = 0.12;
/// Distance, in cells, from which a point hardly counts for a side, in each round of fitting
/// lines and assigning the outline's points to them: the first rectangle may be far off.
const FIT_WIDTHS_CELLS: [f32; 5] = [20.0, 8.0, 3.0, 1.0, 0.7];
/// Distance from the frame's edge, in cells, within which a side lies on it.
const EDGE_CELLS: f32 = 1.2;
/// Places along a side at which its step in brightness is looked for.
const PROBES: usize = 48;
/// Reach of that search to both sides, in cells, and its step, in pixels of the frame.
const REACH_CELLS: f32 = 1.5;
/// Least share (0 to 1) of probes that must agree on a line to within a twentieth of the reach.
const MIN_AGREEING: f32 = 0.4;
/// Least step (0 to 255, sum of the channels' absolute differences) that is an edge.
const MIN_STEP: f32 = 12.0;

/// The outline of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Corners in pixels of the frame, clockwise as seen; the first is where reading begins if
    /// the page is upright.
    pub corners: [Point; 4],
    /// For the side from each corner to the next: whether it lies on the frame's edge, so that
    /// the document may go on beyond it.
    pub cut: [bool; 4],
}

/// A line: unit normal and distance from the origin.
#[derive(Debug, Clone, Copy)]
struct Side {
    normal: Point,
    distance: f32,
}

impl Side {
    fn off(&self, p: Point) -> f32 {
        self.normal.0 * p.0 + self.normal.1 * p.1 - self.distance
    }

    fn through(a: Point, b: Point) -> Self {
        let along = unit((b.0 - a.0, b.1 - a.1));
        let normal = (along.1, -along.0);
        Self {
            normal,
            distance: normal.0 * a.0 + normal.1 * a.1,
        }
    }

    fn meets(&self, other: &Self) -> Option<Point> {
        let determinant = self.normal.0 * other.normal.1 - self.normal.1 * other.normal.0;
        (determinant.abs() > 0.1).then(|| {
            (
                (self.distance * other.normal.1 - other.distance * self.normal.1) / determinant,
                (self.normal.0 * other.distance - other.normal.0 * self.distance) / determinant,
            )
        })
    }

    /// Least squares over points, outliers counting little.
    fn fitted(points: &[Point], start: &Self, width: f32) -> Option<Self> {
        let mut side = *start;
        for _ in 0..3 {
            let weights: Vec<f32> = points
                .iter()
                .map(|&p| 1.0 / (1.0 + (side.off(p) / width).powi(2)))
                .collect();
            let total: f32 = weights.iter().sum();
            if points.len() < 4 || total < 2.0 {
                return None;
            }
            let mean = |value: fn(Point) -> f32| {
                points
                    .iter()
                    .zip(&weights)
                    .map(|(&p, w)| w * value(p))
                    .sum::<f32>()
                    / total
            };
            let middle = (mean(|p| p.0), mean(|p| p.1));
            let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
            for (&p, w) in points.iter().zip(&weights) {
                let (dx, dy) = (p.0 - middle.0, p.1 - middle.1);
                xx += w * dx * dx;
                xy += w * dx * dy;
                yy += w * dy * dy;
            }
            let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
            let mut normal = (-angle.sin(), angle.cos());
            if normal.0 * start.normal.0 + normal.1 * start.normal.1 < 0.0 {
                normal = (-normal.0, -normal.1);
            }
            side = Self {
                normal,
                distance: normal.0 * middle.0 + normal.1 * middle.1,
            };
        }
        Some(side)
    }
}

/// The outlines of documents, largest first, with corners to a fraction of a pixel where their
/// edges are sharp.
pub(super) fn find(map: &Map, frame: &Frame) -> Vec<Outline> {
    let mut found: Vec<(usize, Outline)> = components(map)
        .into_iter()
        .filter_map(|cells| Some((cells.len(), outline(map, frame, &cells)?)))
        .collect();
    found.sort_by_key(|(cells, _)| std::cmp::Reverse(*cells));
    found.into_iter().map(|(_, outline)| outline).collect()
}

fn components(map: &Map) -> Vec<Vec<usize>> {
    let probability = map.plane(Plane::Document);
    let least = (MIN_AREA * probability.len() as f32) as usize;
    let mut seen = vec![false; probability.len()];
    let mut sets = Vec::new();
    for start in 0..probability.len() {
        if seen[start] || probability[start] < MIN_PROBABILITY {
            continue;
        }
        seen[start] = true;
        let (mut open, mut cells) = (vec![start], vec![]);
        while let Some(at) = open.pop() {
            cells.push(at);
            for next in neighbours(map, at).into_iter().flatten() {
                if !seen[next] && probability[next] >= MIN_PROBABILITY {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        if cells.len() >= least.max(12) {
            sets.push(cells);
        }
    }
    sets
}

/// Left, right, upper and lower neighbour; `None` beyond the frame.
fn neighbours(map: &Map, at: usize) -> [Option<usize>; 4] {
    let (x, y) = (at % map.columns, at / map.columns);
    [
        (x > 0).then(|| at - 1),
        (x + 1 < map.columns).then_some(at + 1),
        (y > 0).then(|| at - map.columns),
        (y + 1 < map.rows).then_some(at + map.columns),
    ]
}

/// Where the probability passes one half, in cells; on the frame's edge where it does not.
fn border(map: &Map, cells: &[usize]) -> Vec<Point> {
    const STEPS: [Point; 4] = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
    let probability = map.plane(Plane::Document);
    let mut points = Vec::new();
    for &at in cells {
        let middle = (
            (at % map.columns) as f32 + 0.5,
            (at / map.columns) as f32 + 0.5,
        );
        for (next, step) in neighbours(map, at).into_iter().zip(STEPS) {
            let share = match next {
                None => 0.5,
                Some(next) if probability[next] < MIN_PROBABILITY => {
                    let inside = probability[at] - MIN_PROBABILITY;
                    inside / (probability[at] - probability[next]).max(1e-3)
                }
                Some(_) => continue,
            };
            points.push((middle.0 + step.0 * share, middle.1 + step.1 * share));
        }
    }
    points
}

fn outline(map: &Map, frame: &Frame, cells: &[usize]) -> Option<Outline> {
    let points = border(map, cells);
    let mut corners = smallest_rectangle(&hull(&points))?;
    for width in FIT_WIDTHS_CELLS {
        let mut sides = [Side {
            normal: (0.0, 0.0),
            distance: 0.0,
        }; 4];
        for (i, side) in sides.iter_mut().enumerate() {
            let start = Side::through(corners[i], corners[(i + 1) % 4]);
            let own = nearest_points(&points, &corners, i);
            *side = Side::fitted(&own, &start, width).unwrap_or(start);
        }
        corners = met(&sides)?;
    }
    if cells.len() as f32 / area(&corners) < MIN_FILLED {
        return None;
    }
    let (columns, rows) = (map.columns as f32, map.rows as f32);
    let on_edge = |p: Point| {
        p.0 < EDGE_CELLS
            || p.1 < EDGE_CELLS
            || p.0 > columns - EDGE_CELLS
            || p.1 > rows - EDGE_CELLS
    };
    let cut: [bool; 4] = std::array::from_fn(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let at = |share: f32| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        on_edge(at(0.3)) && on_edge(at(0.7))
    });
    let full: [Point; 4] = corners.map(|p| (p.0 * map.cell_px.0, p.1 * map.cell_px.1));
    let reach_px = REACH_CELLS * f32::midpoint(map.cell_px.0, map.cell_px.1);
    let sides: [Side; 4] = std::array::from_fn(|i| {
        let (a, b) = (full[i], full[(i + 1) % 4]);
        let rough = Side::through(a, b);
        if cut[i] {
            return rough;
        }
        refined(frame, a, b, &rough, reach_px).unwrap_or(rough)
    });
    Some(in_order(met(&sides).unwrap_or(full), cut))
}

/// The points that belong to one side: nearest to it, and not at its round ends.
fn nearest_points(points: &[Point], corners: &[Point; 4], side: usize) -> Vec<Point> {
    let sides: [Side; 4] = std::array::from_fn(|i| Side::through(corners[i], corners[(i + 1) % 4]));
    let (a, b) = (corners[side], corners[(side + 1) % 4]);
    let length = (b.0 - a.0).hypot(b.1 - a.1).max(1e-3);
    let along = unit((b.0 - a.0, b.1 - a.1));
    points
        .iter()
        .copied()
        .filter(|&p| {
            let share = ((p.0 - a.0) * along.0 + (p.1 - a.1) * along.1) / length;
            let own = sides[side].off(p).abs();
            (CORNER_SHARE..1.0 - CORNER_SHARE).contains(&share)
                && sides.iter().all(|other| own <= other.off(p).abs() + 1e-4)
        })
        .collect()
}

/// A side moved to where the picture itself steps from ground to document.
fn refined(frame: &Frame, a: Point, b: Point, rough: &Side, reach_px: f32) -> Option<Side> {
    let step_px = (reach_px / 12.0).max(0.5);
    let steps = (reach_px / step_px) as i32;
    let mut edges = Vec::with_capacity(PROBES);
    for probe in 0..PROBES {
        let share =
            CORNER_SHARE + (1.0 - 2.0 * CORNER_SHARE) * (probe as f32 + 0.5) / PROBES as f32;
        let at = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        let sample = |off: f32| {
            frame.colour(
                at.0 + rough.normal.0 * off - 0.5,
                at.1 + rough.normal.1 * off - 0.5,
            )
        };
        let strength = |i: i32| -> f32 {
            let off = i as f32 * step_px;
            let (before, after) = (sample(off - step_px), sample(off + step_px));
            before.iter().zip(after).map(|(x, y)| (x - y).abs()).sum()
        };
        // Nearer steps win over equally strong ones farther off.
        let near = |i: i32| 1.0 - 0.4 * (i as f32 / (steps + 1) as f32).powi(2);
        let best = (-steps..=steps)
            .max_by(|&i, &j| (strength(i) * near(i)).total_cmp(&(strength(j) * near(j))))?;
        let strongest = strength(best);
        if strongest >= MIN_STEP {
            let (left, right) = (strength(best - 1), strength(best + 1));
            let bend = (left - 2.0 * strongest + right).min(-1e-3);
            let peak = best as f32 + (0.5 * (left - right) / bend).clamp(-0.5, 0.5);
            let off = peak * step_px;
            edges.push((at.0 + rough.normal.0 * off, at.1 + rough.normal.1 * off));
        }
    }
    let width = (0.05 * reach_px).max(0.7);
    let side = consensus(&edges, width)?;
    let side = Side::fitted(&edges, &side, width)?;
    let agreeing = edges
        .iter()
        .filter(|&&p| side.off(p).abs() < 2.0 * width)
        .count();
    let turned = rough.normal.0 * side.normal.0 + rough.normal.1 * side.normal.1;
    (agreeing as f32 >= MIN_AGREEING * PROBES as f32 && turned.abs() > 0.995).then_some(side)
}

/// The line through two of the points that most of them lie on.
fn consensus(points: &[Point], width: f32) -> Option<Side> {
    let mut best: Option<(usize, Side)> = None;
    let half = points.len() / 2;
    for i in 0..half {
        for j in [i + half / 2, i + half]
            .into_iter()
            .filter(|&j| j < points.len() && j > i + 4)
        {
            let side = Side::through(points[i], points[j]);
            let count = points
                .iter()
                .filter(|&&p| side.off(p).abs() < 2.0 * width)
                .count();
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, side));
            }
        }
    }
    best.map(|(_, side)| side)
}

fn met(sides: &[Side; 4]) -> Option<[Point; 4]> {
    let corner = |i: usize| sides[(i + 3) % 4].meets(&sides[i]);
    Some([corner(0)?, corner(1)?, corner(2)?, corner(3)?])
}

/// Clockwise as seen, the upper left corner first.
fn in_order(mut corners: [Point; 4], mut cut: [bool; 4]) -> Outline {
    let signed: f32 = (0..4)
        .map(|i| {
            let (a, b) = (corners[i], corners[(i + 1) % 4]);
            a.0 * b.1 - b.0 * a.1
        })
        .sum();
    if signed < 0.0 {
        corners.reverse();
        cut = [cut[2], cut[1], cut[0], cut[3]];
    }
    let first = (0..4)
        .min_by(|&i, &j| {
            let sum = |p: Point| p.0 + p.1;
            sum(corners[i]).total_cmp(&sum(corners[j]))
        })
        .unwrap_or(0);
    corners.rotate_left(first);
    cut.rotate_left(first);
    Outline { corners, cut }
}

fn area(corners: &[Point; 4]) -> f32 {
    let signed: f32 = (0..4)
        .map(|i| {
            let (a, b) = (corners[i], corners[(i + 1) % 4]);
            a.0 * b.1 - b.0 * a.1
        })
        .sum();
    (signed / 2.0).abs().max(1e-3)
}

/// Convex hull (Andrew's monotone chain).
fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut hull: Vec<Point> = Vec::new();
    for pass in 0..2 {
        let start = hull.len();
        let ordered: Box<dyn Iterator<Item = &Point>> = if pass == 0 {
            Box::new(sorted.iter())
        } else {
            Box::new(sorted.iter().rev())
        };
        for &p in ordered {
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
fn smallest_rectangle(hull: &[Point]) -> Option<[Point; 4]> {
    let mut best: Option<(f32, [Point; 4])> = None;
    for i in 0..hull.len() {
        let (a, b) = (hull[i], hull[(i + 1) % hull.len()]);
        let along = unit((b.0 - a.0, b.1 - a.1));
        let across = (-along.1, along.0);
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for p in hull {
            let (u, v) = (
                p.0 * along.0 + p.1 * along.1,
                p.0 * across.0 + p.1 * across.1,
            );
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

fn unit(v: Point) -> Point {
    let norm = v.0.hypot(v.1).max(1e-6);
    (v.0 / norm, v.1 / norm)
}

#[cfg(test)]
mod tests {
    use super::super::{MAPS, STRIDE};
    use super::*;

    /// A pale document on a dark desk, and what a locator without fault says of it.
    fn scene(corners: [Point; 4]) -> (Frame, Map) {
        let (width, height) = (640, 480);
        let sides: [Side; 4] =
            std::array::from_fn(|i| Side::through(corners[i], corners[(i + 1) % 4]));
        let inside = |x: f32, y: f32| sides.iter().all(|side| side.off((x, y)) < 0.0);
        let mut rgb = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let mut share = 0.0;
                for sub in 0..16 {
                    let (u, v) = ((sub % 4) as f32 + 0.5, (sub / 4) as f32 + 0.5);
                    share +=
                        f32::from(u8::from(inside(x as f32 + u / 4.0, y as f32 + v / 4.0))) / 16.0;
                }
                rgb.extend([(60.0 + 150.0 * share) as u8; 3]);
            }
        }
        let (columns, rows) = (width / STRIDE, height / STRIDE);
        let mut values = vec![0.0; MAPS * columns * rows];
        for y in 0..rows {
            for x in 0..columns {
                let at = ((x as f32 + 0.5) * 4.0, (y as f32 + 0.5) * 4.0);
                values[y * columns + x] = if inside(at.0, at.1) { 0.95 } else { 0.05 };
            }
        }
        let map = Map {
            columns,
            rows,
            cell_px: (4.0, 4.0),
            values,
        };
        let frame = Frame::from_rgb(width as u32, height as u32, rgb).unwrap();
        (frame, map)
    }

    fn worst(found: &[Point; 4], wanted: &[Point; 4]) -> f32 {
        found
            .iter()
            .zip(wanted)
            .map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1))
            .fold(0.0, f32::max)
    }

    #[test]
    fn corners_in_perspective_are_found_to_a_fraction_of_a_pixel() {
        let wanted = [(120.3, 90.7), (520.2, 60.4), (560.6, 400.1), (90.9, 350.5)];
        let (frame, map) = scene(wanted);
        let found = find(&map, &frame);
        assert_eq!(found.len(), 1);
        assert!(worst(&found[0].corners, &wanted) < 0.8, "{found:?}");
        assert_eq!(found[0].cut, [false; 4]);
    }

    #[test]
    fn a_document_that_goes_on_beyond_the_frame_is_cut() {
        let (frame, map) = scene([(100.0, 80.0), (900.0, 80.0), (900.0, 400.0), (100.0, 400.0)]);
        let found = find(&map, &frame);
        assert_eq!(found[0].cut, [false, true, false, false], "{found:?}");
    }

    #[test]
    fn an_empty_desk_has_no_document() {
        let (frame, mut map) = scene([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
        map.values.fill(0.1);
        assert!(find(&map, &frame).is_empty());
    }
}
