//! Files without what cameras and programs write beside the picture.
//!
//! Where and when a photo was taken, with which telephone, and a small copy of what was cut away: none of
//! that is asked for, so none of it is kept. Three things stay: which way up the picture is, how its
//! colours are meant, and whether it names a program that changes or makes pictures, which a security
//! check looks at. The picture's own data are not touched.

use bytes::Bytes;
use image::ImageDecoder as _;
use image::metadata::Orientation;
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{ImageEXIF as _, riff::RiffContent};
use vidimus_engine::frame::{Software, software};

/// PNG chunks that say what pixels and colours are (PNG specification, 4.3 and 11.3).
const PNG_KEPT: [&[u8; 4]; 12] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"cICP", b"pHYs",
];
/// The same of `WebP` (RFC 9649).
const WEBP_KEPT: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];

/// The file without metadata; `None` for one that cannot be taken apart.
pub(super) fn without_metadata(file: &Bytes) -> Option<Bytes> {
    let exif = kept(file);
    let kind = image::guess_format(file).ok()?;
    match kind {
        image::ImageFormat::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(file.clone()).ok()?;
            jpeg.segments_mut().retain(|segment| {
                let is_application = (markers::APP0..=markers::APP15).contains(&segment.marker());
                // JFIF, colour profile, and Adobe's note on how colours are coded.
                let is_colour = matches!(segment.marker(), markers::APP0 | markers::APP14)
                    || segment.contents().starts_with(b"ICC_PROFILE\0");
                segment.marker() != markers::COM && (!is_application || is_colour)
            });
            jpeg.set_exif(exif);
            Some(jpeg.encoder().bytes())
        }
        image::ImageFormat::Png => {
            let mut png = Png::from_bytes(file.clone()).ok()?;
            png.chunks_mut()
                .retain(|chunk| PNG_KEPT.contains(&&chunk.kind()));
            png.set_exif(exif);
            Some(png.encoder().bytes())
        }
        image::ImageFormat::WebP => {
            let mut webp = WebP::from_bytes(file.clone()).ok()?;
            webp.chunks_mut().retain(|chunk| {
                WEBP_KEPT.contains(&&chunk.id())
                    || matches!(chunk.content(), RiffContent::List { .. })
            });
            webp.set_exif(exif);
            Some(webp.encoder().bytes())
        }
        _ => None,
    }
}

/// What stays, as EXIF; `None` where there is nothing to say.
fn kept(file: &[u8]) -> Option<Bytes> {
    let orientation = orientation(file).filter(|own| *own != Orientation::NoTransforms);
    let software = software(file);
    (orientation.is_some() || software.is_some())
        .then(|| exif(orientation.map_or(1, Orientation::to_exif), software))
}

fn orientation(file: &[u8]) -> Option<Orientation> {
    let reader = image::ImageReader::new(std::io::Cursor::new(file));
    let decoder = reader.with_guessed_format().ok()?.into_decoder();
    decoder.ok()?.orientation().ok()
}

/// A directory with `Orientation` and, where there is one, `Software` (TIFF 6.0 sections 2 and 8).
fn exif(orientation: u8, software: Option<Software>) -> Bytes {
    const SHORT: u16 = 3;
    const ASCII: u16 = 2;
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let [tag, kind] = [tag, kind].map(u16::to_le_bytes);
        let [count, value] = [count, value].map(u32::to_le_bytes);
        [tag.as_slice(), &kind, &count, &value].concat()
    };
    let text = software.map(|own| [own.name().as_bytes(), &[0]].concat());
    let entries = 1 + u16::from(text.is_some());
    // Little-endian, and the directory after these eight bytes.
    let mut exif = b"II*\0\x08\0\0\0".to_vec();
    exif.extend(entries.to_le_bytes());
    exif.extend(entry(0x0112, SHORT, 1, u32::from(orientation)));
    if let Some(text) = &text {
        let place = 8 + 2 + 12 * u32::from(entries) + 4;
        exif.extend(entry(0x0131, ASCII, text.len() as u32, place));
    }
    exif.extend(0_u32.to_le_bytes());
    exif.extend(text.unwrap_or_default());
    exif.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder as _};

    const PIXELS: [u8; 48] = [120; 48];

    /// EXIF of a telephone: orientation, program, and a place.
    fn from_a_telephone(orientation: u8, program: &str) -> Vec<u8> {
        let mut exif = exif(orientation, None).to_vec();
        exif.extend(program.as_bytes());
        exif.extend(b"GPS 52.37N 4.89E iPhone of Willeke");
        exif
    }

    fn jpeg(exif: Vec<u8>) -> Bytes {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new(&mut bytes);
        encoder.set_exif_metadata(exif).unwrap();
        encoder
            .encode(&PIXELS, 4, 4, ExtendedColorType::Rgb8)
            .unwrap();
        // A comment, after the two bytes that begin a JPEG.
        bytes.splice(2..2, b"\xff\xfe\0\x09Willeke".iter().copied());
        bytes.into()
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|own| own == text.as_bytes())
    }

    fn pixels(bytes: &[u8]) -> Vec<u8> {
        image::load_from_memory(bytes)
            .unwrap()
            .into_rgb8()
            .into_raw()
    }

    #[test]
    fn only_what_is_needed_stays_of_a_jpeg() {
        let before = jpeg(from_a_telephone(6, "Adobe Photoshop"));
        assert!(holds(&before, "GPS") && holds(&before, "Willeke"));
        let after = without_metadata(&before).unwrap();
        assert!(!holds(&after, "GPS") && !holds(&after, "Willeke") && !holds(&after, "Adobe P"));
        assert_eq!(orientation(&after), Some(Orientation::Rotate90));
        assert_eq!(software(&after), Some(Software::Editing));
        assert_eq!(pixels(&after), pixels(&before));
        assert_eq!(
            without_metadata(&after),
            Some(after.clone()),
            "nothing is left to take away"
        );
    }

    #[test]
    fn who_makes_pictures_is_still_known() {
        let before = jpeg(from_a_telephone(1, "Midjourney v7"));
        let after = without_metadata(&before).unwrap();
        assert_eq!(software(&after), Some(Software::Generating));
        let plain = without_metadata(&jpeg(from_a_telephone(1, "HDR+ 1.0"))).unwrap();
        assert!(!holds(&plain, "Exif"), "there is nothing to say");
    }

    #[test]
    fn a_png_loses_its_texts() {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        encoder.set_exif_metadata(from_a_telephone(3, "")).unwrap();
        encoder
            .write_image(&PIXELS, 4, 4, ExtendedColorType::Rgb8)
            .unwrap();
        let before = Bytes::from(bytes);
        assert!(holds(&before, "Willeke"));
        let after = without_metadata(&before).unwrap();
        assert!(!holds(&after, "Willeke"));
        assert_eq!(orientation(&after), Some(Orientation::Rotate180));
        assert_eq!(pixels(&after), pixels(&before));
    }

    #[test]
    fn what_cannot_be_taken_apart_is_said() {
        assert_eq!(without_metadata(&Bytes::from_static(b"\xff\xd8\xff")), None);
        assert_eq!(without_metadata(&Bytes::from_static(b"GIF89a")), None);
    }
}
