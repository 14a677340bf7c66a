//! Configurations that clients keep.

use jiff::Timestamp;

use super::ConfigurationId;
use crate::ids::ClientId;

/// What a configuration is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfigurationKind {
    /// How data nodes are compared.
    Matching,
    /// How a capture flow looks and what it asks for.
    Capture,
}

impl ConfigurationKind {
    /// The spelling in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Matching => "matching",
            Self::Capture => "capture",
        }
    }
}

/// A configuration of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// Whose it is.
    pub client: ClientId,
    /// What for.
    pub kind: ConfigurationKind,
    /// The client's name for it.
    pub id: ConfigurationId,
    /// JSON.
    pub content: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}
