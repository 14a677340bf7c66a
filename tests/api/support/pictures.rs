//! Pictures, good and bad, drawn here.

use std::io::Cursor;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

fn drawing(width_px: u32, height_px: u32) -> DynamicImage {
    RgbImage::from_fn(width_px, height_px, |x, y| {
        Rgb([x as u8, y as u8, (x ^ y) as u8])
    })
    .into()
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn jpeg() -> Vec<u8> {
    encode(&drawing(96, 64), ImageFormat::Jpeg)
}

/// A JPEG of hills of light, `width_px` by three quarters of it; another `scene` has other hills.
pub(crate) fn scenery(width_px: u32, scene: f32) -> Vec<u8> {
    let height_px = width_px * 3 / 4;
    let hills = RgbImage::from_fn(width_px, height_px, |x, y| {
        let (x, y) = (x as f32 / width_px as f32, y as f32 / height_px as f32);
        let light = (19.0 * x + 5.0 * y + scene).sin() + (7.0 * x * y + 3.0 * scene).cos();
        Rgb([(120.0 + 55.0 * light) as u8; 3])
    });
    encode(&hills.into(), ImageFormat::Jpeg)
}

pub(crate) fn png() -> Vec<u8> {
    encode(&drawing(96, 64), ImageFormat::Png)
}

pub(crate) fn webp() -> Vec<u8> {
    encode(&drawing(96, 64), ImageFormat::WebP)
}

pub(crate) fn grey_png() -> Vec<u8> {
    encode(&drawing(96, 64).to_luma8().into(), ImageFormat::Png)
}

pub(crate) fn sixteen_bit_png() -> Vec<u8> {
    encode(&drawing(96, 64).to_rgb16().into(), ImageFormat::Png)
}

/// A data URL; its declared type is wrong for all but JPEG, which must not matter.
pub(crate) fn data_url(bytes: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(bytes))
}

/// A PNG that says it has 100 megapixels, and no pixel.
pub(crate) fn huge_png() -> Vec<u8> {
    let mut header = [10_000u32.to_be_bytes(), 10_000u32.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(png_chunk(*b"IHDR", &header));
    bytes.extend(png_chunk(*b"IDAT", &[0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]));
    bytes.extend(png_chunk(*b"IEND", &[]));
    bytes
}

/// A PNG of two frames.
pub(crate) fn animated_png() -> Vec<u8> {
    let still = png();
    // After the signature (8 bytes) and IHDR (25 bytes).
    let (before, after) = still.split_at(33);
    let control = [2u32.to_be_bytes(), 0u32.to_be_bytes()].concat();
    [before, &png_chunk(*b"acTL", &control), after].concat()
}

/// A WebP of one frame in an animation.
pub(crate) fn animated_webp() -> Vec<u8> {
    let still = webp();
    let image = &still[12..];
    let three = |value: u32| value.to_le_bytes()[..3].to_vec();
    let canvas = [vec![0x02, 0, 0, 0], three(95), three(63)].concat();
    let mut frame = [
        three(0),
        three(0),
        three(95),
        three(63),
        three(100),
        vec![0],
    ]
    .concat();
    frame.extend_from_slice(image);
    let body = [
        b"WEBP".to_vec(),
        riff_chunk(*b"VP8X", &canvas),
        riff_chunk(*b"ANIM", &[0; 6]),
        riff_chunk(*b"ANMF", &frame),
    ]
    .concat();
    riff_chunk(*b"RIFF", &body)
}

fn riff_chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    let mut chunk = [name.as_slice(), &length, data].concat();
    if data.len() % 2 == 1 {
        chunk.push(0);
    }
    chunk
}

fn png_chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [name.as_slice(), data].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [length.as_slice(), &body, &crc32(&body).to_be_bytes()].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
