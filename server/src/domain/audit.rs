//! Who did what, and when. No personal data.

use jiff::Timestamp;

use crate::ids::{ClientId, DossierId, ProcessId};

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The client, with its access token.
    Client,
    /// The person, in a capture session.
    Person,
    /// The service itself.
    System,
}

impl Actor {
    /// The spelling on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Person => "person",
            Self::System => "system",
        }
    }

    /// Reads [`Actor::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Client, Self::Person, Self::System]
            .into_iter()
            .find(|actor| actor.as_str() == text)
    }
}

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Whose data it was about.
    pub client: ClientId,
    /// Who acted.
    pub actor: Actor,
    /// Method and route, such as `DELETE /assure/dossiers/{dossierId}`, or what the service did.
    pub operation: String,
    /// Status of the reply; 0 for what the service did by itself.
    pub status: u16,
    /// The dossier.
    pub dossier: Option<DossierId>,
    /// The process.
    pub process: Option<ProcessId>,
    /// `traceId` of the request; empty for what the service did by itself.
    pub trace_id: String,
}

/// Which lines are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// About this dossier.
    pub dossier: Option<DossierId>,
    /// Then or later.
    pub start: Option<Timestamp>,
    /// Then or before.
    pub end: Option<Timestamp>,
    /// How many to leave out at the beginning.
    pub offset: u32,
    /// At most so many.
    pub limit: u32,
}
