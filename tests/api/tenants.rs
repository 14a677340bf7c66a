//! One client never reaches what belongs to another: every operation, every asker.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Asker, PASSPORT, Server, data_url, jpeg};

/// Every operation that takes an id, below a dossier and a process.
const OPERATIONS: [(Method, &str); 22] = [
    (Method::GET, "{dossier}"),
    (Method::POST, "{dossier}/processes"),
    (Method::POST, "{dossier}/capture"),
    (Method::POST, "{dossier}/userdata"),
    (Method::PUT, "{dossier}/userdata"),
    (Method::GET, "{dossier}/userdata"),
    (Method::POST, "{dossier}/match"),
    (Method::DELETE, "{dossier}/userdata"),
    (Method::POST, "{dossier}/files"),
    (Method::GET, "{dossier}/files?depiction=front"),
    (Method::DELETE, "{dossier}/files"),
    (Method::GET, "{process}"),
    (Method::GET, "{process}/external-id"),
    (Method::GET, "{process}/video"),
    (Method::GET, "{process}/raw"),
    (Method::GET, "{process}/download"),
    (Method::GET, "{process}/images?depiction=front"),
    (Method::POST, "{process}/images"),
    (Method::POST, "{process}/fail"),
    (Method::POST, "{process}"),
    (Method::DELETE, "{process}"),
    (Method::DELETE, "{dossier}"),
];

async fn ask(asker: &Asker, method: &Method, path: &str) -> StatusCode {
    let body = json!({
        "provider": "signicatpictureid", "documentId": 137, "front": data_url(&jpeg()),
        "providers": [{ "provider": "signicatpictureid" }], "redirectUrl": "https://a.example/",
        "userData": { "firstName": "John" },
        "source": { "dataNode": "userData" }, "target": { "dataNode": "userData" }
    });
    let request = asker.request(method.clone(), path);
    let request = if [Method::POST, Method::PUT].contains(method) {
        request.json(&body)
    } else {
        request
    };
    asker.send(request).await.status
}

#[tokio::test]
async fn ids_of_another_client_do_not_exist() {
    let server = Server::start().await;
    let owner = server.client("owner").await;
    let process = owner.process("document", PASSPORT).await;
    let images = json!({ "front": data_url(&jpeg()) });
    owner
        .post(&format!("{process}/images"), images)
        .await
        .expect(StatusCode::CREATED);
    let (dossier, _) = process.split_once("/processes").unwrap();
    let before = owner.get(&process).await.expect(StatusCode::OK).json;

    let askers = [
        (server.client("another client").await, StatusCode::NOT_FOUND),
        (server.asker("nobody", None), StatusCode::UNAUTHORIZED),
        (
            server.asker("a forger", Some("a.b.c")),
            StatusCode::UNAUTHORIZED,
        ),
    ];
    for (method, template) in &OPERATIONS {
        let path = template
            .replace("{dossier}", dossier)
            .replace("{process}", &process);
        for (asker, expected) in &askers {
            let status = ask(asker, method, &path).await;
            assert_eq!(status, *expected, "{} asks {method} {template}", asker.name);
        }
    }
    assert_eq!(
        owner.get(&process).await.expect(StatusCode::OK).json,
        before
    );
    let listed = askers[0]
        .0
        .get("/assure/dossiers")
        .await
        .expect(StatusCode::OK);
    assert_eq!(listed.json, json!([]));

    for (method, template) in &OPERATIONS {
        let path = template
            .replace("{dossier}", dossier)
            .replace("{process}", &process);
        let status = ask(&owner, method, &path).await;
        // No provider of this process records videos or has ids of its own.
        let has_none = template.ends_with("/video") || template.ends_with("/external-id");
        assert!(
            status.is_success()
                || status == StatusCode::CONFLICT
                || (has_none && status == StatusCode::BAD_REQUEST),
            "the owner asks {method} {template}: {status}"
        );
    }
}
