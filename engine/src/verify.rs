//! The whole way from pictures to a report.

use crate::catalogue::Side;
use crate::challenge::{Asked, Attempt};
use crate::check::{CheckName, Examined, Outcomes};
use crate::face::{AlignedFace, Face, FaceComparer, MeshReader, Similarity, shows_several};
use crate::fields::Field;
use crate::frame::{Frame, Software};
use crate::liveness::{BURST_FRAMES, Burst, Liveness, SelfieFace};
use crate::model::ModelError;
use crate::policy::{Declared, Policy};
use crate::provenance::Provenances;
use crate::quality::PrecheckConfig;
use crate::read::{DocumentEngine, DocumentReading};
use crate::report::{Document, Report, SecurityChecks, Selfie, SelfieStatus, Subject};
use crate::statement::statements;
use crate::{check, verdict};

/// The pictures of one process.
pub struct Submission<'a> {
    /// The side with the holder's data.
    pub front: &'a Frame,
    /// The other side, where the document has one worth reading.
    pub back: Option<&'a Frame>,
    /// The selfie, for processes of type `documentSelfie`.
    pub selfie: Option<&'a Frame>,
    /// Frames of the live picture before the selfie, at most [`crate::liveness::BURST_FRAMES`] of
    /// which are looked at; none where it comes from a file.
    pub burst: &'a [Frame],
    /// Compares the portrait with the selfie, and with the smaller second portrait that many
    /// documents have. Without it neither is done, and a selfie is not looked at.
    pub faces: Option<&'a FaceComparer>,
    /// Tells how faces are held, for the burst and the challenge. Without it neither is looked at.
    pub meshes: Option<&'a MeshReader>,
    /// What became of the active challenge; `None` where the process asks for none.
    pub challenge: Option<Asked<'a>>,
    /// What the person said the document is.
    pub declared: Option<Declared>,
    /// What the files' metadata name as their maker (see [`crate::frame::software`]).
    pub software: Option<Software>,
    /// What is known of the pictures beside what they show.
    pub provenance: Provenances,
}

impl<'a> Submission<'a> {
    /// One picture alone.
    #[must_use]
    pub fn of(front: &'a Frame) -> Self {
        Self {
            front,
            back: None,
            selfie: None,
            burst: &[],
            faces: None,
            meshes: None,
            challenge: None,
            declared: None,
            software: None,
            provenance: Provenances::default(),
        }
    }
}

/// A report, and the readings it rests on.
pub struct Verification {
    /// The result.
    pub report: Report,
    /// What each check rests on.
    pub checks: Outcomes,
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
    let back = submission
        .back
        .map(|frame| documents.read(frame, policy.today))
        .transpose()?;
    let front = documents.read_beside(submission.front, back.as_ref(), policy.today)?;
    let declared = submission.declared.as_ref();
    let front = front.compared_with(declared);
    let back = back.map(|back| back.compared_with(declared));
    let selfie = match submission.selfie.zip(submission.faces) {
        Some((selfie, _)) => Some(look_at(documents, selfie)?),
        None => None,
    };
    let person = selfie.as_ref().and_then(|(_, person)| person.as_ref());
    let portrait = front.face.as_ref();
    let portrait = portrait.map(|face| AlignedFace::cut_out(submission.front, face));
    let compared = portrait.zip(person).zip(submission.faces);
    let similarity = compared
        .map(|((portrait, person), faces)| faces.compare(&portrait, &person.aligned))
        .transpose()?;
    let mut examined = examine(documents, submission, &front, back.as_ref())?;
    examined.liveness = liveness(documents, submission, person)?;
    let checks = check::checks(&front, back.as_ref(), &examined, policy);
    let sides: Vec<&DocumentReading> = std::iter::once(&front).chain(back.as_ref()).collect();
    let document = document(&sides, &checks, similarity, policy);
    let selfie = selfie.map(|(selfie, _)| selfie);
    let report = verdict::decide(document, selfie, &policy.document);
    Ok(Verification {
        report,
        checks,
        front,
        back,
        similarity_score: similarity.map(|s| s.score),
    })
}

/// Finds out what there is about the pictures beyond reading them; `front` and `back` are what was
/// read.
///
/// # Errors
/// [`ModelError::Run`] when a network fails.
pub fn examine(
    documents: &DocumentEngine,
    submission: &Submission<'_>,
    front: &DocumentReading,
    back: Option<&DocumentReading>,
) -> Result<Examined, ModelError> {
    let behind = submission.back.zip(back);
    let sides = [
        (Side::Front, Some((submission.front, front))),
        (Side::Back, behind),
    ];
    let sides = sides
        .into_iter()
        .filter_map(|(side, own)| Some((side, own?)));
    let traces =
        sides.map(|(side, (frame, reading))| Ok((side, documents.traces(frame, reading)?)));
    let portraits = front.face.as_ref().zip(front.second_face.as_ref());
    let second_portrait = submission
        .faces
        .zip(portraits)
        .map(|(faces, (first, second))| {
            let cut_out = |face| AlignedFace::cut_out(submission.front, face);
            faces.compare(&cut_out(first), &cut_out(second))
        });
    Ok(Examined {
        traces: traces.collect::<Result<_, ModelError>>()?,
        software: submission.software,
        second_portrait: second_portrait.transpose()?,
        provenance: vec![
            (Side::Front, submission.provenance.front),
            (Side::Back, submission.provenance.back),
        ],
        liveness: Liveness::default(),
        declared: submission.declared.as_ref().map(|own| own.document_type),
    })
}

/// The one person on a selfie.
struct Person {
    face: Face,
    aligned: AlignedFace,
}

/// Finds who is on a selfie.
fn look_at(
    documents: &DocumentEngine,
    selfie: &Frame,
) -> Result<(Selfie, Option<Person>), ModelError> {
    let faces = documents.find_faces(selfie)?;
    let found = |status| Selfie {
        status,
        face: faces.first().map(|face| face.region),
    };
    let Some(face) = faces.first() else {
        return Ok((found(SelfieStatus::NoFaceDetected), None));
    };
    if shows_several(&faces, PrecheckConfig::default().second_face_area) {
        return Ok((found(SelfieStatus::MultipleFacesDetected), None));
    }
    let person = Person {
        aligned: AlignedFace::cut_out(selfie, face),
        face: face.clone(),
    };
    Ok((found(SelfieStatus::Success), Some(person)))
}

/// Finds out what speaks for or against a living person.
fn liveness(
    documents: &DocumentEngine,
    submission: &Submission<'_>,
    person: Option<&Person>,
) -> Result<Liveness, ModelError> {
    let selfie = submission.selfie.zip(person);
    let traces = selfie.map(|(selfie, person)| documents.selfie_traces(selfie, &person.face));
    let traces = traces.transpose()?;
    let networks = submission.faces.zip(submission.meshes);
    let burst = match (selfie, &traces, networks) {
        (Some((frame, person)), Some(traces), Some(networks)) => {
            let frames = submission.burst.iter().take(BURST_FRAMES);
            let selfie = SelfieFace {
                frame,
                face: &person.face,
                aligned: &person.aligned,
                traces: (traces.screen, traces.print),
            };
            Burst::look(&selfie, frames, documents, networks)?
        }
        _ => None,
    };
    let attempt = match (&submission.challenge, networks) {
        (Some(Asked::Attempted(challenge, frames)), Some(networks)) => {
            let selfie = person.map(|person| &person.aligned);
            Some(Attempt::look(
                challenge, frames, documents, networks, selfie,
            )?)
        }
        _ => None,
    };
    Ok(Liveness {
        traces,
        burst,
        face: person.map(|person| person.face.region),
        asked: submission.challenge.is_some(),
        attempt,
        provenance: submission.provenance.selfie,
    })
}

/// What the document says and which checks it passes.
fn document(
    sides: &[&DocumentReading],
    outcomes: &Outcomes,
    similarity: Option<Similarity>,
    policy: &Policy,
) -> Document {
    let statements = statements(sides);
    let said = |field: Field| statements.get(&field).map(|said| said.value.clone());
    let issuing_country = said(Field::IssuingCountry).or_else(|| {
        let mut classes = sides.iter().filter_map(|side| side.class.as_ref());
        classes.find_map(|class| class.country.clone())
    });
    let front = sides.first();
    let reported = |name| check::reported(outcomes, name);
    Document {
        issuing_country,
        date_of_expiry: said(Field::Expiry),
        document_number: said(Field::Number),
        subject: Subject {
            first_name: said(Field::GivenNames),
            last_name: said(Field::Surname),
            date_of_birth: said(Field::Birth),
            gender: said(Field::Sex).filter(|sex| sex != "X"),
            nationality: said(Field::Nationality),
            personal_identification_number: said(Field::OptionalData),
            photo: front.and_then(|front| front.photo),
            signature: front.and_then(|front| front.viz.signature),
        },
        security_checks: SecurityChecks {
            not_tampered_document: reported(CheckName::NotTamperedDocument),
            non_expired: reported(CheckName::NonExpired),
            not_underage: reported(CheckName::NotUnderage),
            not_black_and_white: reported(CheckName::NotBlackAndWhite),
            data_integrity: reported(CheckName::DataIntegrity),
            sides_match: reported(CheckName::SidesMatch),
            not_face_spoofing: reported(CheckName::NotFaceSpoofing),
            selfie_and_document_match: check::selfie_and_document_match(
                similarity,
                &policy.document.similarity,
            ),
        },
    }
}
