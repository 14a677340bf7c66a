//! The published document: its operations, and what their replies may hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::Reply;

/// Where bodies of any media type are documented.
const ANY_MEDIA: &str = "*/*";
const JSON: &str = "application/json";
/// The one schema of an error that has all our fields.
const ERROR: &str = "ErrorResponse";

/// An `OpenAPI` document.
pub(crate) struct Document {
    pub(crate) operations: Vec<Operation>,
    error: Validator,
}

/// One method of one path.
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// Below `/assure`, with the parameters by name.
    pub(crate) path: String,
    pub(crate) responses: BTreeMap<u16, Response>,
}

/// What is documented of one status.
pub(crate) struct Response {
    media: Option<String>,
    schema: Option<Schema>,
}

struct Schema {
    name: String,
    validator: Validator,
}

impl Document {
    pub(crate) fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let version = document["openapi"].as_str().unwrap().to_owned();
        // Schemas of 3.0 are another dialect, with `nullable`; since 3.1 they are JSON Schema.
        assert!(version.starts_with("3.1"), "OpenAPI {version} is not read");
        close(&mut document["components"]["schemas"]);
        let components = document["components"].clone();
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let responses = operation["responses"].as_object().unwrap().iter();
                let responses = responses.map(|(status, response)| {
                    let response = Response::read(response, &components);
                    (status.parse().unwrap(), response)
                });
                operations.push(Operation {
                    method: method.to_uppercase().parse().unwrap(),
                    path: path.clone(),
                    responses: responses.collect(),
                });
            }
        }
        let error = json!({ "$ref": format!("#/components/schemas/{ERROR}") });
        Self {
            operations,
            error: validator(&error, &components),
        }
    }

    /// The operation that a path belongs to: the one with the fewest parameters that fits.
    pub(crate) fn operation(&self, method: &Method, path: &str) -> &Operation {
        let path = path.split('?').next().unwrap_or_default();
        let fitting = self
            .operations
            .iter()
            .filter(|known| known.method == *method && known.fits(path));
        fitting
            .min_by_key(|known| known.path.matches('{').count())
            .unwrap_or_else(|| panic!("{method} {path} is not in the document"))
    }

    /// What a reply has that the document does not know.
    pub(crate) fn findings(&self, operation: &Operation, reply: &Reply) -> BTreeSet<String> {
        let Some(response) = operation.responses.get(&reply.status.as_u16()) else {
            return BTreeSet::from(["not documented".to_owned()]);
        };
        // A reply without content has none, whatever is documented of it.
        if reply.status == StatusCode::NO_CONTENT {
            assert!(reply.bytes.is_empty(), "{} with a body", operation.name());
            return BTreeSet::new();
        }
        response.findings(reply, &self.error)
    }
}

impl Operation {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The path with values for its parameters, by their order.
    pub(crate) fn at(&self, values: &[&str]) -> String {
        let mut values = values.iter();
        let segments = self.path.split('/').map(|segment| {
            if segment.starts_with('{') {
                values.next().unwrap_or(&"x")
            } else {
                segment
            }
        });
        segments.collect::<Vec<_>>().join("/")
    }

    fn fits(&self, path: &str) -> bool {
        let (own, other): (Vec<_>, Vec<_>) =
            (self.path.split('/').collect(), path.split('/').collect());
        own.len() == other.len()
            && own
                .iter()
                .zip(other)
                .all(|(own, other)| own.starts_with('{') || *own == other)
    }
}

impl Response {
    fn read(response: &Value, components: &Value) -> Self {
        let content = response["content"].as_object();
        let first = content.and_then(|content| content.iter().next());
        let schema = first.and_then(|(media, body)| {
            let schema = body.get("schema")?;
            let is_json = media == JSON || media == ANY_MEDIA;
            is_json.then(|| Schema {
                name: name(schema),
                validator: validator(schema, components),
            })
        });
        Self {
            media: first.map(|(media, _)| media.clone()),
            schema,
        }
    }

    fn findings(&self, reply: &Reply, error: &Validator) -> BTreeSet<String> {
        let Some(media) = &self.media else {
            let said = (!reply.bytes.is_empty()).then(|| "has a body".to_owned());
            return said.into_iter().collect();
        };
        let sent = reply.headers["content-type"].to_str().unwrap();
        if media != ANY_MEDIA && media != sent {
            return BTreeSet::from([format!("is {sent} and not {media}")]);
        }
        let Some(schema) = &self.schema else {
            assert!(sent != JSON || !reply.json.is_null(), "no JSON");
            return BTreeSet::new();
        };
        let found: BTreeSet<String> = findings(&schema.validator, &reply.json).collect();
        if found.len() > 1 && reply.status.as_u16() >= 400 && error.is_valid(&reply.json) {
            return BTreeSet::from([format!("is {ERROR} and not {}", schema.name)]);
        }
        found
    }
}

fn findings<'a>(validator: &'a Validator, body: &'a Value) -> impl Iterator<Item = String> + 'a {
    validator.iter_errors(body).flat_map(|error| {
        let path = error.instance_path().as_str();
        let segments = path.split('/').map(|segment| {
            let is_index = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
            if is_index { "*" } else { segment }
        });
        let place = segments.collect::<Vec<_>>().join("/");
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
                .iter()
                .map(|field| format!("has {place}/{field}"))
                .collect(),
            kind => vec![format!("{place}: not {}", kind.keyword())],
        }
    })
}

/// A validator of a schema that refers to others.
fn validator(schema: &Value, components: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = components.clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// What a schema is called.
fn name(schema: &Value) -> String {
    let reference = schema.get("$ref").or_else(|| schema["items"].get("$ref"));
    let reference = reference.and_then(Value::as_str).unwrap_or("a schema");
    reference.rsplit('/').next().unwrap_or(reference).to_owned()
}

/// Closes objects to fields that are not documented: by JSON Schema alone, `{ "nonsense": 1 }` is a
/// process. Fields marked as `writeOnly` stay open, because the document's own examples have them in
/// replies (`name` and `passed` of every security check).
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object)
                && !members.contains_key("additionalProperties")
            {
                members.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            for (name, member) in members {
                if name != "example" && name != "examples" && name != "default" {
                    close(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
