//! What requests must be like beyond their types: from the domain, the providers and the catalogue.

use serde_json::{Map, Value, json};

use crate::catalogue;
use crate::domain::{Provider, SharedSchemas, capture_configuration_schema, countries, languages};
use crate::providers;
use crate::providers::paper;

const COUNTRY: &str = "#/components/schemas/CountryCode";
const LANGUAGE: &str = "#/components/schemas/LanguageCode";
const DOCUMENT: &str = "#/components/schemas/DocumentId";
const PICTURE_ID: &str = "#/components/schemas/ProviderSpecific";

const LINE: &str = r"^[^\x00-\x1f\x7f-\x9f]*$";
const LINES: &str = r"^[^\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";
const CONFIGURATION_ID: &str = r"^[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*$";
const FIELD_NAME: &str = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$";
const URL_REST: &str = r"[A-Za-z0-9._:\[\]-]+([/?#][^\s\\\x00-\x1f\x7f-\x9f]*)?$";
const HOST: &str = r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$";
/// Letters that surely have a shape in the font.
const WRITTEN: &str = "^ *[!-~¡-¬®-ſΑ-ΡΣ-ωЀ-џ][ -~¡-¬®-ſΑ-ΡΣ-ωЀ-џ]*$";

/// Adds them to the schemas of a document.
pub(super) fn add(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else {
        return;
    };
    shared(schemas);
    user_data(schemas);
    process(schemas);
    capture(schemas);
    matching(schemas);
    images(schemas);
}

/// Adds to one field of a schema; what is given goes before what is there.
fn field(schemas: &mut Map<String, Value>, of: &str, name: &str, more: Value) {
    extend(&mut schemas[of]["properties"][name], more);
}

/// Puts another schema in the place of one, and keeps its description.
fn replace(schema: &mut Value, by: Value) {
    let description = description(schema);
    *schema = by;
    extend(schema, json!({ "description": description }));
}

/// Of a schema that may be `null`, it stands with what it may be besides.
fn description(schema: &Value) -> Option<Value> {
    let alternatives = schema["oneOf"].as_array().into_iter().flatten();
    let mut described = alternatives.chain([schema]);
    described.find_map(|own| own.get("description")).cloned()
}

fn extend(schema: &mut Value, more: Value) {
    if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
        schema.extend(more);
    }
}

/// A field that is one of a shared schema's values, or left out.
fn shared_or_null(schemas: &mut Map<String, Value>, of: &str, name: &str, reference: &str) {
    let schema = &mut schemas[of]["properties"][name];
    let or_null = json!({ "anyOf": [{ "$ref": reference }, { "type": "null" }] });
    replace(schema, or_null);
}

fn shared(schemas: &mut Map<String, Value>) {
    let documents = catalogue::documents().iter();
    let ids: Vec<u32> = documents.map(|document| document.id).collect();
    schemas.insert(
        "DocumentId".to_owned(),
        json!({
            "type": "integer", "enum": ids,
            "description": "A document that is verified here. *Get document types* says which.",
        }),
    );
    schemas.insert(
        "CountryCode".to_owned(),
        json!({
            "type": "string", "enum": countries(),
            "description": "ISO 3166-1 alpha-3, and what documents carry besides.",
        }),
    );
    schemas.insert(
        "LanguageCode".to_owned(),
        json!({ "type": "string", "enum": languages(), "description": "ISO 639-1." }),
    );
}

/// Empty texts are right everywhere: in an update they delete.
fn user_data(schemas: &mut Map<String, Value>) {
    let country = json!({ "pattern": "^([A-Z]{3})?$" });
    for (of, name, more) in [
        (
            "UserData",
            "firstName",
            json!({ "maxLength": 64, "pattern": LINE }),
        ),
        (
            "UserData",
            "lastName",
            json!({ "maxLength": 64, "pattern": LINE }),
        ),
        (
            "UserData",
            "gender",
            json!({ "enum": ["M", "F", "", null] }),
        ),
        ("UserData", "nationality", country.clone()),
        (
            "UserData",
            "dateOfBirth",
            json!({ "anyOf": [{ "format": "date" }, { "enum": ["", null] }] }),
        ),
        ("Address", "country", country),
    ] {
        field(schemas, of, name, more);
    }
    let line = || json!({ "maxLength": 256, "pattern": LINE });
    for name in [
        "personalIdentificationNumber",
        "placeOfBirth",
        "mobile",
        "email",
    ] {
        field(schemas, "UserData", name, line());
    }
    for name in ["houseNumber", "locality", "region", "postalCode"] {
        field(schemas, "Address", name, line());
    }
    for name in ["formatted", "streetAddress"] {
        let lines = json!({ "maxLength": 256, "pattern": LINES });
        field(schemas, "Address", name, lines);
    }
}

/// *Create process*: what is needed depends on the provider.
fn process(schemas: &mut Map<String, Value>) {
    field(schemas, "ProcessRequest", "eventTags", tags(128));
    field(
        schemas,
        "ProcessRequest",
        "documentId",
        json!({ "maximum": u32::MAX, "format": "int64" }),
    );
    let variants: Vec<Value> = Provider::ALL.into_iter().map(of_provider).collect();
    extend(&mut schemas["ProcessRequest"], json!({ "oneOf": variants }));
    // Only `signicatpictureid` has a schema of its own; that of the others is theirs to say.
    replace(
        &mut schemas["Process"]["properties"]["providerSpecific"],
        json!({ "anyOf": [{ "$ref": PICTURE_ID }, { "type": "object" }] }),
    );
    // The face's fields stand beside the status, or none of them does.
    let mut fields = schemas["Zone"]["properties"].clone();
    fields["status"] = json!({ "$ref": "#/components/schemas/SelfieStatus" });
    replace(
        &mut schemas["Selfie"],
        json!({ "type": "object", "required": ["status"], "properties": fields }),
    );
}

fn of_provider(provider: Provider) -> Value {
    let mut names = vec![provider.as_str()];
    if provider == Provider::VideoId {
        names.push("signicatvideoid");
    }
    let mut variant = json!({
        "title": names[0],
        "properties": { "provider": { "enum": names }, "processType": process_types(provider) },
    });
    let fields = &mut variant["properties"];
    match provider {
        Provider::PictureId => {
            fields["documentId"] = json!({ "$ref": DOCUMENT });
            variant["required"] = json!(["documentId"]);
        }
        Provider::Paper => {
            fields["redact"] = json!({
                "type": ["array", "null"], "items": { "enum": providers::REDACTABLE },
            });
            fields["redactionLevel"] = words_or_null(&providers::REDACTION_LEVELS);
            variant["required"] = json!(["documentType", "documentCountry"]);
            variant["anyOf"] = paper_documents();
        }
        Provider::FaceTec => {}
        Provider::Onfido | Provider::ReadId | Provider::VideoId => {
            fields["documentType"] = words_or_null(&providers::DOCUMENT_TYPES);
        }
        Provider::WebId => {
            fields["documentType"] = words_or_null(&providers::DOCUMENT_TYPES);
            fields["processParameters"] = json!({ "type": "object", "required": ["webid"] });
            variant["required"] = json!(["processParameters"]);
        }
    }
    variant
}

/// One of these, or left out.
fn words_or_null(words: &[&str]) -> Value {
    let words = words.iter().map(|word| Value::from(*word));
    json!({ "enum": words.chain([Value::Null]).collect::<Vec<_>>() })
}

/// The types of process of a provider, which are not given where it has none.
fn process_types(provider: Provider) -> Value {
    let types = providers::of(provider).process_types().iter();
    let types: Vec<&str> = types.map(|own| own.as_str()).collect();
    words_or_null(&types)
}

/// The countries of each type of document that `signicatpaper` reads.
fn paper_documents() -> Value {
    let of_kind = |(kind, countries): (&str, Vec<&str>)| {
        json!({
            "properties": {
                "documentType": { "enum": [kind] }, "documentCountry": { "enum": countries },
            },
        })
    };
    paper::countries_by_type()
        .into_iter()
        .map(of_kind)
        .collect()
}

fn tags(longest: usize) -> Value {
    json!({
        "maxItems": 20,
        "items": { "type": "string", "minLength": 1, "maxLength": longest, "pattern": LINE },
    })
}

fn capture(schemas: &mut Map<String, Value>) {
    let shared = SharedSchemas {
        country: COUNTRY,
        language: LANGUAGE,
        document: DOCUMENT,
    };
    for (name, rule) in capture_configuration_schema(&shared) {
        let field = &mut schemas["CaptureConfiguration"]["properties"][&name];
        replace(field, rule);
    }
    field(schemas, "CaptureRequest", "eventTags", tags(100));
    field(
        schemas,
        "CaptureRequest",
        "redirectUrl",
        json!({ "pattern": format!("^https?://{URL_REST}") }),
    );
    field(
        schemas,
        "CaptureRequest",
        "requestDomain",
        json!({ "maxLength": 253, "pattern": HOST }),
    );
    let of = "CaptureProcessRequest";
    field(
        schemas,
        of,
        "provider",
        json!({ "enum": [Provider::PictureId.as_str()] }),
    );
    field(
        schemas,
        of,
        "processType",
        process_types(Provider::PictureId),
    );
    field(schemas, of, "redact", json!({ "maxItems": 0 }));
    shared_or_null(schemas, of, "documentId", DOCUMENT);
    let of = "CaptureParameters";
    field(
        schemas,
        of,
        "uiProfile",
        json!({ "pattern": CONFIGURATION_ID }),
    );
    shared_or_null(schemas, of, "uiLanguage", LANGUAGE);
    shared_or_null(schemas, of, "defaultCountry", COUNTRY);
    let id = &mut schemas["DeclareRequest"]["properties"]["documentId"];
    replace(id, json!({ "$ref": DOCUMENT }));
    let url = json!({ "pattern": r"^https://([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(:[0-9]{1,4})?([/?#][!-~]*)?$" });
    field(schemas, "WebhookRequest", "url", url);
}

fn matching(schemas: &mut Map<String, Value>) {
    let of = "FieldConfiguration";
    let id = json!({ "minLength": 1, "maxLength": 100, "pattern": LINE });
    field(schemas, of, "id", id);
    for name in ["sourceField", "targetField"] {
        let name_of_field = json!({ "maxLength": 100, "pattern": FIELD_NAME });
        field(schemas, of, name, name_of_field);
    }
    // An id stands for the name of the source's field, which it must look like then.
    let named = json!({ "type": "string", "pattern": FIELD_NAME });
    extend(
        &mut schemas[of],
        json!({ "anyOf": [
            { "required": ["sourceField"], "properties": { "sourceField": { "type": "string" } } },
            { "required": ["id"], "properties": { "id": named } },
        ] }),
    );
    let fields = json!({ "uniqueItems": true });
    field(schemas, "MatchingConfiguration", "fields", fields);
    field(
        schemas,
        "MatchRequest",
        "configurationId",
        json!({ "minLength": 1, "maxLength": 100, "pattern": CONFIGURATION_ID }),
    );
    extend(
        &mut schemas["MatchRequestComponent"],
        json!({ "anyOf": [
            { "properties": { "dataNode": { "enum": ["userData"] } } },
            { "required": ["processId"], "properties": { "processId": { "type": "string" } } },
        ] }),
    );
}

/// Requests that need one of several fields.
fn images(schemas: &mut Map<String, Value>) {
    for (of, choices) in [
        ("UploadImageRequest", &["front", "back", "selfie"] as &[_]),
        ("FileRequest", &["front", "back", "selfie", "processId"]),
        (
            "RedactionAssureRequest",
            &["frontImage", "backImage", "dossierId"],
        ),
    ] {
        let choices: Vec<Value> = choices.iter().map(|name| there(&[name])).collect();
        extend(&mut schemas[of], json!({ "anyOf": choices }));
    }
    extend(
        &mut schemas["WatermarkAssureRequest"],
        json!({ "anyOf": [there(&["image"]), there(&["dossierId", "imageDepiction"])] }),
    );
    let country = json!({ "enum": ["NLD"] });
    field(
        schemas,
        "RedactionAssureRequest",
        "documentCountry",
        country,
    );
    for name in ["title", "description"] {
        field(schemas, "Watermark", name, json!({ "pattern": WRITTEN }));
    }
}

/// Fields that are there and not `null`.
fn there(names: &[&str]) -> Value {
    let texts = names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "type": "string" })));
    json!({ "required": names, "properties": texts.collect::<Map<_, _>>() })
}
