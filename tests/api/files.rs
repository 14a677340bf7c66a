//! Files of a dossier.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{PASSPORT, Server, data_url, jpeg, png, webp};

#[tokio::test]
async fn files_are_uploaded_copied_fetched_and_deleted() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let files = format!("/assure/dossiers/{dossier}/files");
    let front = format!("{files}?depiction=front");
    bank.get(&front).await.refused(404, "File not found.");
    bank.delete(&files).await.refused(404, "File not found.");
    bank.get(&format!("{files}?depiction=portrait"))
        .await
        .refused(400, "Invalid depiction.");
    bank.post(&files, json!({}))
        .await
        .refused(400, "Files missing.");

    let both = json!({ "front": data_url(&jpeg()), "selfie": data_url(&png()) });
    let set = bank.post(&files, both).await;
    assert_eq!(set.expect(StatusCode::CREATED).bytes, b"");
    let got = bank.get(&front).await.expect(StatusCode::OK);
    assert_eq!(got.bytes, jpeg());
    assert_eq!(got.headers["content-type"], "application/octet-stream");
    let bad = json!({ "front": data_url(&png()), "back": data_url(&webp()) });
    bank.post(&files, bad).await.refused(400, "Invalid image.");
    assert_eq!(bank.get(&front).await.bytes, jpeg(), "all or nothing");

    let process = bank.process_in(&dossier, "document", PASSPORT).await;
    let images = json!({ "front": data_url(&png()), "back": data_url(&png()) });
    bank.post(&format!("{process}/images"), images)
        .await
        .expect(StatusCode::CREATED);
    let id = process.rsplit('/').next().unwrap();
    let copied = json!({ "processId": id, "back": data_url(&jpeg()) });
    bank.post(&files, copied).await.expect(StatusCode::CREATED);
    assert_eq!(bank.get(&front).await.bytes, png(), "copied");
    let back = bank.get(&format!("{files}?depiction=back")).await;
    assert_eq!(back.bytes, jpeg(), "what is sent beside wins");
    bank.delete(&process).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(bank.get(&front).await.bytes, png(), "a copy stays");

    let elsewhere = bank.process("document", PASSPORT).await;
    let elsewhere = elsewhere.rsplit('/').next().unwrap().to_owned();
    for id in [elsewhere.as_str(), id, "x"] {
        bank.post(&files, json!({ "processId": id }))
            .await
            .refused(404, "Process not found.");
    }
    bank.delete(&files).await.expect(StatusCode::NO_CONTENT);
    bank.get(&front).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn all_dossiers_of_a_client_are_deleted_and_nobody_elses() {
    let server = Server::start().await;
    let (mut bank, shop) = (server.client("bank").await, server.client("shop").await);
    bank.log_in_for("assure:purge signicat-api").await;
    let all = "/assure/dossiers/all";
    bank.delete(all).await.refused(404, "Dossier not found.");
    let mut mine = Vec::new();
    for _ in 0..103 {
        mine.push(bank.dossier().await);
    }
    let theirs = shop.dossier().await;
    bank.delete(all).await.expect(StatusCode::NO_CONTENT);
    let listed = bank.get("/assure/dossiers").await.expect(StatusCode::OK);
    assert_eq!(listed.json, json!([]));
    let first = format!("/assure/dossiers/{}", mine[0]);
    bank.get(&first).await.expect(StatusCode::NOT_FOUND);
    let theirs = format!("/assure/dossiers/{theirs}");
    shop.get(&theirs).await.expect(StatusCode::OK);
}
