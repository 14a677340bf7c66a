//! Which program made or changed a picture, by its own word.

use std::io::Cursor;

use image::{ImageDecoder as _, ImageReader};
use serde::{Deserialize, Serialize};

/// What a program does with pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Software {
    /// Changes pictures; also what phones' owners cut pictures with.
    Editing,
    /// Makes pictures out of words.
    Generating,
}

const GENERATES: &str = "picture generating software";
const EDITS: &str = "picture editing software";

impl Software {
    /// A name that [`software`] knows any such program by: what is left of a file's metadata where only
    /// this is kept.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Editing => EDITS,
            Self::Generating => GENERATES,
        }
    }
}

/// Names as programs write them into metadata (EXIF `Software`, XMP `CreatorTool`, IPTC
/// `DigitalSourceType`), in small letters.
const GENERATING: [&str; 10] = [
    GENERATES,
    "trainedalgorithmicmedia",
    "stable diffusion",
    "midjourney",
    "dall-e",
    "dall·e",
    "adobe firefly",
    "imagen",
    "comfyui",
    "novelai",
];
const EDITING: [&str; 12] = [
    EDITS,
    "photoshop",
    "gimp",
    "affinity photo",
    "paint.net",
    "pixelmator",
    "photopea",
    "picsart",
    "snapseed",
    "facetune",
    "canva",
    "coreldraw",
];
/// Most bytes of metadata that are looked at.
const MOST_BYTES: usize = 256 * 1024;

/// The program that a JPEG, PNG or WebP file names in its EXIF or XMP metadata; `None` where it
/// names none that is known, has no metadata, or cannot be read.
#[must_use]
pub fn software(bytes: &[u8]) -> Option<Software> {
    let reader = ImageReader::new(Cursor::new(bytes));
    let mut decoder = reader.with_guessed_format().ok()?.into_decoder().ok()?;
    let metadata = [decoder.exif_metadata(), decoder.xmp_metadata()];
    let metadata = metadata.into_iter().filter_map(|own| own.ok().flatten());
    metadata.filter_map(|own| named(&own)).max()
}

fn named(metadata: &[u8]) -> Option<Software> {
    let part = &metadata[..metadata.len().min(MOST_BYTES)];
    // EXIF may have text in UTF-16, which is ASCII with zeros between.
    let text: Vec<u8> = part.iter().copied().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&text).to_lowercase();
    let names = |known: &[&str]| known.iter().any(|name| text.contains(name));
    if names(&GENERATING) {
        Some(Software::Generating)
    } else {
        names(&EDITING).then_some(Software::Editing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;

    /// A JPEG with this EXIF `Software` (tag 0x0131, ASCII).
    fn jpeg(software: &str) -> Vec<u8> {
        let text = [software.as_bytes(), &[0]].concat();
        let mut exif = b"II*\0\x08\0\0\0\x01\0\x31\x01\x02\0".to_vec();
        exif.extend((text.len() as u32).to_le_bytes());
        exif.extend(26_u32.to_le_bytes());
        exif.extend([0; 4]);
        exif.extend(&text);
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new(&mut bytes);
        image::ImageEncoder::set_exif_metadata(&mut encoder, exif).unwrap();
        encoder
            .encode(&[90; 192], 8, 8, image::ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    }

    #[test]
    fn programs_are_known_by_their_names() {
        assert_eq!(
            software(&jpeg("Adobe Photoshop 25.1 (Macintosh)")),
            Some(Software::Editing)
        );
        assert_eq!(software(&jpeg("GIMP 2.10")), Some(Software::Editing));
        assert_eq!(
            software(&jpeg("Stable Diffusion XL")),
            Some(Software::Generating)
        );
        assert_eq!(software(&jpeg("HDR+ 1.0.520435764zd")), None);
    }

    #[test]
    fn what_has_no_metadata_names_nothing() {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new(&mut bytes);
        image::ImageEncoder::write_image(encoder, &[9; 3], 1, 1, image::ExtendedColorType::Rgb8)
            .unwrap();
        assert_eq!(software(&bytes), None);
        assert_eq!(software(b"photoshop"), None);
    }
}
