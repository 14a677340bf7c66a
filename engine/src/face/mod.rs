//! Faces: found, described, compared.

mod align;
mod compare;
mod detect;

pub use compare::{Embedding, FaceComparer, Similarity};
pub(crate) use detect::shows_several;
pub use detect::{Face, FaceDetector};
