//! Whether what is around a face grows with it when they come nearer to each other, camera and face:
//! a picture does as one plane, a room behind a head does not.

use super::similarity::{Point, Similarity};
use crate::face::FaceMesh;
use crate::frame::{Frame, Grey};

/// Between the eyes on what is looked at, in pixels; smaller faces are looked at as they are.
const EYES_PX: f32 = 64.0;
/// Least growth of the face, either way, as a logarithm: beyond what meshes differ by.
const MIN_GROWTH: f32 = 0.03;
/// Where nothing of the head is, in distances between the eyes from its middle: beside it, and above.
const BESIDE: f32 = 1.7;
const ABOVE: f32 = 2.4;
/// How far down, where shoulders begin, and how far away it is still looked.
const BELOW: f32 = 1.2;
const FAR: f32 = 4.5;
/// Distance of places in pixels, and half a side of what is looked for again.
const GRID_PX: f32 = 13.0;
const HALF: i32 = 8;
/// What is looked at first is smaller by this factor, by as many pixels either way.
const COARSE: u32 = 4;
const COARSE_HALF: i32 = 4;
const COARSE_REACH: i32 = 10;
const FINE_REACH: i32 = 4;
/// Least correlation of a place that was found again, and least contrast (in luma, squared) in the
/// direction in which it has least.
const MIN_CORRELATION: f32 = 0.85;
const MIN_CONTRAST: f32 = 1.5;
/// Fewer places that move alike tell nothing.
const MIN_PLACES: usize = 14;
/// Farthest, in pixels, that a place may be from where the others move it.
const MAX_OFF_PX: f32 = 1.0;

/// How a face and what is around it grew from one frame to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Growth {
    /// The face, as a logarithm.
    pub(super) face: f32,
    /// How much of it the surroundings took part in, 0 to 1: 1 as a plane does, 0 where they stayed as
    /// they were.
    pub(super) share: f32,
}

/// `None` where the face hardly grew or shrank, or where too little around it can be followed: plain
/// walls.
pub(super) fn growth(
    (first, first_mesh): (&Frame, &FaceMesh),
    (other, other_mesh): (&Frame, &FaceMesh),
) -> Option<Growth> {
    let flat = |mesh: &FaceMesh| -> Vec<Point> {
        mesh.points().iter().map(|[x, y, _]| (*x, *y)).collect()
    };
    let pairs: Vec<_> = flat(first_mesh).into_iter().zip(flat(other_mesh)).collect();
    let face = Similarity::between(&pairs)?.scale().ln();
    if face.abs() < MIN_GROWTH {
        return None;
    }
    let around = around(first, other, (first_mesh.middle(), first_mesh.eyes_px()))?;
    Some(Growth {
        face,
        share: (around / face).clamp(0.0, 1.0),
    })
}

/// How much what is around a head (its middle and the distance between its eyes on the first frame, in
/// pixels) grew, as a logarithm.
fn around(first: &Frame, other: &Frame, ((x, y), eyes_px): (Point, f32)) -> Option<f32> {
    let scale = (EYES_PX / eyes_px).min(1.0);
    let (first, other) = (Pyramid::of(first, scale), Pyramid::of(other, scale));
    let places = places(&first.fine, (x * scale, y * scale), eyes_px * scale);
    let found = places.into_iter().filter_map(|place| {
        let there = first.found_in(&other, place)?;
        Some((place, there))
    });
    Some(alike(found.collect())?.scale().ln())
}

/// A frame's light, and the same smaller.
struct Pyramid {
    fine: Grey,
    coarse: Grey,
}

impl Pyramid {
    fn of(frame: &Frame, scale: f32) -> Self {
        let size = |px: u32, scale: f32| ((px as f32 * scale).round() as u32).max(1);
        let resized = |scale: f32| {
            let (width, height) = (frame.width_px(), frame.height_px());
            Grey::luma(&frame.resized(size(width, scale), size(height, scale)))
        };
        Self {
            fine: resized(scale),
            coarse: resized(scale / COARSE as f32),
        }
    }

    /// Where a place of this frame is on another.
    fn found_in(&self, other: &Self, (x, y): (i32, i32)) -> Option<Point> {
        let own = Patch::of(&self.fine, (x, y), HALF)?;
        if own.contrast() < MIN_CONTRAST {
            return None;
        }
        let coarse = COARSE as i32;
        let small = (x / coarse, y / coarse);
        let template = Patch::of(&self.coarse, small, COARSE_HALF)?;
        let ((cx, cy), _) = template.best(&other.coarse, small, COARSE_REACH)?;
        let near = (x + (cx - small.0) * coarse, y + (cy - small.1) * coarse);
        let ((fx, fy), correlation) = own.best(&other.fine, near, FINE_REACH)?;
        if correlation < MIN_CORRELATION {
            return None;
        }
        // Between pixels: the top of a parabola through three correlations.
        let at = |x: i32, y: i32| Some(own.correlation(&Patch::of(&other.fine, (x, y), HALF)?));
        let top = |before: f32, after: f32| {
            let bend = before + after - 2.0 * correlation;
            if bend < 0.0 {
                (0.5 * (before - after) / bend).clamp(-0.5, 0.5)
            } else {
                0.0
            }
        };
        let across = top(at(fx - 1, fy)?, at(fx + 1, fy)?);
        let down = top(at(fx, fy - 1)?, at(fx, fy + 1)?);
        Some((fx as f32 + across, fy as f32 + down))
    }
}

/// A square of light, of mean 0.
struct Patch {
    side: usize,
    values: Vec<f32>,
    norm: f32,
}

impl Patch {
    fn of(grey: &Grey, (x, y): (i32, i32), half: i32) -> Option<Self> {
        let (width, height) = (grey.width_px() as i32, grey.height_px() as i32);
        if x < half || y < half || x + half >= width || y + half >= height {
            return None;
        }
        let side = (2 * half + 1) as usize;
        let rows = (y - half..=y + half).flat_map(|row| {
            let start = (row * width + x - half) as usize;
            &grey.values()[start..start + side]
        });
        let mut values: Vec<f32> = rows.map(|value| f32::from(*value)).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        for value in &mut values {
            *value -= mean;
        }
        let norm = values.iter().map(|value| value * value).sum::<f32>().sqrt();
        Some(Self { side, values, norm })
    }

    /// -1 to 1.
    fn correlation(&self, other: &Self) -> f32 {
        let product = self.values.iter().zip(&other.values).map(|(a, b)| a * b);
        product.sum::<f32>() / (self.norm * other.norm).max(f32::EPSILON)
    }

    /// The likeliest place around another one, and its correlation.
    fn best(&self, grey: &Grey, (x, y): (i32, i32), reach: i32) -> Option<((i32, i32), f32)> {
        let half = (self.side / 2) as i32;
        let around = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy)));
        let correlations = around.filter_map(|(dx, dy)| {
            let place = (x + dx, y + dy);
            Some((place, self.correlation(&Patch::of(grey, place, half)?)))
        });
        correlations.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Mean square of the slope in the direction in which it is least: an edge can be anywhere along
    /// itself.
    fn contrast(&self) -> f32 {
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for row in 1..self.side - 1 {
            for column in 1..self.side - 1 {
                let at = row * self.side + column;
                let across = 0.5 * (self.values[at + 1] - self.values[at - 1]);
                let down = 0.5 * (self.values[at + self.side] - self.values[at - self.side]);
                xx += across * across;
                yy += down * down;
                xy += across * down;
            }
        }
        let count = ((self.side - 2) * (self.side - 2)) as f32;
        let (half, apart) = (
            0.5 * (xx + yy),
            (0.25 * (xx - yy) * (xx - yy) + xy * xy).sqrt(),
        );
        (half - apart) / count
    }
}

/// Places beside and above a head whose middle and distance between the eyes are given.
fn places(grey: &Grey, (x, y): Point, unit: f32) -> Vec<(i32, i32)> {
    let (columns, rows) = (
        (grey.width_px() as f32 / GRID_PX) as i32,
        (grey.height_px() as f32 / GRID_PX) as i32,
    );
    let all = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let all = all.map(|(column, row)| (column as f32 * GRID_PX, row as f32 * GRID_PX));
    let is_around = |(u, v): &Point| {
        let (across, down) = ((u - x) / unit, (v - y) / unit);
        let is_beside = across.abs() >= BESIDE && down <= BELOW;
        across.hypot(down) <= FAR && (is_beside || down <= -ABOVE)
    };
    all.filter(is_around)
        .map(|(u, v)| (u as i32, v as i32))
        .collect()
}

/// What moves most of the places; `None` where too few move alike.
fn alike(found: Vec<((i32, i32), Point)>) -> Option<Similarity> {
    let mut pairs: Vec<(Point, Point)> = found
        .into_iter()
        .map(|((x, y), there)| ((x as f32, y as f32), there))
        .collect();
    let all = pairs.len();
    loop {
        if pairs.len() < MIN_PLACES || 2 * pairs.len() < all {
            return None;
        }
        let map = Similarity::between(&pairs)?;
        let off = |(from, to): &(Point, Point)| {
            let (x, y) = map.at(*from);
            (x - to.0).hypot(y - to.1)
        };
        let mut offs: Vec<f32> = pairs.iter().map(off).collect();
        offs.sort_by(f32::total_cmp);
        let most = offs[offs.len() - 1];
        if most <= MAX_OFF_PX {
            return Some(map);
        }
        // The worst first: one that is far off moves all others.
        let limit = (3.0 * offs[offs.len() / 2]).clamp(MAX_OFF_PX, most - f32::EPSILON);
        let before = pairs.len();
        pairs.retain(|pair| off(pair) <= limit);
        if pairs.len() == before {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE_PX: u32 = 420;

    /// A room of soft spots, `scale` times as large about the middle and `moved` pixels to the right,
    /// with something plain in the middle.
    fn room(scale: f32, moved: f32, contrast: f32) -> Frame {
        let middle = SIDE_PX as f32 / 2.0;
        let rgb = (0..SIDE_PX * SIDE_PX).flat_map(|at| {
            let (x, y) = ((at % SIDE_PX) as f32, (at / SIDE_PX) as f32);
            let head = ((x - middle) / 90.0).hypot((y - middle) / 120.0) < 1.0;
            let (u, v) = ((x - middle - moved) / scale, (y - middle) / scale);
            let light = (u / 5.0).sin() * (v / 6.0).cos() + (0.11 * u + 0.023 * v * u / 9.0).sin();
            let light = if head { 0.0 } else { light };
            [(128.0 + contrast * light) as u8; 3]
        });
        Frame::from_rgb(SIDE_PX, SIDE_PX, rgb.collect()).unwrap()
    }

    fn grown(scale: f32, moved: f32) -> Option<f32> {
        let head = ((210.0, 210.0), 60.0);
        around(&room(1.0, 0.0, 40.0), &room(scale, moved, 40.0), head)
    }

    #[test]
    fn growth_is_found_wherever_the_camera_looks() {
        for (scale, moved) in [(1.0, 0.0), (1.05, 0.0), (1.05, 11.0), (0.93, -4.0)] {
            let found = grown(scale, moved).unwrap();
            assert!(
                (found - scale.ln()).abs() < 0.004,
                "{scale} {moved}: {found}"
            );
        }
    }

    #[test]
    fn plain_walls_tell_nothing() {
        let wall = |scale| room(scale, 0.0, 1.0);
        assert_eq!(
            around(&wall(1.0), &wall(1.05), ((210.0, 210.0), 60.0)),
            None
        );
    }

    #[test]
    fn another_room_is_no_growth() {
        let noise = |seed: u32| {
            let mut state = seed;
            let rgb = (0..SIDE_PX * SIDE_PX * 3).map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            });
            Frame::from_rgb(SIDE_PX, SIDE_PX, rgb.collect()).unwrap()
        };
        assert_eq!(around(&noise(1), &noise(2), ((210.0, 210.0), 60.0)), None);
    }
}
