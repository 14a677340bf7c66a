//! Faces: found, described, compared.

mod align;
mod compare;
mod detect;

pub use compare::{Embedding, FaceComparer, Similarity};
pub use detect::{Face, FaceDetector};
