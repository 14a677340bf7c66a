//! The published samples of *Get process*, read and written again unchanged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use vidimus_api::capture::ProcessStatus;
use vidimus_api::{CaptureRequest, Process, ProcessRequest};

fn base(status: &str) -> Value {
    json!({
        "processId": "27e15a7a-c720-4052-b384-f6f541b12514",
        "provider": "signicatpictureid",
        "processType": "documentSelfie",
        "status": status,
        "createdAt": "2024-12-17T00:12:12Z",
        "updatedAt": "2024-12-17T00:13:38Z"
    })
}

fn with(status: &str, fields: &Value) -> Value {
    let mut sample = base(status);
    for (name, value) in fields.as_object().unwrap() {
        sample[name] = value.clone();
    }
    sample
}

fn passed(name: &str) -> Value {
    json!({ "name": name, "passed": true })
}

#[test]
fn processes_of_every_status_are_read_and_written_unchanged() {
    let document = json!({
        "issuingCountry": "NLD",
        "dateOfExpiry": "2031-08-30",
        "documentNumber": "SPECI2021",
        "subject": {
            "firstName": "WILLEKE LISELOTTE",
            "lastName": "DE BRUIJN",
            "dateOfBirth": "1965-03-10",
            "gender": "F",
            "nationality": "NLD",
            "personalIdentificationNumber": "999999990",
            "photo": { "x": 187, "y": 456, "width": 376, "height": 539 },
            "signature": { "x": 1511, "y": 948, "width": 598, "height": 156 }
        },
        "securityChecks": {
            "notTamperedDocument": passed("Not tampered document"),
            "nonExpired": passed("Document not expired"),
            "notUnderage": passed("Not underage"),
            "notBlackAndWhite": passed("Not black & white copy"),
            "dataIntegrity": passed("Data integrity"),
            "selfieAndDocumentMatch": {
                "name": "Selfie and photo in the document match", "similarityLevel": "high"
            }
        }
    });
    let samples = [
        with(
            "accepted",
            &json!({
                "finalResult": {
                    "firstName": "WILLEKE LISELOTTE",
                    "lastName": "DE BRUIJN",
                    "dateOfExpiry": "2031-08-30",
                    "dateOfBirth": "1965-03-10",
                    "gender": "F",
                    "nationality": "NLD",
                    "documentNumber": "SPECI2021",
                    "issuingCountry": "NLD",
                    "similarityScore": "high",
                    "personalIdentificationNumber": "999999990"
                },
                "providerSpecific": {
                    "document": document,
                    "selfie": {
                        "status": "SUCCESS", "x": 349, "y": 333, "width": 417, "height": 702
                    }
                }
            }),
        ),
        with(
            "rejected",
            &json!({
                "statusReasons": [{
                    "type": "Document", "category": "Security", "subCategory": "NotUnderage",
                    "message": "Security check 'notUnderage' failed or was not found."
                }],
                "depictions": ["front"],
                "providerSpecific": {
                    "document": {
                        "subject": {
                            "signature": { "x": 260, "y": 447, "width": 278, "height": 107 }
                        },
                        "securityChecks": {
                            "dataIntegrity": { "name": "Data integrity", "passed": false }
                        }
                    },
                    "selfie": { "status": "NO_FACE_DETECTED" }
                }
            }),
        ),
        with(
            "inconclusive",
            &json!({ "statusReasons": [{
                "type": "Biometrics", "category": "SimilarityLevel",
                "message": "Similarity level is 'medium'."
            }] }),
        ),
        with(
            "failed",
            &json!({
                "failReason": { "detail": "Transaction time expired." }, "depictions": ["front"]
            }),
        ),
        base("canceled"),
        base("processing"),
        base("pending"),
    ];
    for sample in samples {
        let read: Process = serde_json::from_value(sample.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), sample);
        assert_eq!(read.status.as_str(), sample["status"]);
        assert_eq!(
            read.status.is_final(),
            !matches!(
                read.status,
                ProcessStatus::Pending | ProcessStatus::Processing
            )
        );
        assert_eq!(format!("{read:?}"), "Process { … }");
    }
}

#[test]
fn requests_of_the_documentation_are_understood() {
    let request = json!({
        "provider": "signicatpictureid", "processType": "document", "documentId": 137,
        "eventTags": ["x"]
    });
    let request: ProcessRequest = serde_json::from_value(request).unwrap();
    assert_eq!(request.document_id, Some(137));
    let flow = json!({
        "providers": [{ "provider": "signicatpictureid", "processType": "document" }],
        "redirectUrl": "https://bank.example/?who=willeke"
    });
    let flow: CaptureRequest = serde_json::from_value(flow).unwrap();
    assert_eq!(flow.providers.len(), 1);
    assert!(!format!("{flow:?}").contains("willeke"));
}
