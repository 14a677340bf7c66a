//! The demo page's endpoints.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{Asker, PASSPORT, Reply, Server, Setup, jpeg, png};

async fn demo() -> Server {
    Server::with(Setup {
        demo: true,
        ..Setup::default()
    })
    .await
}

/// The demo page after a flow, with the flow's token wherever a token could go.
fn page(server: &Server, flow: &Reply) -> Asker {
    let mut page = server.asker("demo page", Some(&flow.text("token")));
    page.demo_token = page.token.clone();
    page
}

#[tokio::test]
async fn a_visitor_starts_a_flow_and_sees_its_result() {
    let server = demo().await;
    let visitor = server.asker("visitor", None);
    let flow = visitor
        .post("/demo/flows", json!({ "processType": "document" }))
        .await;
    let flow = flow.expect(StatusCode::CREATED);
    let page = page(&server, &flow);
    let path = format!(
        "/demo/dossiers/{}/processes/{}",
        flow.text("dossierId"),
        flow.text("processId")
    );
    assert_eq!(
        page.get(&path).await.expect(StatusCode::OK).json["status"],
        "pending"
    );

    let person = server.person(&flow.text("url")).await;
    let session = person
        .get("/assure/capture/session")
        .await
        .expect(StatusCode::OK);
    assert_eq!(session.text("redirectUrl"), format!("{}/", server.url));
    let document = json!({ "documentId": PASSPORT });
    person
        .put("/assure/capture/session/document", document)
        .await
        .expect(StatusCode::OK);
    person
        .put_image("front", png())
        .await
        .expect(StatusCode::NO_CONTENT);
    person
        .post_nothing("/assure/capture/session/submit")
        .await
        .expect(StatusCode::ACCEPTED);
    let done = page.verdict(&path).await;
    assert_eq!(done["status"], "accepted");
    assert_eq!(
        done["providerSpecific"]["document"]["subject"]["photo"]["width"],
        3
    );
    let image = page.get(&format!("{path}/images?depiction=front")).await;
    let image = image.expect(StatusCode::OK);
    assert_eq!(image.headers["content-type"], "image/png");
    assert_eq!(image.bytes, png());
}

#[tokio::test]
async fn a_flow_token_opens_one_result_and_nothing_else() {
    let server = demo().await;
    let visitor = server.asker("visitor", None);
    let start = async || {
        let reply = visitor
            .post("/demo/flows", json!({ "processType": "document" }))
            .await;
        reply.expect(StatusCode::CREATED)
    };
    let (mine, theirs) = (start().await, start().await);
    let path = |flow: &Reply| {
        let (dossier, process) = (flow.text("dossierId"), flow.text("processId"));
        format!("/demo/dossiers/{dossier}/processes/{process}")
    };
    let page = page(&server, &mine);
    page.get(&path(&mine)).await.expect(StatusCode::OK);
    page.get(&path(&theirs)).await.expect(StatusCode::NOT_FOUND);
    visitor
        .get(&path(&mine))
        .await
        .expect(StatusCode::UNAUTHORIZED);

    let person = server.person(&mine.text("url")).await;
    person
        .get(&path(&mine))
        .await
        .expect(StatusCode::UNAUTHORIZED);
    page.get("/assure/capture/session")
        .await
        .expect(StatusCode::UNAUTHORIZED);
    page.put_image("front", jpeg())
        .await
        .expect(StatusCode::UNAUTHORIZED);
    page.get("/assure/dossiers")
        .await
        .expect(StatusCode::UNAUTHORIZED);
    let watcher = format!("/capture/#/artifact={}", mine.text("token"));
    visitor
        .exchange(&watcher)
        .await
        .refused(404, "Link not valid.");

    let bank = server.client("bank").await;
    let dossier = format!("/assure/dossiers/{}", mine.text("dossierId"));
    bank.get(&dossier).await.expect(StatusCode::NOT_FOUND);
    bank.get(&path(&mine))
        .await
        .expect(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_the_option_there_is_no_demo() {
    let server = Server::start().await;
    let visitor = server.asker("visitor", None);
    let reply = visitor
        .post("/demo/flows", json!({ "processType": "document" }))
        .await;
    reply.expect(StatusCode::NOT_FOUND);
}
