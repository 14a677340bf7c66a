//! Which pixels of a large picture are looked at.

use super::STRIDE;
use crate::region::Region;

/// Most pixels that are looked at.
const MOST_PX: u64 = 5 * 256 * 256;
/// Side of a window where not all is looked at, and how many there are.
const SIDE_PX: u32 = 256;
const WINDOWS: usize = 5;
/// At least one window looks at what no region names.
const REGION_WINDOWS: usize = 4;
/// A region with a longer side is looked at in two opposite corners: an alteration shows at its
/// edge, beside what was not altered.
const CORNERS_FROM_PX: u32 = 176;
/// From this distance on, across or down, a place is not yet looked at by a window.
const APART_PX: f32 = 112.0;
/// Places to a side of the document where windows may stand.
const LATTICE: usize = 5;

type Point = (f32, f32);

/// Windows of a frame of that size, whose sides and places are multiples of [`STRIDE`].
pub(super) fn windows(
    size_px: (u32, u32),
    corners: Option<&[Point; 4]>,
    regions: &[Region],
) -> Vec<Region> {
    let whole = [
        (0.0, 0.0),
        (size_px.0 as f32, 0.0),
        (size_px.0 as f32, size_px.1 as f32),
        (0.0, size_px.1 as f32),
    ];
    let document = corners.unwrap_or(&whole);
    let Some(within) = Region::around(document.iter().copied(), size_px)
        .or_else(|| Region::around(whole, size_px))
        .and_then(|region| even(region, size_px))
    else {
        return vec![];
    };
    if within.area() <= MOST_PX {
        return vec![within];
    }
    let mut found: Vec<Point> = Vec::with_capacity(WINDOWS);
    for place in regions.iter().flat_map(places) {
        if found.len() < REGION_WINDOWS && found.iter().all(|other| apart(*other, place)) {
            found.push(place);
        }
    }
    while found.len() < WINDOWS {
        let lonely = |place: &Point| {
            let distances = found.iter().map(|other| distance(*other, *place));
            distances.fold(f32::MAX, f32::min)
        };
        let farthest = lattice(document).max_by(|a, b| lonely(a).total_cmp(&lonely(b)));
        found.extend(farthest);
    }
    let mut windows: Vec<Region> = Vec::with_capacity(WINDOWS);
    for place in found {
        let window = around(place, within);
        if !windows.contains(&window) {
            windows.push(window);
        }
    }
    windows
}

/// The whole cells that a region touches, as far as the frame has them all.
fn even(region: Region, size_px: (u32, u32)) -> Option<Region> {
    let span = |start: u32, length: u32, side: u32| {
        let first = start / STRIDE;
        let end = (start + length).div_ceil(STRIDE).min(side / STRIDE);
        (end > first).then(|| (first * STRIDE, (end - first) * STRIDE))
    };
    let (x, width) = span(region.x, region.width, size_px.0)?;
    let (y, height) = span(region.y, region.height, size_px.1)?;
    Some(Region {
        x,
        y,
        width,
        height,
    })
}

/// Where windows on a region have their middle.
fn places(region: &Region) -> impl Iterator<Item = Point> + use<> {
    let (left, top) = (region.x as f32, region.y as f32);
    let far = (left + region.width as f32, top + region.height as f32);
    if region.width.max(region.height) > CORNERS_FROM_PX {
        vec![(left, top), far].into_iter()
    } else {
        vec![region.middle()].into_iter()
    }
}

/// Places spread over the document, the middle first.
fn lattice(corners: &[Point; 4]) -> impl Iterator<Item = Point> + '_ {
    let share = |at: usize| (at as f32 + 0.5) / LATTICE as f32;
    let between = |a: Point, b: Point, t: f32| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
    let of = move |at: usize| {
        let (u, v) = (share(at % LATTICE), share(at / LATTICE));
        between(
            between(corners[0], corners[1], u),
            between(corners[3], corners[2], u),
            v,
        )
    };
    // `max_by` takes the last of equals: of nothing looked at yet, the middle.
    let middle = LATTICE * LATTICE / 2;
    (0..LATTICE * LATTICE).chain([middle]).map(of)
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).abs().max((a.1 - b.1).abs())
}

fn apart(a: Point, b: Point) -> bool {
    distance(a, b) >= APART_PX
}

/// The window around a place, as far as `within` lets it be; smaller only where that is.
fn around((x, y): Point, within: Region) -> Region {
    let along = |middle: f32, start: u32, length: u32| {
        let side = SIDE_PX.min(length);
        let first = (middle - side as f32 / 2.0).max(start as f32) as u32;
        let first = first.min(start + length - side) / STRIDE * STRIDE;
        (first, side)
    };
    let (x, width) = along(x, within.x, within.width);
    let (y, height) = along(y, within.y, within.height);
    Region {
        x,
        y,
        width,
        height,
    }
}
