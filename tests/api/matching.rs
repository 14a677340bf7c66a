//! Comparing what two sources say of a person, and how it is configured.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{PASSPORT, Server, data_url, jpeg};

#[tokio::test]
async fn user_data_are_compared_with_a_result() {
    let server = Server::start().await;
    let (bank, shop) = (server.client("bank").await, server.client("shop").await);
    let dossier = bank.dossier().await;
    let path = format!("/assure/dossiers/{dossier}");
    let process = bank.process_in(&dossier, "document", PASSPORT).await;
    let id = process.rsplit('/').next().unwrap();
    let matching = format!("{path}/match");
    let request = json!({
        "source": { "dataNode": "userData" },
        "target": { "dataNode": "finalResult", "processId": id }
    });
    let none = bank.post(&matching, request.clone()).await;
    none.refused(404, "User data not found.");
    let data = json!({ "userData": { "lastName": "de Bruijn-Smith", "firstName": "Willeke" } });
    bank.post(&format!("{path}/userdata"), data).await;
    let none = bank.post(&matching, request.clone()).await;
    none.refused(404, "Data node not found.");
    let images = json!({ "front": data_url(&jpeg()) });
    bank.post(&format!("{process}/images"), images).await;
    bank.post_nothing(&process).await;
    bank.verdict(&process).await;

    let matched = bank.post(&matching, request.clone()).await;
    let matched = matched.expect(StatusCode::OK).json;
    assert_eq!(matched["dossierId"], dossier);
    assert_eq!(matched["source"]["dataNode"], "userData");
    assert_eq!(matched["target"]["processId"], id);
    let last_name = &matched["matchResult"]["lastName"];
    assert_eq!(
        *last_name,
        json!({
            "sourceValue": "de Bruijn-Smith", "targetValue": "DE BRUIJN",
            "sourceNormalized": "DE BRUIJN-SMITH", "targetNormalized": "DE BRUIJN",
            "exactMatch": false, "partialMatch": true, "editDistance": 6
        })
    );
    let first_name = &matched["matchResult"]["firstName"];
    assert_eq!(first_name["error"], "Field not present in source/target.");

    let configurations = "/assure/matching/configurations";
    let own = format!("{configurations}/initials");
    let configuration = json!({ "fields": [
        { "id": "name", "sourceField": "lastName", "normalization": "initialsUpper",
          "algorithm": "levenshtein" }
    ] });
    let made = bank.post(&own, configuration.clone()).await;
    let made = made.expect(StatusCode::CREATED).json;
    assert_eq!(made["configuration"], configuration);
    assert_eq!(made["id"], "initials");
    bank.post(&own, configuration.clone())
        .await
        .refused(409, "Not possible in this state.");
    let mut configured = request.clone();
    configured["configurationId"] = "initials".into();
    let matched = bank.post(&matching, configured.clone()).await;
    let matched = matched.expect(StatusCode::OK).json;
    assert_eq!(
        matched["matchResult"],
        json!({ "name": {
            "sourceValue": "de Bruijn-Smith", "targetValue": "DE BRUIJN",
            "sourceNormalized": "DB", "targetNormalized": "DB",
            "exactMatch": true, "partialMatch": true, "editDistance": 0,
            "algorithm": "levenshtein", "normalization": "initialsUpper"
        } })
    );
    shop.get(&own)
        .await
        .refused(404, "Configuration not found.");
    let listed = shop.get(configurations).await.expect(StatusCode::OK);
    assert_eq!(listed.json, json!([]));

    server.advance_seconds(5);
    let changed = json!({ "fields": [{ "id": "lastName", "normalization": "cleanUpper" }] });
    let put = bank.put(&own, changed.clone()).await.expect(StatusCode::OK);
    assert_eq!(put.json["updatedAt"], "2026-06-01T12:00:05Z");
    assert_eq!(put.json["createdAt"], "2026-06-01T12:00:00Z");
    assert_eq!(bank.get(&own).await.json, put.json);
    let listed = bank.get(configurations).await.expect(StatusCode::OK);
    assert_eq!(listed.json, json!([put.json]));
    bank.delete(&own).await.expect(StatusCode::NO_CONTENT);
    bank.delete(&own)
        .await
        .refused(404, "Configuration not found.");
    bank.put(&own, changed)
        .await
        .refused(404, "Configuration not found.");
    let gone = bank.post(&matching, configured).await;
    gone.refused(404, "Configuration not found.");

    let no_process = json!({
        "source": { "dataNode": "userData" }, "target": { "dataNode": "finalResult" }
    });
    let refused = bank.post(&matching, no_process).await;
    refused.refused(400, "Invalid matching.");
    let twice = json!({ "fields": [{ "id": "a" }, { "id": "a" }] });
    let refused = bank.post(&own, twice).await;
    refused.refused(400, "Invalid configuration.");
    let refused = bank
        .post(&format!("{configurations}/a%20b"), configuration)
        .await;
    refused.refused(400, "Invalid configurationId.");
}
