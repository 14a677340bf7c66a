//! The rules of a capture configuration as JSON Schema, for the API's description.

use serde_json::{Map, Value, json};

use super::fields::FIELDS;
use super::rule::{Form, Names, Rule};

/// Names of the schemas that others refer to: those of a country, of a language and of the id of a
/// document.
pub(crate) struct SharedSchemas {
    pub(crate) country: &'static str,
    pub(crate) language: &'static str,
    pub(crate) document: &'static str,
}

/// What may stand in each field of a configuration.
pub(crate) fn capture_configuration_schema(shared: &SharedSchemas) -> Map<String, Value> {
    shared.fields(FIELDS)
}

impl SharedSchemas {
    fn fields(&self, fields: &[(&str, Rule)]) -> Map<String, Value> {
        let fields = fields.iter();
        fields
            .map(|(name, rule)| ((*name).to_owned(), or_null(&self.value(rule))))
            .collect()
    }

    fn value(&self, rule: &Rule) -> Value {
        match rule {
            Rule::Boolean => json!({ "type": "boolean" }),
            Rule::Whole(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Rule::Text(_, _, form) => self.text(*form),
            Rule::Word(words) => json!({ "type": "string", "enum": words }),
            Rule::List(most, of) => self.list(*most, of),
            Rule::Distinct(most, of) => {
                let mut list = self.list(*most, of);
                list["uniqueItems"] = true.into();
                list
            }
            Rule::Items(most, of) => {
                json!({ "anyOf": [self.list(*most, of), { "type": "object" }] })
            }
            Rule::Object([]) => json!({ "type": "object" }),
            Rule::Object(fields) => json!({ "type": "object", "properties": self.fields(fields) }),
            Rule::Map(most, _, _, name, of) => json!({
                "type": "object", "maxProperties": most,
                "propertyNames": self.text(*name), "additionalProperties": self.value(of),
            }),
            Rule::ByName(rule_of, _, names) => self.by_name(*rule_of, names),
            Rule::Either(first, second) => {
                json!({ "anyOf": [self.value(first), self.value(second)] })
            }
            Rule::Document => json!({ "$ref": self.document }),
        }
    }

    fn list(&self, most: usize, of: &Rule) -> Value {
        json!({ "type": "array", "maxItems": most, "items": self.value(of) })
    }

    fn text(&self, form: Form) -> Value {
        match form {
            Form::Matches(0, _) => json!({ "type": "string", "maxLength": 0 }),
            Form::Matches(longest, pattern) => {
                json!({ "type": "string", "maxLength": longest, "pattern": pattern })
            }
            Form::CountryOr([]) => json!({ "$ref": self.country }),
            Form::CountryOr(words) => {
                json!({ "anyOf": [{ "$ref": self.country }, { "enum": words }] })
            }
            Form::Language => json!({ "$ref": self.language }),
        }
    }

    fn by_name(&self, rule_of: fn(&str) -> Option<&'static Rule>, names: &Names) -> Value {
        let value = |name: &str| rule_of(name).map(|rule| or_null(&self.value(rule)));
        let known = names.known.iter();
        let known: Map<String, Value> = known
            .filter_map(|name| Some(((*name).to_owned(), value(name)?)))
            .collect();
        let mut object = json!({ "type": "object", "properties": known });
        match names.others {
            None => object["additionalProperties"] = false.into(),
            Some((form, one)) => {
                object["propertyNames"] =
                    json!({ "anyOf": [self.text(form), { "enum": names.known }] });
                object["additionalProperties"] = value(one).unwrap_or_default();
            }
        }
        object
    }
}

/// A field that is `null` is as if it were left out.
fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vidimus_api::CaptureConfiguration;

    use super::*;

    #[test]
    fn every_field_of_the_wire_type_has_a_rule_and_the_other_way_round() {
        use utoipa::PartialSchema as _;
        let wire = serde_json::to_value(CaptureConfiguration::schema()).unwrap();
        let wire = wire["properties"].as_object().unwrap().keys();
        let ruled = FIELDS.iter().map(|(name, _)| (*name).to_owned());
        assert_eq!(
            wire.cloned().collect::<BTreeSet<_>>(),
            ruled.collect::<BTreeSet<_>>()
        );
    }
}
