//! The real networks, and frames for them to look at.

mod nobody;

use nobody::Nobody;
use vidimus_engine::model::OnnxModel;
use vidimus_engine::{DocumentEngine, DocumentModels, Frame};

/// The engine with its own networks. `face-detection` is no file of this repository: where
/// `$VIDIMUS_FACE_DETECTION` does not name it (`cargo xtask test` does), no face is ever seen.
pub(crate) fn engine() -> DocumentEngine {
    let locator = include_bytes!("../../models/locator.onnx").to_vec();
    let zone_recognition = include_bytes!("../../models/zone-recognition.onnx").to_vec();
    let page_layout = include_bytes!("../../models/page-layout.onnx").to_vec();
    let text_recognition = include_bytes!("../../models/text-recognition.onnx").to_vec();
    let document_traces = include_bytes!("../../models/document-traces.onnx").to_vec();
    DocumentEngine::new(DocumentModels {
        locator: Box::new(OnnxModel::load("locator", locator).unwrap()),
        zone_recognition: Box::new(OnnxModel::load("zone-recognition", zone_recognition).unwrap()),
        page_layout: Box::new(OnnxModel::load("page-layout", page_layout).unwrap()),
        text_recognition: Box::new(OnnxModel::load("text-recognition", text_recognition).unwrap()),
        face_detection: match std::env::var_os("VIDIMUS_FACE_DETECTION") {
            Some(file) => {
                let bytes = std::fs::read(file).unwrap();
                Box::new(OnnxModel::load("face-detection", bytes).unwrap())
            }
            None => Box::new(Nobody),
        },
        document_traces: Box::new(OnnxModel::load("document-traces", document_traces).unwrap()),
    })
}

/// What a made-up frame shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Content {
    /// Every pixel by chance.
    Noise,
    /// One colour.
    Flat([u8; 3]),
    /// Dark and light stripes of this many pixels, upright or lying.
    Stripes {
        /// Width of a stripe.
        pixels: u32,
        /// Whether they run from top to bottom.
        upright: bool,
    },
    /// A pale page with lines of dark shapes as high as this many pixels.
    Text {
        /// Height of a shape.
        capital: u32,
    },
}

/// A frame of any size. The same seed gives the same frame.
pub(crate) fn frame((width, height): (u32, u32), content: Content, seed: u64) -> Frame {
    let mut chance = Chance(seed | 1);
    let shapes: Vec<u64> = (0..64).map(|_| chance.next()).collect();
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            rgb.extend(match content {
                Content::Noise => {
                    let [red, green, blue, ..] = chance.next().to_le_bytes();
                    [red, green, blue]
                }
                Content::Flat(colour) => colour,
                Content::Stripes { pixels, upright } => {
                    let along = if upright { x } else { y };
                    [if along / pixels % 2 == 0 { 20 } else { 230 }; 3]
                }
                Content::Text { capital } => [letter(x, y, capital, &shapes); 3],
            });
        }
    }
    Frame::from_rgb(width, height, rgb).unwrap()
}

/// Shapes of 5 by 7 spots, every second line of the page.
fn letter(x: u32, y: u32, capital: u32, shapes: &[u64]) -> u8 {
    let spot = (capital / 7).max(1);
    let (column, row) = (x / spot, y / spot);
    let (character, line) = (column / 7, row / 14);
    let (spot_x, spot_y) = (column % 7, row % 14);
    let shape = shapes[(character + 13 * line) as usize % shapes.len()];
    let dark = spot_x < 5 && spot_y < 7 && shape >> (spot_x + 5 * spot_y) & 1 == 1;
    if dark { 25 } else { 225 }
}

/// Marsaglia's xorshift.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
