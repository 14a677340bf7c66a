//! The API's description, and the page that shows it.

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::support::{PASSPORT, Server, data_url, jpeg};

#[tokio::test]
async fn the_description_is_there_for_everybody() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    let reply = nobody.get("/openapi.json").await.expect(StatusCode::OK);
    assert_eq!(reply.headers["content-type"], "application/json");
    assert_eq!(reply.text("openapi"), "3.1.0");
    assert_eq!(reply.json["servers"][0]["url"], "/");
    let flow = &reply.json["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"];
    let token_url = flow["tokenUrl"].as_str().unwrap();
    let form = "grant_type=client_credentials";
    let request = nobody.request(Method::POST, token_url).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let reply = nobody.send(request).await;
    reply.refused(401, "Invalid client credentials.");
}

#[tokio::test]
async fn every_operation_that_is_described_exists() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    let document = nobody
        .get("/openapi.json")
        .await
        .expect(StatusCode::OK)
        .json;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = path.replace('{', "x").replace('}', "x");
            let reply = nobody.send(nobody.request(method, &path)).await;
            let status = reply.status.as_u16().to_string();
            let described = &operation["responses"][&status];
            assert!(described.is_object(), "{path}: {status}");
        }
    }
}

/// What a schema says must be there, is there; what it says nothing of, is not.
fn assert_conforms(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return assert_conforms(
            document,
            &document["components"]["schemas"][name],
            value,
            at,
        );
    }
    match value {
        Value::Object(fields) => {
            for required in schema["required"].as_array().unwrap_or(&Vec::new()) {
                assert!(
                    value.get(required.as_str().unwrap()).is_some(),
                    "{at}: {required}"
                );
            }
            let Some(known) = schema["properties"].as_object() else {
                return;
            };
            for (name, value) in fields {
                assert!(known.contains_key(name), "{at}.{name}");
                assert_conforms(document, &known[name], value, &format!("{at}.{name}"));
            }
        }
        Value::Array(values) => {
            for value in values {
                assert_conforms(document, &schema["items"], value, at);
            }
        }
        value => {
            if let Some(words) = schema["enum"].as_array() {
                assert!(words.contains(value), "{at}: {value}");
            }
        }
    }
}

#[tokio::test]
async fn replies_are_as_described() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let document = bank.get("/openapi.json").await.expect(StatusCode::OK).json;
    let process = bank.process("document", PASSPORT).await;
    let images = serde_json::json!({ "front": data_url(&jpeg()) });
    let reply = bank.post(&format!("{process}/images"), images).await;
    reply.expect(StatusCode::CREATED);
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    bank.verdict(&process).await;
    let (dossier, _) = process.split_once("/processes").unwrap();
    let one = "/assure/dossiers/{dossierId}";
    for (path, described) in [
        (process.as_str(), format!("{one}/processes/{{processId}}")),
        (dossier, one.to_owned()),
        ("/assure/dossiers", "/assure/dossiers".to_owned()),
        ("/healthz", "/healthz".to_owned()),
        (
            "/assure/signicatpictureid/document-types",
            "/assure/{providerName}/document-types".to_owned(),
        ),
        (
            "/assure/processes?startCreationDate=2026-05-01T00:00:00Z",
            "/assure/processes".to_owned(),
        ),
    ] {
        let reply = bank.get(path).await.expect(StatusCode::OK);
        let answers = &document["paths"][&described]["get"]["responses"];
        let schema = &answers["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{described}");
        assert_conforms(&document, schema, &reply.json, &described);
    }
}
