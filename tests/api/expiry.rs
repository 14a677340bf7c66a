//! What the clock ends.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{PASSPORT, Server, data_url, jpeg};

#[tokio::test]
async fn a_process_fails_fifteen_minutes_after_its_first_image() {
    let server = Server::start().await;
    let mut bank = server.client("bank").await;
    let process = bank.process("document", PASSPORT).await;
    let images = format!("{process}/images");
    let image = json!({ "front": data_url(&jpeg()) });
    server.advance_minutes(60);
    bank.log_in().await;
    bank.post(&images, image.clone())
        .await
        .expect(StatusCode::CREATED);
    server.advance_minutes(10);
    bank.log_in().await;
    bank.post(&images, image.clone())
        .await
        .expect(StatusCode::CREATED);
    server.advance_seconds(299);
    assert_eq!(bank.get(&process).await.json["status"], "pending");
    server.advance_seconds(1);
    let failed = bank.get(&process).await.expect(StatusCode::OK);
    assert_eq!(failed.json["status"], "failed");
    assert_eq!(
        failed.json["failReason"],
        json!({ "detail": "Transaction time expired." })
    );
    assert_eq!(failed.json["depictions"], json!(["front"]));
    assert_eq!(failed.json["updatedAt"], "2026-06-01T13:15:00Z");
    bank.post(&images, image).await.expect(StatusCode::CONFLICT);
    bank.post_nothing(&process)
        .await
        .expect(StatusCode::CONFLICT);
}

#[tokio::test]
async fn whoever_looks_first_finds_an_overdue_process_failed() {
    let server = Server::start().await;
    let mut bank = server.client("bank").await;
    let process = bank.process("document", PASSPORT).await;
    let image = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), image)
        .await
        .expect(StatusCode::CREATED);
    server.advance_minutes(15);
    bank.log_in().await;
    bank.post_nothing(&process)
        .await
        .expect(StatusCode::CONFLICT);
    let (dossier, _) = process.split_once("/processes").unwrap();
    let shown = bank.get(dossier).await.expect(StatusCode::OK);
    assert_eq!(shown.json["processes"][0]["status"], "failed");
}

#[tokio::test]
async fn a_session_fails_with_its_process_and_says_why() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let person = server.person(&bank.flow("document").await).await;
    let session = "/assure/capture/session";
    let before = person.get(session).await.expect(StatusCode::OK);
    assert_eq!(before.json["expiresAt"], "2026-06-02T12:00:00Z");
    person
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    let after = person.get(session).await.expect(StatusCode::OK);
    assert_eq!(after.json["expiresAt"], "2026-06-01T12:15:00Z");
    server.advance_minutes(15);
    let failed = person.get(session).await.expect(StatusCode::OK);
    assert_eq!(failed.json["status"], "failed");
    assert_eq!(failed.json["reasons"], json!(["Transaction time expired."]));
    person
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::CONFLICT);
    person
        .post_nothing(&format!("{session}/cancel"))
        .await
        .expect(StatusCode::CONFLICT);
    person
        .post_nothing(&format!("{session}/submit"))
        .await
        .expect(StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_unused_link_works_for_a_day() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let (early, late) = (bank.flow("document").await, bank.flow("document").await);
    let nobody = server.asker("somebody with a link", None);
    server.advance_minutes(24 * 60 - 1);
    let reply = nobody.exchange(&early).await.expect(StatusCode::CREATED);
    let person = server.asker("person", reply.json["token"].as_str());
    server.advance_minutes(1);
    nobody.exchange(&late).await.refused(404, "Link not valid.");
    nobody
        .exchange(&early)
        .await
        .refused(404, "Link not valid.");
    let reply = person.get("/assure/capture/session").await;
    reply.refused(401, "Invalid access token.");
}
