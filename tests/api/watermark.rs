//! Watermarks on images that are sent, and on stored ones.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{PASSPORT, Server, data_url, jpeg, scenery};

fn request(source: &Value) -> Value {
    let mut request = json!({
        "watermark": { "title": "Bank", "description": "Loan", "date": "2026-06-01" }
    });
    for (name, value) in source.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

#[tokio::test]
async fn an_image_gets_a_watermark_wherever_it_comes_from() {
    let server = Server::start().await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let picture = scenery(400, 1.0);
    let dossier = bank.dossier().await;
    let files = format!("/assure/dossiers/{dossier}/files");
    bank.post(&files, json!({ "front": data_url(&picture) }))
        .await;
    let process = bank.process_in(&dossier, "documentSelfie", PASSPORT).await;
    let images = json!({ "selfie": data_url(&picture) });
    bank.post(&format!("{process}/images"), images).await;
    let process = process.rsplit('/').next().unwrap();

    let sent = json!({ "image": data_url(&picture) });
    let of_dossier = json!({ "dossierId": dossier, "imageDepiction": "front" });
    let of_process = json!({
        "dossierId": dossier, "processId": process, "imageDepiction": "selfie"
    });
    let mut drawn = Vec::new();
    for source in [&sent, &of_dossier, &of_process] {
        let reply = bank.post("/assure/watermark", request(source)).await;
        let reply = reply.expect(StatusCode::OK);
        assert_eq!(reply.headers["content-type"], "application/octet-stream");
        drawn.push(reply.bytes);
    }
    assert!(drawn.iter().all(|own| *own == drawn[0]));
    let before = image::load_from_memory(&picture).unwrap().to_rgb8();
    let after = image::load_from_memory(&drawn[0]).unwrap().to_rgb8();
    assert_eq!(after.dimensions(), before.dimensions());
    let pixels = before.pixels().zip(after.pixels());
    let changed = pixels.filter(|(a, b)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 24));
    let share = changed.count() as f64 / f64::from(before.width() * before.height());
    assert!((0.05..0.8).contains(&share), "{share}");

    for source in [of_dossier, of_process] {
        let refused = shop.post("/assure/watermark", request(&source)).await;
        refused.refused(404, "Dossier not found.");
    }
    let no_back = json!({ "dossierId": dossier, "imageDepiction": "selfie" });
    let missing = bank.post("/assure/watermark", request(&no_back)).await;
    missing.refused(404, "Image not found.");
    let small = json!({ "image": data_url(&jpeg()) });
    for (source, title) in [
        (json!({}), "Invalid watermark."),
        (json!({ "image": "x" }), "Invalid image."),
        (
            json!({ "image": "data:image/png;base64,AQID" }),
            "Invalid image.",
        ),
        (small, "Invalid image."),
        (
            json!({ "image": data_url(&picture), "watermark": { "title": "a", "description": "b", "date": "x" } }),
            "Invalid watermark.",
        ),
    ] {
        let refused = bank.post("/assure/watermark", request(&source)).await;
        refused.refused(400, title);
    }
    let nobody = server.asker("nobody", None);
    let refused = nobody.post("/assure/watermark", request(&sent)).await;
    refused.expect(StatusCode::UNAUTHORIZED);
}
