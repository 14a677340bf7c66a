//! Telling integrators what became of processes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use hmac::{Hmac, Mac as _};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;

use crate::support::{PASSPORT, Server, Setup, data_url, jpeg, wait_for};

/// How long an event may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came, and what is answered: 204 when nothing else was put there.
#[derive(Clone, Default)]
struct Receiver {
    came: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    /// Listens; gives its `host:port`.
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let router = Router::new()
            .route("/hook", post(take))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        host
    }

    async fn events(&self, count: usize) -> Vec<(HeaderMap, Bytes)> {
        wait_for(PATIENCE, || async {
            let came = self.came.lock().unwrap().clone();
            (came.len() >= count).then_some(came)
        })
        .await
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    receiver.came.lock().unwrap().push((headers, body));
    match receiver.answers.lock().unwrap().pop_front() {
        Some(302) => Redirect::temporary("/hook").into_response(),
        Some(status) => StatusCode::from_u16(status).unwrap().into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

async fn server(receiver: &Receiver) -> (Server, String) {
    let host = receiver.start().await;
    let server = Server::with(Setup {
        webhook_hosts: vec![host.clone()],
        ..Setup::default()
    })
    .await;
    (server, format!("http://{host}/hook"))
}

/// The parts of a signature that fit a secret.
fn fitting(headers: &HeaderMap, body: &[u8], secret: &str) -> usize {
    let value = headers["x-signicat-signature"].to_str().unwrap();
    let mut parts = value.split(',');
    let seconds = parts.next().unwrap().strip_prefix("t=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let own = vidimus_server::ids::hex(&mac.finalize().into_bytes());
    parts
        .filter(|part| part.strip_prefix("v1=") == Some(own.as_str()))
        .count()
}

#[tokio::test]
async fn the_end_of_a_process_is_told_signed_and_once() {
    let receiver = Receiver::default();
    let (server, url) = server(&receiver).await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let made = bank.post("/assure/webhooks", json!({ "url": url })).await;
    let secret = made.expect(StatusCode::CREATED).text("secret");
    shop.submitted().await;

    let dossier = bank.dossier().await;
    let processes = format!("/assure/dossiers/{dossier}/processes");
    let body = json!({
        "provider": "signicatpictureid", "processType": "document", "documentId": PASSPORT,
        "eventTags": ["customer-7"]
    });
    let process = bank.post(&processes, body).await.text("processId");
    let path = format!("{processes}/{process}");
    let images = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{path}/images"), images).await;
    bank.post_nothing(&path).await.expect(StatusCode::OK);
    bank.verdict(&path).await;
    let events = receiver.events(1).await;
    let (headers, body) = &events[0];
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(fitting(headers, body, &secret), 1);
    assert_eq!(fitting(headers, body, "another"), 0);
    let event: Value = serde_json::from_slice(body).unwrap();
    let id = event["id"].as_str().unwrap();
    assert_eq!(
        event,
        json!({
            "id": id, "timestamp": "2026-06-01T12:00:00Z", "sender": "assure",
            "eventName": "assure.process.completed",
            "eventData": {
                "dossierId": dossier, "processId": process, "status": "accepted",
                "provider": "signicatpictureid", "processType": "document"
            },
            "accountId": bank.credentials.as_ref().unwrap().0, "organizationId": null,
            "expiresAt": "2026-06-04T12:00:00Z", "tags": ["customer-7"]
        })
    );
    let hooks = bank.get("/assure/webhooks").await.expect(StatusCode::OK);
    assert!(hooks.json[0].get("secret").is_none());
    let hook = format!(
        "/assure/webhooks/{}",
        hooks.json[0]["webhookId"].as_str().unwrap()
    );
    let deliveries = format!("{hook}/deliveries");
    let told = wait_for(PATIENCE, || async {
        let told = bank.get(&deliveries).await.json;
        (told["deliveries"][0]["state"] == "delivered").then_some(told)
    })
    .await;
    assert_eq!(told["deliveries"][0]["eventId"], id);
    assert_eq!(told["deliveries"][0]["lastStatus"], 204);
    assert_eq!(told["deliveries"].as_array().unwrap().len(), 1);
    server.advance_minutes(60);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(receiver.came.lock().unwrap().len(), 1, "not told again");

    let mut bank = bank;
    bank.log_in().await;
    let again = format!("{deliveries}/{id}");
    let again = bank.post_nothing(&again).await;
    again.expect(StatusCode::ACCEPTED);
    let events = receiver.events(2).await;
    let repeated: Value = serde_json::from_slice(&events[1].1).unwrap();
    assert_eq!(repeated["id"], id);
    let unknown = format!("{deliveries}/{process}");
    let unknown = bank.post_nothing(&unknown).await;
    unknown.refused(404, "Delivery not found.");
}

#[tokio::test]
async fn a_receiver_that_fails_is_told_again_and_redirects_are_not_followed() {
    let receiver = Receiver::default();
    receiver.answers.lock().unwrap().extend([500, 302]);
    let (server, url) = server(&receiver).await;
    let mut bank = server.client("bank").await;
    let made = bank.post("/assure/webhooks", json!({ "url": url })).await;
    let hook = format!("/assure/webhooks/{}", made.text("webhookId"));
    let process = bank.process("document", PASSPORT).await;
    bank.post_nothing(&format!("{process}/fail")).await;
    let dossier = process.split_once("/processes").unwrap().0;
    receiver.events(1).await;
    let deliveries = format!("{hook}/deliveries");
    let told = wait_for(PATIENCE, || async {
        let told = bank.get(&deliveries).await.json;
        (told["deliveries"][0]["lastStatus"] == 500).then_some(told)
    })
    .await;
    assert_eq!(told["deliveries"][0]["state"], "pending");
    // An event outlives its dossier.
    bank.delete(dossier).await.expect(StatusCode::NO_CONTENT);
    server.advance_seconds(73);
    receiver.events(2).await;
    wait_for(PATIENCE, || async {
        let told = bank.get(&deliveries).await.json;
        (told["deliveries"][0]["lastStatus"] == 307).then_some(())
    })
    .await;
    server.advance_seconds(361);
    let events = receiver.events(3).await;
    let ids = events.iter().map(|(_, body)| {
        let event: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(event["eventData"]["status"], "failed");
        event["id"].as_str().unwrap().to_owned()
    });
    let mut ids: Vec<String> = ids.collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "the same event");
    bank.log_in().await;
    wait_for(PATIENCE, || async {
        let told = bank.get(&deliveries).await.json;
        (told["deliveries"][0]["state"] == "delivered").then_some(())
    })
    .await;
}

#[tokio::test]
async fn two_secrets_sign_while_one_is_replaced() {
    let receiver = Receiver::default();
    let (server, url) = server(&receiver).await;
    let mut bank = server.client("bank").await;
    let made = bank.post("/assure/webhooks", json!({ "url": url })).await;
    let first = made.text("secret");
    let hook = format!("/assure/webhooks/{}", made.text("webhookId"));
    let rotated = bank.post_nothing(&format!("{hook}/rotate")).await;
    let second = rotated.expect(StatusCode::OK).text("secret");
    let fail = async |bank: &crate::support::Asker| {
        let process = bank.process("document", PASSPORT).await;
        bank.post_nothing(&format!("{process}/fail")).await;
    };
    fail(&bank).await;
    let events = receiver.events(1).await;
    let (headers, body) = &events[0];
    for secret in [&first, &second] {
        assert_eq!(fitting(headers, body, secret), 1);
    }
    server.advance_minutes(24 * 60);
    bank.log_in().await;
    fail(&bank).await;
    let events = receiver.events(2).await;
    let (headers, body) = &events[1];
    assert_eq!(fitting(headers, body, &first), 0);
    assert_eq!(fitting(headers, body, &second), 1);
}

#[tokio::test]
async fn events_go_to_public_receivers_of_ones_own_only() {
    let server = Server::start().await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    for url in [
        "http://bank.example/hook",
        "https://127.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://me:secret@bank.example/",
        "no url",
    ] {
        let refused = bank.post("/assure/webhooks", json!({ "url": url })).await;
        refused.refused(400, "Invalid url.");
    }
    // A name may lead anywhere later: it is looked at again when something is delivered.
    let inside = json!({ "url": "https://localhost/hook" });
    let made = bank.post("/assure/webhooks", inside).await;
    let hook = format!(
        "/assure/webhooks/{}",
        made.expect(StatusCode::CREATED).text("webhookId")
    );
    let process = bank.process("document", PASSPORT).await;
    bank.post_nothing(&format!("{process}/fail")).await;
    let deliveries = format!("{hook}/deliveries");
    let error = wait_for(PATIENCE, || async {
        let told = bank.get(&deliveries).await.json;
        told["deliveries"][0]["lastError"]
            .as_str()
            .map(str::to_owned)
    })
    .await;
    assert!(error.contains("not public"), "{error}");
    assert!(!error.contains("localhost"), "{error}");

    for path in [hook.clone(), deliveries] {
        let refused = shop.get(&path).await;
        refused.refused(404, "Webhook not found.");
    }
    let rotate = shop.post_nothing(&format!("{hook}/rotate")).await;
    rotate.refused(404, "Webhook not found.");
    let deleted = shop.delete(&hook).await;
    deleted.refused(404, "Webhook not found.");
    bank.delete(&hook).await.expect(StatusCode::NO_CONTENT);
    bank.get(&hook).await.refused(404, "Webhook not found.");
}
