//! *Get process* in every status and of every provider whose verdict is made here.

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::json;
use vidimus_engine::Status;

use crate::processes::picture_id;
use crate::record::Integrator;
use crate::support::{Answering, Server, Setup, data_url, jpeg};

pub(crate) async fn all(server: &Server, bank: &Integrator<'_>) {
    undecided(bank).await;
    canceled(server, bank).await;
    paper(bank).await;
    face(bank).await;
    expired(server, bank).await;
}

async fn undecided(bank: &Integrator<'_>) {
    for (status, word) in [
        (Status::Rejected, "rejected"),
        (Status::Inconclusive, "inconclusive"),
    ] {
        let strict = Server::with(Setup {
            verifier: Some(Arc::new(Answering(status))),
            ..Setup::default()
        })
        .await;
        let bank = Integrator {
            asker: strict.client("bank").await,
            ..bank.clone()
        };
        let process = bank.process(picture_id("document")).await;
        let front = json!({ "front": data_url(&jpeg()) });
        bank.post(&format!("{process}/images"), front, 201).await;
        bank.post_nothing(&process, 200).await;
        bank.verdict(&process, word).await;
    }
}

async fn canceled(server: &Server, bank: &Integrator<'_>) {
    let url = bank.asker.flow("document").await;
    let person = server.person(&url).await;
    let canceled = person.post_nothing("/assure/capture/session/cancel").await;
    let canceled = canceled.expect(StatusCode::OK);
    let (dossier, process) = (canceled.text("dossierId"), canceled.text("processId"));
    let path = format!("/dossiers/{dossier}/processes/{process}");
    bank.verdict(&path, "canceled").await;
}

async fn paper(bank: &Integrator<'_>) {
    let process = bank
        .process(json!({
            "provider": "signicatpaper", "documentType": "passport", "documentCountry": "UNIV",
            "redact": ["photo"]
        }))
        .await;
    let images = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images, 201).await;
    bank.post_nothing(&process, 200).await;
    // The verifier of these tests reads nothing, and so nothing is redacted.
    bank.verdict(&process, "rejected").await;
    bank.get(&format!("{process}/images?depiction=front"), 403)
        .await;
}

async fn face(bank: &Integrator<'_>) {
    let process = bank.process(json!({ "provider": "facetec" })).await;
    let images = json!({ "selfie": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images, 201).await;
    let picture = data_url(&jpeg());
    let scan = json!({
        "facetecEnrollment": {
            "faceScan": "…", "auditTrailImage": picture.split_once(',').unwrap().1
        },
        "imageDepiction": "selfie"
    });
    bank.post(&process, scan, 200).await;
    bank.verdict(&process, "inconclusive").await;
}

/// The last one: it moves the clock, and with it all tokens end.
async fn expired(server: &Server, bank: &Integrator<'_>) {
    let mut bank = bank.clone();
    let process = bank.process(picture_id("document")).await;
    let front = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), front, 201).await;
    server.advance_minutes(15);
    bank.asker.log_in().await;
    bank.verdict(&process, "failed").await;
}
