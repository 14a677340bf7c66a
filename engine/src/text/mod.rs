//! Where text stands and what it says.
//!
//! An interim on PP-OCR's networks: detection finds fragments, [`lines`] joins them, recognition
//! gives frames of character probabilities for one line at a time.

mod detect;
pub mod lines;
mod recognise;

pub use detect::TextDetector;
pub use lines::TextLine;
pub use recognise::LineRecogniser;
