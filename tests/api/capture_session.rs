//! A person in the capture flow.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{CARD, PASSPORT, Server, fields, jpeg, png, wait_for};

const SESSION: &str = "/assure/capture/session";

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_person_chooses_photographs_and_submits() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let body = json!({
        "providers": [{ "provider": "signicatpictureid", "processType": "documentSelfie" }],
        "redirectUrl": "https://bank.example/done?case=7",
        "captureParameters": {
            "defaultCountry": "AUT",
            "uiProfileJSON": { "pageTitle": "The Bank", "defaultCountry": "NOR", "x": 1 }
        }
    });
    let reply = bank
        .post(&format!("/assure/dossiers/{dossier}/capture"), body)
        .await;
    let reply = reply.expect(StatusCode::CREATED);
    let url = reply.text("url");
    assert!(url.starts_with(&format!("{}/capture/#/artifact=", server.url)));
    assert_eq!(url.rsplit_once('=').unwrap().1.len(), 43, "256 bits");

    let nobody = server.asker("somebody with a link", None);
    let opened = nobody.exchange(&url).await.expect(StatusCode::CREATED);
    let session = &opened.json["session"];
    assert_eq!(session["dossierId"], dossier);
    assert_eq!(session["processType"], "documentSelfie");
    assert_eq!(session["status"], "pending");
    assert_eq!(session["redirectUrl"], "https://bank.example/done?case=7");
    assert_eq!(session["settings"]["pageTitle"], "The Bank");
    assert_eq!(session["settings"]["defaultCountry"], "AUT");
    assert_eq!(session["handover"], "none");
    assert_eq!(session["images"], json!([]));
    assert_eq!(session["documentId"], Value::Null);
    let documents = session["documents"].as_array().unwrap();
    assert!(
        documents
            .iter()
            .any(|document| document["id"] == PASSPORT && document["pages"] == 1)
    );

    let person = server.asker("person", opened.json["token"].as_str());
    let submit = format!("{SESSION}/submit");
    person
        .post_nothing(&submit)
        .await
        .refused(400, "Document missing.");
    let document = format!("{SESSION}/document");
    let unknown = person.put(&document, json!({ "documentId": 1 })).await;
    unknown.refused(400, "Invalid documentId.");
    let chosen = person.put(&document, json!({ "documentId": CARD })).await;
    assert_eq!(chosen.expect(StatusCode::OK).json["documentId"], CARD);
    for (depiction, bytes) in [("front", jpeg()), ("back", png())] {
        let reply = person.put_image(depiction, bytes).await;
        reply.expect(StatusCode::NO_CONTENT);
    }
    let missing = person
        .post_nothing(&submit)
        .await
        .refused(400, "Images missing.");
    assert!(missing.text("detail").ends_with("first: selfie."));
    person
        .put_image("selfie", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    person
        .put_image("portrait", jpeg())
        .await
        .expect(StatusCode::NOT_FOUND);
    let plain = person
        .request(Method::PUT, &format!("{SESSION}/images/front"))
        .body(jpeg());
    let plain = person
        .send(plain.header("content-type", "text/plain"))
        .await;
    plain.refused(415, "Unsupported media type.");

    let submitted = person
        .post_nothing(&submit)
        .await
        .expect(StatusCode::ACCEPTED);
    assert!(["processing", "accepted"].contains(&submitted.text("status").as_str()));
    let done = wait_for(std::time::Duration::from_secs(20), async || {
        let session = person.get(SESSION).await.expect(StatusCode::OK).json;
        (session["status"] == "accepted").then_some(session)
    })
    .await;
    assert_eq!(done["images"], json!(["front", "back", "selfie"]));
    let again = person
        .post_nothing(&submit)
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(
        again.json["status"], "accepted",
        "a repeated submit finds it done"
    );
    person
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::CONFLICT);
    person
        .put(&document, json!({ "documentId": PASSPORT }))
        .await
        .expect(StatusCode::CONFLICT);
    nobody.exchange(&url).await.refused(404, "Link not valid.");

    let process = format!(
        "/assure/dossiers/{dossier}/processes/{}",
        done["processId"].as_str().unwrap()
    );
    assert_eq!(
        bank.verdict(&process).await["finalResult"]["issuingCountry"],
        "AUT"
    );
}

#[tokio::test]
async fn a_reloaded_page_gets_a_new_token_and_the_old_one_ends() {
    let server = Server::start().await;
    let url = server.client("bank").await.flow("document").await;
    let before = server.person(&url).await;
    before
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    let after = server.person(&url).await;
    let session = after.get(SESSION).await.expect(StatusCode::OK);
    assert_eq!(session.json["images"], json!(["front"]), "nothing is lost");
    before
        .get(SESSION)
        .await
        .refused(401, "Invalid access token.");
    before
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_person_can_cancel_until_they_have_submitted() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let person = server.person(&bank.flow("document").await).await;
    person
        .put_image("front", jpeg())
        .await
        .expect(StatusCode::NO_CONTENT);
    let canceled = person.post_nothing(&format!("{SESSION}/cancel")).await;
    let canceled = canceled.expect(StatusCode::OK);
    assert_eq!(canceled.json["status"], "canceled");
    let again = person.post_nothing(&format!("{SESSION}/cancel")).await;
    let again = again.expect(StatusCode::OK);
    assert_eq!(again.json, canceled.json, "a repeated cancel finds it done");
    let submit = person.post_nothing(&format!("{SESSION}/submit")).await;
    submit.expect(StatusCode::CONFLICT);
    let (dossier, process) = (canceled.text("dossierId"), canceled.text("processId"));
    let shown = bank
        .get(&format!("/assure/dossiers/{dossier}/processes/{process}"))
        .await;
    let shown = shown.expect(StatusCode::OK).json;
    assert_eq!(shown["status"], "canceled");
    let expected = [
        "createdAt",
        "processId",
        "processType",
        "provider",
        "status",
        "updatedAt",
    ];
    assert_eq!(fields(&shown), expected, "as in the published sample");
}

#[tokio::test]
async fn a_link_that_is_no_link_opens_nothing() {
    let server = Server::start().await;
    let nobody = server.asker("a guesser", None);
    for artifact in ["", "x", &"A".repeat(43), &"A".repeat(10_000)] {
        let body = json!({ "artifact": artifact });
        nobody
            .post(SESSION, body)
            .await
            .refused(404, "Link not valid.");
    }
    nobody
        .get(SESSION)
        .await
        .refused(401, "Malformed Authorization header.");
}

#[tokio::test]
async fn a_flow_redirects_only_where_its_client_may() {
    let server = Server::start().await;
    let free = server.client("free").await;
    let bound = server.client_with("bound", &["https://bank.example"]).await;
    let start = async |asker: &crate::support::Asker, url: &str| {
        let dossier = asker.dossier().await;
        let body = json!({
            "providers": [{ "provider": "signicatpictureid" }], "redirectUrl": url
        });
        asker
            .post(&format!("/assure/dossiers/{dossier}/capture"), body)
            .await
    };
    for url in [
        "javascript:alert(1)",
        "/done",
        "//x.example/",
        "https://a@b.example/",
        "",
    ] {
        start(&free, url).await.refused(400, "Invalid redirectUrl.");
    }
    for url in [
        "https://bank.example.evil.example/",
        "http://bank.example/",
        "https://x.example/",
    ] {
        start(&free, url).await.expect(StatusCode::CREATED);
        start(&bound, url)
            .await
            .refused(400, "Invalid redirectUrl.");
    }
    start(&bound, "https://bank.example/done?x")
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_flow_has_exactly_one_provider() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let provider = json!({ "provider": "signicatpictureid" });
    let other = json!({ "provider": "onfido" });
    for (providers, title) in [
        (json!([]), "Invalid providers."),
        (json!([provider, provider]), "Invalid providers."),
        (json!([other]), "Unsupported provider."),
    ] {
        let body = json!({ "providers": providers, "redirectUrl": "https://a.example/" });
        let reply = bank
            .post(&format!("/assure/dossiers/{dossier}/capture"), body)
            .await;
        reply.refused(400, title);
    }
    let shown = bank.get(&format!("/assure/dossiers/{dossier}")).await;
    assert_eq!(shown.expect(StatusCode::OK).json["processes"], json!([]));
}
