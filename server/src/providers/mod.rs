//! Providers of the Assure API: who verifies, what they take and what they answer.
//!
//! Three of them are our own engine ([`pictureid`], [`paper`], [`facetec`]). The others are services
//! of other companies ([`remote`]): everything around their processes works, and a verification starts
//! once a [`Connection`] to the service is configured.

mod connection;
pub mod facetec;
pub mod paper;
pub mod pictureid;
mod remote;
mod request;
mod show;

use std::collections::HashMap;
use std::sync::Arc;

use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_api::{DocumentTypeItem, ProcessRequest};

pub use connection::{
    Connection, ConnectionError, Registration, RemoteOutcome, RemoteSubmission, RemoteVerdict,
};
pub(crate) use request::{DOCUMENT_TYPES, REDACTABLE, REDACTION_LEVELS, check_tags};
pub use show::{Shown, fail_reason, reasons, show};

use crate::domain::{Process, Provider};
use crate::problem::Refusal;

/// One provider. Nothing in it waits or stores: that is the service's.
pub trait Provide: Send + Sync {
    /// Which one it is.
    fn provider(&self) -> Provider;

    /// The types of process, the default first; empty where it has none.
    fn process_types(&self) -> &'static [ProcessType];

    /// Checks what *Create process* asks for beside provider and type.
    ///
    /// # Errors
    /// [`Refusal`] names the field.
    fn check(&self, request: &ProcessRequest) -> Result<(), Refusal>;

    /// The documents that it verifies.
    fn document_types(&self) -> Vec<DocumentTypeItem>;

    /// The images that a process takes.
    fn takes(&self, process: &Process) -> &'static [Depiction];

    /// The images that must be there when a verification starts.
    ///
    /// # Errors
    /// [`Refusal`] where something else is missing.
    fn needs(&self, process: &Process) -> Result<Vec<Depiction>, Refusal>;

    /// What *Get process* shows of a record, which is JSON.
    ///
    /// # Errors
    /// Where the record is not one of this provider.
    fn show(&self, record: &[u8]) -> Result<Shown, serde_json::Error>;
}

/// All providers, and the connections to those elsewhere.
#[derive(Default)]
pub struct Providers {
    connections: HashMap<Provider, Arc<dyn Connection>>,
}

impl Providers {
    /// With connections to services of other companies.
    #[must_use]
    pub fn new(connections: Vec<(Provider, Arc<dyn Connection>)>) -> Self {
        Self {
            connections: connections.into_iter().collect(),
        }
    }

    /// Whether there is no connection.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// The connection to a provider elsewhere.
    #[must_use]
    pub fn connection(&self, provider: Provider) -> Option<&Arc<dyn Connection>> {
        self.connections.get(&provider)
    }
}

/// What a provider takes and answers.
#[must_use]
pub fn of(provider: Provider) -> &'static dyn Provide {
    match provider {
        Provider::PictureId => &pictureid::PictureId,
        Provider::Paper => &paper::Paper,
        Provider::FaceTec => &facetec::FaceTec,
        Provider::Onfido => &remote::ONFIDO,
        Provider::ReadId => &remote::READID,
        Provider::VideoId => &remote::VIDEOID,
        Provider::WebId => &remote::WEBID,
    }
}

/// Whether our own engine verifies.
#[must_use]
pub fn is_here(provider: Provider) -> bool {
    matches!(
        provider,
        Provider::PictureId | Provider::Paper | Provider::FaceTec
    )
}

/// Reads the provider of a request.
///
/// # Errors
/// [`Refusal`] names those there are.
pub fn named(text: &str) -> Result<&'static dyn Provide, Refusal> {
    Provider::parse(text).map(of).ok_or_else(|| {
        let names = Provider::ALL.map(Provider::as_str).join(", ");
        Refusal::invalid(
            "Unsupported provider.",
            format!("provider is one of {names}."),
        )
    })
}

/// Reads the type of a request.
///
/// # Errors
/// [`Refusal`] names those that the provider has.
pub fn process_type(
    provider: &dyn Provide,
    requested: Option<&str>,
) -> Result<Option<ProcessType>, Refusal> {
    let types = provider.process_types();
    let Some(requested) = requested else {
        return Ok(types.first().copied());
    };
    let found = types.iter().find(|own| own.as_str() == requested);
    if let Some(found) = found {
        return Ok(Some(*found));
    }
    let names: Vec<&str> = types.iter().map(|own| own.as_str()).collect();
    let name = provider.provider().as_str();
    let why = if names.is_empty() {
        format!("{name} has no processType.")
    } else {
        format!("processType of {name} is one of {}.", names.join(", "))
    };
    Err(Refusal::invalid("Unsupported processType.", why))
}
