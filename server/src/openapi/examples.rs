//! Requests to begin with: what a reader of the page finds in the body when trying an operation out.

use serde_json::{Value, json};

/// Adds them to the schemas of a document.
pub(super) fn add(document: &mut Value) {
    for (of, example) in examples() {
        let schema = document["components"]["schemas"].get_mut(of);
        if let Some(schema) = schema.and_then(Value::as_object_mut) {
            schema.insert("examples".to_owned(), json!([example]));
        }
    }
}

fn examples() -> [(&'static str, Value); 11] {
    [
        (
            "DossierRequest",
            json!({ "externalReference": "case-2041" }),
        ),
        (
            "UserDataRequest",
            json!({ "userData": {
                "firstName": "Anna Maria", "lastName": "Eriksson", "dateOfBirth": "1974-08-12",
            } }),
        ),
        (
            "ProcessRequest",
            json!({
                "provider": "signicatpictureid", "processType": "documentSelfie", "documentId": 137,
            }),
        ),
        ("VerifyRequest", json!({})),
        (
            "CaptureRequest",
            json!({
                "providers": [
                    { "provider": "signicatpictureid", "processType": "documentSelfie" },
                ],
                "redirectUrl": "https://bank.example/done",
                "captureParameters": { "uiLanguage": "en" },
            }),
        ),
        (
            "CaptureConfiguration",
            json!({
                "pageTitle": "Bank", "primaryColor": "#5AAFFF",
                "documentTypes": ["passport", "identityCard"], "enableMobileHandover": true,
            }),
        ),
        (
            "MatchingConfiguration",
            json!({ "fields": [
                { "id": "name", "sourceField": "lastName", "normalization": "cleanUpper" },
                { "id": "dateOfBirth" },
            ] }),
        ),
        (
            "MatchRequest",
            json!({
                "source": { "dataNode": "userData" },
                "target": {
                    "dataNode": "finalResult",
                    "processId": "00000000-0000-4000-8000-000000000000",
                },
            }),
        ),
        (
            "WatermarkAssureRequest",
            json!({
                "dossierId": "00000000-0000-4000-8000-000000000000", "imageDepiction": "front",
                "watermark": {
                    "title": "Bank", "description": "To open an account", "date": "2026-06-01",
                },
            }),
        ),
        (
            "RedactionAssureRequest",
            json!({
                "dossierId": "00000000-0000-4000-8000-000000000000", "documentType": "passport",
                "documentCountry": "NLD", "fieldsToRedact": ["personalIdentificationNumber"],
            }),
        ),
        (
            "WebhookRequest",
            json!({ "url": "https://bank.example/events" }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use vidimus_api::capture_configuration::CaptureConfiguration;

    use super::*;
    use crate::catalogue;
    use crate::domain::matching::{match_request_fault, matching_configuration_fault};
    use crate::domain::watermark::watermark_request_fault;
    use crate::domain::{capture_configuration_fault, capture_request_fault, user_data_fault};

    fn read<T: DeserializeOwned>(name: &str) -> T {
        let example = examples().into_iter().find(|(of, _)| *of == name);
        serde_json::from_value(example.unwrap().1).unwrap()
    }

    #[test]
    fn examples_are_right() {
        let is_document = |id| catalogue::document(id).is_some();
        let data: vidimus_api::UserDataRequest = read("UserDataRequest");
        assert_eq!(user_data_fault(&data.user_data), None);
        let request = read("CaptureRequest");
        assert_eq!(capture_request_fault(&request, &is_document), None);
        let _: CaptureConfiguration = read("CaptureConfiguration");
        let configuration = read("CaptureConfiguration");
        assert_eq!(
            capture_configuration_fault(&configuration, &is_document),
            None
        );
        assert_eq!(
            matching_configuration_fault(&read("MatchingConfiguration")),
            None
        );
        assert_eq!(match_request_fault(&read("MatchRequest")), None);
        assert_eq!(
            watermark_request_fault(&read("WatermarkAssureRequest")),
            None
        );
        let process: vidimus_api::ProcessRequest = read("ProcessRequest");
        assert!(process.document_id.is_some_and(is_document));
        let _: vidimus_api::RedactionAssureRequest = read("RedactionAssureRequest");
        let _: vidimus_api::DossierRequest = read("DossierRequest");
        let _: vidimus_api::VerifyRequest = read("VerifyRequest");
        let _: vidimus_api::WebhookRequest = read("WebhookRequest");
    }
}
