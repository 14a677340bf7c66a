//! The documented matching, and what a configuration makes of it.

use proptest::prelude::*;
use serde_json::{Value, json};
use vidimus_api::DataNode;

use super::*;

fn node(node: DataNode, data: &Value) -> NodeData {
    NodeData::new(node, data.as_object().unwrap())
}

fn user_data() -> NodeData {
    node(
        DataNode::UserData,
        &json!({
            "firstName": "John", "lastName": "McClane", "gender": "M",
            "dateOfBirth": "1988-08-18", "mobile": "+351 939 393 953"
        }),
    )
}

fn final_result() -> NodeData {
    node(
        DataNode::FinalResult,
        &json!({
            "firstName": "John Michael", "lastName": "McClane", "gender": "M",
            "dateOfBirth": "1983-04-25", "documentNumber": "SPECI2021"
        }),
    )
}

fn configured(fields: &Value) -> Value {
    let configuration = serde_json::from_value(json!({ "fields": fields })).unwrap();
    assert_eq!(matching_configuration_fault(&configuration), None);
    let result = match_nodes(&user_data(), &final_result(), Some(&configuration));
    serde_json::to_value(result).unwrap()
}

#[test]
fn the_documented_example_comes_out_as_documented() {
    let result = match_nodes(&user_data(), &final_result(), None);
    assert_eq!(
        serde_json::to_value(result).unwrap(),
        json!({
            "firstName": {
                "sourceValue": "John", "targetValue": "John Michael",
                "sourceNormalized": "JOHN", "targetNormalized": "JOHN MICHAEL",
                "exactMatch": false, "partialMatch": true, "editDistance": 8
            },
            "lastName": {
                "sourceValue": "McClane", "targetValue": "McClane",
                "sourceNormalized": "MCCLANE", "targetNormalized": "MCCLANE",
                "exactMatch": true, "partialMatch": true, "editDistance": 0
            },
            "gender": {
                "sourceValue": "M", "targetValue": "M",
                "sourceNormalized": "M", "targetNormalized": "M",
                "exactMatch": true, "partialMatch": true, "editDistance": 0
            },
            "dateOfBirth": {
                "sourceValue": "1988-08-18", "targetValue": "1983-04-25",
                "sourceNormalized": "19880818", "targetNormalized": "19830425",
                "exactMatch": false, "partialMatch": false, "editDistance": 4
            }
        })
    );
}

#[test]
fn a_configuration_says_what_is_compared_and_how() {
    assert_eq!(
        configured(&json!([
            { "id": "Given name", "sourceField": "firstName", "normalization": "initialsUpper",
              "algorithm": "fuzzy" },
            { "id": "lastName", "targetField": "firstName" }
        ])),
        json!({
            "Given name": {
                "sourceValue": "John", "targetValue": "John Michael",
                "sourceNormalized": "J", "targetNormalized": "JM",
                "exactMatch": false, "partialMatch": false, "editDistance": 1,
                "algorithm": "fuzzy", "normalization": "initialsUpper"
            },
            "lastName": {
                "sourceValue": "McClane", "targetValue": "John Michael",
                "sourceNormalized": "McClane", "targetNormalized": "John Michael",
                "exactMatch": false, "partialMatch": false, "editDistance": 10,
                "algorithm": "levenshtein", "normalization": "none"
            }
        })
    );
}

#[test]
fn what_one_side_lacks_is_said_and_not_taken_for_a_difference() {
    let result = configured(&json!([
        { "id": "mobile", "normalization": "numeric" }, { "id": "height" }
    ]));
    assert_eq!(
        result,
        json!({
            "mobile": {
                "sourceValue": "+351 939 393 953",
                "error": "Field not present in source/target.",
                "algorithm": "levenshtein", "normalization": "numeric"
            },
            "height": {
                "error": "Field not present in source/target.",
                "algorithm": "levenshtein", "normalization": "none"
            }
        })
    );
    let nobody = node(DataNode::FinalResult, &json!({ "nationality": "PRT" }));
    let result = match_nodes(&user_data(), &nobody, None);
    let names: Vec<_> = result.keys().collect();
    assert_eq!(
        names,
        [
            "dateOfBirth",
            "firstName",
            "gender",
            "lastName",
            "nationality"
        ]
    );
    for field in result.values() {
        assert_eq!(field.error.as_deref(), Some(NOT_PRESENT));
        assert_eq!(
            (field.exact_match, field.partial_match, field.edit_distance),
            (None, None, None)
        );
    }
}

#[test]
fn values_of_which_nothing_is_left_do_not_match() {
    let result = configured(&json!([{ "id": "lastName", "normalization": "numeric" }]));
    assert_eq!(
        result["lastName"],
        json!({
            "sourceValue": "McClane", "targetValue": "McClane",
            "sourceNormalized": "", "targetNormalized": "", "error": NOTHING_LEFT,
            "algorithm": "levenshtein", "normalization": "numeric"
        })
    );
}

#[test]
fn a_printed_name_and_its_transliteration_match_when_cleaned() {
    let typed = node(
        DataNode::UserData,
        &json!({ "firstName": "Юлия", "lastName": "Müller" }),
    );
    let read = node(
        DataNode::FinalResult,
        &json!({ "firstName": "IULIIA", "lastName": "MUELLER" }),
    );
    let fields = json!({ "fields": [
        { "id": "firstName", "normalization": "cleanUpper" },
        { "id": "lastName", "normalization": "cleanUpper" }
    ] });
    let configuration = serde_json::from_value(fields).unwrap();
    let result = match_nodes(&typed, &read, Some(&configuration));
    assert!(result.values().all(|field| field.exact_match == Some(true)));
}

#[test]
fn results_are_not_printed() {
    let result = match_nodes(&user_data(), &final_result(), None);
    assert!(!format!("{result:?}").contains("John"));
}

proptest! {
    #[test]
    fn sides_can_be_exchanged(
        source in "[A-Za-zé ]{0,12}", target in "[A-Za-zé ]{0,12}",
        normalization in prop_oneof![
            Just("none"), Just("upper"), Just("clean"), Just("cleanUpper"),
            Just("initialsUpper"), Just("numeric")
        ],
        algorithm in prop_oneof![Just("levenshtein"), Just("fuzzy")],
        configured in any::<bool>()
    ) {
        let fields = json!({ "fields": [{
            "id": "lastName", "normalization": normalization, "algorithm": algorithm
        }] });
        let configuration: MatchingConfiguration = serde_json::from_value(fields).unwrap();
        let configuration = configured.then_some(&configuration);
        let source = node(DataNode::UserData, &json!({ "lastName": source }));
        let target = node(DataNode::UserData, &json!({ "lastName": target }));
        let one = match_nodes(&source, &target, configuration);
        let other = match_nodes(&target, &source, configuration);
        let verdict = |field: &FieldMatchResult| {
            (field.exact_match, field.partial_match, field.edit_distance, field.error.clone())
        };
        prop_assert_eq!(
            one.values().map(verdict).collect::<Vec<_>>(),
            other.values().map(verdict).collect::<Vec<_>>()
        );
        for field in one.values() {
            prop_assert_eq!(field.error.is_some(), field.exact_match.is_none());
            let exact = field.source_normalized == field.target_normalized;
            prop_assert!(field.exact_match.is_none_or(|is| is == exact));
        }
    }
}
