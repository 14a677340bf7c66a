//! Capture configurations: what may stand in one, and what it makes of a flow.
//!
//! A configuration is kept as the JSON that came. Fields that the API does not have are kept, too,
//! and have no effect: the API's own editions differ in their fields, the settings of other
//! providers are open objects, and an integrator who moves here must be able to bring along what
//! there is. A field that the API has must be right, though, or the whole is refused.

mod fields;
mod filter;
mod rule;
mod schema;
mod settings;
mod text;

use serde_json::{Map, Value};

pub use filter::DocumentFilter;
pub(crate) use schema::{SharedSchemas, capture_configuration_schema};
pub use settings::capture_settings;
pub(super) use text::{COUNTRY, LANGUAGE, is_country, is_language, is_line};
pub(crate) use text::{countries, languages};

/// Most bytes of a configuration as JSON. The API gives no limit.
const LONGEST: usize = 512 * 1024;

/// What is wrong with a configuration, for the integrator; `None` where nothing is. A field of the
/// API that is `null` is as if it were left out; elements of lists and translations cannot be.
///
/// `is_document` knows the ids of *Get document types*.
#[must_use]
pub fn capture_configuration_fault(
    configuration: &Map<String, Value>,
    is_document: &dyn Fn(u32) -> bool,
) -> Option<String> {
    let size = serde_json::to_vec(configuration).map_or(usize::MAX, |json| json.len());
    if size > LONGEST {
        return Some("The configuration has at most 512 KiB.".to_owned());
    }
    rule::fault_of_fields("", configuration, fields::FIELDS, is_document)
}

/// A configuration as it is kept. What the server adds to its replies goes, so that a reply can be
/// sent back as the next configuration.
#[must_use]
pub fn accepted_configuration(mut configuration: Map<String, Value>) -> Map<String, Value> {
    for own in ["id", "createdAt", "updatedAt"] {
        configuration.remove(own);
    }
    configuration
}

/// A configuration with fields of another instead of its own (`uiProfileJSON` over `uiProfile`).
#[must_use]
pub fn overridden(
    mut configuration: Map<String, Value>,
    by: Map<String, Value>,
) -> Map<String, Value> {
    configuration.extend(by);
    configuration
}

#[cfg(test)]
mod tests;
