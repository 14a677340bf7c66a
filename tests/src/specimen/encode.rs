//! Pictures as files.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::crop_imm;
use image::{ImageResult, RgbImage};

/// Frames of a film.
const FRAMES: u32 = 30;
/// How far the hand that holds the camera trembles, in pixels.
pub(super) const TREMBLE_PX: u32 = 4;

/// A JPEG file.
pub(super) fn jpeg(picture: &RgbImage, quality: u8) -> ImageResult<Vec<u8>> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(picture)?;
    Ok(file)
}

/// JPEG frames one after the other, as Chromium's fake camera takes them. The scene is larger
/// than a frame by [`TREMBLE_PX`] on each side; the last frame leads back to the first.
pub(super) fn film(scene: &RgbImage) -> ImageResult<Vec<u8>> {
    let (w, h) = (
        scene.width() - 2 * TREMBLE_PX,
        scene.height() - 2 * TREMBLE_PX,
    );
    let mut film = Vec::new();
    for frame in 0..FRAMES {
        let turn = std::f32::consts::TAU * frame as f32 / FRAMES as f32;
        let shift = |swing: f32| ((swing + 1.0) * TREMBLE_PX as f32).round() as u32;
        let (x, y) = (shift(turn.sin()), shift((2.0 * turn).sin() * 0.6));
        let picture = crop_imm(scene, x, y, w, h).to_image();
        film.extend(jpeg(&picture, 88)?);
    }
    Ok(film)
}
