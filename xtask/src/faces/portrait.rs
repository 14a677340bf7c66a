//! A photo of a face as the portrait on a document, small and overprinted: for measuring, never
//! for training.

use std::f32::consts::TAU;

use anyhow::{Context as _, Result};
use fastrand::Rng;
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

use super::Found;

/// Half of a portrait's width and height, in distances between the eyes.
const HALF: (f32, f32) = (2.2, 2.6);
/// The card around it, in widths and heights of the portrait.
const CARD: (f32, f32) = (4.0, 1.7);
/// The card's paper.
const PAPER: [f32; 3] = [224.0, 228.0, 219.0];

/// One kind of portrait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Between the eyes, in pixels.
    pub(super) eyes_px: f32,
    pub(super) is_grey: bool,
    /// A laminate's reflection lies across it.
    pub(super) has_glare: bool,
}

impl Kind {
    const fn new(name: &'static str, eyes_px: f32, is_grey: bool, has_glare: bool) -> Self {
        Self {
            name,
            eyes_px,
            is_grey,
            has_glare,
        }
    }
}

/// Those that are measured, finest first.
pub(super) const KINDS: [Kind; 4] = [
    Kind::new("28 px", 28.0, false, false),
    Kind::new("28 px, laminate", 28.0, false, true),
    Kind::new("18 px, grey", 18.0, true, false),
    Kind::new("13 px, grey", 13.0, true, false),
];

/// The card with the portrait, and the quality (1 to 100) to store it with.
pub(super) fn card(
    photo: &RgbImage,
    face: &Found,
    kind: Kind,
    dice: &mut Rng,
) -> Result<(RgbImage, u8)> {
    let mut portrait = cut(photo, face, kind.eyes_px).context("the face has no size")?;
    if kind.is_grey {
        each(&mut portrait, |_, _, rgb| {
            [0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]; 3]
        });
    }
    let (darkest, brightest) = (between(dice, 30.0, 70.0), between(dice, 190.0, 235.0));
    each(&mut portrait, |_, _, rgb| {
        rgb.map(|v| darkest + v * (brightest - darkest) / 255.0)
    });
    let (width, height) = portrait.dimensions();
    let size = |share: f32, length: u32| (share * length as f32).round() as u32;
    let mut card = RgbImage::from_pixel(
        size(CARD.0, width),
        size(CARD.1, height),
        Rgb(PAPER.map(|v| v as u8)),
    );
    let (left, top) = (width / 3, (card.height() - height) / 2);
    imageops::replace(&mut card, &portrait, i64::from(left), i64::from(top));
    for _ in 0..dice.u32(2..4) {
        overprint(&mut card, kind.eyes_px, dice);
    }
    if kind.has_glare {
        let middle = (
            left as f32 + width as f32 / 2.0,
            top as f32 + height as f32 / 2.0,
        );
        reflect(&mut card, middle, kind.eyes_px, dice);
    }
    let noise = between(dice, 2.0, 6.0);
    each(&mut card, |_, _, rgb| rgb.map(|v| v + noise * normal(dice)));
    Ok((card, dice.u8(45..70)))
}

/// The portrait around a face, so large that its eyes are `eyes_px` apart.
fn cut(photo: &RgbImage, face: &Found, eyes_px: f32) -> Option<RgbImage> {
    let [right, left, ..] = face.landmarks;
    let apart = (left.0 - right.0).hypot(left.1 - right.1);
    let middle = |part: fn(&(f32, f32)) -> f32| face.landmarks.iter().map(part).sum::<f32>() / 5.0;
    let (x, y) = (middle(|point| point.0), middle(|point| point.1));
    let (width, height) = (2.0 * HALF.0 * apart, 2.0 * HALF.1 * apart);
    let pixel = |at: f32, length: u32| at.round().clamp(0.0, (length - 1) as f32) as u32;
    let (from_x, from_y) = (x - width / 2.0, y - height / 2.0);
    let around = RgbImage::from_fn(width as u32, height as u32, |column, row| {
        let x = pixel(from_x + column as f32, photo.width());
        let y = pixel(from_y + row as f32, photo.height());
        *photo.get_pixel(x, y)
    });
    let size = |half: f32| (2.0 * half * eyes_px).round() as u32;
    (apart > 1.0)
        .then(|| imageops::resize(&around, size(HALF.0), size(HALF.1), FilterType::Triangle))
}

/// Fine waved lines in one ink, as of a guilloche.
fn overprint(card: &mut RgbImage, eyes_px: f32, dice: &mut Rng) {
    let period = between(dice, 4.0, 9.0) * eyes_px / 18.0;
    let (sin, cos) = (TAU / 2.0 * dice.f32()).sin_cos();
    let (phase, bend) = (TAU * dice.f32(), between(dice, 0.0, 2.0));
    let ink: [f32; 3] = std::array::from_fn(|_| between(dice, -1.0, 1.0));
    let strength = between(dice, 8.0, 25.0);
    each(card, |x, y, rgb| {
        let along = x * sin - y * cos;
        let across = x * cos + y * sin + bend * (along / period + phase).sin();
        let line = ((TAU * across / period + phase).sin() - 0.6).max(0.0) / 0.4;
        std::array::from_fn(|channel| rgb[channel] + strength * line * ink[channel])
    });
}

/// A soft oblique stripe of light over part of the face.
fn reflect(card: &mut RgbImage, (x, y): (f32, f32), eyes_px: f32, dice: &mut Rng) {
    let (sin, cos) = (TAU * dice.f32()).sin_cos();
    let off = between(dice, -0.9, 0.9) * eyes_px;
    let width = between(dice, 0.3, 0.7) * eyes_px;
    let light = between(dice, 90.0, 190.0);
    each(card, |column, row, rgb| {
        let across = (column - x) * cos + (row - y) * sin - off;
        rgb.map(|v| v + light * (-0.5 * (across / width).powi(2)).exp())
    });
}

fn each(picture: &mut RgbImage, mut change: impl FnMut(f32, f32, [f32; 3]) -> [f32; 3]) {
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let changed = change(x as f32, y as f32, pixel.0.map(f32::from));
        pixel.0 = changed.map(|v| v.round().clamp(0.0, 255.0) as u8);
    }
}

fn between(dice: &mut Rng, from: f32, to: f32) -> f32 {
    from + (to - from) * dice.f32()
}

/// Nearly normal: a sum of uniform draws, of deviation 1.
fn normal(dice: &mut Rng) -> f32 {
    (0..12).map(|_| dice.f32()).sum::<f32>() - 6.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portrait_has_the_size_that_its_kind_says() {
        // A photo with white eyes, 60 pixels apart.
        let eyes = [(100.0, 120.0), (160.0, 120.0)];
        let face = Found {
            landmarks: [
                eyes[0],
                eyes[1],
                (130.0, 150.0),
                (110.0, 180.0),
                (150.0, 180.0),
            ],
        };
        let photo = RgbImage::from_fn(260, 300, |x, y| {
            let is_eye = eyes
                .iter()
                .any(|eye| (x as f32 - eye.0).hypot(y as f32 - eye.1) < 8.0);
            Rgb([if is_eye { 255 } else { 0 }; 3])
        });
        let portrait = cut(&photo, &face, 20.0).unwrap();
        assert_eq!(portrait.dimensions(), (88, 104));
        let bright = |x: u32, y: u32| portrait.get_pixel(x, y).0[0] > 150;
        let columns: Vec<u32> = (0..88)
            .filter(|x| (0..104).any(|y| bright(*x, y)))
            .collect();
        let (first, last) = (columns[0], columns[columns.len() - 1]);
        assert!((last - first).abs_diff(20 + 5) <= 2, "{columns:?}");
        for kind in KINDS {
            let made = |seed| card(&photo, &face, kind, &mut Rng::with_seed(seed)).unwrap();
            assert_eq!(made(1), made(1));
            assert_ne!(made(1), made(2));
        }
    }
}
