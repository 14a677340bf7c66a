//! What an integrator knows of the person: set, read, merged, deleted.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::Server;

#[tokio::test]
async fn user_data_are_set_merged_and_deleted() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = format!("/assure/dossiers/{}", bank.dossier().await);
    let path = format!("{dossier}/userdata");
    bank.get(&path).await.refused(404, "User data not found.");
    let nothing = json!({ "userData": {} });
    bank.put(&path, nothing)
        .await
        .refused(404, "User data not found.");

    let john = json!({ "userData": {
        "firstName": "John", "lastName": "Smith", "gender": "", "email": "j@a.example",
        "address": { "locality": "Aveiro" }
    } });
    let set = bank.post(&path, john.clone()).await;
    assert_eq!(set.expect(StatusCode::CREATED).bytes, b"");
    bank.post(&path, john)
        .await
        .refused(409, "Not possible in this state.");
    server.advance_seconds(7);
    let update = json!({ "userData": {
        "lastName": "Reinolds", "email": "", "address": { "country": "PRT" }
    } });
    let updated = bank.put(&path, update).await;
    updated.expect(StatusCode::NO_CONTENT);
    let got = bank.get(&path).await.expect(StatusCode::OK);
    assert_eq!(
        got.json["userData"],
        json!({
            "firstName": "John", "lastName": "Reinolds",
            "address": { "locality": "Aveiro", "country": "PRT" }
        })
    );
    assert_eq!(got.json["createdAt"], "2026-06-01T12:00:00Z");
    assert_eq!(got.json["updatedAt"], "2026-06-01T12:00:07Z");
    assert!(dossier.ends_with(got.json["dossierId"].as_str().unwrap()));

    bank.delete(&path).await.expect(StatusCode::NO_CONTENT);
    bank.delete(&path)
        .await
        .refused(404, "User data not found.");
}

#[tokio::test]
async fn updates_at_the_same_time_all_count() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let path = format!("/assure/dossiers/{}/userdata", bank.dossier().await);
    let set = bank.post(&path, json!({ "userData": {} })).await;
    set.expect(StatusCode::CREATED);
    let (names, places, phones) = tokio::join!(
        bank.put(&path, json!({ "userData": { "firstName": "John" } })),
        bank.put(&path, json!({ "userData": { "placeOfBirth": "Aveiro" } })),
        bank.put(&path, json!({ "userData": { "mobile": "+351939393953" } })),
    );
    for reply in [names, places, phones] {
        reply.expect(StatusCode::NO_CONTENT);
    }
    let got = bank.get(&path).await.expect(StatusCode::OK);
    let all = json!({ "firstName": "John", "placeOfBirth": "Aveiro", "mobile": "+351939393953" });
    assert_eq!(got.json["userData"], all);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_stored() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let path = format!("/assure/dossiers/{}/userdata", bank.dossier().await);
    for (wrong, why) in [
        (json!({ "gender": "X" }), "gender is M or F."),
        (
            json!({ "firstName": "x".repeat(65) }),
            "firstName has at most 64 characters.",
        ),
        (
            json!({ "dateOfBirth": "18.8.1988" }),
            "dateOfBirth is a date such as 1988-08-18.",
        ),
    ] {
        let reply = bank.post(&path, json!({ "userData": wrong })).await;
        assert_eq!(reply.text("detail"), why);
        reply.refused(400, "Invalid userData.");
    }
    bank.post(&path, json!({}))
        .await
        .refused(400, "Invalid body.");
    bank.get(&path).await.refused(404, "User data not found.");
}
