//! The whole way from pictures to a report.

use crate::face::{FaceComparer, Similarity, shows_several};
use crate::fields::Field;
use crate::frame::Frame;
use crate::model::ModelError;
use crate::policy::{Declared, Policy};
use crate::quality::PrecheckConfig;
use crate::read::{DocumentEngine, DocumentReading};
use crate::report::{Document, Report, SecurityChecks, Selfie, SelfieStatus, Subject};
use crate::statement::{date, statements};
use crate::{check, verdict};

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
    let back = submission
        .back
        .map(|frame| documents.read(frame, policy.today))
        .transpose()?;
    let front = documents.read_beside(submission.front, back.as_ref(), policy.today)?;
    let declared = submission.declared.as_ref();
    let front = front.compared_with(declared);
    let back = back.map(|back| back.compared_with(declared));
    let compared = submission
        .selfie
        .map(|(selfie, comparer)| compare(documents, comparer, submission.front, &front, selfie))
        .transpose()?;
    let similarity = compared.as_ref().and_then(|(_, similarity)| *similarity);
    let document = document(&front, back.as_ref(), similarity, policy);
    let report = verdict::decide(document, compared.map(|(selfie, _)| selfie));
    Ok(Verification {
        report,
        front,
        back,
        similarity_score: similarity.map(|s| s.score),
    })
}

fn compare(
    documents: &DocumentEngine,
    comparer: &FaceComparer,
    front: &Frame,
    reading: &DocumentReading,
    selfie: &Frame,
) -> Result<(Selfie, Option<Similarity>), ModelError> {
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
    let found = found(SelfieStatus::Success);
    let Some(portrait) = &reading.face else {
        return Ok((found, None));
    };
    let similarity = comparer
        .embed(front, portrait)?
        .similarity(&comparer.embed(selfie, face)?);
    Ok((found, Some(similarity)))
}

/// What the document says and which checks it passes. The zone stands on the back of cards and
/// on the front of passports: the side that has one speaks.
fn document(
    front: &DocumentReading,
    back: Option<&DocumentReading>,
    similarity: Option<Similarity>,
    policy: &Policy,
) -> Document {
    let speaking = back
        .filter(|back| front.mrz.is_none() && back.mrz.is_some())
        .unwrap_or(front);
    let sides: Vec<&DocumentReading> = [Some(front), back].into_iter().flatten().collect();
    let statements = statements(&sides);
    let said = |field: Field| statements.get(&field).map(|said| said.value.clone());
    let (birth, expiry) = (
        date(&statements, Field::Birth),
        date(&statements, Field::Expiry),
    );
    let issuing_country = said(Field::IssuingCountry).or_else(|| {
        let mut classes = sides.iter().filter_map(|side| side.class.as_ref());
        classes.find_map(|class| class.country.clone())
    });
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
            photo: front.photo,
            signature: front.viz.signature,
        },
        security_checks: SecurityChecks {
            not_tampered_document: None,
            non_expired: check::non_expired(expiry, policy.today),
            not_underage: check::not_underage(birth, policy.today, policy.minimum_age_years),
            not_black_and_white: Some(check::not_black_and_white(front.colour_fraction)),
            data_integrity: check::data_integrity(speaking.mrz.as_ref()),
            selfie_and_document_match: check::selfie_and_document_match(
                similarity,
                &policy.similarity,
            ),
        },
    }
}
