//! Passive liveness: does a selfie show a person, or a picture of one held before the camera
//! (presentation attack detection, ISO/IEC 30107-1)?
//!
//! Looked for is what gives a display, a print or a document away. Nothing here proves that a person
//! is alive, and nothing was tested for conformity with ISO/IEC 30107-3.

mod burst;
mod relief;
mod similarity;
mod surroundings;

use serde::{Deserialize, Serialize};

use crate::challenge::Attempt;
use crate::provenance::Provenance;
use crate::region::Region;

pub use burst::{BURST_FRAMES, Burst, SelfieFace};
pub use relief::relief;

/// All that speaks for or against a living person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Liveness {
    /// How the selfie came about.
    pub traces: Option<SelfieTraces>,
    /// Where the face is on it.
    pub face: Option<Region>,
    /// What the selfie and the frames before it show together; `None` where none came.
    pub burst: Option<Burst>,
    /// Whether the process asks for an active challenge.
    pub asked: bool,
    /// What the frames of the attempt show; `None` where there was none.
    pub attempt: Option<Attempt>,
    /// What is known of the selfie beside what it shows.
    pub provenance: Provenance,
}

/// What was found of how a selfie came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SelfieTraces {
    /// Probability of traces of a display around the face, 0 to 1.
    pub screen: f32,
    /// Probability of traces of print around the face, 0 to 1.
    pub print: f32,
    /// Share (0 to 1) that the face has of the document or sheet whose outline is around it; `None`
    /// where there is none. A portrait has less of its document than any face of a selfie.
    pub sheet: Option<f32>,
    /// Whether a machine-readable zone was read.
    pub zone: bool,
    /// What was looked at for traces, in pixels of the frame.
    pub windows: Vec<Region>,
}
