//! The fields of a capture configuration. Limits that the API does not give are our own.

use super::rule::Rule::{
    Boolean, ByName, Distinct, Document, Either, Items, List, Map, Object, Text, Whole, Word,
};
use super::rule::{Form, Names, Rule};
use super::text::{
    COLOUR, COUNTRY, ICON, LANGUAGE, LINK, LONGEST_COLOUR, LONGEST_ICON, LONGEST_LINK,
    LONGEST_STYLE, STYLE, is_colour, is_country, is_font, is_icon, is_icon_name, is_key,
    is_language, is_line, is_link, is_prose, is_style,
};

/// Every field that the API has, and our own `activeChallenge`.
pub(super) const FIELDS: &[(&str, Rule)] = &[
    ("pageTitle", LINE_60),
    (
        "favicon",
        Text(is_icon, ICON, Form::Matches(LONGEST_ICON, ICON_PATTERN)),
    ),
    (
        "fontName",
        Text(
            is_font,
            FONT,
            Form::Matches(100, r"^[^{};<>\\\x00-\x1f\x7f-\x9f]+$"),
        ),
    ),
    ("fontUrl", LINK_RULE),
    ("primaryColor", COLOUR_RULE),
    ("fontColor", COLOUR_RULE),
    ("buttonsColor", COLOUR_RULE),
    ("buttonsHoverColor", COLOUR_RULE),
    ("buttonsTextColor", COLOUR_RULE),
    ("spinnerColor", COLOUR_RULE),
    ("documentTypes", List(100, &Word(DOCUMENT_TYPES))),
    (
        "documentCountries",
        ByName(
            countries_of,
            TYPE_NAME,
            Names {
                known: DOCUMENT_TYPES,
                others: None,
            },
        ),
    ),
    ("twoSidedPassports", Either(&COUNTRIES, &Word(&["all"]))),
    ("languages", Distinct(100, &LANGUAGE_RULE)),
    ("translations", TRANSLATIONS),
    ("defaultCountry", COUNTRY_RULE),
    ("allowFileUpload", DEVICES),
    ("allowTakePhoto", DEVICES),
    ("allowZoomOnPreview", STEPS),
    ("useSignicatTheming", Boolean),
    ("signicatThemingConfig", Object(&[])),
    ("enableMobileHandover", Boolean),
    ("enableOrientationConfirmation", Boolean),
    ("autoCapture", Boolean),
    ("detectGlare", Either(&STEPS, &Boolean)),
    ("customRedactionError", Boolean),
    ("takeSelfie", Boolean),
    ("smsDefaultCountry", COUNTRY_RULE),
    ("maxRetries", Whole(0, 100)),
    ("showModalBeforeRedirect", Boolean),
    ("mobileHandoverTimeout", Whole(0, 24 * 60)),
    ("mobileHandoverModes", List(10, &Word(&["sms", "qrCode"]))),
    ("forceMobileHandover", Boolean),
    ("useNativeCamera", Boolean),
    (
        "customCss",
        Text(is_style, STYLE, Form::Matches(LONGEST_STYLE, STYLE_PATTERN)),
    ),
    ("onfidoConfig", Object(&[])),
    ("eidConfig", VIDEO_ID),
    ("signicatvideoidConfig", VIDEO_ID),
    ("signicatpictureidConfig", PICTURE_ID),
    ("showConsentPage", Boolean),
    ("showAccessibilityLink", Boolean),
    ("showDocumentInstructionsScreen", Boolean),
    ("documentInstructionsScreenItems", ITEMS),
    ("showPrerequisitesScreen", Boolean),
    ("prerequisitesScreenItems", ITEMS),
    ("showCountryBeforeDocumentType", Boolean),
    ("activeChallenge", Boolean),
];

const DOCUMENT_TYPES: &[&str] = &[
    "driversLicense",
    "passport",
    "identityCard",
    "residencePermit",
    "workPermit",
    "voterId",
    "postalIdCard",
    "professionalQualificationCard",
    "professionalPermit",
    "socialSecurity",
    "panCard",
    "passportCard",
    "stateId",
    "visa",
    "asylumRegistrationCard",
    "nationalHealthInsuranceCard",
    "aadharCard",
    "immigrationStatusDocument",
    "indigenousCard",
    "municipalityIdentityCard",
    "privateOperatorsCard",
    "certificateOfSponsorship",
    "serviceIdCard",
    "taxId",
];
const TYPE_NAME: &str = "is one of those that documentTypes can have";

const LINE_60: Rule = Text(
    |text| is_line(text, 60),
    "is a text of at most 60 characters, none of them a control character",
    Form::Matches(60, LINE),
);
const LINE_256: Rule = Text(
    |text| is_line(text, 256),
    "is a text of at most 256 characters, none of them a control character",
    Form::Matches(256, LINE),
);
const PROSE: Rule = Text(
    |text| is_prose(text, 2000),
    "is a text of at most 2000 characters",
    Form::Matches(2000, PROSE_PATTERN),
);
const FONT: &str = "is the name of a font, of 1 to 100 characters without { } ; < > and \\";
const ICON_NAME: &str = "is the name of an icon such as check_circle, of at most 64 characters";
const KEY: &str = "has 1 to 100 characters of A-Z, a-z, 0-9, underscore, hyphen and dot";

const LINE: &str = r"^[^\x00-\x1f\x7f-\x9f]*$";
const PROSE_PATTERN: &str = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";
/// Prose in which no `/` follows a `<`.
const STYLE_PATTERN: &str =
    r"^([^<\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|<+[^</\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])*<*$";
const COLOUR_PATTERN: &str = r"^(#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|black|white|rgb\( *0*(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[0-9]{1,2}) *(, *0*(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[0-9]{1,2}) *){2}\))$";
const LINK_PATTERN: &str = r"^https://[A-Za-z0-9._:\[\]-]+([/?#][^\s\\\x00-\x1f\x7f-\x9f]*)?$";
const ICON_PATTERN: &str = r"^(https://[A-Za-z0-9._:\[\]-]+([/?#][^\s\\\x00-\x1f\x7f-\x9f]*)?|data:image/(jpeg|jpg|png|x-icon|vnd\.microsoft\.icon|ico);base64,[A-Za-z0-9+/=]+)$";

const COLOUR_RULE: Rule = Text(
    is_colour,
    COLOUR,
    Form::Matches(LONGEST_COLOUR, COLOUR_PATTERN),
);
const LINK_RULE: Rule = Text(is_link, LINK, Form::Matches(LONGEST_LINK, LINK_PATTERN));
const LANGUAGE_RULE: Rule = Text(is_language, LANGUAGE, Form::Language);
const COUNTRY_RULE: Rule = Text(is_country, COUNTRY, Form::CountryOr(&[]));
const DEVICES: Rule = List(10, &Word(&["mobile", "desktop"]));
const STEPS: Rule = List(10, &Word(&["takePhoto", "uploadPhoto"]));
const COUNTRIES: Rule = List(300, &COUNTRY_RULE);
/// Of one type of document: an empty text stands for no filter, as an empty list does.
const COUNTRY_FILTER: Rule = Either(
    &COUNTRIES,
    &Text(str::is_empty, "is empty", Form::Matches(0, "")),
);
const PASSPORT_FILTER: Rule = Either(
    &List(
        300,
        &Text(
            |text| is_country(text) || text == "UNIV",
            "is a country code of three capital letters (ISO 3166-1 alpha-3), or UNIV",
            Form::CountryOr(&["UNIV"]),
        ),
    ),
    &Text(
        |text| matches!(text, "" | "univ"),
        "is univ",
        Form::Matches(4, "^(univ)?$"),
    ),
);
const TEXTS: Rule = Map(
    2000,
    is_key,
    KEY,
    Form::Matches(100, r"^[A-Za-z0-9_.-]+$"),
    &PROSE,
);
const TRANSLATIONS: Rule = Map(100, is_language, LANGUAGE, Form::Language, &TEXTS);

const VIDEO_ID: Rule = Object(&[
    ("checkRequirements", Boolean),
    ("useModal", Boolean),
    ("minRequirementsMandatory", Boolean),
    ("allowedIdTypes", List(2000, &Whole(0, i32::MAX as i64))),
    ("sdkLoadTimeout", Whole(0, 3600)),
]);
const PICTURE_ID: Rule = Object(&[
    ("defaultCountry", COUNTRY_RULE),
    ("allowFileUpload", DEVICES),
    ("allowTakePhoto", DEVICES),
    (
        "translations",
        ByName(
            picture_id_texts,
            LANGUAGE,
            Names {
                known: &["translations"],
                others: Some((Form::Language, "en")),
            },
        ),
    ),
    ("allowedIdTypes", List(2000, &Document)),
]);

/// A list of items; the older documentation has an object, of which it shows no field.
const ITEMS: Rule = Items(
    20,
    &Object(&[
        ("image", LINK_RULE),
        (
            "icon",
            Text(is_icon_name, ICON_NAME, Form::Matches(64, "^[a-z0-9_]+$")),
        ),
        ("title", LINE_256),
        ("description", PROSE),
    ]),
);

/// `univ` and `UNIV` are for passports alone.
fn countries_of(document_type: &str) -> Option<&'static Rule> {
    let rule = match document_type {
        "passport" => &PASSPORT_FILTER,
        _ => &COUNTRY_FILTER,
    };
    DOCUMENT_TYPES.contains(&document_type).then_some(rule)
}

/// Texts by language. The API's schema has them in an object `translations` of its own, its example
/// does not.
fn picture_id_texts(name: &str) -> Option<&'static Rule> {
    match name {
        "translations" => Some(&TRANSLATIONS),
        language => is_language(language).then_some(&TEXTS),
    }
}
