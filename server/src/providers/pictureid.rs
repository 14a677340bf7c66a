//! `signicatpictureid`: the engine's report in the words of the API.

use vidimus_api::capture::ProcessStatus;
use vidimus_api::pictureid as wire;
use vidimus_api::{FailReason, StatusReason};
use vidimus_engine::{Region, Report, report};

use crate::clock::wire_time;
use crate::domain::{Failure, Image, PROVIDER, Process};

/// *Get process* for a process, its images and, where it has a verdict, its report.
#[must_use]
pub fn show(process: &Process, images: &[Image], report: Option<Report>) -> vidimus_api::Process {
    let canceled = process.status == ProcessStatus::Canceled;
    let depictions = (process.status.is_final() && !canceled)
        .then(|| images.iter().map(|image| image.depiction).collect());
    let (mut status_reasons, mut final_result, mut provider_specific) = (None, None, None);
    if let Some(report) = report {
        let reasons = report.status_reasons.into_iter().map(status_reason);
        status_reasons = Some(reasons.collect()).filter(|reasons: &Vec<_>| !reasons.is_empty());
        // Whatever the engine put there: it may be relied on only with this status.
        final_result = report
            .final_result
            .filter(|_| process.status == ProcessStatus::Accepted)
            .map(final_details);
        provider_specific = Some(specifics(report.provider_specific));
    }
    vidimus_api::Process {
        process_id: process.id.to_string(),
        provider: PROVIDER.to_owned(),
        process_type: process.process_type,
        status: process.status,
        fail_reason: process.failure.map(fail_reason),
        status_reasons,
        depictions,
        final_result,
        provider_specific,
        created_at: wire_time(process.created_at),
        updated_at: wire_time(process.updated_at),
    }
}

/// Sentences for the person on why the status is not `accepted`; no personal data.
#[must_use]
pub fn reasons(process: &Process, report: Option<&Report>) -> Vec<String> {
    let failure = process.failure.map(fail_reason);
    let failure = failure.and_then(|reason| reason.detail.or(reason.message));
    let verdict = report.into_iter().flat_map(|report| &report.status_reasons);
    failure
        .into_iter()
        .chain(verdict.map(|reason| reason.message.clone()))
        .collect()
}

/// `failReason` of a failure.
#[must_use]
pub fn fail_reason(failure: Failure) -> FailReason {
    match failure {
        Failure::TimeExpired => FailReason {
            detail: Some("Transaction time expired.".to_owned()),
            ..FailReason::default()
        },
        Failure::ByRequest => FailReason {
            category: Some("User.Request".to_owned()),
            reason: Some("Process.Failed".to_owned()),
            message: Some("Failed by request.".to_owned()),
            ..FailReason::default()
        },
        Failure::NotVerified => FailReason {
            detail: Some("The verification could not be carried out.".to_owned()),
            ..FailReason::default()
        },
    }
}

fn status_reason(reason: report::StatusReason) -> StatusReason {
    StatusReason {
        kind: reason.kind,
        category: reason.category,
        sub_category: reason.sub_category,
        message: reason.message,
    }
}

fn final_details(result: report::FinalResult) -> wire::FinalResult {
    wire::FinalResult {
        first_name: result.first_name,
        last_name: result.last_name,
        date_of_expiry: result.date_of_expiry,
        date_of_birth: result.date_of_birth,
        gender: result.gender,
        nationality: result.nationality,
        document_number: result.document_number,
        issuing_country: result.issuing_country,
        similarity_score: result
            .similarity_score
            .map(|level| level.as_str().to_owned()),
        personal_identification_number: result.personal_identification_number,
    }
}

fn specifics(found: report::ProviderSpecific) -> wire::ProviderSpecific {
    let document = found.document;
    wire::ProviderSpecific {
        document: wire::Document {
            issuing_country: document.issuing_country,
            date_of_expiry: document.date_of_expiry,
            document_number: document.document_number,
            subject: subject(document.subject),
            security_checks: checks(document.security_checks),
        },
        selfie: found.selfie.map(selfie),
    }
}

fn subject(subject: report::Subject) -> wire::Subject {
    wire::Subject {
        first_name: subject.first_name,
        last_name: subject.last_name,
        date_of_birth: subject.date_of_birth,
        gender: subject.gender,
        nationality: subject.nationality,
        personal_identification_number: subject.personal_identification_number,
        photo: subject.photo.map(zone),
        signature: subject.signature.map(zone),
    }
}

fn checks(checks: report::SecurityChecks) -> wire::SecurityChecks {
    let check = |check: report::Check| wire::Check {
        name: check.name,
        passed: check.passed,
    };
    wire::SecurityChecks {
        not_tampered_document: checks.not_tampered_document.map(check),
        non_expired: checks.non_expired.map(check),
        not_underage: checks.not_underage.map(check),
        not_black_and_white: checks.not_black_and_white.map(check),
        data_integrity: checks.data_integrity.map(check),
        sides_match: checks.sides_match.map(check),
        not_face_spoofing: checks.not_face_spoofing.map(check),
        selfie_and_document_match: checks
            .selfie_and_document_match
            .map(|found| wire::FaceMatch {
                name: found.name,
                similarity_level: found.similarity_level.as_str().to_owned(),
            }),
    }
}

fn selfie(selfie: report::Selfie) -> wire::Selfie {
    use report::SelfieStatus::{MultipleFacesDetected, NoFaceDetected, Success, Undefined};
    wire::Selfie {
        status: match selfie.status {
            Undefined => "UNDEFINED",
            Success => "SUCCESS",
            NoFaceDetected => "NO_FACE_DETECTED",
            MultipleFacesDetected => "MULTIPLE_FACES_DETECTED",
        }
        .to_owned(),
        face: selfie.face.map(zone),
    }
}

fn zone(region: Region) -> wire::Zone {
    wire::Zone {
        x: region.x,
        y: region.y,
        width: region.width,
        height: region.height,
    }
}
