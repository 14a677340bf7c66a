//! The live picture around the selfie: what one frame leaves open, several may tell.

use serde::{Deserialize, Serialize};

use super::relief;
use super::surroundings::{self, Growth};
use crate::challenge::Posture;
use crate::face::{AlignedFace, Face, FaceComparer, FaceMesh, MeshReader};
use crate::frame::Frame;
use crate::model::ModelError;
use crate::read::DocumentEngine;

/// Most frames of a burst, the selfie not counted.
pub const BURST_FRAMES: usize = 3;
/// Least turn and lift of the head between two frames that must show its relief, in degrees: what
/// [`relief`] was measured on.
const TURN_DEG: f32 = 18.0;
const LIFT_DEG: f32 = 12.0;

/// What a selfie and the frames before it show together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Burst {
    /// How many frames show a face, the selfie not counted.
    pub faces: u32,
    /// Probability of traces of a display around the face, 0 to 1: the mean over all.
    pub screen: f32,
    /// Probability of traces of print around the face, 0 to 1: the mean over all.
    pub print: f32,
    /// Least likeness (0 to 1, see [`crate::face::Similarity::score`]) of the selfie to a frame on
    /// which the person looks ahead; `None` where there is none.
    pub likeness: Option<f32>,
    /// Most [`relief`] between the selfie and a frame on which the head is turned or lifted
    /// otherwise; `None` where it never was: most people hold still.
    pub relief: Option<f32>,
    /// How much of the face's growth from the frame on which its size differs most the surroundings
    /// took part in, 0 (a head before a room far away) to 1 (a picture); `None` where it hardly grew
    /// or shrank, or where nothing around it could be followed.
    pub moves_as_one: Option<f32>,
}

/// The selfie that a burst belongs to.
pub struct SelfieFace<'a> {
    /// Its pixels.
    pub frame: &'a Frame,
    /// The person on it.
    pub face: &'a Face,
    /// The same, aligned.
    pub aligned: &'a AlignedFace,
    /// Traces of a display and of print on it, 0 to 1.
    pub traces: (f32, f32),
}

impl Burst {
    /// Looks at the frames, each as if nothing were known of it. `None` where none shows a face.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails.
    pub fn look<'a>(
        selfie: &SelfieFace<'_>,
        frames: impl IntoIterator<Item = &'a Frame>,
        documents: &DocumentEngine,
        (comparer, meshes): (&FaceComparer, &MeshReader),
    ) -> Result<Option<Self>, ModelError> {
        let own = meshes.read(selfie.frame, selfie.face)?;
        let mut traces = vec![selfie.traces];
        let mut likeness: Option<f32> = None;
        let mut deepest: Option<f32> = None;
        let mut grown: Option<Growth> = None;
        for frame in frames {
            let Some(face) = documents.find_faces(frame)?.into_iter().next() else {
                continue;
            };
            traces.push(documents.face_traces(frame, &face)?);
            let Some(mesh) = meshes.read(frame, &face)? else {
                continue;
            };
            if Posture::of(&mesh).is_straight() {
                let aligned = AlignedFace::cut_out(frame, &face);
                let like = comparer.compare(selfie.aligned, &aligned)?.score;
                likeness = Some(likeness.map_or(like, |least| least.min(like)));
            }
            let Some(own) = &own else { continue };
            if has_turned(own, &mesh) {
                let depth = relief(own, &mesh);
                deepest = Some(deepest.map_or(depth, |most| most.max(depth)));
            }
            let growth = surroundings::growth((selfie.frame, own), (frame, &mesh));
            let growths = grown.into_iter().chain(growth);
            grown = growths.max_by(|a, b| a.face.abs().total_cmp(&b.face.abs()));
        }
        let faces = traces.len() - 1;
        let mean =
            |of: fn(&(f32, f32)) -> f32| traces.iter().map(of).sum::<f32>() / traces.len() as f32;
        Ok((faces > 0).then(|| Self {
            faces: faces as u32,
            screen: mean(|(screen, _)| *screen),
            print: mean(|(_, print)| *print),
            likeness,
            relief: deepest,
            moves_as_one: grown.map(|growth| growth.share),
        }))
    }
}

/// Whether the head is held so differently that its relief must show.
fn has_turned(first: &FaceMesh, other: &FaceMesh) -> bool {
    let (first, other) = (first.pose(), other.pose());
    (first.yaw_deg - other.yaw_deg).abs() >= TURN_DEG
        || (first.pitch_deg - other.pitch_deg).abs() >= LIFT_DEG
}
