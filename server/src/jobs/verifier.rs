//! The step that decides, behind a trait, so that tests can put another in its place.

use serde::{Deserialize, Serialize};
use vidimus_engine::challenge::{Asked, Challenge, SampledFrame};
use vidimus_engine::check::Outcomes;
use vidimus_engine::face::{FaceComparer, MeshReader};
use vidimus_engine::frame::software;
use vidimus_engine::provenance::Provenances;
use vidimus_engine::{
    Declared, DocumentEngine, DocumentReading, Frame, FrameError, Limits, Policy, Report,
    VerifyError, verify,
};

use super::redaction::{Redactable, Redacted, redacted};
use crate::models::{self, ModelSource, ModelsError};
use crate::service::Answered;

/// The images of one process, as they were uploaded. Personal data: not printed.
pub struct Submission {
    /// The side with the holder's data.
    pub front: Vec<u8>,
    /// The other side.
    pub back: Option<Vec<u8>>,
    /// The person.
    pub selfie: Option<Vec<u8>>,
    /// Frames of the live picture before the selfie, oldest first.
    pub burst: Vec<Vec<u8>>,
    /// What became of the active challenge; `None` where the process asks for none.
    pub challenge: Option<Answered>,
    /// What is known of the images beside what they show.
    pub provenance: Provenances,
    /// What the person said the document is.
    pub declared: Option<Declared>,
    /// The settings.
    pub policy: Policy,
}

/// What a verification found.
pub struct Outcome {
    /// The report.
    pub report: Report,
    /// What each check rests on.
    pub checks: Outcomes,
    /// The similarity score behind the level, 0 to 1.
    pub similarity_score: Option<f32>,
    /// What was read on each side that was shown.
    pub sides: Vec<DocumentReading>,
}

/// A network, by name and content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelHash {
    /// Name in the manifest.
    pub name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// A verification that could not be carried out. Bad pictures are an outcome, not an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifierError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] VerifyError),
    /// An image that was decoded when it came cannot be decoded any more.
    #[error("a stored image cannot be decoded")]
    Image(#[from] FrameError),
    /// Something else, in a verifier of another kind.
    #[error("{0}")]
    Other(String),
}

/// Verifies a submission.
pub trait Verifier: Send + Sync + 'static {
    /// Does so; takes about a second of one core. Called on a thread that may block.
    ///
    /// # Errors
    /// [`VerifierError`] when there is no outcome; the job is tried again.
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError>;

    /// Covers fields in the pictures of a Dutch document; takes several seconds of one core. Called on
    /// a thread that may block.
    ///
    /// # Errors
    /// [`VerifierError`] when there is no outcome.
    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError>;

    /// The networks it uses.
    fn models(&self) -> &[ModelHash];
}

/// The engine, loaded once.
pub struct EngineVerifier {
    documents: DocumentEngine,
    faces: FaceComparer,
    meshes: MeshReader,
    models: Vec<ModelHash>,
}

impl EngineVerifier {
    /// Loads the networks.
    ///
    /// # Errors
    /// [`ModelsError`] when one is missing or damaged.
    pub fn load(source: &ModelSource) -> Result<Self, ModelsError> {
        Ok(Self {
            documents: models::load_documents(source)?,
            faces: models::load_faces(source)?,
            meshes: models::load_mesh(source)?,
            models: models::hashes(source)?,
        })
    }
}

impl Verifier for EngineVerifier {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        let limits = Limits::default();
        let decode = |bytes: &Vec<u8>| Frame::decode(bytes, &limits);
        let front = decode(&submission.front)?;
        let back = submission.back.as_ref().map(decode).transpose()?;
        let selfie = submission.selfie.as_ref().map(decode).transpose()?;
        let burst = submission.burst.iter().map(decode);
        let burst = burst.collect::<Result<Vec<_>, FrameError>>()?;
        let sampled = match &submission.challenge {
            Some(Answered::Frames { frames, .. }) => {
                let frames = frames.iter().map(|(at_ms, bytes)| {
                    Ok(SampledFrame {
                        at_ms: *at_ms,
                        frame: decode(bytes)?,
                    })
                });
                frames.collect::<Result<Vec<_>, FrameError>>()?
            }
            _ => vec![],
        };
        let challenge = submission
            .challenge
            .as_ref()
            .map(|answered| match answered {
                Answered::NotDone => Asked::NotDone,
                Answered::Frames { nonce, .. } => Asked::Attempted(Challenge::of(*nonce), &sampled),
            });
        let pictures = std::iter::once(&submission.front).chain(&submission.back);
        let verification = verify(
            &self.documents,
            &vidimus_engine::Submission {
                front: &front,
                back: back.as_ref(),
                selfie: selfie.as_ref(),
                burst: &burst,
                faces: Some(&self.faces),
                meshes: Some(&self.meshes),
                challenge,
                declared: submission.declared.clone(),
                software: pictures.filter_map(|bytes| software(bytes)).max(),
                provenance: submission.provenance,
            },
            &submission.policy,
        )?;
        Ok(Outcome {
            report: verification.report,
            checks: verification.checks,
            similarity_score: verification.similarity_score,
            sides: std::iter::once(verification.front)
                .chain(verification.back)
                .collect(),
        })
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        redacted(&self.documents, pictures)
    }

    fn models(&self) -> &[ModelHash] {
        &self.models
    }
}
