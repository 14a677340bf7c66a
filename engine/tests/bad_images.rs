//! Files that strangers send: each is decoded, or refused with a message that says why.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use vidimus_engine::{Frame, FrameError, Limits};

const PLAIN: &[u8] = include_bytes!("images/plain.jpg");

fn decode(bytes: &[u8]) -> Result<Frame, FrameError> {
    Frame::decode(bytes, &Limits::default())
}

/// A PNG that claims a size, with next to no data behind it.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = image::GrayImage::new(1, 1);
    image
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .unwrap();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    // The header's checksum covers its type and data.
    let mut crc = u32::MAX;
    for &byte in &bytes[12..29] {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

#[test]
fn an_empty_file_is_named_so() {
    assert!(matches!(decode(b""), Err(FrameError::Empty)));
}

#[test]
fn other_files_are_no_images() {
    for bytes in [
        &b"%PDF-1.7"[..],
        b"GIF89a\x01\x00\x01\x00",
        b"hello",
        &[0; 100],
        b"\xff",
    ] {
        let error = decode(bytes).unwrap_err();
        assert!(matches!(error, FrameError::UnsupportedFormat), "{error:?}");
    }
}

#[test]
fn a_cut_file_is_damaged_wherever_it_is_cut() {
    for length in (4..PLAIN.len() - 40).step_by(17) {
        let result = decode(&PLAIN[..length]);
        assert!(
            matches!(
                result,
                Err(FrameError::Damaged(_) | FrameError::Truncated | FrameError::UnsupportedFormat)
            ),
            "{length}: {result:?}"
        );
    }
}

#[test]
fn no_byte_that_is_changed_makes_it_panic() {
    for place in 0..PLAIN.len() {
        let mut bytes = PLAIN.to_vec();
        bytes[place] ^= 0xff;
        let _ = decode(&bytes);
    }
}

#[test]
fn a_hundred_megapixels_are_refused_by_the_header() {
    let error = decode(&png_header(10_000, 10_000)).unwrap_err();
    assert!(
        matches!(
            error,
            FrameError::TooManyPixels {
                width_px: 10_000,
                ..
            }
        ),
        "{error:?}"
    );
    let error = decode(&png_header(4_000_000, 10)).unwrap_err();
    assert!(
        matches!(error, FrameError::TooManyPixels { .. }),
        "{error:?}"
    );
}

#[test]
fn a_large_file_is_refused_before_it_is_looked_at() {
    let bytes = vec![0; (10 << 20) + 1];
    assert!(matches!(
        decode(&bytes),
        Err(FrameError::TooManyBytes { .. })
    ));
}

#[test]
fn animations_are_refused() {
    for bytes in [
        &include_bytes!("images/animated.png")[..],
        include_bytes!("images/animated.webp"),
    ] {
        assert!(matches!(decode(bytes), Err(FrameError::Animated)));
    }
}

#[test]
fn unusual_encodings_show_the_same_picture() {
    let plain = decode(PLAIN).unwrap();
    let mut sixteen_bit = Vec::new();
    image::DynamicImage::from(image::RgbImage::from_raw(64, 48, plain.rgb().to_vec()).unwrap())
        .into_rgb16()
        .write_to(
            &mut std::io::Cursor::new(&mut sixteen_bit),
            image::ImageFormat::Png,
        )
        .unwrap();
    assert_eq!(decode(&sixteen_bit).unwrap(), plain);
    for (name, bytes, tolerance) in [
        ("CMYK", &include_bytes!("images/cmyk.jpg")[..], 40.0),
        ("palette", include_bytes!("images/palette.png"), 40.0),
    ] {
        let frame = decode(bytes).unwrap();
        assert_eq!((frame.width_px(), frame.height_px()), (64, 48), "{name}");
        let difference: f32 = frame
            .rgb()
            .iter()
            .zip(plain.rgb())
            .map(|(a, b)| (f32::from(*a) - f32::from(*b)).abs())
            .sum::<f32>()
            / plain.rgb().len() as f32;
        assert!(difference < tolerance, "{name}: {difference}");
    }
    let grey = decode(include_bytes!("images/grey.jpg")).unwrap();
    assert!(
        grey.rgb()
            .chunks_exact(3)
            .all(|p| p[0] == p[1] && p[1] == p[2])
    );
}

#[test]
fn a_picture_is_turned_upright_by_its_exif_orientation() {
    let turned = decode(include_bytes!("images/turned.jpg")).unwrap();
    let upright = decode(PLAIN).unwrap().turned(1);
    assert_eq!((turned.width_px(), turned.height_px()), (48, 64));
    let difference: u64 = turned
        .rgb()
        .iter()
        .zip(upright.rgb())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    assert!(difference < 3 * turned.rgb().len() as u64, "{difference}");
}
