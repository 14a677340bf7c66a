//! Verifications, carried out one after the other by each worker.
//!
//! A worker leases a job for a short time and renews the lease while it works. When it dies, the
//! lease runs out and another worker takes the job; when the whole program dies and is started
//! again on the same data folder, its jobs are freed at once, because the lock on the folder
//! proves that the earlier run is dead. A verification may so be begun twice; only the worker that
//! holds the job can end it.

pub mod redaction;
mod verdict;
pub mod verifier;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use vidimus_engine::check::Outcomes;
use vidimus_engine::{Policy, Report};

use crate::blobs::envelope::SealError;
use crate::domain::{Ending, Failure};
use crate::problem::{Refusal, causes};
use crate::providers::ConnectionError;
use crate::service::App;
use crate::store::{Job, StoreError, Worker};
use verifier::{ModelHash, Verifier, VerifierError};

/// How long a worker holds a job without a sign of life.
const LEASE: SignedDuration = SignedDuration::from_secs(10);
/// How often it gives one.
const HEARTBEAT: Duration = Duration::from_secs(3);
/// How long an idle worker sleeps when nobody wakes it.
const IDLE: Duration = Duration::from_secs(1);
/// How long a job waits when database or images were not to be reached.
const OUTAGE: SignedDuration = SignedDuration::from_secs(2);
/// How often a verification is begun before it is given up.
const MAX_ATTEMPTS: u32 = 5;

/// Everything that a verdict rests on. Stored sealed: it is personal data.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The engine's report.
    pub report: Report,
    /// What each check rests on.
    #[serde(default)]
    pub checks: Outcomes,
    /// The similarity score behind the level, 0 to 1.
    pub similarity_score: Option<f32>,
    /// The settings it was made with, the date among them.
    pub policy: Policy,
    /// Version of the engine.
    pub engine_version: String,
    /// The weights that were used.
    pub models: Vec<ModelHash>,
    /// When it was made, `YYYY-MM-DDThh:mm:ssZ`.
    pub verified_at: String,
}

impl Record {
    /// Purpose under which it is sealed; one process, one record.
    pub(crate) fn purpose(process: crate::ids::ProcessId) -> String {
        format!("record/{process}")
    }
}

/// Carries out jobs until the service stops.
pub async fn work(app: Arc<App>, verifier: Option<Arc<dyn Verifier>>, worker: Worker) {
    let mut stop = app.stopping();
    while !*stop.borrow() {
        let now = app.now();
        match app.store.lease_job(&worker, now, now + LEASE).await {
            Ok(Some(job)) => {
                carry_out(&app, verifier.as_ref(), &worker, &job).await;
                app.announce(job.process);
            }
            Ok(None) => {
                tokio::select! {
                    () = app.work.notified() => {}
                    () = tokio::time::sleep(IDLE) => {}
                    _ = stop.changed() => {}
                }
            }
            Err(error) => {
                tracing::error!(cause = causes(&error), "the queue cannot be read");
                tokio::time::sleep(IDLE).await;
            }
        }
    }
}

async fn carry_out(
    app: &Arc<App>,
    verifier: Option<&Arc<dyn Verifier>>,
    worker: &Worker,
    job: &Job,
) {
    let process = job.process;
    let begun = std::time::Instant::now();
    let given_up = job.attempt > MAX_ATTEMPTS;
    let result = if given_up {
        // It took the whole program down, several times over.
        Ok(Some(Ending::Failed(Failure::NotVerified)))
    } else {
        verify(app, verifier, worker, job).await
    };
    let mut state = "lost";
    let done = match result {
        Ok(None) => Ok(false),
        Ok(Some(ending)) => {
            state = ending.status().as_str();
            app.store
                .finish_job(process, worker, &ending, app.now())
                .await
        }
        Err(error) => {
            tracing::error!(%process, attempt = job.attempt, cause = causes(&error), "not verified");
            state = "error";
            if error.is_outage() {
                // Nobody's fault, and over some time: it does not count.
                let before = job.attempt.saturating_sub(1);
                app.store
                    .return_job(process, worker, before, app.now() + OUTAGE)
                    .await
            } else if job.attempt >= MAX_ATTEMPTS {
                let failed = Ending::Failed(Failure::NotVerified);
                app.store
                    .finish_job(process, worker, &failed, app.now())
                    .await
            } else {
                let wait = SignedDuration::from_secs(1 << job.attempt);
                app.store
                    .return_job(process, worker, job.attempt, app.now() + wait)
                    .await
            }
        }
    };
    let ended = matches!(done, Ok(true));
    let elapsed = begun.elapsed();
    app.metrics.verified(
        if ended || state == "error" {
            state
        } else {
            "lost"
        },
        elapsed,
    );
    let elapsed_ms = elapsed.as_millis();
    match done {
        Ok(true) => {
            tracing::info!(%process, attempt = job.attempt, state, elapsed_ms, "job ended");
        }
        Ok(false) => tracing::info!(%process, attempt = job.attempt, "job lost or deleted"),
        Err(error) => tracing::error!(%process, cause = causes(&error), "job cannot be ended"),
    }
}

/// Why a job was not carried out. Tried again later.
#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error("the submission cannot be read: {0:?}")]
    Submission(Refusal),
    #[error(transparent)]
    Verifier(#[from] VerifierError),
    #[error("the verifier panicked")]
    Panicked(#[from] tokio::task::JoinError),
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    #[error("this worker has neither networks nor a connection to the provider")]
    NobodyVerifies,
}

impl JobError {
    /// Whether database or images were not to be reached, which says nothing about the job.
    fn is_outage(&self) -> bool {
        matches!(self, Self::Submission(refusal) if refusal.is_outage())
    }
}

macro_rules! submission {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for JobError {
            fn from(error: $error) -> Self {
                Self::Submission(error.into())
            }
        }
    )+};
}

submission!(Refusal, StoreError, SealError, serde_json::Error);

/// Verifies, holding on to the job meanwhile. `None` when it was lost or deleted.
async fn verify(
    app: &Arc<App>,
    verifier: Option<&Arc<dyn Verifier>>,
    worker: &Worker,
    job: &Job,
) -> Result<Option<Ending>, JobError> {
    let Some(process) = app.store.process(job.process).await? else {
        return Ok(None);
    };
    let Some(dossier) = app.store.dossier(process.dossier).await? else {
        return Ok(None);
    };
    let connection = app.providers.connection(process.provider);
    let verdict = async {
        match (connection, verifier) {
            (Some(connection), _) => {
                verdict::by_connection(app, connection, &process, &dossier).await
            }
            (None, Some(verifier)) => verdict::by_engine(app, verifier, &process, &dossier).await,
            (None, None) => Err(JobError::NobodyVerifies),
        }
    };
    let mut verdict = std::pin::pin!(verdict);
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    let (status, record) = loop {
        tokio::select! {
            verdict = &mut verdict => break verdict?,
            _ = heartbeat.tick() => {
                if !app.store.renew_job(job.process, worker, app.now() + LEASE).await? {
                    return Ok(None);
                }
            }
        }
    };
    let key = app.data_key(&dossier)?;
    let sealed = key.seal(dossier.id, &Record::purpose(job.process), &record)?;
    Ok(Some(Ending::Verdict(status, sealed)))
}
