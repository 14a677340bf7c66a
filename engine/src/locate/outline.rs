//! From the locator's maps to the corners of a document.

use super::component::Touching;
use super::edge::{CORNER_SHARE, refined};
use super::polygon::{area, contains, hull, is_clockwise, smallest_rectangle};
use super::side::{Side, corners, sides, unit};
use super::{Map, Plane, Point};
use crate::frame::Frame;

/// Probability from which a cell belongs to a document.
const MIN_PROBABILITY: f32 = 0.5;
/// Least share (0 to 1) of the picture that a document covers.
const MIN_AREA: f32 = 0.02;
/// Least share (0 to 1) that an outline and what was seen of its document have in common of what
/// either covers: other shapes are none.
const MIN_OVERLAP: f32 = 0.8;
/// The same for four sides, each at an angle of its own: what is seen raggedly fits many.
const MIN_OVERLAP_FREE: f32 = 0.94;
/// From this overlap with the whole picture a document fills it (a scan without borders is seen
/// raggedly at its edges), unless four sides fit at least as well as the second value says.
const MIN_OVERLAP_FILLED: f32 = 0.83;
const MIN_OVERLAP_BESIDE_FILLED: f32 = 0.96;
/// The same for four sides that fit better than the rectangle, where nothing fits well.
const MIN_OVERLAP_ODD: f32 = 0.9;
/// Distance, in cells, from which a point hardly counts for a side, in each round of fitting
/// lines and assigning the outline's points to them: the first rectangle may be far off.
const FIT_WIDTHS_CELLS: [f32; 5] = [20.0, 8.0, 3.0, 1.0, 0.7];
/// Distance from the frame's edge, in cells, within which a side lies on it.
const EDGE_CELLS: f32 = 1.2;
/// How far to both sides, in cells, the picture's own edge is looked for.
const REACH_CELLS: f32 = 1.5;

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

impl Outline {
    /// What lies within, in square pixels.
    pub(crate) fn area(&self) -> f32 {
        super::polygon::area(&self.corners)
    }
}

/// The outlines of documents, largest first, with corners to a fraction of a pixel where their
/// edges are sharp.
pub(super) fn find(map: &Map, frame: &Frame) -> Vec<Outline> {
    let least = (MIN_AREA * (map.columns * map.rows) as f32).max(12.0) as usize;
    let mut sets = map.components(Plane::Document, MIN_PROBABILITY, Touching::Sides);
    sets.retain(|cells| cells.len() >= least);
    sets.sort_by_key(|cells| std::cmp::Reverse(cells.len()));
    sets.iter()
        .filter_map(|cells| outline(map, frame, cells))
        .collect()
}

/// Where the probability passes one half, in cells; on the frame's edge where it does not.
fn border(map: &Map, cells: &[usize]) -> Vec<Point> {
    const STEPS: [(isize, isize); 4] = [(-1, 0), (1, 0), (0, -1), (0, 1)];
    let probability = map.plane(Plane::Document);
    let mut points = Vec::new();
    for &at in cells {
        let (x, y) = (at % map.columns, at / map.columns);
        for (dx, dy) in STEPS {
            let next = x
                .checked_add_signed(dx)
                .zip(y.checked_add_signed(dy))
                .filter(|&(x, y)| x < map.columns && y < map.rows)
                .map(|(x, y)| y * map.columns + x);
            let share = match next {
                None => 0.5,
                Some(next) if probability[next] < MIN_PROBABILITY => {
                    let inside = probability[at] - MIN_PROBABILITY;
                    inside / (probability[at] - probability[next]).max(1e-3)
                }
                Some(_) => continue,
            };
            points.push((
                x as f32 + 0.5 + dx as f32 * share,
                y as f32 + 0.5 + dy as f32 * share,
            ));
        }
    }
    points
}

/// The corners, in cells, that fit a set of cells best: with sides at any angles where that fits
/// well, else those of the picture that the document fills, else those of a rectangle, or with
/// sides at any angles where that fits better; `None` for another shape.
fn quadrilateral(map: &Map, cells: &[usize]) -> Option<[Point; 4]> {
    let points = border(map, cells);
    let rectangle = smallest_rectangle(&hull(&points))?;
    let free = FIT_WIDTHS_CELLS.iter().try_fold(rectangle, |near, &width| {
        let rough = sides(&near);
        let fitted: [Side; 4] = std::array::from_fn(|i| {
            let own = nearest_points(&points, &near, &rough, i);
            Side::fitted(&own, &rough[i], width).unwrap_or(rough[i])
        });
        corners(&fitted)
    });
    let overlap = |corners: &[Point; 4]| overlap(map, cells, corners);
    let (columns, rows) = (map.columns as f32, map.rows as f32);
    let picture = [(0.0, 0.0), (columns, 0.0), (columns, rows), (0.0, rows)];
    let (of_free, of_rectangle) = (
        free.map_or(0.0, |found| overlap(&found)),
        overlap(&rectangle),
    );
    let of_picture = overlap(&picture);
    if of_picture >= MIN_OVERLAP_FILLED && of_free < MIN_OVERLAP_BESIDE_FILLED {
        Some(picture)
    } else if of_free >= MIN_OVERLAP_FREE {
        free
    } else if of_picture >= MIN_OVERLAP {
        Some(picture)
    } else if of_free >= MIN_OVERLAP_ODD && of_free > of_rectangle {
        free
    } else {
        Some(rectangle).filter(|_| of_rectangle >= MIN_OVERLAP)
    }
}

/// What a set of cells and a quadrilateral have in common, as a share of what either covers.
fn overlap(map: &Map, cells: &[usize], corners: &[Point; 4]) -> f32 {
    let middle = |at: usize| {
        (
            (at % map.columns) as f32 + 0.5,
            (at / map.columns) as f32 + 0.5,
        )
    };
    let both = cells
        .iter()
        .filter(|&&at| contains(corners, middle(at)))
        .count() as f32;
    // Corners outside the frame count too: a document may go on there, but not far.
    both / (cells.len() as f32 + area(corners) - both).max(1.0)
}

fn outline(map: &Map, frame: &Frame, cells: &[usize]) -> Option<Outline> {
    let found = quadrilateral(map, cells)?;
    let cut = cut_sides(map, &found);
    let full = found.map(|p| (p.0 * map.cell_px.0, p.1 * map.cell_px.1));
    let reach_px = REACH_CELLS * f32::midpoint(map.cell_px.0, map.cell_px.1);
    let rough = sides(&full);
    let fine: [Side; 4] = std::array::from_fn(|i| {
        if cut[i] {
            return rough[i];
        }
        refined(frame, full[i], full[(i + 1) % 4], reach_px).unwrap_or(rough[i])
    });
    Some(in_order(corners(&fine).unwrap_or(full), cut))
}

/// Which sides lie on the frame's edge.
fn cut_sides(map: &Map, corners: &[Point; 4]) -> [bool; 4] {
    let (columns, rows) = (map.columns as f32, map.rows as f32);
    let on_edge = |p: Point| {
        p.0 < EDGE_CELLS
            || p.1 < EDGE_CELLS
            || p.0 > columns - EDGE_CELLS
            || p.1 > rows - EDGE_CELLS
    };
    std::array::from_fn(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let at = |share: f32| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        on_edge(at(0.3)) && on_edge(at(0.7))
    })
}

/// The points that belong to one side: nearest to it, and not at its round ends.
fn nearest_points(
    points: &[Point],
    corners: &[Point; 4],
    sides: &[Side; 4],
    side: usize,
) -> Vec<Point> {
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

/// Clockwise as seen, the upper left corner first.
fn in_order(mut corners: [Point; 4], mut cut: [bool; 4]) -> Outline {
    if !is_clockwise(&corners) {
        corners.reverse();
        cut = [cut[2], cut[1], cut[0], cut[3]];
    }
    let sum = |p: Point| p.0 + p.1;
    let first = (0..4)
        .min_by(|&i, &j| sum(corners[i]).total_cmp(&sum(corners[j])))
        .unwrap_or(0);
    corners.rotate_left(first);
    cut.rotate_left(first);
    Outline { corners, cut }
}

#[cfg(test)]
mod tests {
    use super::super::{MAPS, STRIDE};
    use super::*;

    /// A pale document on a dark desk, and what a locator without fault says of it.
    fn scene(corners: [Point; 4]) -> (Frame, Map) {
        let (width, height) = (640, 480);
        let sides = sides(&corners);
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
