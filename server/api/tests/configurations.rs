//! The published samples of matching and of capture flows, read and written again unchanged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use vidimus_api::{
    CaptureConfiguration, CaptureConfigurationSlimResponse, CaptureRequest, MatchRequest,
    MatchResponse, MatchingConfigurationResponse,
};

fn unchanged<T: Serialize + DeserializeOwned>(sample: &Value) -> T {
    let read: T = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), *sample);
    read
}

#[test]
fn matching() {
    unchanged::<MatchRequest>(&json!({
        "source": { "dataNode": "userData" },
        "target": {
            "processId": "0338a9c5-e135-4c51-9557-dd8ac6ba9e5c", "dataNode": "finalResult"
        }
    }));
    let response: MatchResponse = unchanged(&json!({
        "dossierId": "37191afe-25b3-4c30-b42a-b0ab64aa1d64",
        "createdAt": "2021-03-22T15:21:05.294087Z",
        "source": { "dataNode": "userData", "updatedAt": "2021-03-22T15:21:02Z" },
        "target": {
            "processId": "0338a9c5-e135-4c51-9557-dd8ac6ba9e5c",
            "dataNode": "finalResult", "updatedAt": "2021-03-22T15:11:57Z"
        },
        "matchResult": {
            "firstName": {
                "sourceValue": "John", "targetValue": "John Michael",
                "sourceNormalized": "JOHN", "targetNormalized": "JOHN MICHAEL",
                "exactMatch": false, "partialMatch": true, "editDistance": 8
            },
            "lastName": { "error": "Field not present in source/target." }
        }
    }));
    assert_eq!(format!("{response:?}"), "MatchResponse { … }");
    unchanged::<MatchingConfigurationResponse>(&json!({
        "configuration": { "fields": [{
            "id": "fieldId1", "sourceField": "firstName", "targetField": "lastName",
            "normalization": "cleanUpper", "algorithm": "levenshtein"
        }] },
        "id": "Configuration1",
        "createdAt": "2021-10-04T09:35:19Z",
        "updatedAt": "2021-10-04T09:35:19Z"
    }));
}

#[test]
fn capture_flows() {
    let request: CaptureRequest = unchanged(&json!({
        "providers": [{
            "provider": "signicatpictureid", "processType": "documentSelfie", "documentId": 137
        }],
        "sdk": "capture",
        "redirectUrl": "https://customer.site.com/?who=willeke",
        "requestDomain": "myapp.app.signicat.com",
        "captureParameters": {
            "uiProfile": "darkmode", "uiProfileJSON": { "pageTitle": "This is a json profile" },
            "uiLanguage": "en", "smsSender": "Signicat",
            "smsMessage": "To continue please click here:", "defaultCountry": "NOR"
        },
        "eventTags": ["customerId"]
    }));
    assert!(!format!("{request:?}").contains("willeke"));
    assert_eq!(
        format!("{:?}", request.capture_parameters),
        "Some(CaptureParameters { … })"
    );
    unchanged::<CaptureConfiguration>(&json!({
        "pageTitle": "This is a title", "documentCountries": { "passport": ["NLD"] },
        "twoSidedPassports": "all", "detectGlare": false, "maxRetries": 3,
        "signicatpictureidConfig": { "allowedIdTypes": [137] }, "somethingNew": [1]
    }));
    unchanged::<CaptureConfigurationSlimResponse>(&json!({
        "id": "Configuration1",
        "createdAt": "2022-01-01T09:00:00Z",
        "updatedAt": "2022-01-01T10:30:00Z"
    }));
}
