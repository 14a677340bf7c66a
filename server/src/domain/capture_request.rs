//! What may stand in a request to start a capture flow.

use serde_json::Value;
use vidimus_api::{CaptureParameters, CaptureRequest};

use super::capture_configuration::{
    COUNTRY, LANGUAGE, capture_configuration_fault, is_country, is_language, is_line,
};
use super::{ConfigurationId, http_rest};

const MOST_TAGS: usize = 20;
const LONGEST_TAG: usize = 100;
const PROFILE: &str = "captureParameters.uiProfileJSON";

/// A parameter's name and value, whether a value is right, and what it should be.
type Rule<'a> = (
    &'a str,
    &'a Option<String>,
    &'a dyn Fn(&str) -> bool,
    &'a str,
);

/// What is wrong with a request, for the integrator; `None` where nothing is.
///
/// Not asked here: whether the provider is ours and does such a process, whether the client may
/// redirect to this URL and has this domain, and whether there is such a `uiProfile`. `is_document`
/// knows the ids of *Get document types*.
#[must_use]
pub fn capture_request_fault(
    request: &CaptureRequest,
    is_document: &dyn Fn(u32) -> bool,
) -> Option<String> {
    let [provider] = request.providers.as_slice() else {
        return Some("providers has exactly one element.".to_owned());
    };
    let parameters = request.capture_parameters.as_ref();
    let document = provider.document_id;
    let asks_redaction = provider
        .redact
        .as_ref()
        .is_some_and(|redact| !redact.is_empty());
    let domain = request.request_domain.as_deref();
    [
        // Somebody who asks for it relies on it.
        (
            asks_redaction && provider.provider != "signicatpaper",
            "providers[0].redact is for the provider signicatpaper only.",
        ),
        (
            document.is_some_and(|id| !is_document(id)),
            "providers[0].documentId is a documentId of Get document types.",
        ),
        (
            http_rest(&request.redirect_url).is_none(),
            "redirectUrl is an absolute http or https URL without a user name.",
        ),
        (
            domain.is_some_and(|domain| !is_host(domain)),
            "requestDomain is a host name such as id.bank.example.",
        ),
    ]
    .into_iter()
    .find_map(|(wrong, said)| wrong.then(|| said.to_owned()))
    .or_else(|| tags_fault(request.event_tags.as_deref().unwrap_or_default()))
    .or_else(|| parameters.and_then(|parameters| parameters_fault(parameters, is_document)))
}

fn tags_fault(tags: &[String]) -> Option<String> {
    if tags.len() > MOST_TAGS {
        return Some(format!("eventTags has at most {MOST_TAGS} elements."));
    }
    let index = tags
        .iter()
        .position(|tag| tag.is_empty() || !is_line(tag, LONGEST_TAG))?;
    Some(format!(
        "eventTags[{index}] has 1 to {LONGEST_TAG} characters, none of them a control character."
    ))
}

fn parameters_fault(
    parameters: &CaptureParameters,
    is_document: &dyn Fn(u32) -> bool,
) -> Option<String> {
    let CaptureParameters {
        ui_profile,
        ui_profile_json,
        ui_language,
        sms_sender,
        sms_message,
        default_country,
    } = parameters;
    let is_id = |text: &str| ConfigurationId::parse(text).is_some();
    let rules: [Rule<'_>; 5] = [
        ("uiProfile", ui_profile, &is_id, ConfigurationId::RULE),
        ("uiLanguage", ui_language, &is_language, LANGUAGE),
        (
            "smsSender",
            sms_sender,
            &is_sender,
            "has at most 15 digits, or 1 to 11 characters of A-Z, a-z and 0-9",
        ),
        (
            "smsMessage",
            sms_message,
            &is_message,
            "has 1 to 200 characters of A-Z, a-z, 0-9, hyphen, dot, colon, comma and space",
        ),
        ("defaultCountry", default_country, &is_country, COUNTRY),
    ];
    let fault = rules.into_iter().find_map(|(name, value, is_right, rule)| {
        let wrong = value.as_deref().is_some_and(|text| !is_right(text));
        wrong.then(|| format!("captureParameters.{name} {rule}."))
    });
    fault.or_else(|| match ui_profile_json {
        None => None,
        Some(Value::Object(profile)) => capture_configuration_fault(profile, is_document)
            .map(|fault| format!("{PROFILE}: {fault}")),
        Some(_) => Some(format!("{PROFILE} is an object.")),
    })
}

fn is_sender(text: &str) -> bool {
    let digits = text.bytes().all(|c| c.is_ascii_digit());
    let longest = if digits { 15 } else { 11 };
    (1..=longest).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_alphanumeric())
}

/// The API's pattern, and the comma: its own default has one.
fn is_message(text: &str) -> bool {
    let plain = |c: u8| c.is_ascii_alphanumeric() || b"-.:, ".contains(&c);
    (1..=200).contains(&text.len()) && text.bytes().all(plain)
}

fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || c == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(changes: &Value) -> Option<String> {
        let mut request = json!({
            "providers": [{ "provider": "signicatpictureid", "processType": "document" }],
            "redirectUrl": "https://bank.example/done"
        });
        for (name, value) in changes.as_object().unwrap() {
            request[name] = value.clone();
        }
        let request: CaptureRequest = serde_json::from_value(request).unwrap();
        capture_request_fault(&request, &|id| id == 137)
    }

    #[test]
    fn what_is_wrong_is_named() {
        let parameter = |name: &str, value: Value| json!({ "captureParameters": { name: value } });
        let provider = |name: &str, value: Value| json!({ "providers": [{ "provider": "signicatpictureid", name: value }] });
        for (changes, named) in [
            (json!({ "providers": [] }), "providers has exactly one"),
            (
                provider("documentId", json!(222)),
                "providers[0].documentId is",
            ),
            (
                provider("redact", json!(["photo"])),
                "providers[0].redact is",
            ),
            (json!({ "redirectUrl": "/done" }), "redirectUrl is"),
            (
                json!({ "requestDomain": "https://a.example" }),
                "requestDomain is",
            ),
            (json!({ "requestDomain": "a..example" }), "requestDomain is"),
            (
                json!({ "eventTags": vec!["x"; 21] }),
                "eventTags has at most 20",
            ),
            (json!({ "eventTags": ["x", ""] }), "eventTags[1] has"),
            (
                parameter("uiProfile", json!("dark mode")),
                "captureParameters.uiProfile has",
            ),
            (
                parameter("uiLanguage", json!("english")),
                "captureParameters.uiLanguage is",
            ),
            (
                parameter("smsSender", json!("My Company")),
                "captureParameters.smsSender has",
            ),
            (
                parameter("smsSender", json!("CompanyAgency")),
                "captureParameters.smsSender has",
            ),
            (
                parameter("smsSender", json!("1".repeat(16))),
                "captureParameters.smsSender has",
            ),
            (
                parameter("smsMessage", json!("")),
                "captureParameters.smsMessage has",
            ),
            (
                parameter("smsMessage", json!("Hi <b>")),
                "captureParameters.smsMessage has",
            ),
            (
                parameter("defaultCountry", json!("NO")),
                "captureParameters.defaultCountry is",
            ),
            (
                parameter("uiProfileJSON", json!("x")),
                "captureParameters.uiProfileJSON is an",
            ),
            (
                parameter("uiProfileJSON", json!({ "maxRetries": -1 })),
                "captureParameters.uiProfileJSON: maxRetries is a whole number from 0 to 100.",
            ),
        ] {
            let said = fault(&changes).unwrap_or_default();
            assert!(
                said.starts_with(named) && said.ends_with('.'),
                "{changes}: {said}"
            );
        }
    }

    #[test]
    fn the_documented_requests_are_right() {
        for right in [
            json!({}),
            json!({ "sdk": "native" }),
            json!({
                "providers": [{
                    "provider": "signicatpictureid", "processType": "documentSelfie",
                    "documentId": 137, "redact": []
                }],
                "sdk": "capture", "requestDomain": "myapp.app.signicat.com",
                "eventTags": ["customerId"],
                "captureParameters": {
                    "uiProfile": "darkmode", "uiProfileJSON": { "pageTitle": "This is a json profile" },
                    "uiLanguage": "en", "smsSender": "Signicat",
                    "smsMessage": "To continue, please click here:", "defaultCountry": "NOR"
                }
            }),
            json!({ "captureParameters": { "smsSender": "123456789012345" } }),
        ] {
            assert_eq!(fault(&right), None, "{right}");
        }
    }

    #[test]
    fn an_unknown_sdk_is_refused_when_it_is_read() {
        let request = json!({ "providers": [], "redirectUrl": "", "sdk": "other" });
        let error = serde_json::from_value::<CaptureRequest>(request).unwrap_err();
        assert!(error.to_string().contains("unknown variant `other`"));
    }
}
