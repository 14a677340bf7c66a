//! Matching and capture configurations.

use serde_json::{Map, Value};
use vidimus_api::{
    CaptureConfigurationResponse, CaptureConfigurationSlimResponse, MatchingConfiguration,
    MatchingConfigurationResponse,
};

use super::App;
use crate::catalogue;
use crate::clock::wire_time;
use crate::domain::matching::matching_configuration_fault;
use crate::domain::{
    Configuration, ConfigurationId, ConfigurationKind, accepted_configuration,
    capture_configuration_fault,
};
use crate::ids::ClientId;
use crate::problem::Refusal;

/// Most configurations of a kind that a client has.
const MOST: usize = 200;

impl App {
    /// Stores a configuration under a new id; 409 where there is one.
    pub(crate) async fn create_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &str,
        content: String,
    ) -> Result<Configuration, Refusal> {
        let id = ConfigurationId::parse(id).ok_or_else(|| {
            let why = format!("configurationId {}.", ConfigurationId::RULE);
            Refusal::invalid("Invalid configurationId.", why)
        })?;
        if self.store.configurations(client, kind).await?.len() >= MOST {
            return Err(Refusal::conflict(format!(
                "There are {MOST} configurations already: delete one first."
            )));
        }
        let now = self.now();
        let configuration = Configuration {
            client: client.clone(),
            kind,
            id,
            content,
            created_at: now,
            updated_at: now,
        };
        if self.store.add_configuration(&configuration).await? {
            return Ok(configuration);
        }
        Err(Refusal::conflict(
            "There is a configuration with this id: update or delete it.",
        ))
    }

    /// Replaces a configuration; 404 where there is none.
    pub(crate) async fn update_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &str,
        content: String,
    ) -> Result<Configuration, Refusal> {
        let before = self.configuration(client, kind, id).await?;
        let now = self.now();
        let replaced = self
            .store
            .replace_configuration(client, kind, &before.id, &content, now)
            .await?;
        if !replaced {
            return Err(none());
        }
        Ok(Configuration {
            content,
            updated_at: now,
            ..before
        })
    }

    /// A configuration; 404 where there is none.
    pub(crate) async fn configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &str,
    ) -> Result<Configuration, Refusal> {
        let id = ConfigurationId::parse(id).ok_or_else(none)?;
        let found = self.store.configuration(client, kind, &id).await?;
        found.ok_or_else(none)
    }

    /// Deletes a configuration; 404 where there is none.
    pub(crate) async fn delete_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &str,
    ) -> Result<(), Refusal> {
        let id = ConfigurationId::parse(id).ok_or_else(none)?;
        let deleted = self.store.delete_configuration(client, kind, &id).await?;
        deleted.then_some(()).ok_or_else(none)
    }
}

/// A matching configuration as it is stored.
pub(crate) fn matching_content(configuration: &MatchingConfiguration) -> Result<String, Refusal> {
    if let Some(why) = matching_configuration_fault(configuration) {
        return Err(Refusal::invalid("Invalid configuration.", why));
    }
    Ok(serde_json::to_string(configuration)?)
}

/// A capture configuration as it is stored.
pub(crate) fn capture_content(configuration: Map<String, Value>) -> Result<String, Refusal> {
    let configuration = accepted_configuration(configuration);
    let is_document = |id| catalogue::document(id).is_some();
    if let Some(why) = capture_configuration_fault(&configuration, &is_document) {
        return Err(Refusal::invalid("Invalid configuration.", why));
    }
    Ok(serde_json::to_string(&configuration)?)
}

/// As the API shows it.
pub(crate) fn show_matching(
    configuration: &Configuration,
) -> Result<MatchingConfigurationResponse, Refusal> {
    Ok(MatchingConfigurationResponse {
        configuration: serde_json::from_str(&configuration.content)?,
        id: configuration.id.to_string(),
        created_at: wire_time(configuration.created_at),
        updated_at: wire_time(configuration.updated_at),
    })
}

/// As the API shows it after a change.
pub(crate) fn show_capture(
    configuration: &Configuration,
) -> Result<CaptureConfigurationResponse, Refusal> {
    Ok(CaptureConfigurationResponse {
        configuration: serde_json::from_str(&configuration.content)?,
        id: configuration.id.to_string(),
        created_at: wire_time(configuration.created_at),
        updated_at: wire_time(configuration.updated_at),
    })
}

/// As the API lists it.
pub(crate) fn list_capture(configuration: &Configuration) -> CaptureConfigurationSlimResponse {
    CaptureConfigurationSlimResponse {
        id: configuration.id.to_string(),
        created_at: wire_time(configuration.created_at),
        updated_at: wire_time(configuration.updated_at),
    }
}

fn none() -> Refusal {
    Refusal::not_found("Configuration")
}
