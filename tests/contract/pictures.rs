//! Pictures that are drawn on: watermarks and redaction.

use serde_json::{Value, json};

use crate::record::Integrator;
use crate::support::{data_url, jpeg, scenery};

pub(crate) async fn all(bank: &Integrator<'_>) {
    let nobodys = json!({ "dossierId": "37191afe-25b3-4c30-b42a-b0ab64aa1d64" });
    let watermark = |source: &Value| {
        let mut request = source.clone();
        request["imageDepiction"] = "front".into();
        request["watermark"] =
            json!({ "title": "Bank", "description": "Loan", "date": "2026-06-01" });
        request
    };
    let picture = json!({ "image": data_url(&scenery(400, 1.0)) });
    bank.post("/watermark", watermark(&picture), 200).await;
    bank.post("/watermark", watermark(&json!({})), 400).await;
    bank.post("/watermark", watermark(&nobodys), 404).await;

    let redact = |source: &Value| {
        let mut request = source.clone();
        request["documentType"] = "passport".into();
        request["documentCountry"] = "NLD".into();
        request["fieldsToRedact"] = json!(["personalIdentificationNumber", "photo"]);
        request
    };
    let picture = data_url(&jpeg());
    let both = json!({ "frontImage": picture, "backImage": picture });
    let covered = bank.post("/redact", redact(&both), 200).await;
    assert_eq!(covered.json["success"], true);
    let mut card = redact(&both);
    card["documentType"] = "identityCard".into();
    let doubted = bank.post("/redact", card, 200).await;
    assert_eq!(doubted.json["success"], false);
    bank.post("/redact", redact(&json!({})), 400).await;
    bank.post("/redact", redact(&nobodys), 404).await;
}
