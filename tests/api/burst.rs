//! Frames of the live picture before a selfie.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Asker, PASSPORT, Remembering, Server, Setup, jpeg, scenery};

const BURST: &str = "/assure/capture/session/burst";

/// A person who has chosen a document and sent its front; who they are to the bank, and what the
/// verifier is told.
async fn person() -> (Server, Asker, Asker, Arc<Remembering>) {
    let verifier = Arc::new(Remembering::default());
    let setup = Setup {
        verifier: Some(verifier.clone()),
        ..Setup::default()
    };
    let server = Server::with(setup).await;
    let bank = server.client("bank").await;
    let person = server.person(&bank.flow("documentSelfie").await).await;
    let chosen = json!({ "documentId": PASSPORT });
    let chosen = person.put("/assure/capture/session/document", chosen).await;
    chosen.expect(StatusCode::OK);
    let sent = person.put_image("front", jpeg()).await;
    sent.expect(StatusCode::NO_CONTENT);
    (server, bank, person, verifier)
}

fn burst(frames: &[Vec<u8>]) -> Value {
    let frames: Vec<String> = frames
        .iter()
        .map(|own| BASE64_STANDARD.encode(own))
        .collect();
    json!({ "frames": frames })
}

/// Has the process verified; what the verifier had of the burst.
async fn verified(bank: &Asker, person: &Asker, verifier: &Remembering) -> Vec<Vec<u8>> {
    let submitted = person.post_nothing("/assure/capture/session/submit").await;
    let process = submitted.expect(StatusCode::ACCEPTED);
    let (dossier, process) = (process.text("dossierId"), process.text("processId"));
    bank.verdict(&format!("/assure/dossiers/{dossier}/processes/{process}"))
        .await;
    verifier.last_burst()
}

#[tokio::test]
async fn frames_go_with_the_selfie_that_they_came_for() {
    let (_server, bank, person, verifier) = person().await;
    let frames = [scenery(240, 0.0), scenery(240, 0.5), scenery(240, 1.0)];
    let early = person.put(BURST, burst(&frames)).await;
    early.expect(StatusCode::CONFLICT);
    let selfie = async || {
        let sent = person.put_image("selfie", jpeg()).await;
        sent.expect(StatusCode::NO_CONTENT);
    };
    selfie().await;
    for sent in [&frames[..2], &frames] {
        let stored = person.put(BURST, burst(sent)).await;
        stored.expect(StatusCode::NO_CONTENT);
    }
    assert_eq!(verified(&bank, &person, &verifier).await, frames);
    let late = person.put(BURST, burst(&frames)).await;
    late.expect(StatusCode::CONFLICT);
}

#[tokio::test]
async fn another_selfie_drops_them() {
    let (_server, bank, person, verifier) = person().await;
    let sent = person.put_image("selfie", jpeg()).await;
    sent.expect(StatusCode::NO_CONTENT);
    let stored = person.put(BURST, burst(&[jpeg()])).await;
    stored.expect(StatusCode::NO_CONTENT);
    let again = person.put_image("selfie", scenery(240, 0.0)).await;
    again.expect(StatusCode::NO_CONTENT);
    assert!(verified(&bank, &person, &verifier).await.is_empty());
}

#[tokio::test]
async fn what_is_no_burst_is_refused() {
    let (_server, _bank, person, _) = person().await;
    let sent = person.put_image("selfie", jpeg()).await;
    sent.expect(StatusCode::NO_CONTENT);
    for (body, why) in [
        (burst(&[]), "frames has 1 to 3 elements."),
        (burst(&vec![jpeg(); 4]), "frames has 1 to 3 elements."),
        (burst(&[jpeg(), vec![0xff; 40]]), "frames[1]"),
        (json!({ "frames": ["*"] }), "frames[0]: image is no base64."),
        (burst(&[scenery(2000, 0.0)]), "more than 1920 pixels"),
    ] {
        let refused = person.put(BURST, body).await;
        assert!(refused.text("detail").contains(why), "{:?}", refused.json);
        refused.refused(400, "Invalid burst.");
    }
}
