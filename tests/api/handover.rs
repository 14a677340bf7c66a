//! From desktop to phone and back, with the desktop following live.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Asker, PASSPORT, Server, jpeg};

const SESSION: &str = "/assure/capture/session";

/// The events of a session, as they arrive.
struct Events {
    response: reqwest::Response,
    buffer: String,
}

impl Events {
    async fn open(asker: &Asker) -> Self {
        let request = asker.request(Method::GET, &format!("{SESSION}/events"));
        let response = request
            .bearer_auth(asker.token.as_ref().unwrap())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            response,
            buffer: String::new(),
        }
    }

    /// The next event; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.buffer.split_once("\n\n") {
                let data = event.strip_prefix("data: ").map(str::to_owned);
                self.buffer = rest.to_string();
                match data {
                    Some(data) => return Some(serde_json::from_str(&data).unwrap()),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.response.chunk());
            let chunk = chunk.await.expect("an event within 10 s").unwrap()?;
            self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Skips events until one is as wanted.
    async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if wanted(&event) {
                return event;
            }
        }
    }
}

#[tokio::test]
async fn the_desktop_follows_the_phone_to_the_verdict() {
    let server = Server::start().await;
    let url = server.client("bank").await.flow("document").await;
    let desktop = server.person(&url).await;
    let mut events = Events::open(&desktop).await;
    let first = events.next().await.unwrap();
    assert_eq!(
        (&first["status"], &first["handover"]),
        (&json!("pending"), &json!("none"))
    );

    let offer = desktop.post_nothing(&format!("{SESSION}/handover")).await;
    let offer = offer.expect(StatusCode::CREATED);
    assert_ne!(offer.text("url"), url, "an artifact of its own");
    assert_eq!(offer.text("expiresAt"), "2026-06-02T12:00:00Z");
    events.until(|event| event["handover"] == "waiting").await;

    let phone = server.person(&offer.text("url")).await;
    events.until(|event| event["handover"] == "connected").await;
    let document = json!({ "documentId": PASSPORT });
    phone
        .put(&format!("{SESSION}/document"), document)
        .await
        .expect(StatusCode::OK);
    events.until(|event| event["documentId"] == PASSPORT).await;
    phone
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    events
        .until(|event| event["images"] == json!(["front"]))
        .await;
    phone
        .post_nothing(&format!("{SESSION}/submit"))
        .await
        .expect(StatusCode::ACCEPTED);
    events.until(|event| event["status"] == "accepted").await;
    assert_eq!(
        events.next().await,
        None,
        "nothing can come after a verdict"
    );
}

#[tokio::test]
async fn the_desktop_can_take_the_session_back() {
    let server = Server::start().await;
    let desktop = server
        .person(&server.client("bank").await.flow("document").await)
        .await;
    let handover = format!("{SESSION}/handover");
    let first = desktop
        .post_nothing(&handover)
        .await
        .expect(StatusCode::CREATED)
        .text("url");
    let second = desktop
        .post_nothing(&handover)
        .await
        .expect(StatusCode::CREATED)
        .text("url");
    let nobody = server.asker("a phone with the first code", None);
    nobody
        .exchange(&first)
        .await
        .refused(404, "Link not valid.");

    let phone = server.person(&second).await;
    let mut events = Events::open(&phone).await;
    events.next().await.unwrap();
    phone
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    phone
        .post_nothing(&handover)
        .await
        .expect(StatusCode::CONFLICT);
    phone.delete(&handover).await.expect(StatusCode::CONFLICT);

    desktop
        .delete(&handover)
        .await
        .expect(StatusCode::NO_CONTENT);
    phone
        .put_image("front", jpeg())
        .await
        .refused(401, "Invalid access token.");
    while events.next().await.is_some() {}
    nobody
        .exchange(&second)
        .await
        .refused(404, "Link not valid.");
    let session = desktop.get(SESSION).await.expect(StatusCode::OK).json;
    assert_eq!(session["handover"], "none");
    assert_eq!(
        session["images"],
        json!(["front"]),
        "what the phone sent stays"
    );
}

#[tokio::test]
async fn watchers_learn_that_time_ran_out_and_that_the_dossier_is_gone() {
    let server = Server::start().await;
    let mut bank = server.client("bank").await;
    let late = server.person(&bank.flow("document").await).await;
    late.put_image("front", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    let mut events = Events::open(&late).await;
    server.advance_minutes(15);
    let failed = events.until(|event| event["status"] == "failed").await;
    assert_eq!(failed["reasons"], json!(["Transaction time expired."]));

    bank.log_in().await;
    let person = server.person(&bank.flow("document").await).await;
    let mut events = Events::open(&person).await;
    let dossier = events.next().await.unwrap()["dossierId"]
        .as_str()
        .unwrap()
        .to_owned();
    bank.delete(&format!("/assure/dossiers/{dossier}"))
        .await
        .expect(StatusCode::NO_CONTENT);
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn an_open_stream_does_not_keep_the_service_from_stopping() {
    let server = Server::start().await;
    let person = server
        .person(&server.client("bank").await.flow("document").await)
        .await;
    let mut events = Events::open(&person).await;
    events.next().await.unwrap();
    let stopped = tokio::time::timeout(Duration::from_secs(10), server.stop());
    stopped.await.expect("it stops within 10 s");
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_phone_that_takes_too_long_cancels_the_process() {
    let server = Server::start().await;
    let mut bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let body = json!({
        "providers": [{ "provider": "signicatpictureid", "processType": "document" }],
        "redirectUrl": "https://bank.example/done",
        "captureParameters": { "uiProfileJSON": { "mobileHandoverTimeout": 3 } }
    });
    let path = format!("/assure/dossiers/{dossier}/capture");
    let url = bank
        .post(&path, body)
        .await
        .expect(StatusCode::CREATED)
        .text("url");
    let person = server.person(&url).await;
    let handover = format!("{SESSION}/handover");
    person
        .post_nothing(&handover)
        .await
        .expect(StatusCode::CREATED);
    server.advance_minutes(2);
    // Somebody who takes it back has all the time again.
    person
        .delete(&handover)
        .await
        .expect(StatusCode::NO_CONTENT);
    server.advance_minutes(2);
    assert_eq!(person.get(SESSION).await.json["status"], "pending");
    let phone = person
        .post_nothing(&handover)
        .await
        .expect(StatusCode::CREATED);
    let phone = server.person(&phone.text("url")).await;
    server.advance_seconds(179);
    assert_eq!(phone.get(SESSION).await.json["status"], "pending");
    server.advance_seconds(1);
    assert_eq!(person.get(SESSION).await.json["status"], "canceled");
    let image = phone.put_image("front", jpeg()).await;
    image.expect(StatusCode::CONFLICT);
    bank.log_in().await;
    let shown = bank.get(&format!("/assure/dossiers/{dossier}")).await;
    assert_eq!(shown.json["processes"][0]["status"], "canceled");
}
