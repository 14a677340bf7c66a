//! That the document holds together, and has the whole contract.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::tidy::references;
use crate::routes::document;

/// The operations of the Assure API.
const CONTRACT: &str = "\
GET /dossiers
POST /dossiers
DELETE /dossiers/all
GET /dossiers/{dossierId}
DELETE /dossiers/{dossierId}
GET /dossiers/{dossierId}/userdata
POST /dossiers/{dossierId}/userdata
PUT /dossiers/{dossierId}/userdata
DELETE /dossiers/{dossierId}/userdata
GET /dossiers/{dossierId}/files
POST /dossiers/{dossierId}/files
DELETE /dossiers/{dossierId}/files
POST /dossiers/{dossierId}/processes
GET /dossiers/{dossierId}/processes/{processId}
POST /dossiers/{dossierId}/processes/{processId}
DELETE /dossiers/{dossierId}/processes/{processId}
GET /dossiers/{dossierId}/processes/{processId}/images
POST /dossiers/{dossierId}/processes/{processId}/images
POST /dossiers/{dossierId}/processes/{processId}/fail
GET /dossiers/{dossierId}/processes/{processId}/video
GET /dossiers/{dossierId}/processes/{processId}/raw
GET /dossiers/{dossierId}/processes/{processId}/external-id
GET /dossiers/{dossierId}/processes/{processId}/download
GET /processes
GET /{providerName}/document-types
POST /dossiers/{dossierId}/match
GET /matching/configurations
GET /matching/configurations/{configurationId}
POST /matching/configurations/{configurationId}
PUT /matching/configurations/{configurationId}
DELETE /matching/configurations/{configurationId}
POST /dossiers/{dossierId}/capture
GET /capture/configurations
GET /capture/configurations/{configurationId}
POST /capture/configurations/{configurationId}
PUT /capture/configurations/{configurationId}
DELETE /capture/configurations/{configurationId}
POST /watermark
POST /redact";

/// By method and path.
fn operations(document: &Value) -> BTreeMap<String, Value> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap().iter();
        item.map(move |(method, operation)| {
            let name = format!("{} {path}", method.to_uppercase());
            (name, operation.clone())
        })
    });
    operations.collect()
}

fn answers(operation: &Value) -> BTreeSet<&str> {
    let answers = operation["responses"].as_object().unwrap().keys();
    answers.map(String::as_str).collect()
}

#[test]
fn the_whole_contract_is_there() {
    let operations = operations(&document());
    for operation in CONTRACT.lines() {
        let (method, path) = operation.split_once(' ').unwrap();
        let name = format!("{method} /assure{path}");
        assert!(operations.contains_key(&name), "{name}");
    }
    assert_eq!(CONTRACT.lines().count(), 39);
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_referred_to() {
    let document = document();
    let mut referred_to = BTreeSet::new();
    references(&document, &mut referred_to);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let schemas: BTreeSet<String> = schemas.keys().cloned().collect();
    assert_eq!(referred_to, schemas);
}

#[test]
fn descriptions_are_texts() {
    fn look(part: &Value) {
        match part {
            Value::Object(fields) => {
                let described = fields.get("description");
                // A field can be called that, too.
                assert!(
                    described.is_none_or(|it| it.is_string() || it.is_object()),
                    "{part}"
                );
                fields.values().for_each(look);
            }
            Value::Array(values) => values.iter().for_each(look),
            _ => {}
        }
    }
    look(&document());
}

#[test]
fn operations_have_names_of_their_own_summaries_and_known_tags() {
    let document = document();
    let tags = document["tags"].as_array().unwrap();
    let tags: BTreeSet<&str> = tags
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    let mut names = BTreeSet::new();
    let mut used = BTreeSet::new();
    let operations = operations(&document);
    for (name, operation) in &operations {
        let id = operation["operationId"].as_str().unwrap();
        assert!(names.insert(id), "{name}: {id}");
        let summary = operation["summary"].as_str().unwrap();
        assert!(!summary.is_empty() && !summary.contains('\n'), "{name}");
        let tag = operation["tags"][0].as_str().unwrap();
        assert!(tags.contains(tag), "{name}: {tag}");
        used.insert(tag);
    }
    assert_eq!(used, tags);
}

#[test]
fn refusals_are_told_with_every_operation() {
    let document = document();
    for (name, operation) in operations(&document) {
        let answers = answers(&operation);
        assert!(
            answers.iter().any(|status| status.starts_with('4')),
            "{name}"
        );
        let own = operation["security"].as_array();
        let is_open = own.is_some_and(|own| own.iter().any(|one| one == &serde_json::json!({})));
        if !is_open {
            assert!(answers.contains("401"), "{name}");
        }
        if name.contains('{') && name != "GET /assure/{providerName}/document-types" {
            let creates = name.starts_with("POST") && name.contains("configurations");
            assert_eq!(answers.contains("404"), !creates, "{name}");
        }
        for (status, answer) in operation["responses"].as_object().unwrap() {
            if status.starts_with(['4', '5']) {
                let schema = &answer["content"]["application/json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{name} {status}");
            }
        }
        if operation.get("requestBody").is_some() {
            for status in ["400", "413", "415"] {
                assert!(answers.contains(status), "{name} {status}");
            }
        }
    }
}

#[test]
fn parameters_of_paths_are_described_by_their_names() {
    for (name, operation) in operations(&document()) {
        let in_path = name.split('{').skip(1);
        let in_path: BTreeSet<&str> = in_path
            .filter_map(|rest| rest.split_once('}').map(|(own, _)| own))
            .collect();
        let none = Vec::new();
        let described = operation["parameters"].as_array().unwrap_or(&none).iter();
        let described: BTreeSet<&str> = described
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(in_path, described, "{name}");
    }
}

#[test]
fn replies_have_no_null_where_they_leave_fields_out() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["Dossier"]["properties"]["externalReference"]["type"],
        "string"
    );
    let types = &schemas["DossierRequest"]["properties"]["externalReference"]["type"];
    assert_eq!(*types, serde_json::json!(["string", "null"]));
    let chosen = &schemas["CaptureSession"]["properties"]["documentId"]["type"];
    assert!(chosen.as_array().unwrap().contains(&"null".into()));
}
