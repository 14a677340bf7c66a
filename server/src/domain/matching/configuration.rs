//! What may stand in a matching configuration, and what is left out of it.

use std::collections::BTreeSet;

use vidimus_api::{
    FieldConfiguration, MatchingAlgorithm, MatchingConfiguration, MatchingNormalization,
};

/// Most fields, and most characters of a name. The API gives no limits.
const MOST_FIELDS: usize = 100;
const LONGEST: usize = 100;

/// One comparison with nothing left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comparison<'a> {
    pub(super) id: &'a str,
    pub(super) source: &'a str,
    pub(super) target: &'a str,
    pub(super) normalization: MatchingNormalization,
    pub(super) algorithm: MatchingAlgorithm,
}

impl<'a> Comparison<'a> {
    /// Fills in what the API lets clients leave out; `None` where nothing says which field.
    pub(super) fn of(field: &'a FieldConfiguration) -> Option<Self> {
        let id = field.id.as_deref().or(field.source_field.as_deref())?;
        let source = field.source_field.as_deref().unwrap_or(id);
        Some(Self {
            id,
            source,
            target: field.target_field.as_deref().unwrap_or(source),
            normalization: field.normalization.unwrap_or(MatchingNormalization::None),
            algorithm: field.algorithm.unwrap_or(MatchingAlgorithm::Levenshtein),
        })
    }
}

/// What is wrong with a matching configuration, for the integrator; `None` where nothing is.
///
/// Names of fields need only look like one: which fields a node has depends on the process.
#[must_use]
pub fn matching_configuration_fault(configuration: &MatchingConfiguration) -> Option<String> {
    let fields = &configuration.fields;
    if !(1..=MOST_FIELDS).contains(&fields.len()) {
        return Some(format!("fields has 1 to {MOST_FIELDS} elements."));
    }
    let mut ids = BTreeSet::new();
    fields.iter().enumerate().find_map(|(index, field)| {
        let at = |name: &str| format!("fields[{index}].{name}");
        let Some(whole) = Comparison::of(field) else {
            return Some(format!(
                "{} is missing, and so is sourceField, which could stand for it.",
                at("id")
            ));
        };
        for (name, value, is_right, rule) in [
            ("id", &field.id, is_line as fn(&str) -> bool, LINE),
            ("sourceField", &field.source_field, is_field, FIELD),
            ("targetField", &field.target_field, is_field, FIELD),
        ] {
            if !value.as_deref().is_none_or(is_right) {
                return Some(format!("{} {rule}.", at(name)));
            }
        }
        if !is_field(whole.source) {
            return Some(format!(
                "{} is missing: the id is no name of a field.",
                at("sourceField")
            ));
        }
        (!ids.insert(whole.id)).then(|| format!("{} is that of another field, too.", at("id")))
    })
}

const LINE: &str = "has 1 to 100 characters, none of them a control character";
const FIELD: &str =
    "is the name of a field such as firstName or address.locality, of at most 100 characters";

fn is_line(text: &str) -> bool {
    (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn is_field(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    name.len() <= LONGEST && name.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(fields: &Value) -> serde_json::Result<MatchingConfiguration> {
        serde_json::from_value(json!({ "fields": fields }))
    }

    #[test]
    fn what_is_wrong_is_named() {
        let many: Vec<_> = (0..101).map(|n| json!({ "id": format!("f{n}") })).collect();
        for (fields, said) in [
            (json!([]), "fields has 1 to 100 elements."),
            (json!(many), "fields has 1 to 100 elements."),
            (
                json!([{ "targetField": "firstName" }]),
                "fields[0].id is missing, and so is sourceField, which could stand for it.",
            ),
            (json!([{ "id": "" }]), "fields[0].id has 1 to 100"),
            (
                json!([{ "id": "x".repeat(101), "sourceField": "a" }]),
                "fields[0].id has 1 to 100",
            ),
            (
                json!([{ "id": "a" }, { "id": "b\n" }]),
                "fields[1].id has 1 to 100",
            ),
            (
                json!([{ "id": "Given name" }]),
                "fields[0].sourceField is missing: the id is no name of a field.",
            ),
            (
                json!([{ "sourceField": "first name" }]),
                "fields[0].sourceField is the name",
            ),
            (
                json!([{ "id": "a", "targetField": "address." }]),
                "fields[0].targetField is the name",
            ),
            (
                json!([{ "id": "a" }, { "sourceField": "a" }]),
                "fields[1].id is that of another field, too.",
            ),
        ] {
            let fault = matching_configuration_fault(&read(&fields).unwrap()).unwrap();
            assert!(fault.starts_with(said), "{fault}");
        }
    }

    #[test]
    fn the_documented_and_the_shortest_configuration_are_right() {
        for fields in [
            json!([{
                "id": "fieldId1", "sourceField": "firstName", "targetField": "lastName",
                "normalization": "upper", "algorithm": "levenshtein"
            }]),
            json!([{ "id": "Given name(s)", "sourceField": "firstName" }]),
            json!([{ "id": "firstName" }, { "sourceField": "address.locality" }]),
        ] {
            let configuration = read(&fields).unwrap();
            assert_eq!(matching_configuration_fault(&configuration), None);
            let sent = serde_json::to_value(&configuration).unwrap();
            assert_eq!(sent, json!({ "fields": fields }));
        }
    }

    #[test]
    fn unknown_normalisations_and_algorithms_are_refused() {
        for (name, value) in [
            ("normalization", "UPPER"),
            ("normalization", "lower"),
            ("algorithm", "soundex"),
        ] {
            let fields = json!([{ "id": "a", name: value }]);
            let error = read(&fields).unwrap_err().to_string();
            assert!(
                error.contains(&format!("unknown variant `{value}`")),
                "{error}"
            );
        }
    }
}
