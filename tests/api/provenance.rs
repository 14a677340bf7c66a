//! Where images come from: seen before in another dossier, and what a page says of its camera.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use vidimus_engine::provenance::{CameraFacts, Provenances};

use crate::support::{Asker, PASSPORT, Remembering, Server, Setup, data_url, scenery};

async fn server() -> (Server, Arc<Remembering>) {
    let verifier = Arc::new(Remembering::default());
    let setup = Setup {
        verifier: Some(verifier.clone()),
        ..Setup::default()
    };
    (Server::with(setup).await, verifier)
}

/// Uploads a front to a process and has it verified.
async fn verified(bank: &Asker, process: &str, front: &[u8]) {
    let images = json!({ "front": data_url(front) });
    let stored = bank.post(&format!("{process}/images"), images).await;
    stored.expect(StatusCode::CREATED);
    let started = bank.post_nothing(process).await;
    started.expect(StatusCode::OK);
    assert_eq!(bank.verdict(process).await["status"], "accepted");
}

#[tokio::test]
async fn a_picture_that_came_with_another_dossier_is_known_again() {
    let (server, verifier) = server().await;
    // Whoever it came from: people sell the same pictures to several.
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let seen = async |asker: &Asker, front: &[u8]| {
        let process = asker.process("document", PASSPORT).await;
        verified(asker, &process, front).await;
        verifier.last().front.seen_before
    };
    assert_eq!(seen(&bank, &scenery(400, 0.0)).await, Some(0.0));
    assert_eq!(seen(&shop, &scenery(400, 0.0)).await, Some(1.0));
    let smaller = seen(&bank, &scenery(240, 0.0)).await.unwrap();
    assert!((0.5..1.0).contains(&smaller), "{smaller}");
    let other = seen(&bank, &scenery(400, 1.3)).await.unwrap();
    assert!(other < 0.3, "{other}");
}

#[tokio::test]
async fn the_same_dossier_may_try_again() {
    let (server, verifier) = server().await;
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    for _ in 0..2 {
        let process = bank.process_in(&dossier, "document", PASSPORT).await;
        verified(&bank, &process, &scenery(400, 0.0)).await;
        assert_eq!(verifier.last().front.seen_before, Some(0.0));
    }
}

/// Sends the front of a capture flow with a header, and has it verified.
async fn captured(server: &Server, origin: &str) -> Result<(), Value> {
    let bank = server.client("bank").await;
    let person = server.person(&bank.flow("document").await).await;
    let chosen = json!({ "documentId": PASSPORT });
    let chosen = person.put("/assure/capture/session/document", chosen).await;
    chosen.expect(StatusCode::OK);
    let request = person
        .request(Method::PUT, "/assure/capture/session/images/front")
        .header("content-type", "image/jpeg")
        .header("x-capture-origin", origin)
        .body(scenery(400, 0.0));
    let sent = person.send(request).await;
    if sent.status != StatusCode::NO_CONTENT {
        return Err(sent.json);
    }
    let submitted = person.post_nothing("/assure/capture/session/submit").await;
    let process = submitted.expect(StatusCode::ACCEPTED);
    let (dossier, process) = (process.text("dossierId"), process.text("processId"));
    bank.verdict(&format!("/assure/dossiers/{dossier}/processes/{process}"))
        .await;
    Ok(())
}

#[tokio::test]
async fn what_a_page_says_of_its_camera_is_told() {
    let (server, verifier) = server().await;
    let origin = json!({
        "cameraLabel": "OBS Virtual Camera", "trackWidthPx": 300, "trackHeightPx": 400,
        "frames": 40, "repeatedFrames": 10
    });
    captured(&server, &BASE64_STANDARD.encode(origin.to_string()))
        .await
        .unwrap();
    let Provenances { front, back, .. } = verifier.last();
    let facts = CameraFacts {
        is_virtual: true,
        fits: true,
        repeated_frames: Some(0.25),
    };
    assert_eq!((front.camera, back.camera), (Some(facts), None));
}

#[tokio::test]
async fn what_is_no_origin_is_refused() {
    let (server, _) = server().await;
    for origin in ["{}", "////", ""] {
        let refused = captured(&server, origin).await.unwrap_err();
        assert_eq!(refused["title"], "Invalid origin.", "{refused}");
    }
}
