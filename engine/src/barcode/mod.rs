//! Barcodes on documents: PDF417 and QR codes are read, others are left alone. `rxing` finds and
//! decodes them; what US and Canadian licences say in theirs is parsed by [`aamva`].

pub mod aamva;
mod place;

use rxing::common::HybridBinarizer;
use rxing::pdf417::PDF417Reader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source, Reader};
use serde::{Deserialize, Serialize};

pub(crate) use place::places;

use crate::frame::{Frame, Grey};
use crate::locate::{Outline, Page};
use crate::region::Region;

/// Longest side of a picture that codes are looked for in, in pixels: two for the finest line of
/// an American licence that fills it.
const MAX_SIDE_PX: u32 = 1600;
/// Air around a page laid flat, as a share of its sides: codes stand close to edges.
const MARGIN: f32 = 0.02;

/// A kind of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Symbology {
    /// ISO/IEC 15438.
    #[serde(rename = "PDF417")]
    Pdf417,
    /// ISO/IEC 18004.
    #[serde(rename = "QR")]
    QrCode,
}

/// A code that was read. Personal data: not printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Barcode {
    /// What it is.
    pub symbology: Symbology,
    /// What it holds.
    pub text: String,
    /// The same, where it is that of a US or Canadian licence.
    pub licence: Option<aamva::Licence>,
    /// Where it stands.
    pub region: Option<Region>,
}

impl std::fmt::Debug for Barcode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Barcode {{ {:?}, … }}", self.symbology)
    }
}

/// Reads the codes anywhere in a frame; at most one of each kind.
#[must_use]
pub fn read_anywhere(frame: &Frame) -> Vec<Barcode> {
    read(frame, None, &[Symbology::Pdf417, Symbology::QrCode])
}

/// Reads the codes of these kinds on a page of the frame, or anywhere in the frame where no page
/// was found; at most one of each kind.
pub(crate) fn read(frame: &Frame, page: Option<&Page>, wanted: &[Symbology]) -> Vec<Barcode> {
    let page = page.map_or_else(|| whole(frame), |page| page.grown((MARGIN, MARGIN)));
    let flat = page.flattened(frame);
    let grey = Grey::luma(&flat);
    let (width, height) = (flat.width_px(), flat.height_px());
    let Ok(source) = Luma8Source::new_with_slice(grey.values(), width, height) else {
        return vec![];
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let mut found = Vec::new();
    for &symbology in wanted {
        let decoded = match symbology {
            Symbology::Pdf417 => PDF417Reader::new().decode_with_hints(&mut bitmap, &hints),
            Symbology::QrCode => QrReader.decode_with_hints(&mut bitmap, &hints),
        };
        let Ok(result) = decoded else { continue };
        found.push(Barcode {
            symbology,
            text: result.getText().to_owned(),
            licence: aamva::parse(result.getText())
                .ok()
                .filter(|_| symbology == Symbology::Pdf417),
            region: page.region(frame, result.getPoints().iter().map(|at| (at.x, at.y))),
        });
    }
    found
}

/// The whole frame as a page, not larger than codes need.
fn whole(frame: &Frame) -> Page {
    let (w, h) = (frame.width_px() as f32, frame.height_px() as f32);
    let scale = (MAX_SIDE_PX as f32 / w.max(h)).min(1.0);
    let corners = Outline::whole(frame).corners;
    Page::new(corners, ((w * scale).round(), (h * scale).round()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

    const LICENCE: &str = "@\n\u{1e}\rANSI 636014080102DL00410288ZC03290015DLDAQI1234568\n\
        DCSCARDHOLDER\nDACIMA\nDBA08312014\nDBB08311977\nDBC2\nDCGUSA\r";

    /// A code in black on a grey page, `scale` pixels a module.
    fn printed(text: &str, format: BarcodeFormat, scale: u32, turns: u8) -> Frame {
        let matrix = MultiFormatWriter.encode(text, &format, 0, 0).unwrap();
        let (columns, rows) = (matrix.getWidth(), matrix.getHeight());
        let air = 60;
        let (width, height) = (columns * scale + 2 * air, rows * scale + 2 * air);
        let mut rgb = vec![205; (width * height * 3) as usize];
        for y in 0..rows * scale {
            for x in 0..columns * scale {
                if matrix.get(x / scale, y / scale) {
                    let at = (((y + air) * width + x + air) * 3) as usize;
                    rgb[at..at + 3].fill(40);
                }
            }
        }
        Frame::from_rgb(width, height, rgb).unwrap().turned(turns)
    }

    #[test]
    fn the_code_of_a_licence_is_read_in_all_directions() {
        for turns in 0..4 {
            let frame = printed(LICENCE, BarcodeFormat::PDF_417, 2, turns);
            let found = read(&frame, None, &[Symbology::Pdf417, Symbology::QrCode]);
            assert_eq!(found.len(), 1, "turned {turns} times");
            let licence = found[0].licence.as_ref().unwrap();
            assert_eq!(licence.surname.as_deref(), Some("CARDHOLDER"));
            assert_eq!(licence.jurisdiction.as_deref(), Some("CA"));
            let region = found[0].region.unwrap();
            assert!(region.width > 100 && region.height > 30, "{region:?}");
        }
    }

    #[test]
    fn a_qr_code_is_reported_and_is_no_licence() {
        let frame = printed("https://example.org/1", BarcodeFormat::QR_CODE, 4, 0);
        let found = read(&frame, None, &[Symbology::Pdf417, Symbology::QrCode]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].symbology, Symbology::QrCode);
        assert_eq!(found[0].text, "https://example.org/1");
        assert_eq!(found[0].licence, None);
    }

    #[test]
    fn nothing_is_read_where_no_code_is() {
        let blank = Frame::from_rgb(300, 200, vec![200; 300 * 200 * 3]).unwrap();
        assert!(read(&blank, None, &[Symbology::Pdf417, Symbology::QrCode]).is_empty());
    }

    #[test]
    fn what_a_code_holds_is_not_printed() {
        let frame = printed("https://example.org/1", BarcodeFormat::QR_CODE, 4, 0);
        let found = read(&frame, None, &[Symbology::QrCode]);
        assert!(!format!("{found:?}").contains("example"));
    }
}
