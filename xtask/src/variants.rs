//! Copies of a picture as worse photos would show it: for measuring, never for training.
//!
//! Strengths are told in the terms of the picture (degrees, shares of its width), so that one
//! table covers scans of 400 pixels and photos of 4000.

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// One way of making a picture worse.
pub(crate) struct Variant {
    /// Name in tables and folders.
    pub(crate) name: &'static str,
    make: fn(&RgbImage, &mut Dice) -> RgbImage,
}

impl Variant {
    /// The worse copy. The same name and picture give the same copy.
    pub(crate) fn of(&self, picture: &RgbImage, file: &str) -> RgbImage {
        let seed = self.name.bytes().chain(file.bytes());
        let mut dice = Dice(seed.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }));
        (self.make)(picture, &mut dice)
    }
}

/// Every variant, mildest first within a kind.
pub(crate) const ALL: [Variant; 17] = [
    Variant {
        name: "turned-90",
        make: |p, _| imageops::rotate90(p),
    },
    Variant {
        name: "turned-180",
        make: |p, _| imageops::rotate180(p),
    },
    Variant {
        name: "turned-270",
        make: |p, _| imageops::rotate270(p),
    },
    Variant {
        name: "tilted-10",
        make: |p, d| {
            let a = 10.0 * d.sign();
            on_desk(p, d, a, 0.0)
        },
    },
    Variant {
        name: "tilted-25",
        make: |p, d| {
            let a = 25.0 * d.sign();
            on_desk(p, d, a, 0.0)
        },
    },
    Variant {
        name: "perspective-15",
        make: |p, d| {
            let a = 4.0 * d.sign();
            on_desk(p, d, a, 15.0)
        },
    },
    Variant {
        name: "perspective-25",
        make: |p, d| {
            let a = 4.0 * d.sign();
            on_desk(p, d, a, 25.0)
        },
    },
    Variant {
        name: "perspective-35",
        make: |p, d| {
            let a = 4.0 * d.sign();
            on_desk(p, d, a, 35.0)
        },
    },
    Variant {
        name: "blurred",
        make: |p, _| imageops::blur(p, p.width().max(p.height()) as f32 / 900.0),
    },
    Variant {
        name: "moved",
        make: |p, d| moved(p, p.width() / 160, d.number() < 0.5),
    },
    Variant {
        name: "glare",
        make: glare,
    },
    Variant {
        name: "grey",
        make: |p, _| {
            image::DynamicImage::ImageRgb8(p.clone())
                .grayscale()
                .to_rgb8()
        },
    },
    Variant {
        name: "low-light",
        make: low_light,
    },
    Variant {
        name: "width-600",
        make: |p, _| narrowed(p, 600),
    },
    Variant {
        name: "width-450",
        make: |p, _| narrowed(p, 450),
    },
    Variant {
        name: "width-400",
        make: |p, _| narrowed(p, 400),
    },
    // What `jpeg` writes afterwards is of quality 30 for this one.
    Variant {
        name: "jpeg-30",
        make: |p, _| p.clone(),
    },
];

/// Quality (1 to 100) with which the copy is stored.
pub(crate) fn jpeg_quality(variant: &Variant) -> u8 {
    if variant.name == "jpeg-30" { 30 } else { 92 }
}

/// A repeatable source of numbers (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// 0 to 1.
    fn number(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1 << 24) as f32
    }

    fn sign(&mut self) -> f32 {
        if self.number() < 0.5 { -1.0 } else { 1.0 }
    }
}

/// The picture lying on a plain desk, turned by `turn` degrees and seen from `aside` degrees.
fn on_desk(picture: &RgbImage, dice: &mut Dice, turn: f32, aside: f32) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let desk = Rgb([0, 1, 2].map(|_| (40.0 + 180.0 * dice.number()) as u8));
    let (sine, cosine) = turn.to_radians().sin_cos();
    let (aside_sine, aside_cosine) = (aside.to_radians() * dice.sign()).sin_cos();
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

/// Motion along rows or columns over some pixels.
fn moved(picture: &RgbImage, pixels: u32, along_rows: bool) -> RgbImage {
    let pixels = pixels.max(2);
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

/// A soft bright spot on the lower half, where zones are: a tenth of the width.
fn glare(picture: &RgbImage, dice: &mut Dice) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let middle = (
        width * (0.2 + 0.6 * dice.number()),
        height * (0.7 + 0.25 * dice.number()),
    );
    let radius = 0.1 * width;
    let mut out = picture.clone();
    for (x, y, pixel) in out.enumerate_pixels_mut() {
        let off = (x as f32 - middle.0).hypot((y as f32 - middle.1) * 1.5) / radius;
        let strength = 0.9 * (-off * off).exp();
        pixel.0 = pixel
            .0
            .map(|v| (f32::from(v) + (255.0 - f32::from(v)) * strength) as u8);
    }
    out
}

/// A fifth of the light, with the noise that a camera then shows.
fn low_light(picture: &RgbImage, dice: &mut Dice) -> RgbImage {
    let mut out = picture.clone();
    for pixel in out.pixels_mut() {
        pixel.0 = pixel.0.map(|v| {
            // Four numbers make a bell curve of deviation 0.58.
            let noise: f32 = (0..4).map(|_| dice.number() - 0.5).sum();
            (f32::from(v) * 0.2 + 4.0 + 5.0 * noise).clamp(0.0, 255.0) as u8
        });
    }
    out
}

/// At most this wide (high, where the picture is upright); smaller ones stay.
fn narrowed(picture: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return picture.clone();
    }
    let scaled = |v: u32| (v * side / longest).max(1);
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
            let same = ["width-600", "width-450", "width-400", "jpeg-30"].contains(&variant.name);
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
        let seen = on_desk(&page, &mut Dice(1), 25.0, 0.0);
        let middle = seen.get_pixel(seen.width() / 2, seen.height() / 2);
        assert_eq!(middle.0, [255, 0, 0]);
    }
}
