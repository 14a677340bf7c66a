//! Providers beside `signicatpictureid`: our own, and those elsewhere with a connection and without.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::StatusCode;
use serde_json::{Value, json};
use vidimus_api::capture::Depiction;
use vidimus_api::{DocumentTypeItem, ProcessRequest};
use vidimus_server::domain::Provider;
use vidimus_server::ids::ProcessId;
use vidimus_server::providers::{
    Connection, ConnectionError, Registration, RemoteOutcome, RemoteSubmission, RemoteVerdict,
};

use crate::support::{Server, Setup, data_url, jpeg};

#[tokio::test]
async fn providers_that_are_not_connected_take_processes_and_verify_nothing() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let processes = format!("/assure/dossiers/{}/processes", bank.dossier().await);
    let webid = json!({ "webid": { "user": { "firstname": "John" } } });
    for (provider, name, default) in [
        ("onfido", "onfido", "documentSelfie"),
        ("readid", "readid", "sdk"),
        ("eid", "eid", "unattended"),
        ("signicatvideoid", "eid", "unattended"),
        ("webid", "webid", "videoid"),
    ] {
        let body = json!({ "provider": provider, "processParameters": webid });
        let made = bank.post(&processes, body).await;
        let made = made.expect(StatusCode::CREATED);
        assert_eq!(made.json["provider"], name);
        assert_eq!(made.json["processType"], default);
        assert_eq!(made.json["status"], "pending");
        let process = format!("{processes}/{}", made.text("processId"));
        let got = bank.get(&process).await.expect(StatusCode::OK);
        assert_eq!(got.json["provider"], name);
        let started = bank.post_nothing(&process).await;
        let refused = started.refused(400, "Provider not connected.");
        assert!(refused.text("detail").contains(name));
        let still = bank.get(&process).await.expect(StatusCode::OK);
        assert_eq!(still.json["status"], "pending");
        bank.get(&format!("{process}/external-id"))
            .await
            .refused(400, "No external id.");
    }
    let nothing_said = json!({ "provider": "webid" });
    bank.post(&processes, nothing_said)
        .await
        .refused(400, "Invalid processParameters.");
    let other_type = json!({ "provider": "readid", "processType": "document" });
    bank.post(&processes, other_type)
        .await
        .refused(400, "Unsupported processType.");
}

/// A provider that forgets a process the first time it is asked, and then answers. What a whole one
/// does by HTTP, it does in memory.
struct Forgetful {
    asked: AtomicU32,
}

#[async_trait::async_trait]
impl Connection for Forgetful {
    fn document_types(&self) -> Vec<DocumentTypeItem> {
        vec![DocumentTypeItem {
            id: 1,
            country: "PRT".to_owned(),
            country_name: "Portugal".to_owned(),
            kind: "voterId".to_owned(),
            name: "Voter card".to_owned(),
            icao: None,
            pages: 2,
        }]
    }

    async fn register(
        &self,
        process: ProcessId,
        request: &ProcessRequest,
    ) -> Result<Registration, ConnectionError> {
        if request.document_type.as_deref() == Some("taxId") {
            return Err(ConnectionError("status 503".to_owned()));
        }
        let authorization = ("authorization".to_owned(), "for the SDK".to_owned());
        Ok(Registration {
            external_id: Some(format!("applicant of {process}")),
            details: BTreeMap::from([authorization]),
        })
    }

    async fn verify(&self, submission: RemoteSubmission) -> Result<RemoteOutcome, ConnectionError> {
        let applicant = format!("applicant of {}", submission.process);
        assert_eq!(submission.external_id, Some(applicant));
        assert_eq!(submission.images[&Depiction::Front], jpeg());
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(ConnectionError("status 500".to_owned()));
        }
        let specific = json!({ "documentVerification": { "result": "clear" } });
        let Value::Object(provider_specific) = specific else {
            unreachable!()
        };
        Ok(RemoteOutcome {
            verdict: RemoteVerdict::Accepted,
            final_result: Some(vidimus_api::pictureid::FinalResult {
                last_name: Some("SMITH".to_owned()),
                ..Default::default()
            }),
            provider_specific,
            status_reasons: Vec::new(),
        })
    }
}

#[tokio::test]
async fn a_connection_registers_verifies_and_is_asked_again_after_a_failure() {
    let forgetful = Arc::new(Forgetful {
        asked: AtomicU32::new(0),
    });
    let server = Server::with(Setup {
        verifier: None,
        connections: vec![(Provider::Onfido, Arc::clone(&forgetful) as _)],
        ..Setup::default()
    })
    .await;
    let bank = server.client("bank").await;
    let listed = bank.get("/assure/onfido/document-types").await;
    assert_eq!(listed.expect(StatusCode::OK).json[0]["type"], "voterId");

    let processes = format!("/assure/dossiers/{}/processes", bank.dossier().await);
    let refused = json!({ "provider": "onfido", "documentType": "taxId" });
    bank.post(&processes, refused)
        .await
        .refused(503, "Not available.");
    let body = json!({ "provider": "onfido", "processType": "document" });
    let made = bank.post(&processes, body).await;
    let made = made.expect(StatusCode::CREATED);
    assert_eq!(made.json["authorization"], "for the SDK");
    let process = format!("{processes}/{}", made.text("processId"));
    let external = bank.get(&format!("{process}/external-id")).await;
    let applicant = format!("applicant of {}", made.text("processId"));
    let external = external.expect(StatusCode::OK).json;
    assert_eq!(external, json!({ "externalId": applicant }));

    bank.post_nothing(&process)
        .await
        .refused(400, "Images missing.");
    let images = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images)
        .await
        .expect(StatusCode::CREATED);
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    while forgetful.asked.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    server.advance_seconds(5);
    let done = bank.verdict(&process).await;
    assert_eq!(done["status"], "accepted");
    assert_eq!(done["finalResult"], json!({ "lastName": "SMITH" }));
    assert_eq!(
        done["providerSpecific"],
        json!({ "documentVerification": { "result": "clear" } })
    );
    assert_eq!(forgetful.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_live_person_is_compared_with_a_stored_picture() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let processes = format!("/assure/dossiers/{}/processes", bank.dossier().await);
    let made = bank
        .post(&processes, json!({ "provider": "facetec" }))
        .await;
    let made = made.expect(StatusCode::CREATED);
    assert!(made.json.get("processType").is_none());
    let process = format!("{processes}/{}", made.text("processId"));
    let images = json!({ "selfie": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images)
        .await
        .expect(StatusCode::CREATED);

    bank.post_nothing(&process)
        .await
        .refused(400, "Invalid facetecEnrollment.");
    let picture = data_url(&jpeg());
    let picture = picture.split_once(',').unwrap().1;
    let start = |depiction: &str, picture: &str| {
        json!({
            "facetecEnrollment": { "faceScan": "…", "auditTrailImage": picture },
            "imageDepiction": depiction
        })
    };
    bank.post(&process, start("front", picture))
        .await
        .refused(400, "Images missing.");
    bank.post(&process, start("selfie", "AQID"))
        .await
        .refused(400, "Invalid image.");
    bank.post(&process, start("selfie", picture))
        .await
        .expect(StatusCode::OK);
    let done = bank.verdict(&process).await;
    // The verifier of these tests says nothing of a living person.
    assert_eq!(done["status"], "inconclusive");
    assert_eq!(done["providerSpecific"]["matching"]["matchLevel"], 5);
    assert_eq!(done["providerSpecific"]["liveness"]["success"], false);
    bank.get(&format!("{process}/external-id"))
        .await
        .refused(400, "No external id.");
}

#[tokio::test]
async fn paper_is_named_by_country_and_type() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let processes = format!("/assure/dossiers/{}/processes", bank.dossier().await);
    for (body, title) in [
        (json!({}), "Invalid documentType."),
        (
            json!({ "documentType": "passport" }),
            "Invalid documentCountry.",
        ),
        (
            json!({ "documentType": "identityCard", "documentCountry": "UNIV" }),
            "Invalid documentCountry.",
        ),
        (
            json!({ "documentType": "passport", "documentCountry": "NL", "redact": ["face"] }),
            "Invalid redact.",
        ),
    ] {
        let mut body = body;
        body["provider"] = "signicatpaper".into();
        bank.post(&processes, body).await.refused(400, title);
    }
    let body = json!({
        "provider": "signicatpaper", "documentType": "passport", "documentCountry": "UNIV"
    });
    let made = bank.post(&processes, body).await;
    let process = format!(
        "{processes}/{}",
        made.expect(StatusCode::CREATED).text("processId")
    );
    let images = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images)
        .await
        .expect(StatusCode::CREATED);
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    // The verifier of these tests reads nothing.
    let done = bank.verdict(&process).await;
    assert_eq!(done["status"], "rejected");
    let specific = &done["providerSpecific"];
    assert_eq!(specific["verification"]["type"], "MRZ_ONLY");
    assert_eq!(
        specific["errors"],
        json!(["DOCUMENT_NOT_READ", "MRZ_NOT_FOUND"])
    );
    let listed = bank.get("/assure/signicatpaper/document-types").await;
    assert!(listed.expect(StatusCode::OK).json.as_array().unwrap().len() > 100);
}
