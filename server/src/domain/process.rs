//! Processes: one verification each, and the rules of their status.
//!
//! ```text
//! pending ─┬─ start verification ─▶ processing ─▶ accepted | rejected | inconclusive | failed
//!          ├─ 15 minutes after the first image, or by request ─▶ failed
//!          └─ by the person, or when the time of a handover has passed ─▶ canceled
//! ```

use jiff::{SignedDuration, Timestamp};
use vidimus_api::capture::{Depiction, ProcessStatus, ProcessType};
use vidimus_engine::provenance::CameraFacts;

use super::Provider;
use crate::blobs::envelope::Sealed;
use crate::ids::{BlobId, DossierId, ProcessId};

/// Time from the first image to the start of the verification.
pub const TIME_TO_COMPLETE: SignedDuration = SignedDuration::from_mins(15);

/// One verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: ProcessId,
    /// The dossier it belongs to.
    pub dossier: DossierId,
    /// Who verifies.
    pub provider: Provider,
    /// What it asks for; `None` where the provider has no types.
    pub process_type: Option<ProcessType>,
    /// Where it stands.
    pub status: ProcessStatus,
    /// Which document, by its id in the catalogue; in a capture flow the person chooses it.
    pub document_id: Option<u32>,
    /// What else was asked for when it was made, sealed.
    pub request: Option<Sealed>,
    /// What the provider calls it.
    pub external_id: Option<String>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// When the first image came.
    pub first_image_at: Option<Timestamp>,
    /// When it is canceled, if it is still pending: a phone was given so much time.
    pub cancel_at: Option<Timestamp>,
    /// The sealed record of the verification.
    pub record: Option<Sealed>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Process {
    /// A new process, pending.
    #[must_use]
    pub fn new(
        dossier: DossierId,
        provider: Provider,
        process_type: Option<ProcessType>,
        now: Timestamp,
    ) -> Self {
        Self {
            id: ProcessId::random(),
            dossier,
            provider,
            process_type,
            status: ProcessStatus::Pending,
            document_id: None,
            request: None,
            external_id: None,
            failure: None,
            first_image_at: None,
            cancel_at: None,
            record: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Until when it must be completed; unknown before the first image.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        self.first_image_at?.checked_add(TIME_TO_COMPLETE).ok()
    }

    /// Whether its time has run out while it was pending.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.status == ProcessStatus::Pending && self.deadline().is_some_and(|end| end <= now)
    }

    /// Whether the time that a phone was given has passed while it was pending.
    #[must_use]
    pub fn is_abandoned(&self, now: Timestamp) -> bool {
        self.status == ProcessStatus::Pending && self.cancel_at.is_some_and(|end| end <= now)
    }

    /// Whether a selfie is compared with the portrait.
    #[must_use]
    pub fn wants_selfie(&self) -> bool {
        self.process_type == Some(ProcessType::DocumentSelfie)
    }
}

/// An image of a process.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The process.
    pub process: ProcessId,
    /// What it shows.
    pub depiction: Depiction,
    /// Where it is stored.
    pub blob: BlobId,
    /// `image/jpeg`, `image/png` or `image/webp`, by its content.
    pub media_type: &'static str,
    /// What the page said of the camera; `None` for a file.
    pub camera: Option<CameraFacts>,
    /// Where the frames of the live picture before a selfie are stored.
    pub burst: Option<BlobId>,
}

/// Why a process failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// [`TIME_TO_COMPLETE`] has passed.
    TimeExpired,
    /// The client asked for it.
    ByRequest,
    /// The verification could not be carried out, several times over. Not the person's fault.
    NotVerified,
}

impl Failure {
    /// The spelling in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TimeExpired => "timeExpired",
            Self::ByRequest => "byRequest",
            Self::NotVerified => "notVerified",
        }
    }

    /// Reads [`Failure::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::TimeExpired, Self::ByRequest, Self::NotVerified]
            .into_iter()
            .find(|failure| failure.as_str() == text)
    }
}

/// How a verification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// With a verdict: `accepted`, `rejected` or `inconclusive`, and the sealed record.
    Verdict(ProcessStatus, Sealed),
    /// Without one.
    Failed(Failure),
}

impl Ending {
    /// The final status.
    #[must_use]
    pub fn status(&self) -> ProcessStatus {
        match self {
            Self::Verdict(status, _) => *status,
            Self::Failed(_) => ProcessStatus::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_out_fifteen_minutes_after_the_first_image() {
        let start: Timestamp = "2025-01-08T15:41:59Z".parse().unwrap();
        let mut process = Process::new(DossierId::random(), Provider::PictureId, None, start);
        let much_later = start + SignedDuration::from_hours(48);
        assert!(!process.is_overdue(much_later), "no image, no deadline");

        process.first_image_at = Some(start);
        let end = start + SignedDuration::from_mins(15);
        assert!(!process.is_overdue(end - SignedDuration::from_secs(1)));
        assert!(process.is_overdue(end));
        process.status = ProcessStatus::Processing;
        assert!(!process.is_overdue(much_later), "it was completed in time");
    }
}
