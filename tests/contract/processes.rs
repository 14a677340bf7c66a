//! Processes from their creation to their end, whatever the verdict.

use serde_json::{Value, json};

use crate::record::Integrator;
use crate::support::{CARD, PASSPORT, data_url, jpeg, png};

pub(crate) async fn all(bank: &Integrator<'_>) {
    every_provider(bank).await;
    document_types(bank).await;
    from_images_to_a_verdict(bank).await;
    elsewhere(bank).await;
    ended_early(bank).await;
    listed(bank).await;
    capture(bank).await;
}

/// Body of *Create process* for our own engine.
pub(crate) fn picture_id(process_type: &str) -> Value {
    json!({
        "provider": "signicatpictureid", "processType": process_type, "documentId": PASSPORT
    })
}

async fn every_provider(bank: &Integrator<'_>) {
    let processes = format!("{}/processes", bank.dossier().await);
    let paper = json!({
        "provider": "signicatpaper", "documentType": "passport", "documentCountry": "UNIV"
    });
    let card = json!({ "provider": "signicatpictureid", "documentId": CARD });
    let webid = json!({
        "provider": "webid", "processParameters": { "webid": { "user": { "firstname": "John" } } }
    });
    for body in [
        paper,
        card,
        webid,
        json!({ "provider": "onfido" }),
        json!({ "provider": "facetec" }),
        json!({ "provider": "readid", "processType": "ready" }),
        json!({ "provider": "signicatvideoid", "processType": "substantial" }),
    ] {
        let made = bank.post(&processes, body, 201).await;
        bank.get(&format!("{processes}/{}", made.text("processId")), 200)
            .await;
    }
    bank.post(&processes, json!({ "provider": "nobody" }), 400)
        .await;
}

async fn document_types(bank: &Integrator<'_>) {
    for provider in ["signicatpictureid", "signicatpaper", "onfido"] {
        bank.get(&format!("/{provider}/document-types"), 200).await;
    }
    bank.get("/signicatvideoid/document-types", 204).await;
    bank.get("/nobody/document-types", 404).await;
}

async fn from_images_to_a_verdict(bank: &Integrator<'_>) {
    let process = bank.process(picture_id("documentSelfie")).await;
    let images = format!("{process}/images");
    let front = format!("{images}?depiction=front");
    bank.get(&front, 404).await;
    bank.post(&images, json!({ "front": "no data URL" }), 400)
        .await;
    bank.post_nothing(&process, 400).await;
    for unfinished in ["download", "raw"] {
        bank.get(&format!("{process}/{unfinished}"), 204).await;
    }
    let both = json!({ "front": data_url(&jpeg()), "selfie": data_url(&png()) });
    bank.post(&images, both.clone(), 201).await;
    bank.get(&process, 200).await;
    bank.post_nothing(&process, 200).await;
    bank.post_nothing(&process, 409).await;
    bank.post(&images, both, 409).await;
    bank.verdict(&process, "accepted").await;
    assert_eq!(bank.get(&front, 200).await.bytes, jpeg());
    bank.get(&format!("{images}?depiction=portrait"), 400).await;
    bank.get(&format!("{process}/video"), 400).await;
    bank.get(&format!("{process}/external-id"), 400).await;
    bank.get(&format!("{process}/download"), 200).await;
    bank.get(&format!("{process}/raw"), 200).await;

    let document_only = bank.process(picture_id("document")).await;
    bank.get(&format!("{document_only}/images?depiction=selfie"), 400)
        .await;
    matched(bank, &process).await;
    bank.delete(&process, 204).await;
    bank.get(&process, 404).await;
}

async fn matched(bank: &Integrator<'_>, process: &str) {
    let (dossier, id) = process.split_once("/processes/").unwrap();
    let path = format!("{dossier}/match");
    let request = json!({
        "source": { "dataNode": "userData" },
        "target": { "dataNode": "finalResult", "processId": id }
    });
    bank.post(&path, request.clone(), 404).await;
    let person = json!({ "userData": { "lastName": "de Bruijn", "firstName": "Willeke" } });
    bank.post(&format!("{dossier}/userdata"), person, 201).await;
    bank.post(&path, request.clone(), 200).await;
    let own = "/matching/configurations/names";
    let fields = json!({ "fields": [
        { "id": "name", "sourceField": "lastName", "normalization": "cleanUpper",
          "algorithm": "levenshtein" }
    ] });
    bank.post(own, fields, 201).await;
    let mut configured = request;
    configured["configurationId"] = "names".into();
    bank.post(&path, configured, 200).await;
    bank.post(&path, json!({ "source": {} }), 400).await;
}

async fn elsewhere(bank: &Integrator<'_>) {
    let process = bank
        .process(json!({ "provider": "onfido", "processType": "document" }))
        .await;
    let images = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images, 201).await;
    bank.post_nothing(&process, 200).await;
    bank.verdict(&process, "accepted").await;
    bank.get(&format!("{process}/external-id"), 200).await;
    bank.get(&format!("{process}/video"), 404).await;

    let process = bank.process(json!({ "provider": "readid" })).await;
    bank.post_nothing(&process, 204).await;
    bank.verdict(&process, "accepted").await;
}

async fn ended_early(bank: &Integrator<'_>) {
    let process = bank.process(picture_id("document")).await;
    let fail = format!("{process}/fail");
    bank.post_nothing(&fail, 200).await;
    bank.post_nothing(&fail, 409).await;
    let failed = bank.get(&process, 200).await;
    assert_eq!(failed.json["status"], "failed");
}

async fn listed(bank: &Integrator<'_>) {
    bank.get("/processes", 400).await;
    let all = "/processes?startCreationDate=2026-06-01T12:00:00Z";
    bank.get(all, 200).await;
    let filtered = "&endCreationDate=2026-07-01T12:00:00Z&status=failed,accepted&limit=2&offset=1";
    let order = "&order=createdAtAscending";
    bank.get(&format!("{all}{filtered}{order}"), 200).await;
}

async fn capture(bank: &Integrator<'_>) {
    let path = format!("{}/capture", bank.dossier().await);
    let request = json!({
        "providers": [{ "provider": "signicatpictureid", "processType": "document" }],
        "redirectUrl": "https://bank.example/done",
        "captureParameters": { "defaultCountry": "PRT", "uiProfileJSON": { "pageTitle": "Bank" } },
        "eventTags": ["a"]
    });
    bank.post(&path, request, 201).await;
    bank.post(&path, json!({ "providers": [] }), 400).await;
}
