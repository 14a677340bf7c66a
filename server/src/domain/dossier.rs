//! Dossiers.

use jiff::Timestamp;
use vidimus_api::capture::Depiction;

use crate::blobs::envelope::Sealed;
use crate::ids::{BlobId, ClientId, DossierId};

/// Everything about one person, for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// To whom it belongs.
    pub client: ClientId,
    /// Its data key, wrapped by the master key.
    pub wrapped_key: Sealed,
    /// The client's own reference, sealed: it may be a name or a customer number.
    pub external_reference: Option<Sealed>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it, or something in it, was last changed.
    pub updated_at: Timestamp,
}

/// An image of a dossier that belongs to none of its processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The dossier.
    pub dossier: DossierId,
    /// What it shows.
    pub depiction: Depiction,
    /// Where it is stored.
    pub blob: BlobId,
    /// `image/jpeg`, `image/png` or `image/webp`, by its content.
    pub media_type: &'static str,
}

/// The client's own reference: 1 to 256 characters, none of them a control character.
#[derive(Clone, PartialEq, Eq)]
pub struct ExternalReference(String);

impl ExternalReference {
    /// Purpose under which it is sealed.
    pub const PURPOSE: &'static str = "external-reference";

    /// Checks the length and the characters.
    #[must_use]
    pub fn parse(text: String) -> Option<Self> {
        let characters = text.chars().count();
        ((1..=256).contains(&characters) && !text.contains(char::is_control)).then_some(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
