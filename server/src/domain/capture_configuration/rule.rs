//! Rules for values in JSON, and the sentence for one that is broken.

use serde_json::{Map, Value};

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// True or false.
    Boolean,
    /// A whole number of this range.
    Whole(i64, i64),
    /// A text that is right, what it is then, and the same for a schema.
    Text(fn(&str) -> bool, &'static str, Form),
    /// A text of these.
    Word(&'static [&'static str]),
    /// A list of at most so many values.
    List(usize, &'static Rule),
    /// A list of values that differ.
    Distinct(usize, &'static Rule),
    /// A list of at most so many values, or any object.
    Items(usize, &'static Rule),
    /// An object of which these fields are known.
    Object(&'static [(&'static str, Rule)]),
    /// An object of at most so many values, with names that are right, what they are then, and the
    /// same for a schema.
    Map(usize, fn(&str) -> bool, &'static str, Form, &'static Rule),
    /// An object with a rule for each name, and what the names are; other names are wrong.
    ByName(fn(&str) -> Option<&'static Rule>, &'static str, Names),
    /// A list or an object by the first rule, anything else by the second.
    Either(&'static Rule, &'static Rule),
    /// The id of a document that is known.
    Document,
}

/// What a text is, in the words of JSON Schema.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// Of at most so many characters, matching a regular expression (ECMA 262).
    Matches(usize, &'static str),
    /// A country, or one of these words.
    CountryOr(&'static [&'static str]),
    /// A language.
    Language,
}

/// The names of fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// These.
    pub(super) known: &'static [&'static str],
    /// And those of a form, all with the rule that this one of them has.
    pub(super) others: Option<(Form, &'static str)>,
}

/// What is wrong with the fields of an object; `null` is the same as leaving a field out.
pub(super) fn fault_of_fields(
    path: &str,
    object: &Map<String, Value>,
    fields: &[(&str, Rule)],
    is_document: &dyn Fn(u32) -> bool,
) -> Option<String> {
    fields.iter().find_map(|(name, rule)| {
        let value = object.get(*name).filter(|value| !value.is_null())?;
        rule.fault(&inner(path, name), value, is_document)
    })
}

fn inner(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

impl Rule {
    /// A sentence that begins with the path of what is wrong. It never holds the value.
    fn fault(
        &self,
        path: &str,
        value: &Value,
        is_document: &dyn Fn(u32) -> bool,
    ) -> Option<String> {
        let unless = |right: bool| (!right).then(|| format!("{path} {}.", self.says()));
        match (self, value) {
            (Self::Boolean, value) => unless(value.is_boolean()),
            (Self::Whole(least, most), value) => {
                let number = value.as_i64();
                unless(number.is_some_and(|number| (*least..=*most).contains(&number)))
            }
            (Self::Text(is_right, ..), Value::String(text)) => unless(is_right(text)),
            (Self::Word(words), Value::String(text)) => unless(words.contains(&text.as_str())),
            (Self::Items(..), Value::Object(_)) => None,
            (
                Self::List(most, of) | Self::Distinct(most, of) | Self::Items(most, of),
                Value::Array(values),
            ) => {
                let mut inside = values.iter().enumerate();
                unless(values.len() <= *most)
                    .or_else(|| {
                        inside.find_map(|(index, value)| {
                            of.fault(&format!("{path}[{index}]"), value, is_document)
                        })
                    })
                    .or_else(|| unless(!matches!(self, Self::Distinct(..)) || differ(values)))
            }
            (Self::Object(fields), Value::Object(object)) => {
                fault_of_fields(path, object, fields, is_document)
            }
            (Self::Map(most, is_name, name_says, _, of), Value::Object(object)) => {
                let mut inside = object.iter();
                unless(object.len() <= *most).or_else(|| {
                    inside.find_map(|(name, value)| {
                        if !is_name(name) {
                            return Some(format!(
                                "{path} has a wrong field name: each {name_says}."
                            ));
                        }
                        of.fault(&inner(path, name), value, is_document)
                    })
                })
            }
            (Self::ByName(rule_of, name_says, _), Value::Object(object)) => {
                object.iter().find_map(|(name, value)| {
                    let Some(rule) = rule_of(name) else {
                        return Some(format!("{path} has a wrong field name: each {name_says}."));
                    };
                    let value = Some(value).filter(|value| !value.is_null())?;
                    rule.fault(&inner(path, name), value, is_document)
                })
            }
            (Self::Either(first, _), Value::Array(_) | Value::Object(_)) => {
                first.fault(path, value, is_document)
            }
            (Self::Either(_, second), _) => second.fault(path, value, is_document),
            (Self::Document, value) => {
                let id = value.as_u64().and_then(|id| u32::try_from(id).ok());
                unless(id.is_some_and(is_document))
            }
            _ => unless(false),
        }
    }

    /// What a right value is, to follow its path.
    fn says(&self) -> String {
        match self {
            Self::Boolean => "is true or false".to_owned(),
            Self::Whole(least, most) => format!("is a whole number from {least} to {most}"),
            Self::Text(_, says, _) => (*says).to_owned(),
            Self::Word(words) => match words {
                [only] => format!("is {only}"),
                [first, second] => format!("is {first} or {second}"),
                words => format!("is one of {}", words.join(", ")),
            },
            Self::List(most, _) | Self::Items(most, _) => {
                format!("is a list of at most {most} elements")
            }
            Self::Distinct(most, _) => {
                format!("is a list of at most {most} elements, each of them another")
            }
            Self::Object(_) | Self::ByName(..) => "is an object".to_owned(),
            Self::Map(most, ..) => format!("is an object with at most {most} fields"),
            Self::Either(first, second) => format!("{}, or {}", first.says(), second.says()),
            Self::Document => "is a documentId of Get document types".to_owned(),
        }
    }
}

fn differ(values: &[Value]) -> bool {
    (1..values.len()).all(|end| !values[..end].contains(&values[end]))
}
