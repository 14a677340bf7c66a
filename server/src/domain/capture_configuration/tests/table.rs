//! The fields with right and wrong values.

use serde_json::{Value, json};

/// A field, values that are right, and values that are wrong with the path that the sentence names.
pub(super) type Row = (&'static str, Vec<Value>, Vec<(Value, &'static str)>);

fn boolean(name: &'static str) -> Row {
    (
        name,
        vec![json!(true), json!(false)],
        vec![(json!("true"), name), (json!(1), name)],
    )
}

fn colour(name: &'static str) -> Row {
    let good = [
        "#5AAFFF",
        "#000",
        "rgb(90, 175, 255)",
        "rgb(0,0,0)",
        "black",
        "white",
    ];
    let bad = [
        "",
        "5AAFFF",
        "#5AAFF",
        "#GGGGGG",
        "rgb(1,2)",
        "rgb(1,2,256)",
        "rgb(1,2,+3)",
        "red;}",
    ];
    (
        name,
        good.map(Value::from).to_vec(),
        bad.map(|bad| (bad.into(), name)).to_vec(),
    )
}

fn country(name: &'static str) -> Row {
    (
        name,
        vec![json!("NOR"), json!("UTO")],
        vec![
            (json!("NO"), name),
            (json!("nor"), name),
            (json!("ZZZ"), name),
            (json!(["NOR"]), name),
        ],
    )
}

fn list(name: &'static str, words: [&str; 2], first: &'static str) -> Row {
    (
        name,
        vec![json!([]), json!([words[0]]), json!([words[1], words[0]])],
        vec![
            (json!(["tablet"]), first),
            (json!([null]), first),
            (json!(words[0]), name),
            (json!(vec![words[0]; 11]), name),
        ],
    )
}

fn texts_and_links() -> Vec<Row> {
    let long = "x".repeat(70_000);
    vec![
        (
            "pageTitle",
            vec![json!("This is a title"), json!("ł".repeat(60)), json!("")],
            vec![
                (json!("x".repeat(61)), "pageTitle"),
                (json!("a\nb"), "pageTitle"),
                (json!(1), "pageTitle"),
            ],
        ),
        (
            "favicon",
            vec![
                json!("data:image/x-icon;base64,/9j/4AAQSkZJRg"),
                json!("data:image/png;base64,iVBORw=="),
                json!("https://bank.example/favicon.ico"),
            ],
            vec![
                (json!("data:image/svg+xml;base64,PHN2Zz4="), "favicon"),
                (json!("data:image/png,xyz"), "favicon"),
                (json!("data:image/png;base64,\"><"), "favicon"),
                (json!("http://bank.example/favicon.ico"), "favicon"),
                (json!("javascript:alert(1)"), "favicon"),
                (
                    json!(format!("data:image/png;base64,{long}{long}")),
                    "favicon",
                ),
            ],
        ),
        (
            "fontName",
            vec![json!("Raleway"), json!("'Roboto Condensed', sans-serif")],
            vec![(json!(""), "fontName"), (json!("a;}body{"), "fontName")],
        ),
        (
            "fontUrl",
            vec![json!(
                "https://fonts.googleapis.com/css?family=Raleway:400,500&display=swap"
            )],
            vec![
                (json!("//fonts.example/a.css"), "fontUrl"),
                (json!("http://fonts.example/a.css"), "fontUrl"),
                (json!(format!("https://fonts.example/{long}")), "fontUrl"),
            ],
        ),
        (
            "customCss",
            vec![json!("html, body {\n margin: 0;\n}"), json!("")],
            vec![
                (json!("</style><script>"), "customCss"),
                (json!(long), "customCss"),
                (json!({}), "customCss"),
            ],
        ),
        (
            "languages",
            vec![
                json!(["nl", "pt", "en"]),
                json!(["cz", "gb", "gr", "uk"]),
                json!([]),
            ],
            vec![
                (json!(["en", "EN"]), "languages[1]"),
                (json!(["xx"]), "languages[0]"),
                (json!(["en", "nl", "en"]), "languages"),
                (json!("en"), "languages"),
            ],
        ),
        (
            "translations",
            vec![
                json!({ "nl": { "chooseCountry": "Selecteer het uitgifteland" }, "pt": {} }),
                json!({}),
            ],
            vec![
                (json!({ "dutch": {} }), "translations"),
                (json!({ "nl": { "a b": "x" } }), "translations.nl"),
                (json!({ "nl": { "a": 1 } }), "translations.nl.a"),
                (
                    json!({ "nl": { "a": "x".repeat(2001) } }),
                    "translations.nl.a",
                ),
                (json!({ "nl": "x" }), "translations.nl"),
                (json!([]), "translations"),
            ],
        ),
    ]
}

fn documents() -> Vec<Row> {
    vec![
        (
            "documentTypes",
            vec![json!(["identityCard", "passport", "taxId"]), json!([])],
            vec![
                (json!(["passport", "idCard"]), "documentTypes[1]"),
                (json!("passport"), "documentTypes"),
            ],
        ),
        (
            "documentCountries",
            vec![
                json!({ "passport": ["NLD", "GBR", "PRT"], "identityCard": ["NLD"] }),
                json!({ "passport": "univ" }),
                json!({ "passport": ["PRT", "NOR", "UNIV"] }),
                json!({ "passport": "", "visa": [] }),
            ],
            vec![
                (json!({ "idCard": [] }), "documentCountries"),
                (
                    json!({ "identityCard": "univ" }),
                    "documentCountries.identityCard",
                ),
                (
                    json!({ "identityCard": ["UNIV"] }),
                    "documentCountries.identityCard[0]",
                ),
                (json!({ "passport": "UNIV" }), "documentCountries.passport"),
                (
                    json!({ "passport": ["NL"] }),
                    "documentCountries.passport[0]",
                ),
                (json!(["passport"]), "documentCountries"),
            ],
        ),
        (
            "twoSidedPassports",
            vec![json!(["NLD", "PRT"]), json!("all"), json!([])],
            vec![
                (json!("none"), "twoSidedPassports"),
                (json!(true), "twoSidedPassports"),
                (json!(["NLD", "all"]), "twoSidedPassports[1]"),
            ],
        ),
        (
            "onfidoConfig",
            vec![json!({ "language": "nb", "steps": [1, { "a": null }] })],
            vec![(json!("nb"), "onfidoConfig")],
        ),
        (
            "signicatThemingConfig",
            vec![json!({})],
            vec![(json!([]), "signicatThemingConfig")],
        ),
        (
            "signicatpictureidConfig",
            vec![
                json!({
                    "allowedIdTypes": [137, 1000], "allowFileUpload": ["desktop"],
                    "allowTakePhoto": ["mobile", "desktop"], "defaultCountry": "NLD",
                    "translations": { "en": { "start_title": "NEW TRANSLATION" } }
                }),
                json!({ "translations": { "translations": { "en": { "start_title": "x" } } } }),
                json!({ "later": true }),
            ],
            vec![
                (
                    json!({ "allowedIdTypes": [137, 222] }),
                    "signicatpictureidConfig.allowedIdTypes[1]",
                ),
                (
                    json!({ "allowedIdTypes": ["137"] }),
                    "signicatpictureidConfig.allowedIdTypes[0]",
                ),
                (
                    json!({ "allowFileUpload": ["tablet"] }),
                    "signicatpictureidConfig.allowFileUpload[0]",
                ),
                (
                    json!({ "defaultCountry": "NL" }),
                    "signicatpictureidConfig.defaultCountry",
                ),
                (
                    json!({ "translations": { "english": {} } }),
                    "signicatpictureidConfig.translations",
                ),
                (
                    json!({ "translations": { "translations": { "en": { "a": 1 } } } }),
                    "signicatpictureidConfig.translations.translations.en.a",
                ),
            ],
        ),
    ]
}

fn video_id(name: &'static str, loads: &'static str, ids: &'static str) -> Row {
    (
        name,
        vec![json!({
            "checkRequirements": false, "useModal": false, "minRequirementsMandatory": true,
            "allowedIdTypes": [61, 62, 188], "sdkLoadTimeout": 8, "idTypes": [1]
        })],
        vec![
            (json!({ "sdkLoadTimeout": "8" }), loads),
            (json!({ "allowedIdTypes": [-1] }), ids),
            (json!(false), name),
        ],
    )
}

fn items(name: &'static str, image: &'static str, icon: &'static str) -> Row {
    (
        name,
        vec![
            json!([{ "image": "https://www.example.com/image.jpg", "icon": "check_circle",
                     "title": "Ready", "description": "The photo is good!" }]),
            json!([]),
            json!({}),
        ],
        vec![
            (
                json!([{ "image": "http://www.example.com/image.jpg" }]),
                image,
            ),
            (json!([{}, { "icon": "Check circle" }]), icon),
            (json!("x"), name),
            (json!(vec![json!({}); 21]), name),
        ],
    )
}

pub(super) fn table() -> Vec<Row> {
    let mut rows = texts_and_links();
    rows.extend(documents());
    rows.extend([
        colour("primaryColor"),
        colour("fontColor"),
        colour("buttonsColor"),
        colour("buttonsHoverColor"),
        colour("buttonsTextColor"),
        colour("spinnerColor"),
        country("defaultCountry"),
        country("smsDefaultCountry"),
        list(
            "allowFileUpload",
            ["mobile", "desktop"],
            "allowFileUpload[0]",
        ),
        list("allowTakePhoto", ["mobile", "desktop"], "allowTakePhoto[0]"),
        list(
            "allowZoomOnPreview",
            ["uploadPhoto", "takePhoto"],
            "allowZoomOnPreview[0]",
        ),
        list(
            "mobileHandoverModes",
            ["sms", "qrCode"],
            "mobileHandoverModes[0]",
        ),
        (
            "detectGlare",
            vec![json!(true), json!(["uploadPhoto", "takePhoto"])],
            vec![
                (json!("yes"), "detectGlare"),
                (json!(["no"]), "detectGlare[0]"),
            ],
        ),
        (
            "maxRetries",
            vec![json!(0), json!(3), json!(100)],
            vec![
                (json!(-1), "maxRetries"),
                (json!(101), "maxRetries"),
                (json!(1.5), "maxRetries"),
            ],
        ),
        (
            "mobileHandoverTimeout",
            vec![json!(0), json!(1440)],
            vec![
                (json!(1441), "mobileHandoverTimeout"),
                (json!("3"), "mobileHandoverTimeout"),
            ],
        ),
        video_id(
            "eidConfig",
            "eidConfig.sdkLoadTimeout",
            "eidConfig.allowedIdTypes[0]",
        ),
        video_id(
            "signicatvideoidConfig",
            "signicatvideoidConfig.sdkLoadTimeout",
            "signicatvideoidConfig.allowedIdTypes[0]",
        ),
        items(
            "documentInstructionsScreenItems",
            "documentInstructionsScreenItems[0].image",
            "documentInstructionsScreenItems[1].icon",
        ),
        items(
            "prerequisitesScreenItems",
            "prerequisitesScreenItems[0].image",
            "prerequisitesScreenItems[1].icon",
        ),
        boolean("useSignicatTheming"),
        boolean("enableMobileHandover"),
        boolean("enableOrientationConfirmation"),
        boolean("autoCapture"),
        boolean("customRedactionError"),
        boolean("takeSelfie"),
        boolean("showModalBeforeRedirect"),
        boolean("forceMobileHandover"),
        boolean("useNativeCamera"),
        boolean("showConsentPage"),
        boolean("showAccessibilityLink"),
        boolean("showDocumentInstructionsScreen"),
        boolean("showPrerequisitesScreen"),
        boolean("showCountryBeforeDocumentType"),
        boolean("activeChallenge"),
    ]);
    rows
}
