//! Verifiers that need no networks.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use vidimus_engine::check::Outcomes;
use vidimus_engine::provenance::Provenances;
use vidimus_engine::redact::Doubt;
use vidimus_engine::report::{
    Check, FaceMatch, FinalResult, ProviderSpecific, Report, Selfie, SelfieStatus, StatusReason,
};
use vidimus_engine::{DocumentType, Region, SimilarityLevel, Status};
use vidimus_server::jobs::redaction::{Redactable, Redacted};
use vidimus_server::jobs::verifier::{ModelHash, Outcome, Submission, Verifier, VerifierError};

/// Pictures of passports as they came, and a doubt about everything else.
fn handed_back(pictures: &Redactable) -> Redacted {
    if pictures.document_type == DocumentType::Passport {
        return Redacted::Sure {
            front: pictures.front.clone(),
            back: pictures.back.clone(),
        };
    }
    Redacted::NotSure(vec![Doubt::OtherType, Doubt::NumberNotFound])
}

/// Accepts whatever it is shown, as Willeke De Bruijn.
pub(crate) struct Accepting;

impl Verifier for Accepting {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        let selfie = submission.selfie.is_some();
        let declared = submission.declared.clone();
        let country = declared.map(|declared| declared.country);
        let high = selfie.then_some(SimilarityLevel::High);
        let mut specific = ProviderSpecific::default();
        specific.document.document_number = Some("SPECI2021".to_owned());
        specific.document.issuing_country.clone_from(&country);
        specific.document.subject.last_name = Some("DE BRUIJN".to_owned());
        specific.document.subject.photo = Some(Region {
            x: 1,
            y: 2,
            width: 3,
            height: 4,
        });
        specific.document.security_checks.non_expired = Some(Check {
            name: "Document not expired".to_owned(),
            passed: true,
        });
        specific.document.security_checks.selfie_and_document_match = high.map(|level| FaceMatch {
            name: "Selfie and photo in the document match".to_owned(),
            similarity_level: level,
        });
        specific.selfie = selfie.then_some(Selfie {
            status: SelfieStatus::Success,
            face: specific.document.subject.photo,
        });
        Ok(Outcome {
            checks: Outcomes::default(),
            sides: Vec::new(),
            report: Report {
                status: Status::Accepted,
                status_reasons: vec![],
                final_result: Some(FinalResult {
                    last_name: Some("DE BRUIJN".to_owned()),
                    document_number: Some("SPECI2021".to_owned()),
                    issuing_country: country,
                    similarity_score: high,
                    ..FinalResult::default()
                }),
                provider_specific: specific,
            },
            similarity_score: selfie.then_some(0.9),
        })
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}

/// Thinks for a while, then accepts or rejects, as it happens: who asks twice hears two things.
pub(crate) struct Tossing;

impl Verifier for Tossing {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        std::thread::sleep(Duration::from_millis(400));
        if uuid::Uuid::new_v4().as_u128().is_multiple_of(2) {
            Accepting.verify(submission)
        } else {
            Answering(Status::Rejected).verify(submission)
        }
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}

/// Gives a status with one reason.
pub(crate) struct Answering(pub(crate) Status);

impl Verifier for Answering {
    fn verify(&self, _: &Submission) -> Result<Outcome, VerifierError> {
        Ok(Outcome {
            checks: Outcomes::default(),
            sides: Vec::new(),
            report: Report {
                status: self.0,
                status_reasons: vec![StatusReason {
                    kind: "Document".to_owned(),
                    category: "Security".to_owned(),
                    sub_category: Some("NotUnderage".to_owned()),
                    message: "Security check 'notUnderage' failed or was not found.".to_owned(),
                }],
                // A careless engine: the service must not pass it on.
                final_result: Some(FinalResult::default()),
                provider_specific: ProviderSpecific::default(),
            },
            similarity_score: None,
        })
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}

/// Accepts by the policy of this version, and rejects by any other.
pub(crate) struct AcceptingBy(pub(crate) &'static str);

impl Verifier for AcceptingBy {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        if submission.policy.document.version == self.0 {
            Accepting.verify(submission)
        } else {
            Answering(Status::Rejected).verify(submission)
        }
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}

/// Panics the first `times` times, then accepts.
pub(crate) struct Panicking {
    pub(crate) times: u32,
    pub(crate) calls: AtomicU32,
}

impl Verifier for Panicking {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        assert!(call >= self.times, "the verifier panics");
        Accepting.verify(submission)
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}

/// Takes a long time; says in a file when it has begun.
pub(crate) struct Sleeping {
    pub(crate) begun: PathBuf,
    pub(crate) time: Duration,
}

impl Verifier for Sleeping {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        std::fs::write(&self.begun, b"").unwrap();
        std::thread::sleep(self.time);
        Accepting.verify(submission)
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}

/// Keeps what it is told of where images come from and what came before the selfie, and accepts.
#[derive(Default)]
pub(crate) struct Remembering(Mutex<Vec<(Provenances, Vec<Vec<u8>>)>>);

impl Remembering {
    /// What the last verification was told.
    pub(crate) fn last(&self) -> Provenances {
        self.0.lock().unwrap().last().unwrap().0
    }

    /// The frames before the selfie that it had.
    pub(crate) fn last_burst(&self) -> Vec<Vec<u8>> {
        self.0.lock().unwrap().last().unwrap().1.clone()
    }
}

impl Verifier for Remembering {
    fn verify(&self, submission: &Submission) -> Result<Outcome, VerifierError> {
        let told = (submission.provenance, submission.burst.clone());
        self.0.lock().unwrap().push(told);
        Accepting.verify(submission)
    }

    fn redact(&self, pictures: &Redactable) -> Result<Redacted, VerifierError> {
        Ok(handed_back(pictures))
    }

    fn models(&self) -> &[ModelHash] {
        &[]
    }
}
