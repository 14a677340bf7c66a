//! What has been kept long enough is deleted, and that it was is on record.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use vidimus_server::clock::ManualClock;

use crate::support::{Server, Setup, wait_for};

#[tokio::test]
async fn dossiers_are_deleted_when_they_were_kept_long_enough() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::on(data.clone(), Setup::default()).await;
    let mut bank = server.client("bank").await;
    let [old, with_process, with_file, with_data] = [
        bank.dossier().await,
        bank.dossier().await,
        bank.dossier().await,
        bank.dossier().await,
    ];
    server.advance_minutes(2 * 24 * 60);
    bank.log_in().await;
    bank.process_in(&with_process, "document", 137).await;
    let front = json!({ "front": crate::support::data_url(&crate::support::jpeg()) });
    let files = format!("/assure/dossiers/{with_file}/files");
    bank.post(&files, front).await.expect(StatusCode::CREATED);
    let user_data = json!({ "userData": { "firstName": "John" } });
    let path = format!("/assure/dossiers/{with_data}/userdata");
    bank.post(&path, user_data)
        .await
        .expect(StatusCode::CREATED);
    let credentials = bank.credentials.clone();
    let later = server.now() + jiff::SignedDuration::from_hours(89 * 24);
    server.stop().await;

    // 91 days after the dossiers were made, 89 after something came to three of them. What is old is
    // looked for when the service starts, and every half minute.
    let clock = Arc::new(ManualClock::at(later));
    let server = Server::on(
        data,
        Setup {
            clock: Some(clock),
            ..Setup::default()
        },
    )
    .await;
    let mut bank = server.asker("bank", None);
    bank.credentials = credentials;
    bank.log_in_for("signicat-api assure:audit").await;
    let old_path = format!("/assure/dossiers/{old}");
    wait_for(Duration::from_secs(20), async || {
        let reply = bank.get(&old_path).await;
        (reply.status == StatusCode::NOT_FOUND).then_some(())
    })
    .await;
    for kept in [with_process, with_file, with_data] {
        let path = format!("/assure/dossiers/{kept}");
        bank.get(&path).await.expect(StatusCode::OK);
    }
    let log = format!("/assure/audit?dossierId={old}");
    let purged = wait_for(Duration::from_secs(20), async || {
        let log = bank.get(&log).await.expect(StatusCode::OK).json;
        let entries = log["entries"].as_array().unwrap().clone();
        entries.into_iter().find(|entry| entry["actor"] == "system")
    })
    .await;
    assert_eq!(purged["operation"], "retention: dossier deleted");
    assert!(purged.get("status").is_none());
}
