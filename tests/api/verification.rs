//! Verdicts, and verifications that do not go well.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::json;
use vidimus_engine::{PolicyDocument, Status};
use vidimus_server::clock::SystemClock;

use crate::support::{
    AcceptingBy, Answering, PASSPORT, Panicking, Server, Setup, data_url, jpeg, wait_for,
};

#[tokio::test]
async fn only_an_accepted_process_has_a_final_result() {
    for (status, text) in [
        (Status::Rejected, "rejected"),
        (Status::Inconclusive, "inconclusive"),
    ] {
        let server = Server::with(Setup {
            verifier: Some(Arc::new(Answering(status))),
            ..Setup::default()
        })
        .await;
        let bank = server.client("bank").await;
        let process = bank.submitted().await;
        let done = bank.verdict(&process).await;
        assert_eq!(done["status"], text);
        assert!(done.get("finalResult").is_none());
        assert!(done.get("failReason").is_none());
        assert_eq!(
            done["statusReasons"],
            json!([{
                "type": "Document", "category": "Security", "subCategory": "NotUnderage",
                "message": "Security check 'notUnderage' failed or was not found."
            }])
        );
        assert_eq!(
            done["providerSpecific"],
            json!({ "document": { "subject": {}, "securityChecks": {} } })
        );
    }
}

#[tokio::test]
async fn the_installations_policy_decides() {
    let own = PolicyDocument {
        version: "bank-7".to_owned(),
        ..PolicyDocument::default()
    };
    for (policy, status) in [(own, "accepted"), (PolicyDocument::default(), "rejected")] {
        let server = Server::with(Setup {
            verifier: Some(Arc::new(AcceptingBy("bank-7"))),
            policy,
            ..Setup::default()
        })
        .await;
        let bank = server.client("bank").await;
        let process = bank.submitted().await;
        assert_eq!(bank.verdict(&process).await["status"], status);
    }
}

#[tokio::test]
async fn a_verifier_that_panics_is_tried_again() {
    let server = Server::with(Setup {
        verifier: Some(Arc::new(Panicking {
            times: 1,
            calls: AtomicU32::new(0),
        })),
        clock: Some(Arc::new(SystemClock)),
        ..Setup::default()
    })
    .await;
    let bank = {
        let mut bank = server.client("bank").await;
        bank.log_in().await;
        bank
    };
    let process = bank.submitted().await;
    assert_eq!(bank.verdict(&process).await["status"], "accepted");
}

#[tokio::test]
async fn a_verifier_that_never_answers_fails_the_process_in_the_end() {
    let verifier = Arc::new(Panicking {
        times: u32::MAX,
        calls: AtomicU32::new(0),
    });
    let server = Server::with(Setup {
        verifier: Some(Arc::clone(&verifier) as _),
        ..Setup::default()
    })
    .await;
    let mut bank = server.client("bank").await;
    let process = bank.submitted().await;
    for attempts in 1..=5 {
        let moved = Cell::new(Instant::now());
        wait_for(Duration::from_mins(1), async || {
            // On a busy machine the worker gave the job back only after the clock had moved.
            if moved.get().elapsed() > Duration::from_secs(3) {
                server.advance_seconds(60);
                moved.set(Instant::now());
            }
            (verifier.calls.load(Ordering::SeqCst) == attempts).then_some(())
        })
        .await;
        // Let the worker give the job back before the clock moves past its wait.
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.advance_seconds(60);
    }
    bank.log_in().await;
    let failed = bank.verdict(&process).await;
    assert_eq!(failed["status"], "failed");
    assert_eq!(
        failed["failReason"],
        json!({ "detail": "The verification could not be carried out." })
    );
    assert_eq!(verifier.calls.load(Ordering::SeqCst), 5);
}

#[tokio::test]
async fn without_models_nothing_is_lost() {
    let server = Server::with(Setup {
        verifier: None,
        ..Setup::default()
    })
    .await;
    let bank = server.client("bank").await;
    let health = bank.get("/healthz").await.expect(StatusCode::OK);
    assert_eq!(
        health.json,
        json!({ "status": "ok", "verification": "unavailable" })
    );
    let process = bank.process("document", PASSPORT).await;
    let image = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), image)
        .await
        .expect(StatusCode::CREATED);
    bank.post_nothing(&process)
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(bank.get(&process).await.json["status"], "pending");

    let data = server.data();
    let folder = server.stop().await;
    let server = Server::on(data, Setup::default()).await;
    let bank = relogged(&server, bank.credentials).await;
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    assert_eq!(bank.verdict(&process).await["status"], "accepted");
    server.stop().await;
    drop(folder);
}

async fn relogged(server: &Server, credentials: Option<(String, String)>) -> crate::support::Asker {
    let mut asker = server.asker("bank", None);
    asker.credentials = credentials;
    asker.log_in().await;
    asker
}

#[tokio::test]
async fn a_dossier_deleted_during_its_verification_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let begun = folder.path().join("begun");
    let server = Server::with(Setup {
        verifier: Some(Arc::new(crate::support::Sleeping {
            begun: begun.clone(),
            time: Duration::from_secs(1),
        })),
        ..Setup::default()
    })
    .await;
    let bank = server.client("bank").await;
    let process = bank.submitted().await;
    wait_for(Duration::from_secs(10), async || {
        begun.exists().then_some(())
    })
    .await;
    let (dossier, _) = process.split_once("/processes").unwrap();
    bank.delete(dossier).await.expect(StatusCode::NO_CONTENT);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    bank.get(&process).await.expect(StatusCode::NOT_FOUND);
    std::fs::remove_file(&begun).unwrap();
    let next = bank.submitted().await;
    assert_eq!(
        bank.verdict(&next).await["status"],
        "accepted",
        "the worker goes on"
    );
}
