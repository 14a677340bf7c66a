//! A page to draw on, measured in millimetres.

use std::ops::Range;

use image::imageops::{FilterType, resize};
use image::{Rgb, RgbImage};

/// A colour, red, green, blue.
pub(super) type Ink = [u8; 3];

/// How much of each pixel is covered, 0 to 1.
pub(super) struct Mask {
    width: usize,
    cover: Vec<f32>,
    /// Rows outside are not covered.
    rows: Range<usize>,
}

impl Mask {
    /// Covers nothing.
    pub(super) fn new(width_px: usize, height_px: usize) -> Self {
        Self {
            width: width_px,
            cover: vec![0.0; width_px * height_px],
            rows: 0..0,
        }
    }

    /// Covers a pixel at least that much; beyond the edges nothing happens.
    pub(super) fn cover(&mut self, x: i64, y: i64, much: f32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x < self.width
            && let Some(place) = self.cover.get_mut(y * self.width + x)
        {
            *place = place.max(much.min(1.0));
            if self.rows.is_empty() {
                self.rows = y..y + 1;
            }
            self.rows = self.rows.start.min(y)..self.rows.end.max(y + 1);
        }
    }

    fn at(&self, x: i64, y: i64) -> f32 {
        match (usize::try_from(x), usize::try_from(y)) {
            (Ok(x), Ok(y)) if x < self.width => {
                self.cover.get(y * self.width + x).copied().unwrap_or(0.0)
            }
            _ => 0.0,
        }
    }

    fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        let above = self.at(left, top) * (1.0 - across) + self.at(left + 1, top) * across;
        let below = self.at(left, top + 1) * (1.0 - across) + self.at(left + 1, top + 1) * across;
        above * (1.0 - down) + below * down
    }
}

/// A page.
pub(super) struct Canvas {
    pixels: RgbImage,
    px_per_mm: f32,
}

impl Canvas {
    /// An empty page.
    pub(super) fn new(width_mm: f32, height_mm: f32, px_per_mm: f32) -> Self {
        let px = |mm: f32| (mm * px_per_mm).round() as u32;
        Self {
            pixels: RgbImage::from_pixel(px(width_mm), px(height_mm), Rgb([255; 3])),
            px_per_mm,
        }
    }

    /// A length in pixels.
    pub(super) fn px(&self, mm: f32) -> f32 {
        mm * self.px_per_mm
    }

    /// A mask of the page's size.
    pub(super) fn mask(&self) -> Mask {
        Mask::new(self.pixels.width() as usize, self.pixels.height() as usize)
    }

    /// The finished page.
    pub(super) fn into_image(self) -> RgbImage {
        self.pixels
    }

    /// Inks every pixel by a rule of its place in millimetres: a colour and how much of it.
    pub(super) fn paint(&mut self, rule: impl Fn(f32, f32) -> (Ink, f32)) {
        for (x, y, pixel) in self.pixels.enumerate_pixels_mut() {
            let (x_mm, y_mm) = (
                (x as f32 + 0.5) / self.px_per_mm,
                (y as f32 + 0.5) / self.px_per_mm,
            );
            let (ink, much) = rule(x_mm, y_mm);
            blend(pixel, ink, much);
        }
    }

    /// Inks what a mask covers.
    pub(super) fn ink(&mut self, mask: &Mask, ink: Ink, much: f32) {
        let covered = mask.rows.start * mask.width..mask.rows.end * mask.width;
        let pixels = self.pixels.pixels_mut().skip(covered.start);
        for (pixel, cover) in pixels.zip(&mask.cover[covered]) {
            blend(pixel, ink, cover * much);
        }
    }

    /// Inks what a mask covers, after the mask has been turned counter-clockwise and its centre
    /// put at a place.
    pub(super) fn stamp(&mut self, mask: &Mask, centre_mm: (f32, f32), turn: f32, ink: (Ink, f32)) {
        let height = mask.cover.len() / mask.width.max(1);
        let (half_w, half_h) = (mask.width as f32 / 2.0, height as f32 / 2.0);
        let (sin, cos) = turn.sin_cos();
        let (cx, cy) = (self.px(centre_mm.0), self.px(centre_mm.1));
        for (x, y, pixel) in self.pixels.enumerate_pixels_mut() {
            let (dx, dy) = (x as f32 - cx, y as f32 - cy);
            let cover = mask.between(dx * cos - dy * sin + half_w, dx * sin + dy * cos + half_h);
            blend(pixel, ink.0, cover * ink.1);
        }
    }

    /// An upright rectangle: left, top, width, height.
    pub(super) fn rect(&mut self, rect_mm: [f32; 4], ink: Ink, much: f32) {
        let [left, top, width, height] = rect_mm.map(|mm| self.px(mm));
        let (right, bottom) = (left + width, top + height);
        for (x, y, pixel) in self.pixels.enumerate_pixels_mut() {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            if x >= left && x < right && y >= top && y < bottom {
                blend(pixel, ink, much);
            }
        }
    }

    /// A line through points, round at its ends. Its width may change along the way.
    pub(super) fn stroke(&mut self, points_mm: &[(f32, f32, f32)], ink: Ink, much: f32) {
        let mut mask = self.mask();
        for pair in points_mm.windows(2) {
            let [from, to] =
                [pair[0], pair[1]].map(|(x, y, w)| (self.px(x), self.px(y), self.px(w)));
            segment(&mut mask, from, to);
        }
        self.ink(&mask, ink, much);
    }

    /// A picture, scaled to a rectangle; `shade` gives the ink and how much of it.
    pub(super) fn picture(
        &mut self,
        picture: &RgbImage,
        rect_mm: [f32; 4],
        shade: impl Fn(Ink, (f32, f32)) -> (Ink, f32),
    ) {
        let [left, top, width, height] = rect_mm.map(|mm| self.px(mm).round() as u32);
        let scaled = resize(picture, width, height, FilterType::CatmullRom);
        for (x, y, pixel) in scaled.enumerate_pixels() {
            let place = (x as f32 / width as f32, y as f32 / height as f32);
            let (ink, much) = shade(pixel.0, place);
            if let Some(under) = self.pixels.get_pixel_mut_checked(left + x, top + y) {
                blend(under, ink, much);
            }
        }
    }
}

/// Lays ink over a pixel.
pub(super) fn blend(pixel: &mut Rgb<u8>, ink: Ink, much: f32) {
    for (under, over) in pixel.0.iter_mut().zip(ink) {
        let mixed = f32::from(*under) + (f32::from(over) - f32::from(*under)) * much;
        *under = mixed.round() as u8;
    }
}

fn segment(mask: &mut Mask, from: (f32, f32, f32), to: (f32, f32, f32)) {
    let reach = from.2.max(to.2) / 2.0 + 1.0;
    let (left, right) = (from.0.min(to.0) - reach, from.0.max(to.0) + reach);
    let (top, bottom) = (from.1.min(to.1) - reach, from.1.max(to.1) + reach);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length2 = (dx * dx + dy * dy).max(f32::EPSILON);
    for y in top as i64..=bottom as i64 {
        for x in left as i64..=right as i64 {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            let along = (((px - from.0) * dx + (py - from.1) * dy) / length2).clamp(0.0, 1.0);
            let away = (px - from.0 - along * dx).hypot(py - from.1 - along * dy);
            let width = from.2 + (to.2 - from.2) * along;
            mask.cover(x, y, (width / 2.0 - away + 0.5).clamp(0.0, 1.0));
        }
    }
}
