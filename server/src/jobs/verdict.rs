//! From the images of a process to a verdict and the record behind it.

use std::sync::Arc;

use vidimus_api::capture::{Depiction, ProcessStatus};
use vidimus_engine::provenance::Provenances;
use vidimus_engine::report::SelfieStatus;
use vidimus_engine::{Report, Status};

use super::verifier::{Outcome, Submission, Verifier};
use super::{JobError, Record};
use crate::catalogue;
use crate::domain::{Dossier, Process, Provider};
use crate::problem::Refusal;
use crate::providers::facetec::{Enrollment, FaceRecord};
use crate::providers::{Connection, RemoteSubmission, RemoteVerdict, paper};
use crate::service::App;

/// A status with a verdict, and the record of it as JSON.
pub(super) type Verdict = (ProcessStatus, Vec<u8>);

/// Asks our engine.
pub(super) async fn by_engine(
    app: &Arc<App>,
    verifier: &Arc<dyn Verifier>,
    process: &Process,
    dossier: &Dossier,
) -> Result<Verdict, JobError> {
    match process.provider {
        Provider::Paper => paper(app, verifier, process, dossier).await,
        Provider::FaceTec => face(app, verifier, process, dossier).await,
        _ => picture_id(app, verifier, process, dossier).await,
    }
}

async fn picture_id(
    app: &Arc<App>,
    verifier: &Arc<dyn Verifier>,
    process: &Process,
    dossier: &Dossier,
) -> Result<Verdict, JobError> {
    let images = app.store.images(process.id).await?;
    let mut files = app.read_images(dossier, process, &images).await?;
    let selfie = files.remove(&Depiction::Selfie);
    let policy = app.policy.clone().at(app.now());
    let submission = Submission {
        front: files.remove(&Depiction::Front).ok_or_else(no_image)?,
        back: files.remove(&Depiction::Back),
        selfie: selfie.filter(|_| process.wants_selfie()),
        burst: app.read_burst(dossier, process, &images).await?,
        challenge: app.read_challenge(dossier, process).await?,
        provenance: app.provenances(process, &images).await?,
        declared: process
            .document_id
            .and_then(catalogue::document)
            .map(catalogue::Document::declared),
        policy: policy.clone(),
    };
    let outcome = run(verifier, submission).await?;
    let record = Record {
        report: outcome.report,
        checks: outcome.checks,
        similarity_score: outcome.similarity_score,
        policy,
        engine_version: vidimus_engine::VERSION.to_owned(),
        models: verifier.models().to_vec(),
        verified_at: crate::clock::wire_time(app.now()),
    };
    let status = match record.report.status {
        Status::Accepted => ProcessStatus::Accepted,
        Status::Rejected => ProcessStatus::Rejected,
        Status::Inconclusive => ProcessStatus::Inconclusive,
    };
    Ok((status, serde_json::to_vec(&record)?))
}

async fn paper(
    app: &Arc<App>,
    verifier: &Arc<dyn Verifier>,
    process: &Process,
    dossier: &Dossier,
) -> Result<Verdict, JobError> {
    let images = app.store.images(process.id).await?;
    let mut files = app.read_images(dossier, process, &images).await?;
    let asked = app.asked(dossier, process)?;
    let policy = app.policy.clone().at(app.now());
    let today = policy.today;
    let submission = Submission {
        back: files.remove(&Depiction::Back),
        declared: paper::declared(&asked.request),
        ..Submission::of(
            files.remove(&Depiction::Front).ok_or_else(no_image)?,
            policy,
        )
    };
    let outcome = run(verifier, submission).await?;
    let mut record = paper::compare(&outcome.sides, &asked.request, today);
    if asked.request.redact.is_some() {
        // Pictures that are kept are not redacted yet: they are kept back.
        record = record.redacted(false, false);
    }
    Ok((record.status(), serde_json::to_vec(&record)?))
}

/// A live person against a stored picture: to the engine, a selfie and the portrait of a document.
async fn face(
    app: &Arc<App>,
    verifier: &Arc<dyn Verifier>,
    process: &Process,
    dossier: &Dossier,
) -> Result<Verdict, JobError> {
    let images = app.store.images(process.id).await?;
    let mut files = app.read_images(dossier, process, &images).await?;
    let asked = app.asked(dossier, process)?;
    let Enrollment {
        audit_trail_image,
        against,
    } = asked.enrollment.ok_or_else(no_image)?;
    let policy = app.policy.clone().at(app.now());
    let submission = Submission {
        selfie: Some(audit_trail_image),
        ..Submission::of(files.remove(&against).ok_or_else(no_image)?, policy)
    };
    let outcome = run(verifier, submission).await?;
    let record = face_record(outcome.report, outcome.similarity_score);
    Ok((record.status(), serde_json::to_vec(&record)?))
}

fn face_record(report: Report, similarity_score: Option<f32>) -> FaceRecord {
    let document = report.provider_specific.document;
    let checks = document.security_checks;
    let person = report.provider_specific.selfie;
    FaceRecord {
        person_found: person.is_some_and(|person| person.status == SelfieStatus::Success),
        stored_found: document.subject.photo.is_some(),
        live: checks.not_face_spoofing.map(|check| check.passed),
        similarity: checks
            .selfie_and_document_match
            .map(|found| found.similarity_level),
        similarity_score,
    }
}

/// Asks a provider elsewhere.
pub(super) async fn by_connection(
    app: &Arc<App>,
    connection: &Arc<dyn Connection>,
    process: &Process,
    dossier: &Dossier,
) -> Result<Verdict, JobError> {
    let images = app.store.images(process.id).await?;
    let submission = RemoteSubmission {
        process: process.id,
        external_id: process.external_id.clone(),
        process_type: process.process_type,
        request: app.asked(dossier, process)?.request,
        images: app.read_images(dossier, process, &images).await?,
    };
    let outcome = connection.verify(submission).await?;
    let status = match outcome.verdict {
        RemoteVerdict::Accepted => ProcessStatus::Accepted,
        RemoteVerdict::Rejected => ProcessStatus::Rejected,
        RemoteVerdict::Inconclusive => ProcessStatus::Inconclusive,
    };
    Ok((status, serde_json::to_vec(&outcome)?))
}

async fn run(verifier: &Arc<dyn Verifier>, submission: Submission) -> Result<Outcome, JobError> {
    let running = Arc::clone(verifier);
    let task = tokio::task::spawn_blocking(move || running.verify(&submission));
    Ok(task.await??)
}

fn no_image() -> JobError {
    JobError::Submission(Refusal::not_found("Image"))
}

impl Submission {
    /// One picture and the settings.
    fn of(front: Vec<u8>, policy: vidimus_engine::Policy) -> Self {
        Self {
            front,
            back: None,
            selfie: None,
            burst: Vec::new(),
            challenge: None,
            provenance: Provenances::default(),
            declared: None,
            policy,
        }
    }
}
