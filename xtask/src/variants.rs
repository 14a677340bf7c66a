//! Copies of a picture as worse photos would show it: for measuring, never for training.
//!
//! Strengths are told in the terms of the picture (degrees, shares of its width), so that one
//! table covers scans of 400 pixels and photos of 4000.

use std::f32::consts::TAU;

use fastrand::Rng;
use image::imageops::{self, FilterType};
use image::{DynamicImage, Rgb, RgbImage};

use crate::cache;

/// Quality (1 to 100) with which a copy is stored.
const QUALITY: u8 = 92;

/// One way of making a picture worse.
pub(crate) struct Variant {
    /// Name in tables and folders.
    pub(crate) name: &'static str,
    /// Quality (1 to 100) with which the copy is stored.
    pub(crate) jpeg_quality: u8,
    make: Make,
}

/// What is done to the picture.
enum Make {
    /// Nothing but storing it.
    Stored,
    /// Quarter turns clockwise.
    Turned(u8),
    /// Lying on a desk, turned by the first and seen from aside by the second, in degrees; to
    /// either side.
    OnDesk(f32, f32),
    /// At most this wide, in pixels (high, where it is upright); smaller ones stay.
    Narrowed(u32),
    /// Anything else.
    By(fn(&RgbImage, &mut Rng) -> RgbImage),
}

impl Variant {
    const fn new(name: &'static str, make: Make) -> Self {
        Self {
            name,
            jpeg_quality: QUALITY,
            make,
        }
    }

    /// The worse copy. The same name and picture give the same copy.
    pub(crate) fn of(&self, picture: &RgbImage, file: &str) -> RgbImage {
        let mut dice = dice(&format!("{} {file}", self.name));
        match self.make {
            Make::Stored => picture.clone(),
            Make::Turned(1) => imageops::rotate90(picture),
            Make::Turned(2) => imageops::rotate180(picture),
            Make::Turned(_) => imageops::rotate270(picture),
            Make::OnDesk(turn, aside) => {
                let view = View {
                    turn: turn * sign(&mut dice),
                    aside: aside * sign(&mut dice),
                };
                on_desk(picture, desk(&mut dice), view)
            }
            Make::Narrowed(side_px) => narrowed(picture, side_px),
            Make::By(make) => make(picture, &mut dice),
        }
    }
}

/// Every variant, mildest first within a kind.
pub(crate) const ALL: [Variant; 17] = [
    Variant::new("turned-90", Make::Turned(1)),
    Variant::new("turned-180", Make::Turned(2)),
    Variant::new("turned-270", Make::Turned(3)),
    Variant::new("tilted-10", Make::OnDesk(10.0, 0.0)),
    Variant::new("tilted-25", Make::OnDesk(25.0, 0.0)),
    Variant::new("perspective-15", Make::OnDesk(4.0, 15.0)),
    Variant::new("perspective-25", Make::OnDesk(4.0, 25.0)),
    Variant::new("perspective-35", Make::OnDesk(4.0, 35.0)),
    Variant::new("blurred", Make::By(|picture, _| blurred(picture))),
    Variant::new("moved", Make::By(moved_a_little)),
    Variant::new("glare", Make::By(glare)),
    Variant::new("grey", Make::By(|picture, _| grey(picture))),
    Variant::new("low-light", Make::By(low_light)),
    Variant::new("width-600", Make::Narrowed(600)),
    Variant::new("width-450", Make::Narrowed(450)),
    Variant::new("width-400", Make::Narrowed(400)),
    Variant {
        name: "jpeg-30",
        jpeg_quality: 30,
        make: Make::Stored,
    },
];

/// Frames of a video of the picture, held in an unsteady hand: each seen from a little elsewhere,
/// out of focus or moved, with a lamp's glare wandering over the lower half. The same picture
/// gives the same frames.
pub(crate) fn video(picture: &RgbImage, file: &str, frames: usize) -> Vec<RgbImage> {
    let mut dice = dice(&format!("video {file}"));
    let small = narrowed(picture, VIDEO_SIDE_PX);
    let desk = desk(&mut dice);
    let lamp = dice.f32();
    (0..frames)
        .map(|number| {
            let view = View {
                turn: 6.0 * (dice.f32() - 0.5),
                aside: 24.0 * (dice.f32() - 0.5),
            };
            let seen = on_desk(&small, desk, view);
            let seen = if dice.bool() {
                blurred(&seen)
            } else {
                moved_a_little(&seen, &mut dice)
            };
            let (width, height) = (seen.width() as f32, seen.height() as f32);
            let place = lamp + number as f32 / frames as f32;
            let middle = (
                width * (0.5 + 0.4 * (TAU * place).sin()),
                height * (0.8 + 0.1 * (TAU * place).cos()),
            );
            noisy(&with_glare(&seen, middle, 0.9), 1.0, 6.0, &mut dice)
        })
        .collect()
}

/// Longer side of the document in a video, in pixels: what a phone's preview shows of it.
const VIDEO_SIDE_PX: u32 = 720;

/// A name for everything that is made here: it changes whenever this file does.
pub(crate) fn version() -> String {
    cache::sha256(include_bytes!("variants.rs"))[..12].to_owned()
}

fn dice(seed: &str) -> Rng {
    let digest = cache::sha256(seed.as_bytes());
    Rng::with_seed(u64::from_str_radix(&digest[..16], 16).unwrap_or_default())
}

fn sign(dice: &mut Rng) -> f32 {
    if dice.bool() { -1.0 } else { 1.0 }
}

fn desk(dice: &mut Rng) -> Rgb<u8> {
    Rgb([0, 1, 2].map(|_| dice.u8(40..220)))
}

/// Where a camera stands: turned about its axis, and seen from aside, in degrees.
#[derive(Clone, Copy)]
struct View {
    turn: f32,
    aside: f32,
}

/// The picture lying on a plain desk.
fn on_desk(picture: &RgbImage, desk: Rgb<u8>, view: View) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let (sine, cosine) = view.turn.to_radians().sin_cos();
    let (aside_sine, aside_cosine) = view.aside.to_radians().sin_cos();
    let distance = 1.6 * width.max(height);
    // From the page, its middle at 0, to the picture of it.
    let seen = |x: f32, y: f32| {
        let (u, v) = (x * cosine - y * sine, x * sine + y * cosine);
        let depth = 1.0 + u * aside_sine / distance;
        (u * aside_cosine / depth, v / depth)
    };
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    let points = corners.map(|(x, y)| seen(x * width / 2.0, y * height / 2.0));
    let reach = |value: fn(&(f32, f32)) -> f32| {
        let values = points.iter().map(value);
        values.fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(v), h.max(v)))
    };
    let ((left, right), (top, bottom)) = (reach(|p| p.0), reach(|p| p.1));
    let margin = 0.06 * (right - left).max(bottom - top);
    let size = (
        (right - left + 2.0 * margin) as u32,
        (bottom - top + 2.0 * margin) as u32,
    );
    RgbImage::from_fn(size.0, size.1, |x, y| {
        let (u, v) = (x as f32 + left - margin, y as f32 + top - margin);
        // The inverse of `seen`: first the depth at this column, then the turn back.
        let depth = 1.0 / (1.0 - u * aside_sine / (distance * aside_cosine));
        let (u, v) = (u * depth / aside_cosine, v * depth);
        let at = (
            u * cosine + v * sine + width / 2.0,
            v * cosine - u * sine + height / 2.0,
        );
        let inside = (0.0..width - 1.0).contains(&at.0) && (0.0..height - 1.0).contains(&at.1);
        match imageops::interpolate_bilinear(picture, at.0, at.1).filter(|_| inside) {
            Some(pixel) => pixel,
            None => desk,
        }
    })
}

/// Out of focus by a ninth of a hundredth of the longer side.
fn blurred(picture: &RgbImage) -> RgbImage {
    imageops::blur(
        picture,
        picture.width().max(picture.height()) as f32 / 900.0,
    )
}

fn grey(picture: &RgbImage) -> RgbImage {
    DynamicImage::ImageRgb8(picture.clone())
        .grayscale()
        .to_rgb8()
}

/// Motion along rows or columns over a hundred-and-sixtieth of the width.
fn moved_a_little(picture: &RgbImage, dice: &mut Rng) -> RgbImage {
    let pixels = (picture.width() / 160).max(2);
    let along_rows = dice.bool();
    let (width, height) = picture.dimensions();
    RgbImage::from_fn(width, height, |x, y| {
        let mut sum = [0_u32; 3];
        for step in 0..pixels {
            let pixel = if along_rows {
                picture.get_pixel((x + step).min(width - 1), y)
            } else {
                picture.get_pixel(x, (y + step).min(height - 1))
            };
            for (sum, value) in sum.iter_mut().zip(pixel.0) {
                *sum += u32::from(value);
            }
        }
        Rgb(sum.map(|sum| (sum / pixels) as u8))
    })
}

/// A soft bright spot on the lower half, where zones are.
fn glare(picture: &RgbImage, dice: &mut Rng) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let middle = (
        width * (0.2 + 0.6 * dice.f32()),
        height * (0.7 + 0.25 * dice.f32()),
    );
    with_glare(picture, middle, 0.9)
}

/// A spot of a tenth of the width.
fn with_glare(picture: &RgbImage, middle: (f32, f32), most: f32) -> RgbImage {
    let radius = 0.1 * picture.width() as f32;
    let mut out = picture.clone();
    for (x, y, pixel) in out.enumerate_pixels_mut() {
        let off = (x as f32 - middle.0).hypot((y as f32 - middle.1) * 1.5) / radius;
        let strength = most * (-off * off).exp();
        pixel.0 = pixel
            .0
            .map(|v| (f32::from(v) + (255.0 - f32::from(v)) * strength) as u8);
    }
    out
}

/// A fifth of the light, with the noise that a camera then shows.
fn low_light(picture: &RgbImage, dice: &mut Rng) -> RgbImage {
    noisy(picture, 0.2, 5.0, dice)
}

/// Darker by a factor, with noise of a deviation of about 0.6 of `noise`, in levels.
fn noisy(picture: &RgbImage, light: f32, noise: f32, dice: &mut Rng) -> RgbImage {
    let floor = 4.0 * (1.0 - light);
    let mut out = picture.clone();
    for pixel in out.pixels_mut() {
        pixel.0 = pixel.0.map(|v| {
            // Four numbers make a bell curve of deviation 0.58.
            let bell: f32 = (0..4).map(|_| dice.f32() - 0.5).sum();
            (f32::from(v) * light + floor + noise * bell).clamp(0.0, 255.0) as u8
        });
    }
    out
}

fn narrowed(picture: &RgbImage, side_px: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side_px {
        return picture.clone();
    }
    let scaled = |v: u32| (v * side_px / longest).max(1);
    imageops::resize(
        picture,
        scaled(width),
        scaled(height),
        FilterType::CatmullRom,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> RgbImage {
        RgbImage::from_fn(300, 200, |x, y| {
            Rgb([(x * 37 % 251) as u8, (y * 91 % 241) as u8, 128])
        })
    }

    #[test]
    fn copies_are_repeatable_and_differ_from_the_picture() {
        for variant in &ALL {
            let copy = variant.of(&picture(), "a.jpg");
            assert_eq!(copy, variant.of(&picture(), "a.jpg"), "{}", variant.name);
            let same = matches!(variant.make, Make::Narrowed(_) | Make::Stored);
            assert_eq!(copy == picture(), same, "{}", variant.name);
        }
    }

    #[test]
    fn the_middle_of_a_page_stays_in_the_middle_of_its_desk() {
        let mut page = picture();
        imageops::overlay(
            &mut page,
            &RgbImage::from_pixel(20, 20, Rgb([255, 0, 0])),
            140,
            90,
        );
        let view = View {
            turn: 25.0,
            aside: 0.0,
        };
        let seen = on_desk(&page, Rgb([9, 9, 9]), view);
        let middle = seen.get_pixel(seen.width() / 2, seen.height() / 2);
        assert_eq!(middle.0, [255, 0, 0]);
    }

    #[test]
    fn frames_of_a_video_differ_from_each_other() {
        let frames = video(&picture(), "a.jpg", 3);
        assert_eq!(frames, video(&picture(), "a.jpg", 3));
        assert!(frames[0] != frames[1] && frames[1] != frames[2]);
    }
}
