//! Redaction over the API. What the engine covers is tested beside it (`tests/reading`).

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{PASSPORT, Server, data_url, jpeg, png};

fn request(changes: &Value) -> Value {
    let mut request = json!({
        "documentType": "passport", "documentCountry": "NLD",
        "fieldsToRedact": ["personalIdentificationNumber", "photo"], "redactionLevel": "high"
    });
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

#[tokio::test]
async fn pictures_come_back_covered_or_not_at_all() {
    let server = Server::start().await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let front = data_url(&jpeg());
    let back = data_url(&png()).replace("image/jpeg", "image/png");
    let path = "/assure/redact";
    let both = json!({ "frontImage": front, "backImage": back });
    let covered = bank.post(path, request(&both)).await;
    assert_eq!(
        covered.expect(StatusCode::OK).json,
        json!({ "success": true, "redactedFrontImage": front, "redactedBackImage": back })
    );
    let newer_names = json!({ "front": front });
    let covered = bank.post(path, request(&newer_names)).await;
    let expected = json!({ "success": true, "redactedFrontImage": front });
    assert_eq!(covered.json, expected);
    let card = json!({ "frontImage": front, "documentType": "identityCard" });
    let refused = bank.post(path, request(&card)).await;
    assert_eq!(
        refused.expect(StatusCode::OK).json,
        json!({
            "success": false,
            "detail": "The picture shows another kind of document. \
                       No personal number was found where the document has one."
        })
    );

    let dossier = bank.dossier().await;
    let stored = json!({ "dossierId": dossier });
    bank.post(path, request(&stored))
        .await
        .refused(400, "Images missing.");
    let files = format!("/assure/dossiers/{dossier}/files");
    bank.post(&files, json!({ "front": front })).await;
    let covered = bank.post(path, request(&stored)).await;
    assert_eq!(covered.json, expected);
    let process = bank.process_in(&dossier, "document", PASSPORT).await;
    bank.post(&format!("{process}/images"), json!({ "front": front }))
        .await;
    let process = process.rsplit('/').next().unwrap();
    let stored = json!({ "dossierId": dossier, "processId": process });
    let covered = bank.post(path, request(&stored)).await;
    assert_eq!(covered.json, expected);
    shop.post(path, request(&stored))
        .await
        .refused(404, "Dossier not found.");

    for (changes, title) in [
        (json!({}), "Images missing."),
        (json!({ "documentType": "visa" }), "Invalid documentType."),
        (
            json!({ "documentCountry": "BEL" }),
            "Invalid documentCountry.",
        ),
        (json!({ "fieldsToRedact": [] }), "Invalid fieldsToRedact."),
        (
            json!({ "fieldsToRedact": ["mrz"] }),
            "Invalid fieldsToRedact.",
        ),
        (
            json!({ "redactionLevel": "most" }),
            "Invalid redactionLevel.",
        ),
        (json!({ "frontImage": "x" }), "Invalid image."),
        (
            json!({ "frontImage": "data:image/png;base64,AQID" }),
            "Invalid image.",
        ),
    ] {
        let refused = bank.post(path, request(&changes)).await;
        refused.refused(400, title);
    }
}
