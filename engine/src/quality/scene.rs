//! Drawn frames of a camera above a table, for tests: a page of known size at a known place.

use crate::frame::Frame;

/// Focal length over the frame's longer side.
pub(super) const FOCAL_SIDES: f32 = 0.85;
/// Width and height of the page (ID-3), in millimetres.
const PAGE_MM: (f32, f32) = (125.0, 88.0);

/// A page before the camera.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene {
    /// Size of the frame, in pixels.
    pub(super) size_px: (u32, u32),
    /// Distance of the page's middle from the lens; `None` when there is no page.
    pub(super) distance_mm: Option<f32>,
    /// Offset of the page's middle to the right and down.
    pub(super) shift_mm: (f32, f32),
    /// Lean of the upper edge away from the camera, and turn in the plane.
    pub(super) tilt_degrees: f32,
    pub(super) spin_degrees: f32,
    /// Light over that of a good exposure.
    pub(super) light: f32,
    /// Radius of a lamp's reflection, and where its middle is from the page's.
    pub(super) glare_mm: Option<(f32, (f32, f32))>,
    /// Width of the blur across and down.
    pub(super) blur_px: (usize, usize),
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            size_px: (640, 360),
            distance_mm: Some(200.0),
            shift_mm: (0.0, 0.0),
            tilt_degrees: 0.0,
            spin_degrees: 0.0,
            light: 1.0,
            glare_mm: None,
            blur_px: (1, 1),
        }
    }
}

impl Scene {
    pub(super) fn frame(&self) -> Frame {
        const SAMPLES: [(f32, f32); 4] = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
        let (width, height) = self.size_px;
        let mut rgb = Vec::with_capacity((width * height * 3) as usize);
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0.0; 3];
                for (right, down) in SAMPLES {
                    let colour = self.colour(x as f32 + right, y as f32 + down);
                    for (total, part) in sum.iter_mut().zip(colour) {
                        *total += part * self.light / SAMPLES.len() as f32;
                    }
                }
                let grain = (chance(x, y) - 0.5) * 4.0;
                rgb.extend(sum.map(|value| (value + grain).clamp(0.0, 255.0) as u8));
            }
        }
        let (w, h) = (width as usize, height as usize);
        let rgb = smeared(&rgb, w, h, self.blur_px.0, 3);
        let rgb = smeared(&rgb, w, h, self.blur_px.1, w * 3);
        Frame::from_rgb(width, height, rgb).unwrap()
    }

    /// Where the ray through a pixel meets the page, from its middle.
    fn place_mm(&self, x: f32, y: f32, distance_mm: f32) -> (f32, f32) {
        let (w, h) = (self.size_px.0 as f32, self.size_px.1 as f32);
        let focal_px = FOCAL_SIDES * w.max(h);
        let ray = ((x - w / 2.0) / focal_px, (y - h / 2.0) / focal_px);
        let (sin, cos) = self.tilt_degrees.to_radians().sin_cos();
        // The page's normal is (0, sin, cos), its downward direction (0, cos, -sin).
        let reach = (self.shift_mm.1 * sin + distance_mm * cos) / (ray.1 * sin + cos);
        let right = ray.0 * reach - self.shift_mm.0;
        let down = (ray.1 * reach - self.shift_mm.1) * cos - (reach - distance_mm) * sin;
        let (sin, cos) = self.spin_degrees.to_radians().sin_cos();
        (right * cos + down * sin, down * cos - right * sin)
    }

    fn colour(&self, x: f32, y: f32) -> [f32; 3] {
        let Some(distance_mm) = self.distance_mm else {
            return desk(x, y);
        };
        let (u, v) = self.place_mm(x, y, distance_mm);
        if u.abs() > PAGE_MM.0 / 2.0 || v.abs() > PAGE_MM.1 / 2.0 {
            return desk(x, y);
        }
        let ink = page(u + PAGE_MM.0 / 2.0, v + PAGE_MM.1 / 2.0);
        let shine = self.glare_mm.map_or(0.0, |(radius, (at_u, at_v))| {
            let off = (u - at_u).hypot(v - at_v) / radius;
            ((1.3 - off) / 0.3).clamp(0.0, 1.0)
        });
        ink.map(|value| value + (255.0 - value + 10.0) * shine)
    }
}

/// A dark cloth: waves, such as those of security paper, would pass for a page.
fn desk(x: f32, y: f32) -> [f32; 3] {
    let weave = 14.0 * (chance(x as u32 / 2, y as u32 / 2) - 0.5);
    let shade = weave - 0.01 * (x - 300.0) - 0.01 * (y - 200.0);
    [58.0 + shade, 66.0 + shade, 84.0 + shade]
}

/// A page with a portrait, lines of print and a zone, in millimetres from its upper left corner.
fn page(u: f32, v: f32) -> [f32; 3] {
    let paper = [208.0, 214.0, 206.0];
    let ink = [30.0, 30.0, 38.0];
    if (6.0..38.0).contains(&u) && (16.0..58.0).contains(&v) {
        let (x, y) = ((u - 22.0) / 10.0, (v - 36.0) / 14.0);
        let is_face = x.hypot(y) < 1.0;
        return if is_face {
            [205.0, 160.0, 135.0]
        } else {
            [150.0, 165.0, 180.0]
        };
    }
    let is_zone = (66.0..84.0).contains(&v) && (5.0..120.0).contains(&u);
    let is_print = (14.0..60.0).contains(&v) && (46.0..112.0).contains(&u);
    let (pitch, top, high) = if is_zone {
        (2.6, 68.0, 8.0)
    } else {
        (1.8, 16.0, 7.0)
    };
    let row = (v - top) / high;
    let column = u / pitch;
    let on_row = row >= 0.0 && row.fract() < 0.34;
    let stroke = chance(column as u32, row.max(0.0) as u32) < 0.75 && column.fract() < 0.55;
    if (is_zone || is_print) && on_row && stroke {
        ink
    } else {
        paper
    }
}

fn chance(x: u32, y: u32) -> f32 {
    let mut bits = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2C1B_3C6D);
    (bits ^ (bits >> 13)) as f32 / u32::MAX as f32
}

/// The mean over `length` samples that are `stride` bytes apart.
fn smeared(rgb: &[u8], w: usize, h: usize, length: usize, stride: usize) -> Vec<u8> {
    if length <= 1 {
        return rgb.to_vec();
    }
    let end = w * h * 3;
    (0..end)
        .map(|at| {
            let sum: usize = (0..length)
                .map(|i| {
                    let place = (at + i * stride).saturating_sub(length / 2 * stride);
                    usize::from(rgb[if place < end { place } else { at }])
                })
                .sum();
            (sum / length) as u8
        })
        .collect()
}
