//! Events: what became of processes, and whom to tell.

use jiff::{SignedDuration, Timestamp};
use vidimus_api::capture::{ProcessStatus, ProcessType};

use super::Provider;
use crate::blobs::envelope::Sealed;
use crate::ids::{ClientId, DossierId, EventId, ProcessId, SubscriptionId};

/// How long an event is worth being told.
pub const EVENT_LIFETIME: SignedDuration = SignedDuration::from_hours(72);

/// Waits after the first, second … failed attempt, in seconds; after the last it stays so.
const WAITS_S: [i64; 7] = [60, 300, 1800, 7200, 21_600, 43_200, 86_400];

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// Whose processes it is told of.
    pub client: ClientId,
    /// Where, sealed.
    pub url: Sealed,
    /// What signs, sealed.
    pub secret: Sealed,
    /// What signs beside, and until when.
    pub previous_secret: Option<(Sealed, Timestamp)>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A process has reached a final status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stays the same in every attempt.
    pub id: EventId,
    /// The client.
    pub client: ClientId,
    /// The dossier.
    pub dossier: DossierId,
    /// The process.
    pub process: ProcessId,
    /// Who verified.
    pub provider: Provider,
    /// What was asked for.
    pub process_type: Option<ProcessType>,
    /// The status.
    pub status: ProcessStatus,
    /// When.
    pub created_at: Timestamp,
    /// No attempts after.
    pub expires_at: Timestamp,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// To be tried, or tried again.
    Pending,
    /// The receiver said so.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryState {
    /// The spelling on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// Reads [`DeliveryState::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// What is known of telling somebody of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while pending.
    pub next_at: Timestamp,
    /// The receiver's last status.
    pub last_status: Option<u16>,
    /// Why the last attempt failed, without the receiver's words.
    pub last_error: Option<String>,
    /// When it was last tried or changed.
    pub updated_at: Timestamp,
}

/// When to try again after so many attempts; `None` where the event is then too old. `jitter`, 0 to 1,
/// spreads those that failed together over a fifth more or less.
#[must_use]
pub fn next_attempt(
    attempts: u32,
    now: Timestamp,
    expires_at: Timestamp,
    jitter: f64,
) -> Option<Timestamp> {
    let number = (attempts.max(1) as usize - 1).min(WAITS_S.len() - 1);
    let wait = WAITS_S[number] as f64 * (0.8 + 0.4 * jitter);
    let next = now + SignedDuration::from_secs(wait as i64);
    (next < expires_at).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_until_the_event_is_too_old() {
        let made = Timestamp::UNIX_EPOCH;
        let expires_at = made + EVENT_LIFETIME;
        let mut now = made;
        let mut waits_s = Vec::new();
        while let Some(next) = next_attempt(waits_s.len() as u32 + 1, now, expires_at, 0.5) {
            waits_s.push((next - now).get_seconds());
            now = next;
        }
        assert_eq!(
            waits_s,
            [60, 300, 1800, 7200, 21_600, 43_200, 86_400, 86_400]
        );
        let spread = |jitter| next_attempt(1, made, expires_at, jitter).unwrap() - made;
        assert_eq!(spread(0.0).get_seconds(), 48);
        assert_eq!(spread(1.0).get_seconds(), 72);
    }
}
