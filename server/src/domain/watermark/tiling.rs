//! A block of text over and over on a picture.

use image::RgbImage;

use super::block::Block;

/// Rows rise by 30 degrees: (cosine, sine).
const SLANT: (f32, f32) = (0.866_025_4, -0.5);
/// Space between blocks of a row and between rows, in heights of letters.
const BETWEEN_BLOCKS: f32 = 1.4;
const BETWEEN_ROWS: f32 = 0.8;
/// How much of the ground white letters and their black edge hide.
const LETTER_OPACITY: f32 = 0.36;
const EDGE_OPACITY: f32 = 0.4;

/// Repeats a block over the whole picture. Every other row is shifted by half a block, so that there
/// are no straight lanes between them.
pub(super) fn cover(picture: &mut RgbImage, block: &Block) {
    let ink = &block.ink;
    let step_x = ink.width as f32 + BETWEEN_BLOCKS * block.letter_px;
    let step_y = ink.height as f32 + BETWEEN_ROWS * block.letter_px;
    let (cosine, sine) = (SLANT.0 / block.scale, SLANT.1 / block.scale);
    // A block stands in the middle, where it is seen whole.
    let (width, height) = picture.dimensions();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let (first_x, first_y) = (ink.width as f32 / 2.0, ink.height as f32 / 2.0);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (right, down) = (x as f32 - middle_x, y as f32 - middle_y);
        let along = right * cosine + down * sine + first_x;
        let across = down * cosine - right * sine + first_y;
        let row = (across / step_y).floor();
        let across = across - row * step_y;
        if across > ink.height as f32 {
            continue;
        }
        let shifted = if row as i64 & 1 == 0 {
            0.0
        } else {
            step_x / 2.0
        };
        let along = along - shifted;
        let along = along - (along / step_x).floor() * step_x;
        if along > ink.width as f32 {
            continue;
        }
        let (letter, edge) = ink.at(along, across);
        if letter + edge == 0.0 {
            continue;
        }
        let (letter, edge) = (letter * LETTER_OPACITY, edge * EDGE_OPACITY);
        for channel in &mut pixel.0 {
            let ground = f32::from(*channel) * (1.0 - letter - edge);
            *channel = (ground + 255.0 * letter).round() as u8;
        }
    }
}
