//! Capture sessions and who may act in them.

use jiff::{SignedDuration, Timestamp};
use vidimus_api::capture::Handover;

use crate::blobs::envelope::Sealed;
use crate::ids::{BlobId, ProcessId, SecretHash};

/// How long an artifact, and the session it opens, can be used.
pub const ARTIFACT_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// The capture session of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The process; it has at most one session.
    pub process: ProcessId,
    /// Sealed redirect URL and settings. The URL may carry identifiers of the client's own.
    pub details: Sealed,
    /// Where it is being carried on.
    pub handover: Handover,
    /// The active challenge, where one is asked for.
    pub challenge: Option<ActiveChallenge>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// How often a challenge may be begun: enough for who is interrupted or misunderstands, too few for
/// waiting until what one has a film of is asked for.
pub const CHALLENGE_ATTEMPTS: u32 = 5;

/// How far the active challenge of a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ActiveChallenge {
    /// Whether it was answered, or given up.
    pub standing: Standing,
    /// From which the last attempt's tasks follow; `None` before the first.
    pub nonce: Option<u64>,
    /// How often it was begun.
    pub attempts: u32,
}

impl ActiveChallenge {
    /// How often it may still be begun.
    #[must_use]
    pub fn attempts_left(&self) -> u32 {
        CHALLENGE_ATTEMPTS.saturating_sub(self.attempts)
    }

    /// Whether nothing more is expected: answered, given up, or begun too often.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.standing != Standing::Open || self.attempts_left() == 0
    }
}

/// What became of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nothing yet.
    #[default]
    Open,
    /// Frames came, and lie in this blob.
    Answered(BlobId),
    /// The person cannot or does not want to do it.
    GivenUp,
}

/// Who holds an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The device that opened the flow.
    Opener,
    /// The phone that took it over.
    Phone,
    /// The demo page, which may look at the result and nothing else.
    Watcher,
}

impl Role {
    /// The spelling in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opener => "opener",
            Self::Phone => "phone",
            Self::Watcher => "watcher",
        }
    }

    /// Reads [`Role::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Opener, Self::Phone, Self::Watcher]
            .into_iter()
            .find(|role| role.as_str() == text)
    }
}

/// Leave to act in one session: an artifact and the token it was last exchanged for, as hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Hash of the artifact.
    pub artifact: SecretHash,
    /// Hash of the token; there is at most one at a time.
    pub token: Option<SecretHash>,
    /// The process.
    pub process: ProcessId,
    /// For whom it was made.
    pub role: Role,
    /// When it ends.
    pub expires_at: Timestamp,
}
