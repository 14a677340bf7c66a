//! Writing the audit log.
//!
//! Entries of many requests are written in one transaction: a request that changes something waits for
//! its entry, one that reads does not. While the database refuses, entries are kept and written later.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use tokio::sync::{mpsc, oneshot};

use super::App;
use crate::domain::AuditEntry;
use crate::problem::causes;

/// Most entries that wait for the database; more are refused, which is an error in the log.
const WAITING: usize = 10_000;
/// Entries in one transaction.
const BATCH: usize = 500;
/// Between two attempts while the database refuses.
const PAUSE: Duration = Duration::from_millis(500);

/// Told when an entry is written.
type Written = Option<oneshot::Sender<()>>;

/// What goes to the task that writes; without an entry, a question how far it is.
type Message = (Option<AuditEntry>, Written);

/// The way to the log.
pub(crate) struct AuditLog {
    sender: mpsc::Sender<Message>,
    lost: Counter,
    /// Taken by the task that writes.
    receiver: std::sync::Mutex<Option<mpsc::Receiver<Message>>>,
}

impl AuditLog {
    pub(super) fn new(lost: Counter) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        Self {
            sender,
            lost,
            receiver: std::sync::Mutex::new(Some(receiver)),
        }
    }

    /// Adds an entry; with `wait`, returns when it is in the database, or was refused.
    pub(crate) async fn add(&self, entry: AuditEntry, wait: bool) {
        let (written, done) = oneshot::channel();
        let written = wait.then_some(written);
        if self.sender.try_send((Some(entry), written)).is_err() {
            self.lost.inc();
            tracing::error!("an entry of the audit log is lost: too many are waiting");
        } else if wait {
            let _ = done.await;
        }
    }

    /// Returns when everything that was added before is written.
    pub(super) async fn flush(&self) {
        let (written, done) = oneshot::channel();
        if self.sender.send((None, Some(written))).await.is_ok() {
            let _ = done.await;
        }
    }
}

/// Writes what is added, as long as the service runs.
pub(super) async fn write(app: Arc<App>) {
    let receiver = app.audit.receiver.lock();
    let receiver = receiver
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .take();
    let Some(mut receiver) = receiver else { return };
    let mut batch = Vec::new();
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        let entries: Vec<AuditEntry> = batch.iter_mut().filter_map(|own| own.0.take()).collect();
        while !entries.is_empty() {
            match app.store.add_audit(&entries).await {
                Ok(()) => break,
                Err(error) => {
                    let cause = causes(&error);
                    let waiting = entries.len();
                    tracing::error!(cause, waiting, "the audit log cannot be written");
                    // Those that wait have their answer: what they did is done.
                    for (_, written) in &mut batch {
                        written.take();
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        for (_, written) in batch.drain(..) {
            let _ = written.map(|written| written.send(()));
        }
    }
}
