//! Everything that can be wrong with a request: each gets its problem, and nothing is lost.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{
    PASSPORT, Server, animated_png, animated_webp, data_url, grey_png, huge_png, jpeg,
    sixteen_bit_png,
};

fn bad_images() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let whole = jpeg();
    vec![
        ("zero-byte", vec![], "empty"),
        ("truncated", whole[..whole.len() / 2].to_vec(), "damaged"),
        ("100-megapixel", huge_png(), "10000x10000 pixels"),
        ("no image", b"%PDF-1.7 and so on".to_vec(), "not a JPEG"),
        ("animated PNG", animated_png(), "animated"),
        ("animated WebP", animated_webp(), "animated"),
    ]
}

#[tokio::test]
async fn a_bad_image_is_refused_in_words_and_the_good_one_stays() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let process = bank.process("document", PASSPORT).await;
    let images = format!("{process}/images");
    let good = json!({ "front": data_url(&jpeg()) });
    bank.post(&images, good).await.expect(StatusCode::CREATED);
    let person = server.person(&bank.flow("document").await).await;
    for (what, bytes, word) in bad_images() {
        let api = bank
            .post(&images, json!({ "front": data_url(&bytes) }))
            .await;
        let page = person.put_image("front", bytes).await;
        for reply in [api, page] {
            let detail = reply.refused(400, "Invalid image.").text("detail");
            assert!(detail.contains(word), "{what}: {detail}");
        }
    }
    let mixed = json!({ "front": data_url(&grey_png()), "back": data_url(b"no image") });
    bank.post(&images, mixed)
        .await
        .refused(400, "Invalid image.");
    let kept = bank.get(&format!("{images}?depiction=front")).await;
    assert_eq!(kept.expect(StatusCode::OK).bytes, jpeg(), "all or nothing");
    let session = person
        .get("/assure/capture/session")
        .await
        .expect(StatusCode::OK);
    assert_eq!(session.json["images"], json!([]));
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    assert_eq!(bank.verdict(&process).await["status"], "accepted");
}

#[tokio::test]
async fn unusual_but_sound_images_are_taken() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let images = format!("{}/images", bank.process("document", PASSPORT).await);
    for bytes in [grey_png(), sixteen_bit_png()] {
        let body = json!({ "front": data_url(&bytes) });
        bank.post(&images, body).await.expect(StatusCode::CREATED);
        let kept = bank.get(&format!("{images}?depiction=front")).await;
        assert_eq!(kept.expect(StatusCode::OK).bytes, bytes);
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = format!("/assure/dossiers/{}", bank.dossier().await);
    let processes = format!("{dossier}/processes");
    let cases = [
        ("application/json", "{\"provider\":", 400, "Malformed JSON."),
        ("application/json", "\u{0}", 400, "Malformed JSON."),
        ("application/json", "[]", 400, "Invalid body."),
        ("application/json", "{}", 400, "Invalid body."),
        (
            "application/json",
            "{\"provider\": 7}",
            400,
            "Invalid body.",
        ),
        ("text/plain", "{}", 415, "Unsupported media type."),
        ("", "{}", 415, "Unsupported media type."),
    ];
    for (content_type, body, status, title) in cases {
        let request = bank.request(Method::POST, &processes).body(body);
        let request = request.header("content-type", content_type);
        bank.send(request).await.refused(status, title);
    }
    let reply = bank
        .send(bank.request(Method::POST, "/assure/dossiers").body("{}"))
        .await;
    reply.refused(415, "Unsupported media type.");
    let reply = bank.post("/assure/dossiers", json!(["a reference"])).await;
    reply.refused(400, "Invalid body.");
    let shown = bank.get(&dossier).await.expect(StatusCode::OK);
    assert_eq!(shown.json["processes"], json!([]));
}

#[tokio::test]
async fn values_that_mean_nothing_here_are_refused() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = format!("/assure/dossiers/{}", bank.dossier().await);
    let processes = format!("{dossier}/processes");
    let process = |provider: &str, kind: &str, id: i64| json!({ "provider": provider, "processType": kind, "documentId": id });
    let picture = "signicatpictureid";
    for (body, title) in [
        (process("nobody", "document", 137), "Unsupported provider."),
        (
            process(picture, "documentVideo", 137),
            "Unsupported processType.",
        ),
        (process(picture, "document", 0), "Invalid documentId."),
        (process(picture, "document", -1), "Invalid body."),
        (json!({ "provider": picture }), "Invalid documentId."),
    ] {
        bank.post(&processes, body).await.refused(400, title);
    }
    for reference in ["", "a\u{7}b", &"x".repeat(257)] {
        let body = json!({ "externalReference": reference });
        let reply = bank.post("/assure/dossiers", body).await;
        reply.refused(400, "Invalid externalReference.");
    }
    let made = bank.process("document", PASSPORT).await;
    let images = format!("{made}/images");
    bank.post(&images, json!({}))
        .await
        .refused(400, "Images missing.");
    for url in [
        "",
        "x",
        "data:text/plain;base64,AAAA",
        "data:image/png;base64,*",
    ] {
        let reply = bank.post(&images, json!({ "front": url })).await;
        reply.refused(400, "Invalid image.");
    }
    let selfie = json!({ "selfie": data_url(&jpeg()) });
    bank.post(&images, selfie)
        .await
        .refused(400, "Unexpected image.");
    for query in [
        "",
        "?depiction=portrait",
        "?depiction=",
        "?depiction=front%00",
    ] {
        let reply = bank.get(&format!("{images}{query}")).await;
        reply.refused(400, "Invalid depiction.");
    }
    bank.get(&format!("{images}?depiction=back"))
        .await
        .refused(404, "Image not found.");
    bank.post_nothing(&made)
        .await
        .refused(400, "Images missing.");
}

#[tokio::test]
async fn unknown_paths_methods_and_ids_are_refused() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    for path in [
        "/assure",
        "/assure/x",
        "/auth/x",
        "/nowhere",
        "/models/x.onnx",
        "/%2e%2e/x",
        "/demo/flows",
    ] {
        bank.get(path).await.expect(StatusCode::NOT_FOUND);
    }
    for (method, path) in [
        (Method::PATCH, "/assure/dossiers"),
        (Method::GET, "/auth/open/connect/token"),
        (Method::POST, "/healthz"),
        (Method::DELETE, "/assure/capture/session"),
    ] {
        let reply = bank.send(bank.request(method, path)).await;
        assert!(reply.headers.contains_key("allow"), "{path}");
        reply.refused(405, "Method not allowed.");
    }
    let dossier = bank.dossier().await;
    let unknown = "710a4326-ef7f-4bed-85c4-aa523f742742";
    for path in [
        format!("/assure/dossiers/{unknown}"),
        "/assure/dossiers/1".to_owned(),
        "/assure/dossiers/%00".to_owned(),
        format!("/assure/dossiers/{dossier}/processes/{unknown}"),
        format!("/assure/dossiers/{dossier}/processes/x"),
        format!("/assure/dossiers/{dossier}/processes/{unknown}/images?depiction=front"),
    ] {
        bank.get(&path).await.expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_process_is_found_in_its_own_dossier_only() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let process = bank.process("document", PASSPORT).await;
    let (_, id) = process.rsplit_once('/').unwrap();
    let other = bank.dossier().await;
    let path = format!("/assure/dossiers/{other}/processes/{id}");
    bank.get(&path).await.refused(404, "Process not found.");
    bank.delete(&path).await.refused(404, "Process not found.");
    bank.get(&process).await.expect(StatusCode::OK);
}

#[tokio::test]
async fn bodies_over_the_limit_are_refused() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let long = json!({ "provider": "x".repeat(65 << 10) });
    let reply = bank
        .post(&format!("/assure/dossiers/{dossier}/processes"), long)
        .await;
    reply.refused(413, "Body too large.");

    let person = server.person(&bank.flow("document").await).await;
    let reply = person.put_image("front", vec![0xff; (10 << 20) + 1]).await;
    reply.refused(413, "Body too large.");
    let reply = person.put_image("front", vec![0xff; 10 << 20]).await;
    reply.refused(400, "Invalid image.");

    let process = bank.process("document", PASSPORT).await;
    let eleven = data_url(&vec![0xff; 11 << 20]);
    let reply = bank
        .post(&format!("{process}/images"), json!({ "front": eleven }))
        .await;
    let detail = reply.refused(400, "Invalid image.").text("detail");
    assert!(detail.contains("at most 10485760"), "{detail}");
    let huge = "x".repeat(43 << 20);
    let reply = bank
        .post(&format!("{process}/images"), json!({ "front": huge }))
        .await;
    reply.refused(413, "Body too large.");
}
