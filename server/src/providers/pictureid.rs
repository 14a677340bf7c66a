//! `signicatpictureid`: documents and selfies by our engine, its report in the words of the API.

use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_api::pictureid as wire;
use vidimus_api::{DocumentTypeItem, ProcessRequest, StatusReason};
use vidimus_engine::{Region, Report, report};

use super::request::invalid;
use super::{Provide, Shown};
use crate::catalogue;
use crate::domain::{Process, Provider};
use crate::jobs::Record;
use crate::problem::Refusal;

/// The provider.
pub struct PictureId;

impl Provide for PictureId {
    fn provider(&self) -> Provider {
        Provider::PictureId
    }

    fn process_types(&self) -> &'static [ProcessType] {
        &[ProcessType::DocumentSelfie, ProcessType::Document]
    }

    fn check(&self, request: &ProcessRequest) -> Result<(), Refusal> {
        if request.document_id.and_then(catalogue::document).is_some() {
            return Ok(());
        }
        Err(invalid(
            "documentId",
            "is required for signicatpictureid; Get document types lists them.",
        ))
    }

    fn document_types(&self) -> Vec<DocumentTypeItem> {
        let items = catalogue::documents().iter();
        items.map(catalogue::to_wire).collect()
    }

    fn takes(&self, process: &Process) -> &'static [Depiction] {
        if process.wants_selfie() {
            &[Depiction::Front, Depiction::Back, Depiction::Selfie]
        } else {
            &[Depiction::Front, Depiction::Back]
        }
    }

    fn needs(&self, process: &Process) -> Result<Vec<Depiction>, Refusal> {
        let document = process.document_id.and_then(catalogue::document);
        let document = document.ok_or_else(|| {
            Refusal::invalid(
                "Document missing.",
                "Choose the document before submitting.",
            )
        })?;
        let mut needed = vec![Depiction::Front];
        if document.pages >= 2 {
            needed.push(Depiction::Back);
        }
        if process.wants_selfie() {
            needed.push(Depiction::Selfie);
        }
        Ok(needed)
    }

    fn show(&self, record: &[u8]) -> Result<Shown, serde_json::Error> {
        let Record { report, .. } = serde_json::from_slice(record)?;
        shown(report)
    }
}

/// What *Get process* shows of a report.
pub(super) fn shown(report: Report) -> Result<Shown, serde_json::Error> {
    let reasons = report.status_reasons.into_iter().map(status_reason);
    Ok(Shown {
        status_reasons: reasons.collect(),
        final_result: report.final_result.map(final_details),
        provider_specific: Some(serde_json::to_value(specifics(report.provider_specific))?),
        withholds_document: false,
    })
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
        liveness_detected: None,
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::ids::DossierId;

    #[test]
    fn needed_images_follow_document_and_process_type() {
        use Depiction::{Back, Front, Selfie};
        let (passport, card) = (137, 2000);
        let cases: [(ProcessType, u32, &[Depiction]); 4] = [
            (ProcessType::Document, passport, &[Front]),
            (ProcessType::Document, card, &[Front, Back]),
            (ProcessType::DocumentSelfie, passport, &[Front, Selfie]),
            (ProcessType::DocumentSelfie, card, &[Front, Back, Selfie]),
        ];
        for (process_type, document, needed) in cases {
            let mut process = Process::new(
                DossierId::random(),
                Provider::PictureId,
                Some(process_type),
                Timestamp::UNIX_EPOCH,
            );
            assert!(PictureId.needs(&process).is_err(), "no document");
            process.document_id = Some(document);
            assert_eq!(PictureId.needs(&process).unwrap(), needed);
            let takes_selfie = PictureId.takes(&process).contains(&Selfie);
            assert_eq!(takes_selfie, needed.contains(&Selfie));
        }
    }
}
