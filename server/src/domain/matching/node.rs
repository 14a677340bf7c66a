//! The data of one side, by the names of their fields.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};
use vidimus_api::DataNode;

/// Fields of what an integrator knows of the person, and of what an eID says of them: the API does
/// not publish the latter's.
const PERSON: &[&str] = &[
    "firstName",
    "lastName",
    "gender",
    "nationality",
    "dateOfBirth",
    "personalIdentificationNumber",
    "placeOfBirth",
    "mobile",
    "email",
    "address",
];
/// `similarityScore` and `livenessDetected` are verdicts, not data of a person: only a configuration
/// that names them compares them.
const FINAL_RESULT: &[&str] = &[
    "firstName",
    "lastName",
    "lastNameSecondLine",
    "gender",
    "nationality",
    "dateOfBirth",
    "placeOfBirth",
    "personalIdentificationNumber",
    "documentType",
    "documentNumber",
    "issuingCountry",
    "dateOfIssue",
    "dateOfExpiry",
];
const OCR: &[&str] = &[
    "firstName",
    "alternativeFirstName",
    "lastName",
    "alternativeLastName",
    "gender",
    "nationality",
    "dateOfBirth",
    "birthPlace",
    "personalIdentificationNumber",
    "socialSecurityNumber",
    "taxNumber",
    "healthNumber",
    "address",
    "documentType",
    "documentNumber",
    "issuingCountry",
    "issuingAuthority",
    "dateOfIssue",
    "dateOfExpiry",
];

/// The values of a data node. Holds personal data: not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct NodeData {
    node: DataNode,
    values: BTreeMap<String, String>,
}

impl NodeData {
    /// Takes a node as it is on the wire. Fields in fields get the names of both, with a dot
    /// between (`address.locality`); texts that are blank, and lists, count as absent.
    #[must_use]
    pub fn new(node: DataNode, data: &Map<String, Value>) -> Self {
        let mut values = BTreeMap::new();
        for (name, value) in data {
            flatten(name, value, &mut values);
        }
        Self { node, values }
    }

    /// The fields that a node of this kind knows, in the order of the API.
    pub(super) fn known(&self) -> impl Iterator<Item = &'static str> {
        self.table().iter().copied()
    }

    /// Whether a node of this kind knows a field.
    pub(super) fn knows(&self, field: &str) -> bool {
        self.table().contains(&field)
    }

    /// The value of a field; for an address in parts that of the whole, which is its `formatted`.
    pub(super) fn value(&self, field: &str) -> Option<&str> {
        let value = self.values.get(field);
        let value = value.or_else(|| self.values.get(&format!("{field}.formatted")));
        value.map(String::as_str)
    }

    fn table(&self) -> &'static [&'static str] {
        match self.node {
            DataNode::UserData | DataNode::UserInfo => PERSON,
            DataNode::FinalResult => FINAL_RESULT,
            DataNode::Ocr => OCR,
        }
    }
}

impl fmt::Debug for NodeData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NodeData { … }")
    }
}

fn flatten(name: &str, value: &Value, values: &mut BTreeMap<String, String>) {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(is) => is.to_string(),
        Value::Object(fields) => {
            for (inner, value) in fields {
                flatten(&format!("{name}.{inner}"), value, values);
            }
            return;
        }
        Value::Null | Value::Array(_) => return,
    };
    if !text.trim().is_empty() {
        values.insert(name.to_owned(), text);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_by_name_parts_by_a_path() {
        let data = json!({
            "firstName": "Ana", "lastName": " ", "email": null, "files": ["x"], "age": 43,
            "address": { "formatted": "Rua 8\nAveiro", "locality": "Aveiro" }
        });
        let node = NodeData::new(DataNode::UserData, data.as_object().unwrap());
        for (field, value) in [
            ("firstName", Some("Ana")),
            ("lastName", None),
            ("email", None),
            ("files", None),
            ("age", Some("43")),
            ("address", Some("Rua 8\nAveiro")),
            ("address.locality", Some("Aveiro")),
            ("address.country", None),
        ] {
            assert_eq!(node.value(field), value, "{field}");
        }
        assert_eq!(format!("{node:?}"), "NodeData { … }");
    }
}
