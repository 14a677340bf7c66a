//! Another person's portrait in the place of the holder's.

use anyhow::Result;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ImageFormat, RgbImage};

use super::set::Dice;
use super::{Made, Region};

/// Shortest side of a portrait that is replaced, in pixels.
const LEAST_PX: u32 = 40;

/// Cut out and pasted, with hard edges.
pub(super) fn pasted(
    picture: &RgbImage,
    place: Region,
    other: &RgbImage,
    dice: &mut Dice,
) -> Option<Made> {
    let place = inset(place, picture, dice.setting(0.0, 0.06))?;
    let part = stored(&fitted(other, place), dice.quality(55, 88)).ok()?;
    let mut out = picture.clone();
    imageops::replace(&mut out, &part, i64::from(place.x), i64::from(place.y));
    Some((out, dice.quality(82, 98)))
}

/// With the tones of the portrait that was there, faded into its ground; its noise and its JPEG
/// blocks are its own.
pub(super) fn blended(
    picture: &RgbImage,
    place: Region,
    other: &RgbImage,
    dice: &mut Dice,
) -> Option<Made> {
    let place = inset(place, picture, 0.0)?;
    let own = imageops::crop_imm(picture, place.x, place.y, place.width, place.height).to_image();
    let mut part = toned(&fitted(other, place), &own);
    let noise = dice.setting(0.5, 5.0);
    for pixel in part.pixels_mut() {
        let grey = noise * dice.noise();
        pixel.0 = pixel
            .0
            .map(|v| (f32::from(v) + grey).clamp(0.0, 255.0) as u8);
    }
    let part = stored(&part, dice.quality(60, 92)).ok()?;
    let fade = dice.setting(0.05, 0.22) * place.width.min(place.height) as f32;
    let is_round = dice.one_of(&[false], &[false, true]);
    let mut out = picture.clone();
    for (x, y, pixel) in part.enumerate_pixels() {
        let inside = depth(x, y, place, is_round);
        let share = (inside / fade).clamp(0.0, 1.0);
        let share = share * share * (3.0 - 2.0 * share);
        let under = out.get_pixel_mut(place.x + x, place.y + y);
        for (under, own) in under.0.iter_mut().zip(pixel.0) {
            let mixed = f32::from(*under) * (1.0 - share) + f32::from(own) * share;
            *under = mixed.round() as u8;
        }
    }
    Some((out, dice.quality(82, 98)))
}

/// How deep within a box a pixel lies, or within the box with round corners.
fn depth(x: u32, y: u32, place: Region, is_round: bool) -> f32 {
    let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
    let (width, height) = (place.width as f32, place.height as f32);
    let (dx, dy) = (x.min(width - x), y.min(height - y));
    let radius = 0.35 * width.min(height);
    if is_round && dx < radius && dy < radius {
        (radius - (radius - dx).hypot(radius - dy)).max(0.0)
    } else {
        dx.min(dy)
    }
}

/// The part of a box inside the picture, smaller by a share at each side.
fn inset(place: Region, picture: &RgbImage, share: f32) -> Option<Region> {
    let place = place.within(picture)?;
    let (across, down) = (
        (place.width as f32 * share) as u32,
        (place.height as f32 * share) as u32,
    );
    let place = Region {
        x: place.x + across,
        y: place.y + down,
        width: place.width - 2 * across,
        height: place.height - 2 * down,
    };
    (place.width.min(place.height) >= LEAST_PX).then_some(place)
}

/// The middle of a picture that has the shape of a box, in its size.
fn fitted(other: &RgbImage, place: Region) -> RgbImage {
    let (width, height) = (other.width() as f32, other.height() as f32);
    let scale = (width / place.width as f32).min(height / place.height as f32);
    let size = (
        ((place.width as f32 * scale) as u32).clamp(1, other.width()),
        ((place.height as f32 * scale) as u32).clamp(1, other.height()),
    );
    let corner = ((other.width() - size.0) / 2, (other.height() - size.1) / 2);
    let middle = imageops::crop_imm(other, corner.0, corner.1, size.0, size.1).to_image();
    imageops::resize(&middle, place.width, place.height, FilterType::CatmullRom)
}

/// With the mean and the deviation that another picture has in each channel.
fn toned(picture: &RgbImage, wanted: &RgbImage) -> RgbImage {
    let tones = |picture: &RgbImage, channel: usize| {
        let count = (picture.width() * picture.height()) as f32;
        let levels = || picture.pixels().map(|pixel| f32::from(pixel.0[channel]));
        let mean = levels().sum::<f32>() / count;
        let square = levels().map(|level| (level - mean).powi(2)).sum::<f32>() / count;
        (mean, square.sqrt().max(1.0))
    };
    let maps = [0, 1, 2].map(|channel| (tones(picture, channel), tones(wanted, channel)));
    let mut out = picture.clone();
    for pixel in out.pixels_mut() {
        for (level, ((mean, deviation), (to_mean, to_deviation))) in pixel.0.iter_mut().zip(maps) {
            let gain = (to_deviation / deviation).min(2.5);
            let value = (f32::from(*level) - mean) * gain + to_mean;
            *level = value.clamp(0.0, 255.0) as u8;
        }
    }
    out
}

/// After being stored as JPEG once.
fn stored(picture: &RgbImage, quality: u8) -> Result<RgbImage> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture)?;
    Ok(image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg)?.to_rgb8())
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::attacks::Set;

    #[test]
    fn a_portrait_changes_only_its_box() {
        let picture = RgbImage::from_fn(200, 150, |x, y| Rgb([x as u8, y as u8, 90]));
        let other = RgbImage::from_fn(70, 90, |x, y| Rgb([200, (x * y) as u8, 30]));
        let place = Region {
            x: 20,
            y: 30,
            width: 60,
            height: 80,
        };
        for set in [Set::Tuning, Set::Testing] {
            for splice in [pasted, blended] {
                let (out, _) = splice(&picture, place, &other, &mut Dice::new(set, "a")).unwrap();
                assert_eq!(out.dimensions(), picture.dimensions());
                let mut changed = 0;
                for (x, y, pixel) in out.enumerate_pixels() {
                    let is_inside = (20..80).contains(&x) && (30..110).contains(&y);
                    let is_same = pixel == picture.get_pixel(x, y);
                    assert!(is_same || is_inside, "{x} {y}");
                    changed += usize::from(!is_same);
                }
                assert!(changed > 60 * 80 / 2, "{changed}");
            }
        }
    }

    #[test]
    fn a_portrait_that_fades_has_no_edge() {
        let picture = RgbImage::from_pixel(200, 150, Rgb([128; 3]));
        let other = RgbImage::from_fn(70, 90, |x, _| Rgb([(x * 3) as u8; 3]));
        let place = Region {
            x: 20,
            y: 30,
            width: 60,
            height: 80,
        };
        let step = |out: &RgbImage| {
            let row = |x| i32::from(out.get_pixel(x, 70).0[0]);
            (15..30).map(|x| (row(x) - row(x + 1)).abs()).max().unwrap()
        };
        let mut dice = Dice::new(Set::Tuning, "a");
        let (hard, _) = pasted(&picture, place, &other, &mut dice).unwrap();
        let (soft, _) = blended(&picture, place, &other, &mut dice).unwrap();
        assert!(
            step(&hard) > 60 && step(&soft) < 40,
            "{} {}",
            step(&hard),
            step(&soft)
        );
    }

    #[test]
    fn small_portraits_stay() {
        let picture = RgbImage::new(100, 100);
        let place = Region {
            x: 90,
            y: 0,
            width: 60,
            height: 60,
        };
        let other = RgbImage::new(50, 50);
        assert!(pasted(&picture, place, &other, &mut Dice::new(Set::Tuning, "a")).is_none());
    }
}
