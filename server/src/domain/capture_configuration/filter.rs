//! Which documents a person may choose from.

use serde_json::{Map, Value};
use vidimus_api::CaptureConfiguration;
use vidimus_api::capture_configuration::CountryFilter;

/// The documents that a configuration leaves to choose from.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter(CaptureConfiguration);

impl DocumentFilter {
    /// That of a configuration that is right.
    ///
    /// # Errors
    /// Where the configuration is not right.
    pub fn of(configuration: &Map<String, Value>) -> serde_json::Result<Self> {
        serde_json::from_value(Value::Object(configuration.clone())).map(Self)
    }

    /// Whether a document may be chosen, by its id, type and country as *Get document types* has
    /// them. Every filter must let it pass; one that is absent or empty lets all.
    #[must_use]
    pub fn admits(&self, id: u32, document_type: &str, country: &str) -> bool {
        let configuration = &self.0;
        let provider = configuration.signicatpictureid_config.as_ref();
        let ids = provider.and_then(|provider| provider.allowed_id_types.as_deref());
        let types = configuration.document_types.as_deref();
        let by_type = configuration.document_countries.as_ref();
        let countries = by_type.and_then(|by_type| by_type.get(document_type)?.as_ref());
        let by_country = match countries {
            None | Some(CountryFilter::Word(_)) => true,
            Some(CountryFilter::Countries(countries)) => {
                countries.is_empty()
                    || countries
                        .iter()
                        .any(|code| code == country || code == "UNIV")
            }
        };
        ids.is_none_or(|ids| ids.is_empty() || ids.contains(&id))
            && types
                .is_none_or(|types| types.is_empty() || types.iter().any(|t| t == document_type))
            && by_country
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_filter_must_let_a_document_pass() {
        for (configuration, admits) in [
            (json!({}), true),
            (
                json!({ "documentTypes": [], "documentCountries": {} }),
                true,
            ),
            (json!({ "documentTypes": ["passport", "visa"] }), true),
            (json!({ "documentTypes": ["identityCard"] }), false),
            (
                json!({ "documentCountries": { "passport": ["NLD"] } }),
                true,
            ),
            (
                json!({ "documentCountries": { "passport": ["PRT"] } }),
                false,
            ),
            (
                json!({ "documentCountries": { "passport": ["PRT", "UNIV"] } }),
                true,
            ),
            (json!({ "documentCountries": { "passport": "univ" } }), true),
            (json!({ "documentCountries": { "passport": null } }), true),
            (
                json!({ "documentCountries": { "identityCard": ["PRT"] } }),
                true,
            ),
            (
                json!({ "signicatpictureidConfig": { "allowedIdTypes": [137] } }),
                true,
            ),
            (
                json!({ "signicatpictureidConfig": { "allowedIdTypes": [1000] } }),
                false,
            ),
            (
                json!({
                    "documentTypes": ["passport"],
                    "signicatpictureidConfig": { "allowedIdTypes": [1000] }
                }),
                false,
            ),
        ] {
            let filter = DocumentFilter::of(configuration.as_object().unwrap()).unwrap();
            assert_eq!(
                filter.admits(137, "passport", "NLD"),
                admits,
                "{configuration}"
            );
        }
    }
}
