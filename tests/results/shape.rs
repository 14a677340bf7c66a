//! Whether a result is of the same kind as an example: the same fields, of the same types, and the
//! same words where they are fixed.

use serde_json::Value;

/// Stands in an example for any text.
pub(crate) const TEXT: &str = "any text";

/// Compares a result with an example. `beside` lists the differences that are known.
#[track_caller]
pub(crate) fn assert_like(example: &Value, result: &Value, beside: &[&str]) {
    let mut found = Vec::new();
    compare("", example, result, &mut found);
    found.sort();
    let mut known = beside.to_vec();
    known.sort_unstable();
    assert_eq!(found, known, "\n{result:#}");
}

fn compare(place: &str, example: &Value, result: &Value, found: &mut Vec<String>) {
    match (example, result) {
        (Value::Object(example), Value::Object(result)) => {
            for (name, inner) in example {
                let place = format!("{place}/{name}");
                match result.get(name) {
                    Some(own) => compare(&place, inner, own, found),
                    None => found.push(format!("lacks {place}")),
                }
            }
            let others = result.keys().filter(|name| !example.contains_key(*name));
            found.extend(others.map(|name| format!("has {place}/{name}")));
        }
        (Value::Array(example), Value::Array(result)) => {
            if example.len() != result.len() {
                found.push(format!("{place} has {} elements", result.len()));
            }
            for (index, (inner, own)) in example.iter().zip(result).enumerate() {
                compare(&format!("{place}/{index}"), inner, own, found);
            }
        }
        (Value::String(example), Value::String(result)) => {
            if example != TEXT && example != result {
                found.push(format!("{place} is {result:?}"));
            }
        }
        (Value::Number(_), Value::Number(own)) if own.is_u64() => {}
        // Which check fails is the picture's: tests ask for those that decide.
        (Value::Bool(_), Value::Bool(_)) => {}
        (_, own) => found.push(format!("{place} is {own}")),
    }
}
