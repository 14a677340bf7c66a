//! What is known of a picture beside what it shows: whether it came before, and by what camera.
//!
//! Injected and replayed pictures (ISO/IEC 30107-1 §5: attacks on the capture device, not before
//! it) may be perfect. These facts are told with the report; what follows is the policy's.

mod camera;
mod fingerprint;
mod repeats;

use serde::{Deserialize, Serialize};

pub use camera::{CameraFacts, is_virtual};
pub use fingerprint::Fingerprint;
pub use repeats::{Counts, Repeats};

/// What is known of one picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// Likeness to the picture of another dossier that is most like it, 0 to 1; 1 where it is the
    /// same file. `None` where none was looked for.
    pub seen_before: Option<f32>,
    /// What the page said of the camera; `None` for a file, and where it said nothing.
    pub camera: Option<CameraFacts>,
}

/// That of each picture of a process.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Provenances {
    /// Of the front.
    pub front: Provenance,
    /// Of the back.
    pub back: Provenance,
    /// Of the selfie.
    pub selfie: Provenance,
}
