//! Configurations of capture flows and of matching.

use serde_json::{Value, json};

use crate::record::Integrator;
use crate::support::PASSPORT;

pub(crate) async fn all(bank: &Integrator<'_>) {
    of_capture(bank).await;
    of_matching(bank).await;
}

async fn of_capture(bank: &Integrator<'_>) {
    let all = "/capture/configurations";
    let own = "/capture/configurations/bank";
    let mut configuration = looks();
    let fields = configuration.as_object_mut().unwrap();
    fields.extend(behaviour().as_object().unwrap().clone());
    let wrong = json!({ "maxRetries": -1 });
    bank.get(own, 404).await;
    bank.delete(own, 404).await;
    bank.put(own, json!({}), 404).await;
    bank.post(own, wrong.clone(), 400).await;
    bank.post(&format!("{all}/a%20b"), json!({}), 400).await;
    bank.post(own, configuration.clone(), 201).await;
    bank.post(own, configuration.clone(), 409).await;
    let shown = bank.get(own, 200).await;
    assert_eq!(shown.json, configuration);
    bank.put(own, wrong, 400).await;
    bank.put(own, configuration, 200).await;
    bank.get(all, 200).await;
    bank.delete(own, 204).await;
    bank.get(all, 200).await;
}

async fn of_matching(bank: &Integrator<'_>) {
    let all = "/matching/configurations";
    let own = "/matching/configurations/initials";
    let configuration = json!({ "fields": [{
        "id": "name", "sourceField": "lastName", "targetField": "lastName",
        "normalization": "initialsUpper", "algorithm": "fuzzy"
    }] });
    let wrong = json!({ "fields": [{ "id": "a" }, { "id": "a" }] });
    bank.get(own, 404).await;
    bank.delete(own, 404).await;
    bank.put(own, configuration.clone(), 404).await;
    bank.post(own, wrong.clone(), 400).await;
    bank.post(own, configuration.clone(), 201).await;
    bank.post(own, configuration.clone(), 409).await;
    bank.get(own, 200).await;
    bank.put(own, wrong, 400).await;
    bank.put(own, configuration, 200).await;
    bank.get(all, 200).await;
    let strange = format!("{all}/a%20b");
    bank.delete(&strange, 404).await;
    bank.delete(own, 204).await;
    bank.get(all, 200).await;
}

/// Every documented field that says how the pages look.
fn looks() -> Value {
    json!({
        "pageTitle": "Bank", "favicon": "https://bank.example/icon.png", "fontName": "Open Sans",
        "fontUrl": "https://bank.example/font.css", "primaryColor": "#5AAFFF",
        "fontColor": "black", "buttonsColor": "rgb(90, 175, 255)", "buttonsHoverColor": "#5AAFFF",
        "buttonsTextColor": "white", "spinnerColor": "#5AAFFF",
        "customCss": "main { color: black }",
        "showDocumentInstructionsScreen": true,
        "documentInstructionsScreenItems": [{ "icon": "check_circle", "title": "Light" }],
        "showPrerequisitesScreen": true,
        "prerequisitesScreenItems": [{ "icon": "wifi", "title": "Network" }]
    })
}

/// Every documented field that says what they offer.
fn behaviour() -> Value {
    json!({
        "documentTypes": ["passport", "identityCard"],
        "documentCountries": { "passport": ["NLD", "PRT"] }, "twoSidedPassports": ["NLD"],
        "languages": ["en", "pt"], "translations": { "en": { "start_title": "Welcome" } },
        "defaultCountry": "PRT", "allowFileUpload": ["desktop"],
        "allowTakePhoto": ["mobile", "desktop"], "allowZoomOnPreview": ["takePhoto"],
        "useSignicatTheming": false, "enableMobileHandover": true,
        "enableOrientationConfirmation": false, "autoCapture": true, "detectGlare": true,
        "customRedactionError": false, "takeSelfie": true, "smsDefaultCountry": "PRT",
        "maxRetries": 3, "showModalBeforeRedirect": true, "mobileHandoverTimeout": 5,
        "mobileHandoverModes": ["qrCode"], "forceMobileHandover": false, "useNativeCamera": false,
        "onfidoConfig": { "any": [1] },
        "signicatvideoidConfig": { "useModal": true, "allowedIdTypes": [1] },
        "signicatpictureidConfig": {
            "defaultCountry": "NLD", "allowFileUpload": ["desktop"], "allowTakePhoto": ["mobile"],
            "allowedIdTypes": [PASSPORT],
            "translations": { "translations": { "en": { "start_title": "Welcome" } } }
        },
        "showConsentPage": true, "showAccessibilityLink": true,
        "showCountryBeforeDocumentType": true
    })
}
