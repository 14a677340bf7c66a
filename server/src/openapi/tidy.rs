//! Making the document read well.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// Takes `null` away where it never stands, and schemas that nobody refers to.
pub(super) fn tidy(document: &mut Value) {
    let mut asked = BTreeSet::new();
    for operation in operations(document) {
        if let Some(body) = operation.get_mut("requestBody") {
            let contents = body.get_mut("content").into_iter().flat_map(values_mut);
            for schema in contents.filter_map(|content| content.get_mut("schema")) {
                // A body that may be left out is still not `null`.
                without_null(schema);
            }
        }
    }
    for operation in operations(document) {
        references(&operation["requestBody"], &mut asked);
    }
    let asked = reached(document, asked);
    // Replies leave out what is not there; in requests `null` is the same as leaving out.
    for (name, schema) in schemas(document) {
        if !asked.contains(name) {
            without_null_fields(schema);
        }
    }
    let mut used = BTreeSet::new();
    references(&document["paths"], &mut used);
    let used = reached(document, used);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
}

/// All operations of a document.
pub(super) fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    values_mut(&mut document["paths"]).flat_map(values_mut)
}

fn values_mut(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn schemas(document: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    let schemas = document["components"]["schemas"].as_object_mut();
    schemas.into_iter().flatten()
}

/// The names of the schemas that a part of the document refers to.
pub(super) fn references(part: &Value, into: &mut BTreeSet<String>) {
    match part {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                into.insert(reference.trim_start_matches(SCHEMAS).to_owned());
            }
            fields.values().for_each(|value| references(value, into));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

/// The same, with those that these refer to in turn.
fn reached(document: &Value, mut from: BTreeSet<String>) -> BTreeSet<String> {
    loop {
        let before = from.len();
        for name in from.clone() {
            references(&document["components"]["schemas"][&name], &mut from);
        }
        if from.len() == before {
            return from;
        }
    }
}

fn without_null_fields(schema: &mut Value) {
    let required: Vec<Value> = schema["required"].as_array().cloned().unwrap_or_default();
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, field) in fields.into_iter().flatten() {
        // A reply that always has a field may have `null` in it.
        if !required.contains(&json!(name)) {
            without_null(field);
        }
    }
}

/// The schema without `null`; what stands beside an alternative stays.
fn without_null(schema: &mut Value) {
    let null = json!("null");
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|own| *own != null);
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
    for of in ["oneOf", "anyOf"] {
        let Some(alternatives) = schema.get_mut(of).and_then(Value::as_array_mut) else {
            continue;
        };
        alternatives.retain(|own| own["type"] != null);
        let [only] = alternatives.as_mut_slice() else {
            continue;
        };
        let only = only.take();
        if let (Some(schema), Value::Object(only)) = (schema.as_object_mut(), only) {
            schema.remove(of);
            for (key, value) in only {
                schema.entry(key).or_insert(value);
            }
        }
    }
}
