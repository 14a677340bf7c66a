//! Matching: whether two sources say the same of a person, field by field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;

/// A place in a dossier that holds data of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum DataNode {
    /// What the integrator knows of the person; belongs to the dossier.
    UserData,
    /// The data of an accepted process.
    FinalResult,
    /// What an eID says of the person; belongs to a process of such a provider.
    UserInfo,
    /// What was read from the document in a video identification; belongs to such a process.
    Ocr,
}

/// How values are prepared for comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MatchingNormalization {
    /// As they are: case-sensitive.
    None,
    /// In capitals.
    Upper,
    /// In Latin letters without diacritics, as ICAO 9303-3 §6 transliterates.
    Clean,
    /// As `clean`, in capitals.
    CleanUpper,
    /// The initials of the first two words, in capitals.
    InitialsUpper,
    /// The digits 0 to 9 alone.
    Numeric,
}

/// How prepared values are compared. Either way they match exactly where all characters do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MatchingAlgorithm {
    /// A partial match has more than 90 % of characters alike.
    Levenshtein,
    /// A partial match has that, or a word that is the same in both.
    Fuzzy,
}

/// Body of *Perform matching*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatchRequest {
    /// The one side.
    pub source: MatchRequestComponent,
    /// The other side.
    pub target: MatchRequestComponent,
    /// What to compare and how; without it the fields that both nodes know are compared in
    /// capitals without diacritics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration_id: Option<String>,
}

/// One side of a matching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatchRequestComponent {
    /// The process that has the node; not looked at for `userData`, needed for every other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    /// Where the data are.
    pub data_node: DataNode,
}

/// Reply of *Perform matching*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatchResponse {
    /// UUID version 4.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub dossier_id: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The one side.
    pub source: MatchComponent,
    /// The other side.
    pub target: MatchComponent,
    /// By the configuration's `id` of a field, without a configuration by its name.
    pub match_result: BTreeMap<String, FieldMatchResult>,
}

/// One side of a matching that was performed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatchComponent {
    /// The process that has the node; absent for `userData`.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    /// Where the data are.
    pub data_node: DataNode,
    /// When they were last changed, `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
}

/// Whether two values match. A field that could not be compared has `error`, and none of
/// `exactMatch`, `partialMatch` and `editDistance`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldMatchResult {
    /// The source's value; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_value: Option<String>,
    /// The target's value; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_value: Option<String>,
    /// The source's value as it was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_normalized: Option<String>,
    /// The target's value as it was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_normalized: Option<String>,
    /// Whether all characters match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact_match: Option<bool>,
    /// Whether they nearly do, as the algorithm has it; true with every exact match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_match: Option<bool>,
    /// Levenshtein distance of the compared values in characters; 0 with an exact match alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit_distance: Option<u32>,
    /// Why it could not be compared: `Field not present in source/target.`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// That of the configuration; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<MatchingAlgorithm>,
    /// That of the configuration; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalization: Option<MatchingNormalization>,
}

/// Body of *Create* and *Update matching configuration*.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatchingConfiguration {
    /// What to compare: 1 to 100, each with another `id`.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 100, required))]
    #[serde(default)]
    pub fields: Vec<FieldConfiguration>,
}

/// One comparison. The API requires none of its fields; there must be an `id` or a `sourceField`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldConfiguration {
    /// Its name in the result, 1 to 100 characters; `sourceField` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Field of the source, such as `firstName` or `address.locality`; `id` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_field: Option<String>,
    /// Field of the target; the source's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_field: Option<String>,
    /// How both values are prepared; `none` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalization: Option<MatchingNormalization>,
    /// How they are compared; `levenshtein` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<MatchingAlgorithm>,
}

/// Reply of *Get*, *Create* and *Update matching configuration*, and element of the reply of *Get
/// all available matching configuration IDs*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatchingConfigurationResponse {
    /// As it was sent.
    pub configuration: MatchingConfiguration,
    /// At most 100 characters.
    pub id: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

debug_without_personal_data!(MatchResponse, FieldMatchResult);
