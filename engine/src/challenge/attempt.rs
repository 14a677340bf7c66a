//! The frames of an attempt at a challenge, looked at again from their pixels on.

use super::{Challenge, Disagreement, Posture, Sample, Seen, disagreement};
use crate::face::{AlignedFace, FaceComparer, FaceMesh, MeshReader};
use crate::frame::Frame;
use crate::liveness::relief;
use crate::model::ModelError;
use crate::read::DocumentEngine;

/// A frame that the browser sampled. Personal data: has no `Debug`.
pub struct SampledFrame {
    /// When it was taken, in milliseconds from any moment.
    pub at_ms: f64,
    /// Its pixels.
    pub frame: Frame,
}

/// What became of a challenge that a process asks for.
pub enum Asked<'a> {
    /// Nobody did it: the person gave up, or had no more attempts.
    NotDone,
    /// Frames of an attempt at it, one for each of [`Challenge::samples`].
    Attempted(Challenge, &'a [SampledFrame]),
}

/// What the frames of an attempt show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt {
    /// The first thing in which they do not show what was asked; `None` where they do.
    pub disagreement: Option<Disagreement>,
    /// Least likeness (0 to 1, see [`crate::face::Similarity::score`]) of the selfie to a frame on
    /// which the person looks ahead; `None` without a selfie, or where no face was found.
    pub likeness: Option<f32>,
    /// Most [`relief`] between the first frame and one on which the head is turned or lifted;
    /// `None` where there are not both.
    pub relief: Option<f32>,
}

impl Attempt {
    /// Looks at the frames, each as if nothing were known of it; `selfie` is the face on that of the
    /// same process.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails.
    pub fn look(
        challenge: &Challenge,
        frames: &[SampledFrame],
        documents: &DocumentEngine,
        (comparer, meshes): (&FaceComparer, &MeshReader),
        selfie: Option<&AlignedFace>,
    ) -> Result<Self, ModelError> {
        let mut seen = Vec::with_capacity(frames.len());
        let mut likeness: Option<f32> = None;
        let mut straight: Option<FaceMesh> = None;
        let mut deepest: Option<f32> = None;
        for (sample, SampledFrame { at_ms, frame }) in challenge.samples().into_iter().zip(frames) {
            let face = documents.find_faces(frame)?.into_iter().next();
            let mesh = match &face {
                Some(face) => meshes.read(frame, face)?,
                None => None,
            };
            seen.push(Seen {
                sample,
                posture: mesh.as_ref().map(Posture::of),
                at_ms: *at_ms,
            });
            match (sample, &mesh, &straight) {
                (Sample::Straight, Some(_), _) => straight = mesh,
                (Sample::Done(task), Some(turned), Some(first)) if task.turns_the_head() => {
                    let own = relief(first, turned);
                    deepest = Some(deepest.map_or(own, |most| most.max(own)));
                }
                _ => {}
            }
            // Turned heads are alike to nothing.
            let looks_ahead = !matches!(sample, Sample::Done(_));
            if let (true, Some(face), Some(selfie)) = (looks_ahead, face, selfie) {
                let own = comparer
                    .compare(selfie, &AlignedFace::cut_out(frame, &face))?
                    .score;
                likeness = Some(likeness.map_or(own, |least| least.min(own)));
            }
        }
        // Frames too many are no samples of this challenge.
        let is_whole = frames.len() == seen.len();
        let disagreement = disagreement(challenge, &seen);
        Ok(Self {
            disagreement: disagreement.or((!is_whole).then_some(Disagreement::Steps)),
            likeness,
            relief: deepest,
        })
    }
}
