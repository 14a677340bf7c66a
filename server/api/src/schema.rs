//! Values that are plain texts in Rust, as the OpenAPI document tells them.

use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident [$($word:literal),+ $(,)?])+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(concat!($($doc),+).trim()))
                    .enum_values(Some([$($word),+]))
                    .into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

words! {
    /// Who acted: the client with its access token, the person in a capture flow, or the service
    /// by itself.
    AuditActor["client", "person", "system"]
    /// Something to do before the camera; left and right are the person's.
    ChallengeTask["turnLeft", "turnRight", "lookUp", "comeCloser", "blink"]
    /// Where a delivery stands.
    DeliveryState["pending", "delivered", "failed"]
    /// A kind of device.
    Device["mobile", "desktop"]
    /// A type of document.
    DocumentTypeName["passport", "identityCard", "driversLicense", "residencePermit"]
    /// Sex as the document has it; absent where it has another or none.
    Gender["M", "F"]
    /// Why there is no token (RFC 6749 section 5.2).
    OAuthError["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]
    /// Whose fault a problem is: the request's, or the server's.
    ProblemType["base:client-problem", "base:server-problem"]
    /// Order of a list of processes.
    ProcessOrder["createdAtDescending", "createdAtAscending"]
    /// Who verifies.
    ProviderName[
        "signicatpictureid",
        "signicatpaper",
        "facetec",
        "onfido",
        "readid",
        "eid",
        "webid",
    ]
    /// What *Redact* can cover: the number by which a state knows the person, wherever it stands,
    /// and the portrait.
    RedactableField["personalIdentificationNumber", "photo"]
    /// How much is covered around a field: `standard` is the smallest box.
    RedactionLevel["standard", "medium", "high", "veryHigh"]
    /// Whether the selfie shows one face.
    SelfieStatus["UNDEFINED", "SUCCESS", "NO_FACE_DETECTED", "MULTIPLE_FACES_DETECTED"]
    /// How likely portrait and selfie show the same person: very unlikely, probably not, probably,
    /// very likely.
    SimilarityLevel["veryLow", "low", "medium", "high"]
    /// Format of a machine-readable zone (ICAO 9303-3 section 4).
    ZoneFormat["TD1", "TD2", "TD3"]
}

/// An image that travels in JSON.
#[derive(Debug, Clone, Copy)]
pub struct ImageDataUrl;

impl PartialSchema for ImageDataUrl {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            // A name of our own, so that tools that make up data can be taught to make up images.
            .format(Some(SchemaFormat::Custom("image-data-url".to_owned())))
            .pattern(Some("^data:image/[^,]*;base64,[A-Za-z0-9+/]+={0,2}$"))
            .description(Some(
                "An image as a data URL. What the bytes are counts, not what the URL says: JPEG or \
                 PNG, for *Set images to the process* also WebP; not animated; at most 10 MiB, 50 \
                 megapixels and 12,000 pixels a side, for *Watermark* 4 MiB and 250x120 to \
                 5000x5000 pixels.",
            ))
            .into()
    }
}

impl ToSchema for ImageDataUrl {}

/// Bytes of a file.
#[derive(Debug, Clone, Copy)]
pub struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .into()
    }
}

impl ToSchema for Binary {}

/// An object whose fields are said elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Record;

impl PartialSchema for Record {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .into()
    }
}

impl ToSchema for Record {}
