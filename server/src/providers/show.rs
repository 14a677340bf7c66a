//! A process in the words of the API.

use vidimus_api::capture::ProcessStatus;
use vidimus_api::pictureid::FinalResult;
use vidimus_api::{FailReason, StatusReason};

use crate::clock::wire_time;
use crate::domain::{Failure, Image, Process};

/// What a provider shows of a record. Personal data: not printed.
#[derive(Default)]
pub struct Shown {
    /// `statusReasons`, the deciding ones only.
    pub status_reasons: Vec<StatusReason>,
    /// `finalResult`, whatever the status.
    pub final_result: Option<FinalResult>,
    /// `providerSpecific`.
    pub provider_specific: Option<serde_json::Value>,
    /// Whether the pictures of the document are kept back, because they could not be redacted.
    pub withholds_document: bool,
}

/// *Get process* for a process, its images and, where it has a verdict, what its provider shows.
#[must_use]
pub fn show(process: &Process, images: &[Image], shown: Option<Shown>) -> vidimus_api::Process {
    let canceled = process.status == ProcessStatus::Canceled;
    let depictions = (process.status.is_final() && !canceled)
        .then(|| images.iter().map(|image| image.depiction).collect());
    let shown = shown.unwrap_or_default();
    vidimus_api::Process {
        process_id: process.id.to_string(),
        provider: process.provider.as_str().to_owned(),
        process_type: process.process_type,
        status: process.status,
        fail_reason: process.failure.map(fail_reason),
        status_reasons: Some(shown.status_reasons).filter(|reasons| !reasons.is_empty()),
        depictions,
        // Whatever the provider put there: it may be relied on only with this status.
        final_result: shown
            .final_result
            .filter(|_| process.status == ProcessStatus::Accepted),
        provider_specific: shown.provider_specific,
        created_at: wire_time(process.created_at),
        updated_at: wire_time(process.updated_at),
    }
}

/// Sentences for the person on why the status is not `accepted`; no personal data.
#[must_use]
pub fn reasons(process: &Process, shown: Option<&Shown>) -> Vec<String> {
    let failure = process.failure.map(fail_reason);
    let failure = failure.and_then(|reason| reason.detail.or(reason.message));
    let verdict = shown.into_iter().flat_map(|shown| &shown.status_reasons);
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
