//! What may stand in a request for a watermark.

use jiff::civil::Date;
use vidimus_api::{Watermark, WatermarkAssureRequest};

use super::font::can_be_drawn;

const LONGEST_TITLE: usize = 256;
const LONGEST_DESCRIPTION: usize = 1024;

/// What is wrong with a request, for the integrator; `None` where nothing is. The image itself is
/// looked at by [`watermarked`](super::watermarked); whether dossier and process exist, and have the
/// image, is not asked here.
#[must_use]
pub fn watermark_request_fault(request: &WatermarkAssureRequest) -> Option<String> {
    let WatermarkAssureRequest {
        image,
        dossier_id,
        process_id: _,
        image_depiction,
        watermark:
            Watermark {
                title,
                description,
                date,
            },
    } = request;
    let source = match (image, dossier_id, image_depiction) {
        (None, None, _) => {
            Some("image is missing, and so is dossierId, where one could be stored.")
        }
        (None, Some(_), None) => Some("imageDepiction is missing: selfie or front."),
        _ => None,
    };
    source
        .map(str::to_owned)
        .or_else(|| text_fault("title", title, LONGEST_TITLE))
        .or_else(|| text_fault("description", description, LONGEST_DESCRIPTION))
        .or_else(|| {
            // jiff also reads other spellings of ISO 8601.
            let is_date = date.len() == 10 && date.parse::<Date>().is_ok();
            (!is_date).then(|| "watermark.date is a date such as 2024-01-10.".to_owned())
        })
}

fn text_fault(name: &str, text: &str, longest: usize) -> Option<String> {
    let rule = if text.trim().is_empty() || text.chars().count() > longest {
        format!("has 1 to {longest} characters")
    } else if !can_be_drawn(text) {
        "has Latin, Greek and Cyrillic letters, digits and punctuation only, in one line".to_owned()
    } else {
        return None;
    };
    Some(format!("watermark.{name} {rule}."))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn fault(changes: &Value, texts: &Value) -> Option<String> {
        let mut request = json!({
            "image": "data:image/png;base64,iVBORw",
            "watermark": { "title": "MyCompany", "description": "Loan", "date": "2024-01-10" }
        });
        for (name, value) in changes.as_object().unwrap() {
            request[name] = value.clone();
        }
        for (name, value) in texts.as_object().unwrap() {
            request["watermark"][name] = value.clone();
        }
        watermark_request_fault(&serde_json::from_value(request).unwrap())
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (changes, texts, named) in [
            (json!({ "image": null }), json!({}), "image is missing"),
            (
                json!({ "image": null, "dossierId": "37191afe-25b3-4c30-b42a-b0ab64aa1d64" }),
                json!({}),
                "imageDepiction is missing",
            ),
            (
                json!({}),
                json!({ "title": " " }),
                "watermark.title has 1 to 256",
            ),
            (
                json!({}),
                json!({ "title": "x".repeat(257) }),
                "watermark.title has 1 to 256",
            ),
            (
                json!({}),
                json!({ "title": "株式会社" }),
                "watermark.title has Latin",
            ),
            (
                json!({}),
                json!({ "description": "a\nb" }),
                "watermark.description has Latin",
            ),
            (
                json!({}),
                json!({ "date": "10.01.2024" }),
                "watermark.date is",
            ),
            (
                json!({}),
                json!({ "date": "2024-02-30" }),
                "watermark.date is",
            ),
        ] {
            let said = fault(&changes, &texts).unwrap_or_default();
            assert!(
                said.starts_with(named) && said.ends_with('.'),
                "{named}: {said}"
            );
        }
    }

    #[test]
    fn an_image_or_a_stored_one_is_enough() {
        let id = "37191afe-25b3-4c30-b42a-b0ab64aa1d64";
        for right in [
            json!({}),
            json!({ "image": null, "dossierId": id, "imageDepiction": "front" }),
            json!({ "image": null, "dossierId": id, "processId": id, "imageDepiction": "selfie" }),
            json!({ "dossierId": id, "processId": id, "imageDepiction": "selfie" }),
        ] {
            assert_eq!(
                fault(&right, &json!({ "title": "Банк Πειραιώς Łódź" })),
                None,
                "{right}"
            );
        }
    }
}
