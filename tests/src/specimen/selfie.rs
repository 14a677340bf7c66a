//! Selfies, and the portrait on the document, cut from larger photos.

use image::RgbImage;
use image::imageops::{FilterType, blur, crop_imm, resize};

use super::canvas::blend;

/// A part of a photo, in shares of its width and height, so that it does not depend on its size.
pub(super) struct Part {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Head and shoulders of `portrait-document.jpg`, seven to nine.
pub(super) const DOCUMENT: Part = Part {
    left: 0.258,
    top: 0.0,
    width: 0.556,
    height: 0.572,
};
/// The person on `portrait-selfie.jpg`, three to four.
pub(super) const SELFIE: Part = Part {
    left: 0.0,
    top: 0.06,
    width: 1.0,
    height: 0.6955,
};
/// The person on `portrait-other.jpg`, three to four.
pub(super) const OTHER: Part = Part {
    left: 0.225,
    top: 0.012,
    width: 0.72,
    height: 0.4225,
};

/// Cuts a part out.
pub(super) fn cut(photo: &RgbImage, part: &Part) -> RgbImage {
    let (w, h) = (photo.width() as f32, photo.height() as f32);
    let px = |share: f32, of: f32| (share * of).round() as u32;
    crop_imm(
        photo,
        px(part.left, w),
        px(part.top, h),
        px(part.width, w),
        px(part.height, h),
    )
    .to_image()
}

/// A selfie from a phone held upright.
pub(super) fn upright(photo: &RgbImage, part: &Part) -> RgbImage {
    resize(&cut(photo, part), 900, 1200, FilterType::CatmullRom)
}

/// The picture of a webcam: the person in the middle of a wide frame, the room around blurred.
pub(super) fn wide(photo: &RgbImage, part: &Part, size_px: (u32, u32)) -> RgbImage {
    const FEATHER: f32 = 0.14;
    let person = cut(photo, part);
    let (w, h) = size_px;
    let person_w = (person.width() as f32 * h as f32 / person.height() as f32).round() as u32;
    // Blurred while small: the same look for a hundredth of the work.
    let small = resize(&person, w / 20, h / 20, FilterType::Triangle);
    let mut frame = resize(&blur(&small, 3.0), w, h, FilterType::CatmullRom);
    let person = resize(&person, person_w, h, FilterType::CatmullRom);
    let left = w.saturating_sub(person_w) / 2;
    for (x, y, pixel) in person.enumerate_pixels() {
        let edge = x.min(person_w - x) as f32 / person_w as f32;
        if let Some(under) = frame.get_pixel_mut_checked(left + x, y) {
            blend(under, pixel.0, (edge / FEATHER).clamp(0.0, 1.0));
        }
    }
    frame
}
