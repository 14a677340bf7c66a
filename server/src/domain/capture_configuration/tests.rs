//! Every field of a configuration with right and wrong values, and that nothing of one is lost.

use serde_json::json;
use vidimus_api::{CaptureConfiguration, CaptureConfigurationResponse};

use super::*;
use table::table;

mod table;

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn fault(configuration: &Value) -> Option<String> {
    capture_configuration_fault(&object(configuration), &|id| matches!(id, 137 | 1000))
}

#[test]
fn right_values_pass_and_wrong_ones_are_named() {
    let mut failures = vec![];
    for (name, good, bad) in table() {
        for value in good.into_iter().chain([Value::Null]) {
            if let Some(said) = fault(&json!({ name: value })) {
                failures.push(format!("{name}: {value} is right, but: {said}"));
            }
        }
        for (value, path) in bad {
            let said = fault(&json!({ name: value })).unwrap_or_default();
            if !(said.starts_with(&format!("{path} ")) && said.ends_with('.')) {
                failures.push(format!("{name}: {value} should name {path}, but: {said}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_table_has_every_field() {
    let mut rows: Vec<_> = table().iter().map(|row| row.0).collect();
    let mut fields: Vec<_> = fields::FIELDS.iter().map(|field| field.0).collect();
    rows.sort_unstable();
    fields.sort_unstable();
    assert_eq!(rows, fields);
}

#[test]
fn what_is_right_can_be_read_and_written_without_loss() {
    for (name, good, _) in table() {
        for value in good {
            let sent = json!({ name: value });
            let read: CaptureConfiguration = serde_json::from_value(sent.clone()).unwrap();
            assert!(read.other.is_empty(), "{name} is not a field of the type");
            assert_eq!(serde_json::to_value(&read).unwrap(), sent);
        }
    }
}

#[test]
fn a_reply_has_all_that_was_sent_and_can_be_sent_back() {
    let sent: Map<String, Value> = table()
        .into_iter()
        .filter_map(|(name, good, _)| Some((name.to_owned(), good.into_iter().next()?)))
        .chain([
            ("twoSidedPassports".to_owned(), Value::Null),
            ("fieldOfNextYear".to_owned(), json!({ "a": [null, 1.5] })),
        ])
        .collect();
    assert_eq!(fault(&Value::Object(sent.clone())), None);
    let response = CaptureConfigurationResponse {
        configuration: accepted_configuration(sent.clone()),
        id: "Configuration1".to_owned(),
        created_at: "2022-01-01T09:00:00Z".to_owned(),
        updated_at: "2022-01-01T10:30:00Z".to_owned(),
    };
    let text = serde_json::to_string(&response).unwrap();
    let reply: Map<String, Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(reply.len(), sent.len() + 3);
    assert_eq!(fault(&Value::Object(reply.clone())), None);
    assert_eq!(accepted_configuration(reply), sent);
}

#[test]
fn a_configuration_has_an_end() {
    let said = fault(&json!({ "unknown": "x".repeat(LONGEST) })).unwrap();
    assert_eq!(said, "The configuration has at most 512 KiB.");
}

#[test]
fn fields_of_the_flow_go_before_those_of_the_profile() {
    let profile = object(&json!({ "pageTitle": "a", "maxRetries": 3 }));
    let by = object(&json!({ "pageTitle": "b", "takeSelfie": true }));
    let both = object(&json!({ "pageTitle": "b", "maxRetries": 3, "takeSelfie": true }));
    assert_eq!(overridden(profile, by), both);
}
