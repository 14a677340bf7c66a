//! Watermarks: who asked for an image, why and when, written all over it.
//!
//! The text is set once as a [`block`], and the block repeated in slanting rows over the whole
//! picture, so that no part of it can be cut out without some. Letters are white with a dark edge,
//! both half transparent: one of them shows on every ground, and the document stays readable
//! beneath them.

mod block;
mod file;
mod font;
mod ink;
mod request;
mod tiling;

use image::RgbImage;
use vidimus_api::Watermark;

pub use file::{WatermarkError, watermarked};
pub use request::watermark_request_fault;

/// Writes a watermark that [`watermark_request_fault`] finds right over a picture.
pub fn draw(picture: &mut RgbImage, watermark: &Watermark) {
    let block = block::Block::set(watermark, picture.dimensions());
    tiling::cover(picture, &block);
}

#[cfg(test)]
mod tests;
