//! A page on a table, as a camera sees it: perspective, shadow, light and noise.

use image::{Rgb, RgbImage};

use super::canvas::blend;
use super::ornament::mix;

/// Where the page lies on the photo.
pub(super) struct View {
    /// Size of the photo, in pixels.
    pub(super) size_px: (u32, u32),
    /// Corners of the page on the photo: top left, top right, bottom right, bottom left.
    pub(super) corners_px: [(f32, f32); 4],
    /// Radius of the page's corners over its width.
    pub(super) rounding: f32,
}

impl View {
    /// The page from above and slightly askew, its width a share of the photo's.
    pub(super) fn of(page: &RgbImage, size_px: (u32, u32), share: f32, rounding: f32) -> Self {
        // By a degree.
        Self::turned(page, size_px, (share, 0.016), rounding)
    }

    /// The same, turned counter-clockwise by some radians.
    pub(super) fn turned(
        page: &RgbImage,
        size_px: (u32, u32),
        (share, turn): (f32, f32),
        rounding: f32,
    ) -> Self {
        let (w, h) = (size_px.0 as f32, size_px.1 as f32);
        let (page_w, page_h) = (page.width() as f32, page.height() as f32);
        let half_w = w * share / 2.0;
        let half_h = half_w * page_h / page_w;
        // The far edge is a little shorter than the near one.
        let corner = |x: f32, y: f32| {
            let far = 1.0 + 0.012 * y;
            let (x, y) = (x * half_w * far, y * half_h);
            let (sin, cos) = turn.sin_cos();
            (w * 0.5 + x * cos + y * sin, h * 0.5 + y * cos - x * sin)
        };
        Self {
            size_px,
            corners_px: [
                corner(-1.0, -1.0),
                corner(1.0, -1.0),
                corner(1.0, 1.0),
                corner(-1.0, 1.0),
            ],
            rounding,
        }
    }
}

/// Takes the photo.
pub(super) fn photograph(page: &RgbImage, view: &View) -> RgbImage {
    const SAMPLES: [(f32, f32); 4] = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
    let to_page = inverse(square_to_quad(&view.corners_px));
    let (page_w, page_h) = (page.width() as f32, page.height() as f32);
    let radius = view.rounding * page_w;
    let (w, h) = (view.size_px.0 as f32, view.size_px.1 as f32);
    let on_page = |x: f32, y: f32| {
        let (u, v) = apply(&to_page, x, y);
        (u * page_w, v * page_h)
    };
    // Shadows are as soft on a small photo as on a large one.
    let soft = page_w / 28.0;
    RgbImage::from_fn(view.size_px.0, view.size_px.1, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let (u, v) = on_page(x + 0.5, y + 0.5);
        let shade = outside(u - soft * 0.35, v - soft * 0.45, (page_w, page_h), radius);
        let dark = 0.55 * (1.0 - (shade / soft).clamp(0.0, 1.0)).powi(2);
        let mut pixel = Rgb(mix(table(x / w, y / w), [16, 12, 10], dark));
        if outside(u, v, (page_w, page_h), radius) < 2.0 {
            let (mut sum, mut much) = ([0.0; 3], 0.0_f32);
            for (right, down) in SAMPLES {
                let (u, v) = on_page(x + right, y + down);
                let cover = (0.5 - outside(u, v, (page_w, page_h), radius)).clamp(0.0, 1.0);
                let colour = between(page, u - 0.5, v - 0.5);
                for (total, part) in sum.iter_mut().zip(colour) {
                    *total += part * cover;
                }
                much += cover;
            }
            if much > 0.0 {
                let ink = sum.map(|total| (total / much).round() as u8);
                blend(&mut pixel, ink, much / SAMPLES.len() as f32);
            }
        }
        lit(pixel, (x / w, y / h), (x as u32, y as u32))
    })
}

/// Light from the upper left, and the noise of a sensor.
fn lit(mut pixel: Rgb<u8>, place: (f32, f32), at: (u32, u32)) -> Rgb<u8> {
    let light = 1.02 - 0.16 * (place.0 - 0.35).hypot(place.1 - 0.30);
    for (channel, part) in pixel.0.iter_mut().enumerate() {
        let grain = (chance(at.0, at.1, channel as u32) - 0.5) * 5.0;
        *part = (f32::from(*part) * light + grain).round().clamp(0.0, 255.0) as u8;
    }
    pixel
}

/// Oak boards.
fn table(x: f32, y: f32) -> [u8; 3] {
    const BOARDS: f32 = 4.0;
    let board = (y * BOARDS + 0.13).floor();
    let seam = (y * BOARDS + 0.13).fract();
    let shift = board * 17.3;
    let wave = smooth(x * 3.0 + shift, y * 9.0);
    let grain = smooth(x * 14.0 + shift, y * 260.0 + wave * 18.0);
    let fine = smooth(x * 60.0 + shift, y * 900.0);
    let tone = (0.25 * wave + 0.45 * grain + 0.3 * fine).clamp(0.0, 1.0);
    let hue = chance(board as u32, 7, 0) * 0.3;
    let wood = mix([98, 66, 42], [140, 100, 66], tone * 0.7 + hue);
    let gap = (1.0 - (seam.min(1.0 - seam) / 0.006)).clamp(0.0, 1.0);
    mix(wood, [48, 31, 20], gap * 0.8)
}

/// Noise that changes gradually, 0 to 1.
fn smooth(x: f32, y: f32) -> f32 {
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (ease(x - left), ease(y - top));
    let (left, top) = (left as i32 as u32, top as i32 as u32);
    let at = |x: u32, y: u32| chance(left.wrapping_add(x), top.wrapping_add(y), 3);
    let above = at(0, 0) + (at(1, 0) - at(0, 0)) * across;
    let below = at(0, 1) + (at(1, 1) - at(0, 1)) * across;
    above + (below - above) * down
}

/// A number from 0 to 1 that looks like chance and is always the same.
fn chance(x: u32, y: u32, z: u32) -> f32 {
    let mut bits = x
        .wrapping_mul(0x9E37_79B1)
        .wrapping_add(y.wrapping_mul(0x85EB_CA77))
        .wrapping_add(z.wrapping_mul(0xC2B2_AE3D));
    for _ in 0..2 {
        bits = (bits ^ (bits >> 15)).wrapping_mul(0x2C1B_3C6D);
    }
    ((bits ^ (bits >> 16)) & 0xFFFF) as f32 / 65535.0
}

/// How far outside a page with round corners a place is; negative inside.
fn outside(x: f32, y: f32, (w, h): (f32, f32), radius: f32) -> f32 {
    let dx = (x - w / 2.0).abs() - (w / 2.0 - radius);
    let dy = (y - h / 2.0).abs() - (h / 2.0 - radius);
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius
}

fn between(page: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let (right, bottom) = (page.width() as f32 - 1.0, page.height() as f32 - 1.0);
    let (x, y) = (x.clamp(0.0, right), y.clamp(0.0, bottom));
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (x - left, y - top);
    let at = |x: f32, y: f32| {
        page.get_pixel(x.min(right) as u32, y.min(bottom) as u32)
            .0
            .map(f32::from)
    };
    let four = [
        at(left, top),
        at(left + 1.0, top),
        at(left, top + 1.0),
        at(left + 1.0, top + 1.0),
    ];
    [0, 1, 2].map(|part| {
        let above = four[0][part] * (1.0 - across) + four[1][part] * across;
        let below = four[2][part] * (1.0 - across) + four[3][part] * across;
        above * (1.0 - down) + below * down
    })
}

type Matrix = [[f32; 3]; 3];

/// The projective map of the unit square to four corners.
fn square_to_quad(corners: &[(f32, f32); 4]) -> Matrix {
    let [a, b, c, d] = *corners;
    // Opposite sides that are not parallel meet at a vanishing point: that is the last row.
    let (bx, by) = (b.0 - c.0, b.1 - c.1);
    let (dx, dy) = (d.0 - c.0, d.1 - c.1);
    let (sx, sy) = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let whole = bx * dy - dx * by;
    let (g, h) = ((sx * dy - dx * sy) / whole, (bx * sy - sx * by) / whole);
    [
        [b.0 - a.0 + g * b.0, d.0 - a.0 + h * d.0, a.0],
        [b.1 - a.1 + g * b.1, d.1 - a.1 + h * d.1, a.1],
        [g, h, 1.0],
    ]
}

/// The map back; its scale does not matter.
fn inverse(m: Matrix) -> Matrix {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let turned = |r: usize, c: usize| minor(c, r);
    [0, 1, 2].map(|r| [0, 1, 2].map(|c| turned(r, c)))
}

fn apply(m: &Matrix, x: f32, y: f32) -> (f32, f32) {
    let row = |r: usize| m[r][0] * x + m[r][1] * y + m[r][2];
    (row(0) / row(2), row(1) / row(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_map_to_corners_and_back() {
        let corners = [(10.0, 20.0), (410.0, 30.0), (430.0, 300.0), (0.0, 290.0)];
        let there = square_to_quad(&corners);
        let back = inverse(there);
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        for (from, to) in square.into_iter().zip(corners) {
            let (x, y) = apply(&there, from.0, from.1);
            assert!((x - to.0).hypot(y - to.1) < 1e-2, "{from:?}");
            let (u, v) = apply(&back, x, y);
            assert!((u - from.0).hypot(v - from.1) < 1e-3, "{from:?}");
        }
    }

    #[test]
    fn the_page_lies_inside_with_surroundings_and_keeps_its_shape() {
        let page = RgbImage::from_pixel(1500, 1056, Rgb([255; 3]));
        let view = View::of(&page, (1600, 1200), 0.78, 0.02);
        for (x, y) in view.corners_px {
            assert!(x > 80.0 && x < 1520.0 && y > 80.0 && y < 1120.0, "{x} {y}");
        }
        let [a, b, _, d] = view.corners_px;
        let aspect = (b.0 - a.0).hypot(b.1 - a.1) / (d.0 - a.0).hypot(d.1 - a.1);
        assert!((aspect - 125.0 / 88.0).abs() < 0.03, "{aspect}");
        let photo = photograph(&page, &view);
        assert!(photo.get_pixel(800, 600).0.iter().all(|&part| part > 200));
        assert!(photo.get_pixel(20, 20).0.iter().all(|&part| part < 170));
    }
}
