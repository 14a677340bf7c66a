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
            let path = path.replace(['{', '}'], "x");
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

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    let moved = nobody.get("/docs").await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(moved.headers["location"], "/docs/");
    let page = nobody.get("/docs/").await.expect(StatusCode::OK);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(!html.contains("style=") && !html.contains("<script>"));
    let mut files = Vec::new();
    for attribute in ["src=\"", "href=\""] {
        let values = html.split(attribute).skip(1);
        files.extend(values.map(|rest| rest.split_once('"').unwrap().0));
    }
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        assert!(!file.contains("//"), "{file}");
        let path = if file.starts_with('/') {
            file.to_owned()
        } else {
            format!("/docs/{file}")
        };
        let reply = nobody.get(&path).await.expect(StatusCode::OK);
        let kind = match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "png" => "image/png",
            "json" => "application/json",
            _ => "text/plain; charset=utf-8",
        };
        assert_eq!(reply.headers["content-type"], kind, "{file}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        assert!(!reply.bytes.is_empty());
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe-") && !policy.contains("http"));
    nobody
        .get("/docs/nothing.js")
        .await
        .expect(StatusCode::NOT_FOUND);
}
