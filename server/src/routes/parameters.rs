//! Parameters in paths, for their documentation. Extractors read them by the same names.

use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, SchemaFormat, Type};
use vidimus_api::capture::Depiction;

use crate::domain::Provider;

pub(super) const DOSSIER_ID: &str = "dossierId";
pub(super) const PROCESS_ID: &str = "processId";
pub(super) const WEBHOOK_ID: &str = "webhookId";

macro_rules! paths {
    ($($(#[doc = $doc:literal])+ $name:ident [$($parameter:ident),+])+) => {$(
        $(#[doc = $doc])+
        pub(super) enum $name {}

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$($parameter()),+]
            }
        }
    )+};
}

paths! {
    /// A dossier of the client.
    DossierPath[dossier_id]
    /// A process in a dossier of the client.
    ProcessPath[dossier_id, process_id]
    /// A configuration of the client.
    ConfigurationPath[configuration_id]
    /// A webhook of the client.
    WebhookPath[webhook_id]
    /// An event that a webhook of the client was told.
    DeliveryPath[webhook_id, event_id]
    /// A provider.
    ProviderPath[provider_name]
    /// An image of a capture session.
    SessionImage[depiction]
}

fn dossier_id() -> Parameter {
    uuid(DOSSIER_ID, "From *Create dossier*.")
}

fn process_id() -> Parameter {
    uuid(PROCESS_ID, "From *Create process*, or an event.")
}

fn webhook_id() -> Parameter {
    uuid(WEBHOOK_ID, "From *Create webhook*.")
}

fn event_id() -> Parameter {
    uuid("eventId", "From *Get deliveries*.")
}

fn configuration_id() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(100))
        .pattern(Some(r"^[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*$"));
    let description = "Your own name for the configuration: 1 to 100 of `A-Z a-z 0-9 - _ .`, not \
                       dots alone.";
    parameter("configurationId", description, schema)
}

fn provider_name() -> Parameter {
    let names = Provider::ALL.map(Provider::as_str);
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(names.into_iter().chain(["signicatvideoid"])));
    let description = "Who verifies. `signicatvideoid` is the newer name of `eid`.";
    parameter("providerName", description, schema)
}

fn depiction() -> Parameter {
    let depictions = [Depiction::Front, Depiction::Back, Depiction::Selfie];
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(depictions.map(Depiction::as_str)));
    parameter("depiction", "What the image shows.", schema)
}

fn uuid(name: &str, description: &str) -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom("uuid".to_owned())));
    parameter(name, description, schema)
}

fn parameter(name: &str, description: &str, schema: ObjectBuilder) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
