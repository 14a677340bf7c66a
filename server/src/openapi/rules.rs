//! What requests must be like beyond their types: from the domain, the providers and the catalogue.

use serde_json::{Map, Value, json};

use crate::catalogue;
use crate::domain::{Provider, SharedSchemas, capture_configuration_schema, countries, languages};
use crate::providers;
use crate::providers::paper;

const COUNTRY: &str = "#/components/schemas/CountryCode";
const LANGUAGE: &str = "#/components/schemas/LanguageCode";
const DOCUMENT: &str = "#/components/schemas/DocumentId";

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

fn extend(schema: &mut Value, more: Value) {
    if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
        schema.extend(more);
    }
}

/// A field that is one of a shared schema's values, or left out.
fn shared_or_null(schemas: &mut Map<String, Value>, of: &str, name: &str, reference: &str) {
    let schema = &mut schemas[of]["properties"][name];
    *schema = json!({
        "anyOf": [{ "$ref": reference }, { "type": "null" }], "description": schema["description"],
    });
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
    let specific = &mut schemas["Process"]["properties"]["providerSpecific"];
    *specific = json!({
        "description": specific["description"],
        "anyOf": [{ "$ref": "#/components/schemas/ProviderSpecific" }, { "type": "object" }],
    });
}

fn of_provider(provider: Provider) -> Value {
    let mut names = vec![provider.as_str()];
    if provider == Provider::VideoId {
        names.push("signicatvideoid");
    }
    let types = providers::of(provider).process_types().iter();
    let types: Vec<Value> = types.map(|own| own.as_str().into()).collect();
    let process_type = if types.is_empty() {
        json!({ "type": "null" })
    } else {
        json!({ "enum": types.into_iter().chain([Value::Null]).collect::<Vec<_>>() })
    };
    let mut variant = json!({
        "title": names[0],
        "properties": { "provider": { "enum": names }, "processType": process_type },
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
            variant["required"] = json!(["documentType", "documentCountry"]);
            variant["anyOf"] = paper_documents();
        }
        Provider::FaceTec => {}
        Provider::Onfido | Provider::ReadId | Provider::VideoId => {
            fields["documentType"] = any_document_type();
        }
        Provider::WebId => {
            fields["documentType"] = any_document_type();
            fields["processParameters"] = json!({ "type": "object", "required": ["webid"] });
            variant["required"] = json!(["processParameters"]);
        }
    }
    variant
}

fn any_document_type() -> Value {
    let kinds = providers::DOCUMENT_TYPES.into_iter().map(Value::from);
    json!({ "enum": kinds.chain([Value::Null]).collect::<Vec<_>>() })
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
    let fields = capture_configuration_schema(&shared);
    for (name, rule) in fields {
        let field = &mut schemas["CaptureConfiguration"]["properties"][&name];
        let mut rule = rule;
        extend(&mut rule, json!({ "description": field["description"] }));
        *field = rule;
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
    let provider = Provider::PictureId;
    let types = providers::of(provider).process_types().iter();
    let types = types.map(|own| own.as_str().into()).chain([Value::Null]);
    let of = "CaptureProcessRequest";
    field(
        schemas,
        of,
        "provider",
        json!({ "enum": [provider.as_str()] }),
    );
    let types = json!({ "enum": types.collect::<Vec<_>>() });
    field(schemas, of, "processType", types);
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
    *id = json!({ "$ref": DOCUMENT, "description": id["description"] });
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
