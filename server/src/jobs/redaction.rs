//! Redacting pictures, from files to files.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage};
use jiff::civil::Date;
use vidimus_engine::catalogue::Side;
use vidimus_engine::redact::{
    Doubt, RedactedField, Redaction, RedactionLevel, RedactionRequest, redact,
};
use vidimus_engine::{DocumentEngine, DocumentType, Frame, Limits};

use super::verifier::VerifierError;

/// Quality of redacted pictures that came as JPEG.
const JPEG_QUALITY: u8 = 92;

/// Pictures of a Dutch document, and what to cover in them. Personal data: not printed.
pub struct Redactable {
    /// The side with the portrait.
    pub front: Option<Vec<u8>>,
    /// The other side.
    pub back: Option<Vec<u8>>,
    /// What it is said to be.
    pub document_type: DocumentType,
    /// What to cover.
    pub fields: Vec<RedactedField>,
    /// How much around it.
    pub level: RedactionLevel,
    /// Settles the century of two-digit years.
    pub today: Date,
}

/// What became of it.
pub enum Redacted {
    /// Files in the format in which they came, without their metadata.
    Sure {
        /// The front, where there was one.
        front: Option<Vec<u8>>,
        /// The back, where there was one.
        back: Option<Vec<u8>>,
    },
    /// No picture, and why.
    NotSure(Vec<Doubt>),
}

pub(super) fn redacted(
    engine: &DocumentEngine,
    pictures: &Redactable,
) -> Result<Redacted, VerifierError> {
    let decode = |bytes: &Vec<u8>| Frame::decode(bytes, &Limits::default());
    let front = pictures.front.as_ref().map(decode).transpose()?;
    let back = pictures.back.as_ref().map(decode).transpose()?;
    let request = RedactionRequest {
        front: front.as_ref(),
        back: back.as_ref(),
        document_type: pictures.document_type,
        fields: &pictures.fields,
        level: pictures.level,
        today: pictures.today,
    };
    let other = |error: &dyn std::error::Error| VerifierError::Other(error.to_string());
    let sides = match redact(engine, &request).map_err(|error| other(&error))? {
        Redaction::Sure(sides) => sides,
        Redaction::NotSure(doubts) => {
            return Ok(Redacted::NotSure(
                doubts.into_iter().map(|own| own.doubt).collect(),
            ));
        }
    };
    let (mut front, mut back) = (None, None);
    for side in sides {
        let (file, original) = match side.side {
            Side::Front => (&mut front, &pictures.front),
            Side::Back => (&mut back, &pictures.back),
        };
        let original = original.as_deref().unwrap_or_default();
        *file = Some(encoded(&side.frame, original).map_err(|error| other(&error))?);
    }
    Ok(Redacted::Sure { front, back })
}

fn encoded(frame: &Frame, original: &[u8]) -> Result<Vec<u8>, image::ImageError> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_raw(frame.width_px(), frame.height_px(), frame.rgb().to_vec());
    let picture = picture.unwrap_or_default();
    match image::guess_format(original)? {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            picture.write_with_encoder(encoder)?;
        }
        _ => picture.write_to(&mut bytes, ImageFormat::Png)?,
    }
    Ok(bytes.into_inner())
}
