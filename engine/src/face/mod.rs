//! Faces: found, described, compared.

mod align;
mod calibration;
mod compare;
mod detect;
mod follow;
mod lids;
mod look;
mod mesh;
mod quality;
mod smooth;

pub use align::AlignedFace;
pub use calibration::{Calibration, CalibrationError};
pub use compare::{Detail, Embedding, FaceComparer, Similarity};
pub(crate) use detect::shows_several;
pub use detect::{Face, FaceDetector};
pub use follow::FaceFollower;
pub use mesh::{FaceMesh, HeadPose, MeshReader};
pub use quality::FaceQuality;
