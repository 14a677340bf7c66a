//! Whether two sources say the same of a person.
//!
//! Two data nodes are compared field by field: both values are normalised, then compared. What is
//! compared and how comes from a configuration of the integrator; without one it is every field that
//! both nodes know, in capitals and without diacritics.

mod comparison;
mod configuration;
mod node;
mod normalization;
mod request;
mod transliteration;

use std::collections::BTreeMap;

use vidimus_api::{
    FieldMatchResult, MatchingAlgorithm, MatchingConfiguration, MatchingNormalization,
};

use comparison::compare;
use normalization::normalized;

pub use configuration::matching_configuration_fault;
pub use node::NodeData;
pub use request::match_request_fault;

/// What the API says of a field that one side lacks.
const NOT_PRESENT: &str = "Field not present in source/target.";
const NOTHING_LEFT: &str = "Nothing is left to compare after normalization.";

/// Compares two nodes, by the fields of a configuration that [`matching_configuration_fault`] finds
/// right.
///
/// Without a configuration the fields are those that both kinds of node know and at least one side
/// has a value for. A field that could not be compared is in the result with an `error`, so that
/// nobody takes its absence for a match.
#[must_use]
pub fn match_nodes(
    source: &NodeData,
    target: &NodeData,
    configuration: Option<&MatchingConfiguration>,
) -> BTreeMap<String, FieldMatchResult> {
    let Some(configuration) = configuration else {
        let mut fields: Vec<_> = source.known().filter(|field| target.knows(field)).collect();
        fields.retain(|field| source.value(field).is_some() || target.value(field).is_some());
        let matched = |field: &'static str| {
            let result = match_values(
                source.value(field),
                target.value(field),
                None,
                MatchingAlgorithm::Fuzzy,
            );
            (field.to_owned(), result)
        };
        return fields.into_iter().map(matched).collect();
    };
    let resolved = configuration.fields.iter().filter_map(|field| {
        let field = configuration::Comparison::of(field)?;
        let result = match_values(
            source.value(field.source),
            target.value(field.target),
            Some(field.normalization),
            field.algorithm,
        );
        let result = FieldMatchResult {
            algorithm: Some(field.algorithm),
            normalization: Some(field.normalization),
            ..result
        };
        Some((field.id.to_owned(), result))
    });
    resolved.collect()
}

fn match_values(
    source: Option<&str>,
    target: Option<&str>,
    normalization: Option<MatchingNormalization>,
    algorithm: MatchingAlgorithm,
) -> FieldMatchResult {
    let values = FieldMatchResult {
        source_value: source.map(str::to_owned),
        target_value: target.map(str::to_owned),
        ..FieldMatchResult::default()
    };
    let (Some(source), Some(target)) = (source, target) else {
        return FieldMatchResult {
            error: Some(NOT_PRESENT.to_owned()),
            ..values
        };
    };
    let source = normalized(source, normalization);
    let target = normalized(target, normalization);
    // Two values of which nothing is left are not thereby the same.
    let is_comparable = !source.is_empty() && !target.is_empty();
    let compared = is_comparable.then(|| compare(&source, &target, algorithm));
    FieldMatchResult {
        source_normalized: Some(source),
        target_normalized: Some(target),
        exact_match: compared.map(|compared| compared.exact),
        partial_match: compared.map(|compared| compared.partial),
        edit_distance: compared.map(|compared| compared.edit_distance),
        error: (!is_comparable).then(|| NOTHING_LEFT.to_owned()),
        ..values
    }
}

#[cfg(test)]
mod tests;
