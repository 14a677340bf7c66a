//! What the service is about, without storage and without HTTP: types and transitions.

mod audit;
mod capture_configuration;
mod capture_request;
mod client;
mod configuration;
mod configuration_id;
mod dossier;
mod event;
pub mod matching;
mod process;
mod process_filter;
mod provider;
mod scope;
mod session;
mod user_data;
pub mod watermark;

pub use audit::{Actor, AuditEntry, AuditFilter};
pub use capture_configuration::{
    DocumentFilter, accepted_configuration, capture_configuration_fault, capture_settings,
    overridden,
};
pub(crate) use capture_configuration::{
    SharedSchemas, capture_configuration_schema, countries, languages,
};
pub use capture_request::capture_request_fault;
pub(crate) use client::http_rest;
pub use client::{Client, InvalidPrefix, RedirectPrefix};
pub use configuration::{Configuration, ConfigurationKind};
pub use configuration_id::ConfigurationId;
pub use dossier::{Dossier, ExternalReference, File};
pub use event::{Delivery, DeliveryState, EVENT_LIFETIME, Event, Subscription, next_attempt};
pub use process::{Ending, Failure, Image, Process, TIME_TO_COMPLETE};
pub use process_filter::ProcessFilter;
pub use provider::Provider;
pub use scope::Scope;
pub use session::{
    ARTIFACT_LIFETIME, Access, ActiveChallenge, CHALLENGE_ATTEMPTS, Role, Session, Standing,
};
pub use user_data::{StoredUserData, merged_user_data, user_data_fault};
