//! The nine result examples of PictureID's documentation, each brought about in the real service with
//! the real engine, and *Get process* compared with it.
//!
//! They need the networks in `www/dist` and the portraits in `$VIDIMUS_PORTRAITS`: `cargo xtask test`
//! makes both.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod examples;
mod pictures;
mod shape;
#[path = "../api/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the tests in tests/api use more of it"
)]
mod support;

use std::sync::{Arc, OnceLock};

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use vidimus_server::jobs::verifier::EngineVerifier;
use vidimus_server::models::ModelSource;

use pictures::Pictures;
use shape::assert_like;
use support::{Asker, PASSPORT, Server, Setup, data_url};

/// The examples of 2025 list the pictures of a final status, those of 2024 do not. Here it is the
/// field of every final status but `canceled`, as the published schema says.
const DEPICTIONS: &str = "has /depictions";
/// The published schema has this check, and no example a selfie with it.
const SPOOFING: &str = "has /providerSpecific/document/securityChecks/notFaceSpoofing";
/// Reading a picture takes most of two cores: results are made one after the other.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The service with the engine, loaded once for all.
async fn server() -> Server {
    static ENGINE: OnceLock<Arc<EngineVerifier>> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| {
        let engine = EngineVerifier::load(&ModelSource::BuiltIn);
        Arc::new(engine.unwrap_or_else(|error| panic!("{error}: run `cargo xtask test`")))
    });
    Server::with(Setup {
        verifier: Some(Arc::clone(engine) as _),
        ..Setup::default()
    })
    .await
}

/// Uploads pictures; gives the path of the process.
async fn uploaded(bank: &Asker, front: &[u8], selfie: Option<&[u8]>) -> String {
    let process_type = selfie.map_or("document", |_| "documentSelfie");
    let process = bank.process(process_type, PASSPORT).await;
    let mut images = json!({ "front": data_url(front) });
    if let Some(selfie) = selfie {
        images["selfie"] = data_url(selfie).into();
    }
    let sent = bank.post(&format!("{process}/images"), images).await;
    sent.expect(StatusCode::CREATED);
    process
}

/// What *Get process* shows in the end.
async fn verified(front: &[u8], selfie: Option<&[u8]>) -> Value {
    let _alone = ALONE.lock().await;
    let server = server().await;
    let bank = server.client("bank").await;
    let process = uploaded(&bank, front, selfie).await;
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    bank.verdict(&process).await
}

#[tokio::test]
async fn a_document_is_accepted() {
    let result = verified(&Pictures::of_tests().passport(), None).await;
    assert_like(&examples::accepted_document(), &result, &[DEPICTIONS]);
}

#[tokio::test]
async fn a_document_with_a_selfie_is_accepted() {
    let pictures = Pictures::of_tests();
    let result = verified(&pictures.passport(), Some(&pictures.selfie())).await;
    let beside = [DEPICTIONS, SPOOFING];
    assert_like(&examples::accepted_selfie(), &result, &beside);
}

#[tokio::test]
async fn a_document_without_a_date_of_birth_is_rejected() {
    let result = verified(&Pictures::of_tests().covered(), None).await;
    // A document of which not even the number is read is rejected for that: the next example.
    let beside = ["has /providerSpecific/document/documentNumber"];
    assert_like(&examples::rejected_for_age(), &result, &beside);
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_rejected() {
    let result = verified(&Pictures::of_tests().unreadable(), None).await;
    assert_like(&examples::rejected_for_quality(), &result, &[]);
}

#[tokio::test]
async fn somebody_else_is_rejected() {
    let pictures = Pictures::of_tests();
    let result = verified(&pictures.passport(), Some(&pictures.somebody_else())).await;
    let beside = [DEPICTIONS, SPOOFING];
    assert_like(&examples::unlike("rejected", "veryLow"), &result, &beside);
}

#[tokio::test]
async fn an_expired_document_is_inconclusive() {
    let result = verified(&Pictures::of_tests().expired(), None).await;
    let checks = &result["providerSpecific"]["document"]["securityChecks"];
    assert_eq!(checks["nonExpired"]["passed"], false);
    assert_like(&examples::inconclusive_for_expiry(), &result, &[DEPICTIONS]);
}

#[tokio::test]
async fn somebody_alike_is_inconclusive() {
    let pictures = Pictures::of_tests();
    let result = verified(&pictures.passport(), Some(&pictures.somebody_alike())).await;
    let beside = [DEPICTIONS, SPOOFING];
    assert_like(
        &examples::unlike("inconclusive", "medium"),
        &result,
        &beside,
    );
}

#[tokio::test]
async fn a_process_fails_when_its_time_is_over() {
    let _alone = ALONE.lock().await;
    let server = server().await;
    let mut bank = server.client("bank").await;
    let process = uploaded(&bank, &Pictures::of_tests().passport(), None).await;
    server.advance_minutes(15);
    bank.log_in().await;
    let result = bank.verdict(&process).await;
    assert_like(&examples::failed(), &result, &[]);
}

#[tokio::test]
async fn a_person_cancels() {
    let _alone = ALONE.lock().await;
    let server = server().await;
    let bank = server.client("bank").await;
    let person = server.person(&bank.flow("document").await).await;
    let photo = Pictures::of_tests().passport();
    let sent = person.put_image("front", photo).await;
    sent.expect(StatusCode::NO_CONTENT);
    let canceled = person.post_nothing("/assure/capture/session/cancel").await;
    let canceled = canceled.expect(StatusCode::OK);
    let (dossier, process) = (canceled.text("dossierId"), canceled.text("processId"));
    let path = format!("/assure/dossiers/{dossier}/processes/{process}");
    let result = bank.verdict(&path).await;
    assert_like(&examples::canceled(), &result, &[]);
}
