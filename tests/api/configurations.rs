//! Capture configurations, and what they make of a flow.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{CARD, PASSPORT, Server};

#[tokio::test]
async fn a_configuration_is_kept_as_it_was_sent() {
    let server = Server::start().await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let all = "/assure/capture/configurations";
    let own = format!("{all}/dark.mode");
    let configuration = json!({
        "pageTitle": "Bank", "primaryColor": "#5AAFFF", "maxRetries": 3,
        "documentCountries": { "passport": ["NLD", "PRT"] }, "onfidoConfig": { "any": [1] },
        "signicatpictureidConfig": { "allowedIdTypes": [PASSPORT] }, "brandNew": null
    });
    let made = bank.post(&own, configuration.clone()).await;
    let made = made.expect(StatusCode::CREATED).json;
    assert_eq!(made["id"], "dark.mode");
    assert_eq!(made["pageTitle"], "Bank");
    let got = bank.get(&own).await.expect(StatusCode::OK);
    assert_eq!(got.json, configuration);
    bank.post(&own, configuration.clone())
        .await
        .refused(409, "Not possible in this state.");
    let listed = bank.get(all).await.expect(StatusCode::OK);
    assert_eq!(
        listed.json,
        json!([{
            "id": "dark.mode", "createdAt": "2026-06-01T12:00:00Z",
            "updatedAt": "2026-06-01T12:00:00Z"
        }])
    );
    shop.get(&own)
        .await
        .refused(404, "Configuration not found.");
    shop.delete(&own)
        .await
        .refused(404, "Configuration not found.");
    let wrong = json!({ "primaryColor": "url(javascript:alert(1))" });
    let refused = bank.put(&own, wrong).await;
    assert!(refused.text("detail").starts_with("primaryColor"));
    refused.refused(400, "Invalid configuration.");
    bank.put(&own, json!({})).await.expect(StatusCode::OK);
    assert_eq!(bank.get(&own).await.json, json!({}));
    bank.delete(&own).await.expect(StatusCode::NO_CONTENT);
    bank.delete(&own)
        .await
        .refused(404, "Configuration not found.");
}

#[tokio::test]
async fn a_flow_follows_its_configuration() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let configuration = json!({
        "defaultCountry": "PRT", "enableMobileHandover": false, "documentTypes": ["passport"]
    });
    let own = "/assure/capture/configurations/passports";
    bank.post(own, configuration)
        .await
        .expect(StatusCode::CREATED);
    let capture = format!("/assure/dossiers/{}/capture", bank.dossier().await);
    let start = |parameters| {
        json!({
            "providers": [{ "provider": "signicatpictureid", "processType": "document" }],
            "redirectUrl": "https://bank.example/done", "captureParameters": parameters
        })
    };
    let request = start(json!({
        "uiProfile": "passports", "uiProfileJSON": { "defaultCountry": "NLD" }
    }));
    let flow = bank
        .post(&capture, request)
        .await
        .expect(StatusCode::CREATED);
    let person = server.person(&flow.text("url")).await;
    let session = person.get("/assure/capture/session").await.json;
    assert_eq!(session["settings"]["defaultCountry"], "NLD");
    assert_eq!(session["settings"]["enableMobileHandover"], false);
    let documents = session["documents"].as_array().unwrap();
    assert!(documents.len() > 20);
    assert!(
        documents
            .iter()
            .all(|document| document["type"] == "passport")
    );
    let card = person
        .put(
            "/assure/capture/session/document",
            json!({ "documentId": CARD }),
        )
        .await;
    card.refused(400, "Invalid documentId.");
    let passport = person
        .put(
            "/assure/capture/session/document",
            json!({ "documentId": PASSPORT }),
        )
        .await;
    passport.expect(StatusCode::OK);

    let unknown = bank
        .post(&capture, start(json!({ "uiProfile": "other" })))
        .await;
    unknown.refused(400, "Invalid uiProfile.");
    let wrong = bank
        .post(&capture, start(json!({ "uiLanguage": "english" })))
        .await;
    wrong.refused(400, "Invalid capture request.");
    let mut chosen = start(json!({ "uiProfile": "passports" }));
    chosen["providers"][0]["documentId"] = CARD.into();
    bank.post(&capture, chosen.clone())
        .await
        .refused(400, "Invalid documentId.");
    chosen["providers"][0]["documentId"] = PASSPORT.into();
    let flow = bank
        .post(&capture, chosen)
        .await
        .expect(StatusCode::CREATED);
    let person = server.person(&flow.text("url")).await;
    let session = person.get("/assure/capture/session").await.json;
    assert_eq!(session["documentId"], PASSPORT);
}
