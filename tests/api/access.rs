//! What clients may do: scopes, secrets, limits, and the log of what they did.

use std::num::NonZeroU32;

use reqwest::{Method, StatusCode};
use serde_json::json;
use vidimus_server::auth::rotate_secret;
use vidimus_server::limits::{Rate, Rates};
use vidimus_server::service::open_store;
use vidimus_server::store::Clients as _;

use crate::support::{Asker, Reply, Server, Setup, data_url, database, jpeg};

async fn ask_for_token(asker: &Asker, secret: Option<&str>, scope: &str) -> Reply {
    let (id, own) = asker.credentials.clone().unwrap();
    let request = asker
        .request(Method::POST, "/auth/open/connect/token")
        .basic_auth(id, Some(secret.unwrap_or(&own)))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("grant_type=client_credentials{scope}"));
    let mut nobody = asker.clone();
    nobody.token = None;
    nobody.send(request).await
}

#[tokio::test]
async fn a_token_allows_what_was_asked_for_and_no_more() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let reply = ask_for_token(&bank, None, "").await.expect(StatusCode::OK);
    assert_eq!(
        reply.json["scope"],
        "signicat-api assure:purge assure:audit"
    );
    let wrong = ask_for_token(&bank, None, "&scope=admin").await;
    let wrong = wrong.refused(400, "Invalid scope.");
    assert_eq!(wrong.json["error"], "invalid_scope");

    // The support logs in with the scope signicat-api alone.
    bank.dossier().await;
    bank.delete("/assure/dossiers/all")
        .await
        .refused(403, "Insufficient scope.");
    bank.get("/assure/audit")
        .await
        .refused(403, "Insufficient scope.");
    let reply = ask_for_token(&bank, None, "&scope=assure:audit").await;
    let auditor = server.asker("auditor", reply.json["access_token"].as_str());
    auditor.get("/assure/audit").await.expect(StatusCode::OK);
    auditor
        .get("/assure/dossiers")
        .await
        .refused(403, "Insufficient scope.");
}

#[tokio::test]
async fn secrets_are_replaced_without_a_gap_and_revoked_at_once() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let (id, first) = bank.credentials.clone().unwrap();
    let store = open_store(&server.data(), database(&server.data()).as_ref())
        .await
        .unwrap();
    let id = vidimus_server::ids::ClientId::parse(&id).unwrap();
    let mut client = store.client(&id).await.unwrap().unwrap();
    let keep = server.now() + jiff::SignedDuration::from_hours(1);
    let second = rotate_secret(&mut client, keep).unwrap();
    store.replace_client(&client).await.unwrap();
    for secret in [first.as_str(), second.expose()] {
        ask_for_token(&bank, Some(secret), "")
            .await
            .expect(StatusCode::OK);
    }
    server.advance_minutes(60);
    let late = ask_for_token(&bank, Some(&first), "").await;
    late.refused(401, "Invalid client credentials.");
    let reply = ask_for_token(&bank, Some(second.expose()), "").await;
    let with_token = server.asker("bank", reply.json["access_token"].as_str());
    let listed = with_token.get("/assure/dossiers").await;
    listed.expect(StatusCode::OK);

    client.revoked_at = Some(server.now());
    store.replace_client(&client).await.unwrap();
    with_token
        .get("/assure/dossiers")
        .await
        .refused(401, "Invalid access token.");
    let revoked = ask_for_token(&bank, Some(second.expose()), "").await;
    revoked.refused(401, "Invalid client credentials.");
}

#[tokio::test]
async fn what_was_done_is_in_the_log_of_its_client_without_personal_data() {
    let server = Server::start().await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let made = bank
        .post(
            "/assure/dossiers",
            json!({ "externalReference": "case of John Smith" }),
        )
        .await;
    let dossier = made.text("dossierId");
    let path = format!("/assure/dossiers/{dossier}");
    let data = json!({ "userData": { "firstName": "John" } });
    bank.post(&format!("{path}/userdata"), data).await;
    bank.get(&path).await.expect(StatusCode::OK);
    shop.get(&path).await.expect(StatusCode::NOT_FOUND);
    let flow = json!({
        "providers": [{ "provider": "signicatpictureid" }], "redirectUrl": "https://a.example/"
    });
    let flow = bank.post(&format!("{path}/capture"), flow).await;
    let person = server.person(&flow.text("url")).await;
    let chosen = json!({ "documentId": 137 });
    person.put("/assure/capture/session/document", chosen).await;
    bank.delete(&path).await.expect(StatusCode::NO_CONTENT);

    let reply = ask_for_token(&bank, None, "&scope=assure:audit").await;
    let auditor = server.asker("auditor", reply.json["access_token"].as_str());
    let log = auditor
        .get(&format!("/assure/audit?dossierId={dossier}"))
        .await
        .expect(StatusCode::OK);
    let entries = log.json["entries"].as_array().unwrap();
    let mut lines: Vec<String> = entries
        .iter()
        .map(|entry| {
            assert_eq!(entry["timestamp"], "2026-06-01T12:00:00Z");
            assert_eq!(entry["traceId"].as_str().unwrap().len(), 32);
            let text = |field: &str| entry[field].as_str().unwrap();
            format!(
                "{} {} {}",
                text("actor"),
                text("operation"),
                entry["status"]
            )
        })
        .collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "client DELETE /assure/dossiers/{dossierId} 204",
            "client GET /assure/dossiers/{dossierId} 200",
            "client POST /assure/dossiers 201",
            "client POST /assure/dossiers/{dossierId}/capture 201",
            "client POST /assure/dossiers/{dossierId}/userdata 201",
            "person PUT /assure/capture/session/document 200",
        ]
    );
    let text = String::from_utf8(log.bytes).unwrap();
    assert!(!text.contains("John"), "{text}");

    let reply = ask_for_token(&shop, None, "&scope=assure:audit").await;
    let other = server.asker("other auditor", reply.json["access_token"].as_str());
    let log = other
        .get(&format!("/assure/audit?dossierId={dossier}"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(log.json["entries"], json!([]));
    auditor
        .get("/assure/audit?limit=0")
        .await
        .refused(400, "Invalid filter.");
}

#[tokio::test]
async fn who_asks_too_often_waits() {
    let one = |burst| Rate {
        per_second: NonZeroU32::MIN,
        burst: NonZeroU32::new(burst).unwrap(),
    };
    let server = Server::with(Setup {
        rates: Rates {
            token: one(3),
            heavy: one(1),
            ..Rates::default()
        },
        ..Setup::default()
    })
    .await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let process = bank.process("document", 137).await;
    let images = json!({ "front": data_url(&jpeg()) });
    let path = format!("{process}/images");
    bank.post(&path, images.clone())
        .await
        .expect(StatusCode::CREATED);
    let refused = bank.post(&path, images.clone()).await;
    let refused = refused.refused(429, "Too many requests.");
    let wait: u64 = refused.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    bank.get(&process).await.expect(StatusCode::OK);
    let other = shop.process("document", 137).await;
    shop.post(&format!("{other}/images"), images)
        .await
        .expect(StatusCode::CREATED);

    // Two tokens were taken above, from the same address.
    ask_for_token(&bank, None, "").await.expect(StatusCode::OK);
    ask_for_token(&shop, None, "")
        .await
        .refused(429, "Too many requests.");
}
