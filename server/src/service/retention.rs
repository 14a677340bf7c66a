//! Deleting what has been kept long enough.

use jiff::SignedDuration;

use super::App;
use crate::domain::{Actor, AuditEntry};
use crate::problem::Refusal;

/// Dossiers that are deleted in one go.
const AT_ONCE: u32 = 100;
/// How long events and what was told of them are kept.
const EVENTS: SignedDuration = SignedDuration::from_hours(30 * 24);

impl App {
    /// Deletes the dossiers that nothing has changed in for as long as their client wants them kept,
    /// and old events. What is left of a dossier is a line in the audit log.
    pub(super) async fn purge(&self) -> Result<usize, Refusal> {
        let now = self.now();
        self.store.delete_events(now - EVENTS).await?;
        let mut purged = 0;
        loop {
            let kept_days = self.retention_days;
            let expired = self.store.expired_dossiers(now, kept_days, AT_ONCE).await?;
            for dossier in &expired {
                self.delete_dossier(dossier).await?;
                let entry = AuditEntry {
                    at: now,
                    client: dossier.client.clone(),
                    actor: Actor::System,
                    operation: "retention: dossier deleted".to_owned(),
                    status: 0,
                    dossier: Some(dossier.id),
                    process: None,
                    trace_id: String::new(),
                };
                self.audit.add(entry, true).await;
            }
            purged += expired.len();
            if expired.len() < AT_ONCE as usize {
                return Ok(purged);
            }
        }
    }
}
