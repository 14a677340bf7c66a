//! What the pages of a flow need of a configuration.

use serde_json::{Map, Value};
use vidimus_api::capture::CaptureSettings;

/// The object of a configuration whose fields go before those of the same names beside it.
const OF_PROVIDER: &str = "signicatpictureidConfig";
const OVERRIDDEN: [&str; 3] = ["defaultCountry", "allowFileUpload", "allowTakePhoto"];

/// The settings of a flow, by a configuration that is right. What it leaves out is as by default;
/// `default_country` of the request goes before everything.
///
/// # Errors
/// Where the configuration is not right.
pub fn capture_settings(
    configuration: &Map<String, Value>,
    default_country: Option<&str>,
) -> serde_json::Result<CaptureSettings> {
    let mut fields = configuration.clone();
    if let Some(Value::Object(of_provider)) = configuration.get(OF_PROVIDER) {
        for name in OVERRIDDEN {
            if let Some(value) = of_provider.get(name).filter(|value| !value.is_null()) {
                fields.insert(name.to_owned(), value.clone());
            }
        }
    }
    fields.retain(|_, value| !value.is_null());
    if let Some(country) = default_country {
        fields.insert("defaultCountry".to_owned(), country.into());
    }
    serde_json::from_value(Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_request_goes_before_the_provider_and_the_provider_before_the_rest() {
        let configuration = json!({
            "pageTitle": null, "enableMobileHandover": false, "defaultCountry": "NOR",
            "allowTakePhoto": ["mobile", "desktop"],
            "signicatpictureidConfig": { "defaultCountry": "NLD", "allowTakePhoto": ["mobile"] },
            "brandNew": 1
        });
        let configuration = configuration.as_object().unwrap();
        let settings = capture_settings(configuration, None).unwrap();
        assert_eq!(settings.page_title, CaptureSettings::default().page_title);
        assert!(!settings.enable_mobile_handover);
        assert_eq!(settings.default_country.as_deref(), Some("NLD"));
        assert_eq!(settings.allow_take_photo, ["mobile"]);
        let settings = capture_settings(configuration, Some("PRT")).unwrap();
        assert_eq!(settings.default_country.as_deref(), Some("PRT"));
        let settings = capture_settings(&Map::new(), None).unwrap();
        assert_eq!(settings, CaptureSettings::default());
    }
}
