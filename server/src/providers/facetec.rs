//! `facetec`: a live person against a stored picture, by our engine.
//!
//! A `FaceScan` is encrypted for the company's own server, and nobody else can open one. What our engine
//! looks at is `auditTrailImage`, the picture of the person that comes with it: whether it shows signs of
//! a screen or a print, and whether it is the person of the stored picture. The security checks that
//! need the scan itself are therefore absent from the answer, not guessed.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use vidimus_api::capture::{Depiction, ProcessStatus, ProcessType};
use vidimus_api::pictureid::FinalResult;
use vidimus_api::{DocumentTypeItem, ProcessRequest, VerifyRequest};
use vidimus_engine::SimilarityLevel;

use super::request::{invalid, missing};
use super::{Provide, Shown};
use crate::domain::{Process, Provider};
use crate::problem::Refusal;

/// The provider.
pub struct FaceTec;

/// What *Start verification* asks for. Personal data: not printed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Enrollment {
    /// The picture of the person, as it was sent.
    #[serde(with = "base64_text")]
    pub audit_trail_image: Vec<u8>,
    /// The stored picture it is compared with.
    pub against: Depiction,
}

/// What was found of a person and a stored picture.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaceRecord {
    /// Whether the picture of the person shows exactly one face.
    pub person_found: bool,
    /// Whether the stored picture shows a face.
    pub stored_found: bool,
    /// Whether nothing speaks for a screen or a print before the camera; `None` where it was not
    /// looked at.
    pub live: Option<bool>,
    /// How likely both are the same person; `None` where one was not found.
    pub similarity: Option<SimilarityLevel>,
    /// The score behind it, 0 to 1.
    pub similarity_score: Option<f32>,
}

impl FaceRecord {
    /// What it comes to: the same thresholds as for a selfie and a portrait.
    #[must_use]
    pub fn status(&self) -> ProcessStatus {
        use SimilarityLevel::{High, Low, Medium, VeryLow};
        match (self.similarity, self.live) {
            (None | Some(VeryLow | Low), _) => ProcessStatus::Rejected,
            (Some(High), Some(true)) => ProcessStatus::Accepted,
            (Some(High | Medium), _) => ProcessStatus::Inconclusive,
        }
    }
}

impl Provide for FaceTec {
    fn provider(&self) -> Provider {
        Provider::FaceTec
    }

    fn process_types(&self) -> &'static [ProcessType] {
        &[]
    }

    fn check(&self, _: &ProcessRequest) -> Result<(), Refusal> {
        Ok(())
    }

    fn document_types(&self) -> Vec<DocumentTypeItem> {
        Vec::new()
    }

    fn takes(&self, _: &Process) -> &'static [Depiction] {
        &[Depiction::Front, Depiction::Selfie]
    }

    fn needs(&self, _: &Process) -> Result<Vec<Depiction>, Refusal> {
        // Which one, the enrolment says.
        Ok(Vec::new())
    }

    fn show(&self, record: &[u8]) -> Result<Shown, serde_json::Error> {
        let record: FaceRecord = serde_json::from_slice(record)?;
        let error = !record.person_found;
        let success = record.similarity == Some(SimilarityLevel::High);
        let image_processing = if record.stored_found {
            "faceFound"
        } else {
            "faceDetectionIssue"
        };
        let attempt = json!({
            "matchLevel": match_level(record.similarity), "imageProcessing": image_processing,
            "success": success, "error": !record.stored_found,
        });
        let mut liveness = json!({ "error": error, "success": record.live == Some(true) });
        if let Some(live) = record.live {
            liveness["faceScanSecurityChecks"] = json!({ "faceScanLivenessCheckSucceeded": live });
        }
        let mut matching = attempt.clone();
        matching["attempts"] = json!([attempt]);
        Ok(Shown {
            final_result: Some(FinalResult {
                similarity_score: record.similarity.map(|level| level.as_str().to_owned()),
                liveness_detected: record.live,
                ..FinalResult::default()
            }),
            provider_specific: Some(json!({ "liveness": liveness, "matching": matching })),
            ..Shown::default()
        })
    }
}

/// The scale of the API: 1 is one in a hundred false matches, 4 one in a thousand, 5 one in ten
/// thousand.
fn match_level(level: Option<SimilarityLevel>) -> u8 {
    match level {
        None | Some(SimilarityLevel::VeryLow) => 0,
        Some(SimilarityLevel::Low) => 1,
        Some(SimilarityLevel::Medium) => 4,
        Some(SimilarityLevel::High) => 5,
    }
}

/// Reads what *Start verification* asks for.
///
/// # Errors
/// [`Refusal`] names the field that is missing or wrong.
pub fn enrollment(request: &VerifyRequest, there: &[Depiction]) -> Result<Enrollment, Refusal> {
    let sent = request.facetec_enrollment.as_ref();
    let sent = sent.ok_or_else(|| missing("facetecEnrollment", "facetec"))?;
    let image = sent.audit_trail_image.as_deref();
    let image = image.ok_or_else(|| missing("auditTrailImage", "facetec"))?;
    let audit_trail_image = BASE64_STANDARD
        .decode(image.trim_end())
        .map_err(|_| invalid("auditTrailImage", "is a picture in base64."))?;
    let against = match request.image_depiction.as_deref() {
        Some("selfie") => Depiction::Selfie,
        Some("front") => Depiction::Front,
        Some(_) => return Err(invalid("imageDepiction", "is selfie or front.")),
        None => return Err(missing("imageDepiction", "facetec")),
    };
    if !there.contains(&against) {
        return Err(Refusal::invalid(
            "Images missing.",
            format!("Upload these images first: {}.", against.as_str()),
        ));
    }
    Ok(Enrollment {
        audit_trail_image,
        against,
    })
}

mod base64_text {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD
            .decode(text)
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(similarity: Option<SimilarityLevel>, live: Option<bool>) -> FaceRecord {
        FaceRecord {
            person_found: similarity.is_some(),
            stored_found: true,
            live,
            similarity,
            similarity_score: None,
        }
    }

    #[test]
    fn only_a_live_person_who_is_surely_the_same_is_accepted() {
        use ProcessStatus::{Accepted, Inconclusive, Rejected};
        use SimilarityLevel::{High, Low, Medium, VeryLow};
        for (similarity, live, status) in [
            (Some(High), Some(true), Accepted),
            (Some(High), Some(false), Inconclusive),
            (Some(High), None, Inconclusive),
            (Some(Medium), Some(true), Inconclusive),
            (Some(Low), Some(true), Rejected),
            (Some(VeryLow), Some(true), Rejected),
            (None, None, Rejected),
        ] {
            assert_eq!(found(similarity, live).status(), status);
        }
    }

    #[test]
    fn the_record_is_shown_in_the_words_of_the_api() {
        let record = serde_json::to_vec(&found(Some(SimilarityLevel::Medium), Some(true))).unwrap();
        let shown = FaceTec.show(&record).unwrap();
        let attempt = json!({
            "matchLevel": 4, "imageProcessing": "faceFound", "success": false, "error": false
        });
        let mut matching = attempt.clone();
        matching["attempts"] = json!([attempt]);
        assert_eq!(
            shown.provider_specific.unwrap(),
            json!({
                "liveness": {
                    "error": false, "success": true,
                    "faceScanSecurityChecks": { "faceScanLivenessCheckSucceeded": true }
                },
                "matching": matching
            })
        );
    }

    #[test]
    fn an_enrolment_names_what_is_missing() {
        let there = [Depiction::Front];
        let mut request = VerifyRequest::default();
        assert!(enrollment(&request, &there).is_err());
        request.facetec_enrollment = Some(vidimus_api::FacetecEnrollment::default());
        request.image_depiction = Some("front".to_owned());
        assert!(enrollment(&request, &there).is_err(), "no picture");
        let sent = request.facetec_enrollment.as_mut().unwrap();
        sent.audit_trail_image = Some("AQID".to_owned());
        let read = enrollment(&request, &there).unwrap();
        assert_eq!(read.audit_trail_image, [1, 2, 3]);
        request.image_depiction = Some("selfie".to_owned());
        assert!(enrollment(&request, &there).is_err(), "not uploaded");
    }
}
