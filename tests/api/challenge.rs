//! The active challenge of a capture flow.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Asker, PASSPORT, Server, jpeg};

const CHALLENGE: &str = "/assure/capture/session/challenge";
const SUBMIT: &str = "/assure/capture/session/submit";

/// A person who has sent all pictures of a flow that asks for a challenge, or not.
async fn person(server: &Server, process_type: &str, asks: bool) -> Asker {
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let body = json!({
        "providers": [{ "provider": "signicatpictureid", "processType": process_type }],
        "redirectUrl": "https://bank.example/done",
        "captureParameters": { "uiProfileJSON": { "activeChallenge": asks } }
    });
    let path = format!("/assure/dossiers/{dossier}/capture");
    let flow = bank.post(&path, body).await.expect(StatusCode::CREATED);
    let person = server.person(&flow.text("url")).await;
    let document = json!({ "documentId": PASSPORT });
    let chosen = person.put("/assure/capture/session/document", document);
    chosen.await.expect(StatusCode::OK);
    for depiction in ["front", "selfie"] {
        if depiction == "front" || process_type == "documentSelfie" {
            let sent = person.put_image(depiction, jpeg()).await;
            sent.expect(StatusCode::NO_CONTENT);
        }
    }
    person
}

fn answer(nonce: &str, frames: usize) -> Value {
    let image = BASE64_STANDARD.encode(jpeg());
    let sample = |number: usize| json!({ "atMs": 500 * number, "image": image });
    let samples: Vec<Value> = (0..frames).map(sample).collect();
    json!({ "nonce": nonce, "samples": samples })
}

async fn standing(person: &Asker) -> Value {
    let session = person.get("/assure/capture/session").await;
    session.expect(StatusCode::OK).json["challenge"].clone()
}

#[tokio::test]
async fn an_answer_belongs_to_the_last_attempt() {
    let server = Server::start().await;
    let person = person(&server, "documentSelfie", true).await;
    assert_eq!(
        standing(&person).await,
        json!({ "over": false, "attemptsLeft": 5 })
    );
    let refused = person.post_nothing(SUBMIT).await;
    refused.refused(400, "Challenge missing.");

    let first = person.post_nothing(CHALLENGE).await;
    let first = first.expect(StatusCode::CREATED).text("nonce");
    let second = person.post_nothing(CHALLENGE).await;
    let second = second.expect(StatusCode::CREATED);
    assert_eq!(second.json["tasks"].as_array().map(Vec::len), Some(3));
    assert_eq!(second.json["attemptsLeft"], 3);
    let nonce = second.text("nonce");
    assert_ne!(first, nonce);

    let late = person.put(CHALLENGE, answer(&first, 7)).await;
    late.expect(StatusCode::CONFLICT);
    for (body, why) in [
        (answer(&nonce, 6), "samples has exactly 7 elements."),
        (answer("seven", 7), "decimal digits"),
        (
            json!({ "nonce": nonce, "samples": vec![json!({ "atMs": 1, "image": "////" }); 7] }),
            "samples[0]",
        ),
    ] {
        let refused = person.put(CHALLENGE, body).await;
        assert!(refused.text("detail").contains(why), "{:?}", refused.json);
        refused.refused(400, "Invalid challenge.");
    }
    // Twice, as after a reply that was lost.
    for _ in 0..2 {
        let stored = person.put(CHALLENGE, answer(&nonce, 7)).await;
        stored.expect(StatusCode::NO_CONTENT);
    }
    assert_eq!(standing(&person).await["over"], true);
    let again = person.post_nothing(CHALLENGE).await;
    again.expect(StatusCode::CONFLICT);
    let submitted = person.post_nothing(SUBMIT).await;
    submitted.expect(StatusCode::ACCEPTED);
}

#[tokio::test]
async fn who_cannot_do_it_goes_on_without() {
    let server = Server::start().await;
    let one = person(&server, "documentSelfie", true).await;
    for _ in 0..2 {
        let given_up = one.delete(CHALLENGE).await;
        given_up.expect(StatusCode::NO_CONTENT);
    }
    let submitted = one.post_nothing(SUBMIT).await;
    submitted.expect(StatusCode::ACCEPTED);

    let other = person(&server, "documentSelfie", true).await;
    for _ in 0..5 {
        let begun = other.post_nothing(CHALLENGE).await;
        begun.expect(StatusCode::CREATED);
    }
    let too_often = other.post_nothing(CHALLENGE).await;
    too_often.expect(StatusCode::CONFLICT);
    let submitted = other.post_nothing(SUBMIT).await;
    submitted.expect(StatusCode::ACCEPTED);
}

#[tokio::test]
async fn nobody_is_asked_unless_the_integrator_and_the_process_want_it() {
    let server = Server::start().await;
    for (process_type, asks) in [("documentSelfie", false), ("document", true)] {
        let person = person(&server, process_type, asks).await;
        assert_eq!(standing(&person).await, Value::Null);
        let begun = person.post_nothing(CHALLENGE).await;
        begun.expect(StatusCode::CONFLICT);
        let submitted = person.post_nothing(SUBMIT).await;
        submitted.expect(StatusCode::ACCEPTED);
    }
}
