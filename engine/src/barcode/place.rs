//! Where codes stand, whether or not what they hold can be read.

use rxing::common::{DetectorRXingResult as _, HybridBinarizer};
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{BinaryBitmap, Luma8Source};

use super::{MARGIN, Symbology, read, whole};
use crate::frame::{Frame, Grey};
use crate::locate::Page;

/// The corners, in pixels of the frame, of every QR code on a page and anywhere in the frame, and
/// of a PDF417 code that can be read. One that stands in both is told twice.
pub(crate) fn places(frame: &Frame, page: Option<&Page>) -> Vec<[(f32, f32); 4]> {
    let page = page.map(|page| page.grown((MARGIN, MARGIN)));
    let surfaces = page.into_iter().chain([whole(frame)]);
    let mut found: Vec<_> = surfaces.flat_map(|page| squares(frame, &page)).collect();
    let read = read(frame, None, &[Symbology::Pdf417]);
    found.extend(read.iter().filter_map(|code| Some(code.region?.corners())));
    found
}

/// QR codes by their three corner marks, with a grid of cells between them.
fn squares(frame: &Frame, page: &Page) -> Vec<[(f32, f32); 4]> {
    let flat = page.flattened(frame);
    let grey = Grey::luma(&flat);
    let (width, height) = (flat.width_px(), flat.height_px());
    let Ok(source) = Luma8Source::new_with_slice(grey.values(), width, height) else {
        return vec![];
    };
    let bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let cells = bitmap.get_black_matrix();
    let mut marks = FindFinderPatterns(cells, true, 0);
    let sets = GenerateFinderPatternSets(&mut marks);
    let codes = sets.iter().filter_map(|set| SampleQR(cells, set).ok());
    let corners = codes.filter_map(|code| {
        let points: Vec<_> = code.getPoints().iter().map(|at| (at.x, at.y)).collect();
        // Row by row, where corners go round.
        let &[a, b, d, c] = points.as_slice() else {
            return None;
        };
        Some([a, b, c, d])
    });
    corners
        .map(|corners| corners.map(|corner| page.to_frame(corner)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

    #[test]
    fn two_codes_are_found_also_where_one_is_damaged() {
        let text = "111222333";
        let format = BarcodeFormat::QR_CODE;
        let matrix = MultiFormatWriter.encode(text, &format, 0, 0).unwrap();
        let (side, scale) = (matrix.getWidth(), 6);
        let (width, height) = (700_u32, 400_u32);
        let mut rgb = vec![205; (width * height * 3) as usize];
        for (left, damaged) in [(60, false), (380, true)] {
            for y in 0..side * scale {
                for x in 0..side * scale {
                    let (column, row) = (x / scale, y / scale);
                    // Every cell between the marks dark: nothing is left to be read.
                    let within = 12..side - 12;
                    let lost = damaged && within.contains(&column) && within.contains(&row);
                    if lost || matrix.get(column, row) {
                        let at = (((y + 60) * width + x + left) * 3) as usize;
                        rgb[at..at + 3].fill(40);
                    }
                }
            }
        }
        let frame = Frame::from_rgb(width, height, rgb).unwrap();
        let found = places(&frame, None);
        for left in [60, 380] {
            let middle = (
                (left + side * scale / 2) as f32,
                (60 + side * scale / 2) as f32,
            );
            let held = found
                .iter()
                .filter(|corners| crate::locate::contains(corners, middle));
            assert!(held.count() > 0, "{left}: {found:?}");
        }
    }

    #[test]
    fn no_code_is_where_nothing_is() {
        let blank = Frame::from_rgb(300, 200, vec![200; 300 * 200 * 3]).unwrap();
        assert!(places(&blank, None).is_empty());
    }
}
