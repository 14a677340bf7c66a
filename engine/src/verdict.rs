//! The policy: a pure function of what was found.
//!
//! `rejected` beats `inconclusive`, and only the deciding reasons are listed (seed: the samples
//! of *Get process*).

use crate::check::CheckName;
use crate::policy::{Consequence, PolicyDocument};
use crate::report::{
    Document, FinalResult, ProviderSpecific, Report, SecurityChecks, Selfie, SelfieStatus,
    SimilarityLevel, Status, StatusReason,
};

/// Decides under a policy. `selfie` is given when the process asks for one.
#[must_use]
pub fn decide(document: Document, selfie: Option<Selfie>, policy: &PolicyDocument) -> Report {
    let rejecting = rejecting(&document, policy);
    let (status, status_reasons) = if rejecting.is_empty() {
        let doubtful = doubtful(&document.security_checks, selfie.as_ref(), policy);
        if doubtful.is_empty() {
            (Status::Accepted, doubtful)
        } else {
            (Status::Inconclusive, doubtful)
        }
    } else {
        (Status::Rejected, rejecting)
    };
    let final_result = (status == Status::Accepted).then(|| final_result(&document));
    Report {
        status,
        status_reasons,
        final_result,
        provider_specific: ProviderSpecific { document, selfie },
    }
}

fn rejecting(document: &Document, policy: &PolicyDocument) -> Vec<StatusReason> {
    if document.document_number.is_none() {
        // The other findings follow from this one.
        return vec![reason(
            "Document",
            "ImageQuality",
            None,
            "Document image does not have enough quality or is not an image of an ID document \
             (documentNumber could not be extracted)."
                .to_owned(),
        )];
    }
    let checks = &document.security_checks;
    let mut reasons = following(checks, policy, Consequence::Rejected);
    if let Some(face) = &checks.selfie_and_document_match
        && face.similarity_level <= SimilarityLevel::Low
    {
        reasons.push(similarity(face.similarity_level));
    }
    reasons
}

/// The checks from which this follows.
fn following(
    checks: &SecurityChecks,
    policy: &PolicyDocument,
    consequence: Consequence,
) -> Vec<StatusReason> {
    let own = CheckName::ALL.into_iter().filter(|name| {
        let passed = checks.get(*name).map(|check| check.passed);
        policy.consequence(*name, passed) == consequence
    });
    own.map(|name| failed(name, consequence)).collect()
}

/// Why a check that failed or is missing decides.
fn failed(name: CheckName, consequence: Consequence) -> StatusReason {
    let key = name.key();
    let mut sub_category = key.to_owned();
    sub_category[..1].make_ascii_uppercase();
    // The Assure API's samples: what rejects is told as `Security`, what is doubtful otherwise.
    let (category, message) = if consequence == Consequence::Rejected {
        (
            "Security",
            format!("Security check '{key}' failed or was not found."),
        )
    } else {
        (
            "SecurityCheckFailed",
            format!("Security check '{key}' failed."),
        )
    };
    let kind = if name == CheckName::NotFaceSpoofing {
        "Biometrics"
    } else {
        "Document"
    };
    reason(kind, category, Some(&sub_category), message)
}

fn doubtful(
    checks: &SecurityChecks,
    selfie: Option<&Selfie>,
    policy: &PolicyDocument,
) -> Vec<StatusReason> {
    let mut reasons = following(checks, policy, Consequence::Inconclusive);
    let Some(selfie) = selfie else { return reasons };
    match (selfie.status, &checks.selfie_and_document_match) {
        (SelfieStatus::NoFaceDetected, _) => reasons.push(reason(
            "Biometrics",
            "Selfie",
            Some("NoFaceDetected"),
            "No face was found on the selfie.".to_owned(),
        )),
        (SelfieStatus::MultipleFacesDetected, _) => reasons.push(reason(
            "Biometrics",
            "Selfie",
            Some("MultipleFacesDetected"),
            "More than one face was found on the selfie.".to_owned(),
        )),
        (_, Some(face)) if face.similarity_level == SimilarityLevel::Medium => {
            reasons.push(similarity(SimilarityLevel::Medium));
        }
        (_, Some(_)) => {}
        (_, None) => reasons.push(reason(
            "Biometrics",
            "SimilarityLevel",
            None,
            "No face was found on the document to compare the selfie with.".to_owned(),
        )),
    }
    reasons
}

fn similarity(level: SimilarityLevel) -> StatusReason {
    let message = format!("Similarity level is '{}'.", level.as_str());
    reason("Biometrics", "SimilarityLevel", None, message)
}

fn reason(kind: &str, category: &str, sub_category: Option<&str>, message: String) -> StatusReason {
    StatusReason {
        kind: kind.to_owned(),
        category: category.to_owned(),
        sub_category: sub_category.map(str::to_owned),
        message,
    }
}

fn final_result(document: &Document) -> FinalResult {
    let subject = &document.subject;
    let checks = &document.security_checks;
    FinalResult {
        first_name: subject.first_name.clone(),
        last_name: subject.last_name.clone(),
        date_of_expiry: document.date_of_expiry.clone(),
        date_of_birth: subject.date_of_birth.clone(),
        gender: subject.gender.clone(),
        nationality: subject.nationality.clone(),
        document_number: document.document_number.clone(),
        issuing_country: document.issuing_country.clone(),
        similarity_score: checks
            .selfie_and_document_match
            .as_ref()
            .map(|face| face.similarity_level),
        personal_identification_number: subject.personal_identification_number.clone(),
    }
}

#[cfg(test)]
#[expect(
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    reason = "a table, with rows as short as can be"
)]
mod tests {
    use super::*;
    use crate::policy::Consequences;
    use crate::report::{Check, FaceMatch, Subject};

    fn passed(name: &str) -> Option<Check> {
        Some(Check {
            name: name.into(),
            passed: true,
        })
    }

    fn failed(name: &str) -> Option<Check> {
        Some(Check {
            name: name.into(),
            passed: false,
        })
    }

    fn face(similarity_level: SimilarityLevel) -> Option<FaceMatch> {
        Some(FaceMatch {
            name: "match".into(),
            similarity_level,
        })
    }

    fn good() -> Document {
        Document {
            issuing_country: Some("NLD".into()),
            date_of_expiry: Some("2031-08-30".into()),
            document_number: Some("SPECI2021".into()),
            subject: Subject {
                first_name: Some("WILLEKE LISELOTTE".into()),
                last_name: Some("DE BRUIJN".into()),
                ..Subject::default()
            },
            security_checks: SecurityChecks {
                not_tampered_document: passed("tampered"),
                non_expired: passed("expired"),
                not_underage: passed("underage"),
                not_black_and_white: passed("grey"),
                data_integrity: passed("integrity"),
                selfie_and_document_match: None,
                ..SecurityChecks::default()
            },
        }
    }

    fn selfie(status: SelfieStatus) -> Option<Selfie> {
        Some(Selfie { status, face: None })
    }

    /// One row: what is changed in a good document, and status and messages that follow.
    struct Case {
        what: &'static str,
        change: fn(&mut Document),
        selfie: Option<Selfie>,
        status: Status,
        reasons: &'static [&'static str],
    }

    fn cases() -> Vec<Case> {
        let success = selfie(SelfieStatus::Success);
        let case = |what, change, selfie, status, reasons| Case {
            what,
            change,
            selfie,
            status,
            reasons,
        };
        vec![
            case("all passed", |_| {}, None, Status::Accepted, &[]),
            case(
                "tampering was not computed",
                |d| d.security_checks.not_tampered_document = None,
                None,
                Status::Accepted,
                &[],
            ),
            case(
                "no number",
                |d| d.document_number = None,
                None,
                Status::Rejected,
                &[
                    "Document image does not have enough quality or is not an image of an ID \
                   document (documentNumber could not be extracted).",
                ],
            ),
            case(
                "no number and nothing else either",
                |d| *d = Document::default(),
                None,
                Status::Rejected,
                &[
                    "Document image does not have enough quality or is not an image of an ID \
                   document (documentNumber could not be extracted).",
                ],
            ),
            case(
                "under age",
                |d| d.security_checks.not_underage = failed("underage"),
                None,
                Status::Rejected,
                &["Security check 'notUnderage' failed or was not found."],
            ),
            case(
                "age unknown, and integrity failed: rejected beats inconclusive",
                |d| {
                    d.security_checks.not_underage = None;
                    d.security_checks.data_integrity = failed("integrity");
                },
                None,
                Status::Rejected,
                &["Security check 'notUnderage' failed or was not found."],
            ),
            case(
                "expired",
                |d| d.security_checks.non_expired = failed("expired"),
                None,
                Status::Inconclusive,
                &["Security check 'nonExpired' failed."],
            ),
            case(
                "grey and inconsistent",
                |d| {
                    d.security_checks.not_black_and_white = failed("grey");
                    d.security_checks.data_integrity = failed("integrity");
                },
                None,
                Status::Inconclusive,
                &[
                    "Security check 'notBlackAndWhite' failed.",
                    "Security check 'dataIntegrity' failed.",
                ],
            ),
            case(
                "tampered",
                |d| d.security_checks.not_tampered_document = failed("tampered"),
                None,
                Status::Inconclusive,
                &["Security check 'notTamperedDocument' failed."],
            ),
            case(
                "same face",
                |d| d.security_checks.selfie_and_document_match = face(SimilarityLevel::High),
                success,
                Status::Accepted,
                &[],
            ),
            case(
                "similar face",
                |d| d.security_checks.selfie_and_document_match = face(SimilarityLevel::Medium),
                success,
                Status::Inconclusive,
                &["Similarity level is 'medium'."],
            ),
            case(
                "other face",
                |d| d.security_checks.selfie_and_document_match = face(SimilarityLevel::Low),
                success,
                Status::Rejected,
                &["Similarity level is 'low'."],
            ),
            case(
                "quite another face, on an expired document",
                |d| {
                    d.security_checks.selfie_and_document_match = face(SimilarityLevel::VeryLow);
                    d.security_checks.non_expired = failed("expired");
                },
                success,
                Status::Rejected,
                &["Similarity level is 'veryLow'."],
            ),
            case(
                "no face on the selfie",
                |_| {},
                selfie(SelfieStatus::NoFaceDetected),
                Status::Inconclusive,
                &["No face was found on the selfie."],
            ),
            case(
                "several faces on the selfie",
                |_| {},
                selfie(SelfieStatus::MultipleFacesDetected),
                Status::Inconclusive,
                &["More than one face was found on the selfie."],
            ),
            case(
                "no face on the document",
                |_| {},
                success,
                Status::Inconclusive,
                &["No face was found on the document to compare the selfie with."],
            ),
        ]
    }

    #[test]
    fn every_row_of_the_policy() {
        let mut wrong = Vec::new();
        for case in cases() {
            let mut document = good();
            (case.change)(&mut document);
            let report = decide(document, case.selfie, &PolicyDocument::default());
            let messages: Vec<_> = report
                .status_reasons
                .iter()
                .map(|r| r.message.as_str())
                .collect();
            let final_only_if_accepted =
                report.final_result.is_some() == (report.status == Status::Accepted);
            if report.status != case.status || messages != case.reasons || !final_only_if_accepted {
                wrong.push(format!("{}: {:?} {messages:?}", case.what, report.status));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_final_result_repeats_the_document() {
        let mut document = good();
        document.security_checks.selfie_and_document_match = face(SimilarityLevel::High);
        let result = decide(
            document,
            selfie(SelfieStatus::Success),
            &PolicyDocument::default(),
        )
        .final_result
        .unwrap();
        assert_eq!(result.last_name.as_deref(), Some("DE BRUIJN"));
        assert_eq!(result.document_number.as_deref(), Some("SPECI2021"));
        assert_eq!(result.similarity_score, Some(SimilarityLevel::High));
    }

    #[test]
    fn the_policy_says_what_follows_from_a_check() {
        use Consequence::{Ignored, Inconclusive, Rejected};
        let decided = |failed: Consequence, absent: Consequence, passed: Option<bool>| {
            let mut policy = PolicyDocument::default();
            let follows = Consequences { failed, absent };
            policy.checks.insert(CheckName::NonExpired, follows);
            let mut document = good();
            let check = |passed| Check {
                name: "expired".into(),
                passed,
            };
            document.security_checks.non_expired = passed.map(check);
            let report = decide(document, None, &policy);
            let reason = report.status_reasons.first().map(|own| own.message.clone());
            (report.status, reason.unwrap_or_default())
        };
        let failed = "Security check 'nonExpired' failed.";
        let rejected = "Security check 'nonExpired' failed or was not found.";
        for (follows, passed, status, says) in [
            (
                (Inconclusive, Ignored),
                Some(false),
                Status::Inconclusive,
                failed,
            ),
            ((Rejected, Ignored), Some(false), Status::Rejected, rejected),
            ((Ignored, Rejected), Some(false), Status::Accepted, ""),
            ((Ignored, Rejected), None, Status::Rejected, rejected),
            ((Ignored, Inconclusive), None, Status::Inconclusive, failed),
            ((Rejected, Rejected), Some(true), Status::Accepted, ""),
        ] {
            let found = decided(follows.0, follows.1, passed);
            assert_eq!(found, (status, says.to_owned()), "{follows:?} {passed:?}");
        }
    }
}
