//! What an integrator does who uploads images.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{CARD, PASSPORT, Server, data_url, fields, jpeg, png, webp};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn images_are_uploaded_verified_fetched_and_deleted() {
    let server = Server::start().await;
    let bank = server.client("bank").await;

    let body = json!({ "externalReference": "case 7" });
    let dossier = bank
        .post("/assure/dossiers", body)
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(dossier.json["externalReference"], "case 7");
    assert_eq!(dossier.json["createdAt"], "2026-06-01T12:00:00Z");
    let dossier = format!("/assure/dossiers/{}", dossier.text("dossierId"));

    let request = json!({
        "provider": "signicatpictureid", "processType": "documentSelfie", "documentId": CARD
    });
    let created = bank.post(&format!("{dossier}/processes"), request).await;
    let created = created.expect(StatusCode::CREATED);
    assert_eq!(created.json["status"], "pending");
    assert_eq!(created.json["documentPages"], 2);
    assert_eq!(created.json["provider"], "signicatpictureid");
    let process = format!("{dossier}/processes/{}", created.text("processId"));
    let images = format!("{process}/images");

    server.advance_seconds(5);
    let two = json!({ "front": data_url(&jpeg()), "back": data_url(&png()) });
    bank.post(&images, two).await.expect(StatusCode::CREATED);
    let reply = bank.post_nothing(&process).await;
    let reply = reply.refused(400, "Images missing.");
    assert!(reply.text("detail").contains("selfie"), "{}", reply.json);
    let selfie = json!({ "selfie": data_url(&webp()), "front": data_url(&png()) });
    bank.post(&images, selfie).await.expect(StatusCode::CREATED);
    let pending = bank.get(&process).await.expect(StatusCode::OK);
    assert_eq!(pending.json["status"], "pending");
    assert_eq!(pending.json["updatedAt"], "2026-06-01T12:00:05Z");
    assert!(
        pending.json.get("depictions").is_none(),
        "only in a final status"
    );
    let front = bank
        .get(&format!("{images}?depiction=front"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(front.bytes, png(), "the last of a kind wins");
    assert_eq!(front.headers["content-type"], "application/octet-stream");
    assert_eq!(
        front.headers["content-disposition"],
        "attachment; filename=\"front.png\""
    );

    let started = bank.post(&process, json!({})).await.expect(StatusCode::OK);
    assert_eq!(started.json["status"], "processing");
    assert!(process.ends_with(&started.text("processId")));
    let done = bank.verdict(&process).await;
    assert_eq!(done["status"], "accepted");
    assert_eq!(done["depictions"], json!(["front", "back", "selfie"]));
    assert_eq!(
        done["finalResult"],
        json!({
            "lastName": "DE BRUIJN", "documentNumber": "SPECI2021", "issuingCountry": "AUT",
            "similarityScore": "high"
        })
    );
    assert_eq!(
        done["providerSpecific"],
        json!({
            "document": {
                "issuingCountry": "AUT",
                "documentNumber": "SPECI2021",
                "subject": {
                    "lastName": "DE BRUIJN", "photo": { "x": 1, "y": 2, "width": 3, "height": 4 }
                },
                "securityChecks": {
                    "nonExpired": { "name": "Document not expired", "passed": true },
                    "selfieAndDocumentMatch": {
                        "name": "Selfie and photo in the document match", "similarityLevel": "high"
                    }
                }
            },
            "selfie": { "status": "SUCCESS", "x": 1, "y": 2, "width": 3, "height": 4 }
        })
    );
    assert!(done.get("failReason").is_none() && done.get("statusReasons").is_none());

    let late = bank
        .post(&images, json!({ "front": data_url(&jpeg()) }))
        .await;
    late.expect(StatusCode::CONFLICT);
    bank.post_nothing(&process)
        .await
        .expect(StatusCode::CONFLICT);
    bank.post_nothing(&format!("{process}/fail"))
        .await
        .expect(StatusCode::CONFLICT);

    let shown = bank.get(&dossier).await.expect(StatusCode::OK);
    assert_eq!(shown.json["externalReference"], "case 7");
    assert_eq!(shown.json["processes"][0]["status"], "accepted");
    assert_eq!(
        fields(&shown.json["processes"][0]),
        [
            "createdAt",
            "processId",
            "processType",
            "provider",
            "status",
            "updatedAt"
        ]
    );

    bank.delete(&dossier).await.expect(StatusCode::NO_CONTENT);
    bank.get(&dossier).await.expect(StatusCode::NOT_FOUND);
    bank.get(&process).await.expect(StatusCode::NOT_FOUND);
    bank.delete(&dossier).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_newest_hundred_dossiers_are_listed_newest_first() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let mut made = Vec::new();
    for _ in 0..102 {
        made.push(bank.dossier().await);
        server.advance_seconds(1);
    }
    made.reverse();
    let listed = bank.get("/assure/dossiers").await.expect(StatusCode::OK);
    let listed: Vec<&str> = listed
        .json
        .as_array()
        .unwrap()
        .iter()
        .map(|dossier| dossier["dossierId"].as_str().unwrap())
        .collect();
    assert_eq!(
        listed,
        made[..100].iter().map(String::as_str).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn a_pending_process_can_be_failed_and_any_can_be_deleted() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let process = bank.process("document", PASSPORT).await;
    let failed = bank
        .post_nothing(&format!("{process}/fail"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(failed.json["status"], "failed");
    assert_eq!(
        failed.json["reason"],
        json!({
            "category": "User.Request", "reason": "Process.Failed", "message": "Failed by request."
        })
    );
    let shown = bank.get(&process).await.expect(StatusCode::OK);
    assert_eq!(shown.json["failReason"], failed.json["reason"]);
    assert_eq!(shown.json["depictions"], json!([]));
    bank.post_nothing(&format!("{process}/fail"))
        .await
        .expect(StatusCode::CONFLICT);

    bank.delete(&process).await.expect(StatusCode::NO_CONTENT);
    bank.get(&process).await.expect(StatusCode::NOT_FOUND);
    bank.delete(&process).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_catalogue_names_the_documents_that_a_process_takes() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let reply = bank.get("/assure/signicatpictureid/document-types").await;
    let list = reply.expect(StatusCode::OK).json;
    let find = |id| {
        list.as_array()
            .unwrap()
            .iter()
            .find(|item| item["id"] == id)
            .unwrap()
    };
    assert_eq!(
        *find(137),
        json!({
            "id": 137, "country": "NLD", "countryName": "Netherlands", "type": "passport",
            "name": "Passport", "icao": "TD3", "pages": 1
        })
    );
    assert_eq!(find(CARD)["type"], "identityCard");
    // Which ones it verifies, only a connection to it would know.
    bank.get("/assure/onfido/document-types")
        .await
        .expect(StatusCode::NO_CONTENT);
    bank.get("/assure/nobody/document-types")
        .await
        .expect(StatusCode::NOT_FOUND);
}
