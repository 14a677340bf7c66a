//! Brightness, sharpness, glare and colour.

use crate::frame::Frame;
use crate::region::Region;

/// Cells of the glare search, in pixels.
const CELL_PX: u32 = 8;
/// Luma (0 to 255) from which a pixel is burnt out.
const BURNT_LUMA: f32 = 250.0;
/// Share of a cell's pixels that are burnt out in glare.
const BURNT_SHARE: f32 = 0.9;
/// Paper that is white all over is no glare: the spot must stand out from its document by this
/// much mean luma.
const STANDS_OUT_LUMA: f32 = 35.0;
/// Difference of the largest and the smallest channel (0 to 255) from which a pixel has a colour,
/// beyond the picture's own cast.
const COLOUR_DIFFERENCE: f32 = 22.0;
/// Longer side at which colour is looked at, in pixels: chroma is coarse, and its noise averages
/// out.
const COLOUR_SIDE_PX: u32 = 160;

/// Luma (0 to 255, ITU-R BT.601 weights) of each pixel.
pub(super) fn luma(frame: &Frame) -> Vec<f32> {
    frame
        .rgb()
        .chunks_exact(3)
        .map(|p| 0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2]))
        .collect()
}

fn rows(luma: &[f32], width: u32, inside: Region) -> impl Iterator<Item = &[f32]> {
    (inside.y..inside.y + inside.height).map(move |y| {
        let start = (y * width + inside.x) as usize;
        &luma[start..start + inside.width as usize]
    })
}

/// Mean luma of a region.
pub(super) fn mean(luma: &[f32], width: u32, inside: Region) -> f32 {
    let sum: f32 = rows(luma, width, inside)
        .map(|row| row.iter().sum::<f32>())
        .sum();
    sum / inside.area().max(1) as f32
}

/// How suddenly the strongest edges along rows step, 0 to 1.
///
/// For each steep place, the step within one pixel is set against the whole step around it
/// within four pixels: blur spreads the same step over more of them.
pub(super) fn sharpness(luma: &[f32], width: u32, inside: Region) -> f32 {
    const REACH: usize = 4;
    let mut ratios = Vec::new();
    for row in rows(luma, width, inside).step_by(2) {
        for x in REACH..row.len().saturating_sub(REACH) {
            let step = (row[x] - row[x - 1]).abs();
            let around = &row[x - REACH..x + REACH];
            let (low, high) = around
                .iter()
                .fold((f32::MAX, f32::MIN), |(l, h), &v| (l.min(v), h.max(v)));
            if high - low > 40.0 {
                ratios.push(step / (high - low));
            }
        }
    }
    if ratios.len() < 50 {
        return 0.0;
    }
    // The sharpest tenth: most places near an edge are not on it.
    let tenth = ratios.len() * 9 / 10;
    let (_, &mut ratio, _) = ratios.select_nth_unstable_by(tenth, f32::total_cmp);
    // A step spread evenly over all eight pixels has an eighth in each.
    ((ratio - 0.125) / 0.875).clamp(0.0, 1.0)
}

/// Share of the region under glare, and the box of the largest spot.
pub(super) fn glare(luma: &[f32], width: u32, inside: Region) -> Option<(f32, Region)> {
    let (columns, lines) = (inside.width / CELL_PX, inside.height / CELL_PX);
    if columns == 0 || lines == 0 || mean(luma, width, inside) > BURNT_LUMA - STANDS_OUT_LUMA {
        return None;
    }
    let cell = |column: u32, line: u32| Region {
        x: inside.x + column * CELL_PX,
        y: inside.y + line * CELL_PX,
        width: CELL_PX,
        height: CELL_PX,
    };
    let burnt: Vec<bool> = (0..lines * columns)
        .map(|i| {
            let region = cell(i % columns, i / columns);
            let count: usize = rows(luma, width, region)
                .map(|row| row.iter().filter(|v| **v >= BURNT_LUMA).count())
                .sum();
            count as f32 > BURNT_SHARE * region.area() as f32
        })
        .collect();
    let total = burnt.iter().filter(|b| **b).count();
    let spot = largest_spot(&burnt, columns, lines)?;
    let share = total as f32 / burnt.len() as f32;
    let (left, top) = (cell(spot.x, spot.y).x, cell(spot.x, spot.y).y);
    let region = Region {
        x: left,
        y: top,
        width: spot.width * CELL_PX,
        height: spot.height * CELL_PX,
    };
    Some((share, region))
}

/// The box, in cells, of the largest set of connected cells.
fn largest_spot(burnt: &[bool], columns: u32, lines: u32) -> Option<Region> {
    let mut seen = vec![false; burnt.len()];
    let mut best: Option<(usize, Region)> = None;
    for start in 0..burnt.len() {
        if !burnt[start] || seen[start] {
            continue;
        }
        let mut open = vec![start as u32];
        seen[start] = true;
        let (mut count, mut low, mut high) = (0, (u32::MAX, u32::MAX), (0, 0));
        while let Some(at) = open.pop() {
            let (x, y) = (at % columns, at / columns);
            count += 1;
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
            let near = [
                (x > 0).then(|| at - 1),
                (x + 1 < columns).then_some(at + 1),
                (y > 0).then(|| at - columns),
                (y + 1 < lines).then_some(at + columns),
            ];
            for next in near.into_iter().flatten() {
                if burnt[next as usize] && !seen[next as usize] {
                    seen[next as usize] = true;
                    open.push(next);
                }
            }
        }
        let region = Region {
            x: low.0,
            y: low.1,
            width: high.0 - low.0 + 1,
            height: high.1 - low.1 + 1,
        };
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, region));
        }
    }
    best.map(|(_, region)| region)
}

/// Share of the pixels that have a colour, 0 to 1. A cast over the whole picture, such as a
/// yellow lamp on a grey copy, is taken off first.
#[must_use]
pub fn colour_fraction(frame: &Frame) -> f32 {
    let (small, _) = frame.fitted(COLOUR_SIDE_PX);
    let pixels: Vec<[f32; 3]> = small
        .rgb()
        .chunks_exact(3)
        .map(|p| [p[0], p[1], p[2]].map(f32::from))
        .collect();
    let mut medians = [0.0; 3];
    for (channel, median) in medians.iter_mut().enumerate() {
        let mut ratios: Vec<f32> = pixels
            .iter()
            .map(|p| p[channel] / (p.iter().sum::<f32>() / 3.0).max(1.0))
            .collect();
        let middle = ratios.len() / 2;
        *median = ratios
            .select_nth_unstable_by(middle, f32::total_cmp)
            .1
            .clamp(0.7, 1.4);
    }
    let coloured = pixels
        .iter()
        .filter(|p| {
            let balanced: [f32; 3] = std::array::from_fn(|c| p[c] / medians[c]);
            let high = balanced.iter().copied().fold(f32::MIN, f32::max);
            let low = balanced.iter().copied().fold(f32::MAX, f32::min);
            high - low > COLOUR_DIFFERENCE
        })
        .count();
    coloured as f32 / pixels.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(pixel: impl Fn(u32) -> [u8; 3]) -> Frame {
        Frame::from_rgb(100, 100, (0..10_000).flat_map(&pixel).collect()).unwrap()
    }

    #[test]
    fn grey_has_no_colour_even_under_a_yellow_lamp() {
        let grey = |i: u32| (40 + i % 160) as u8;
        assert!(colour_fraction(&painted(|i| [grey(i); 3])) < 0.01);
        let lamp = painted(|i| {
            let v = f32::from(grey(i));
            [v as u8, (v * 0.95) as u8, (v * 0.8) as u8]
        });
        assert!(colour_fraction(&lamp) < 0.02, "{}", colour_fraction(&lamp));
    }

    #[test]
    fn a_tinted_quarter_counts_as_a_quarter() {
        let frame = painted(|i| {
            if i % 100 < 25 {
                [200, 90, 60]
            } else {
                [180; 3]
            }
        });
        assert!(
            (colour_fraction(&frame) - 0.25).abs() < 0.02,
            "{}",
            colour_fraction(&frame)
        );
    }
}
