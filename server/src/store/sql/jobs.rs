//! The queue of verifications.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;

use super::events::emit;
use super::processes::{process_id, touch_dossier};
use super::{Kind, SqlStore, millis, number};
use crate::blobs::envelope::Sealed;
use crate::domain::{Ending, Failure};
use crate::ids::ProcessId;
use crate::store::{Backlog, Job, Jobs, Result, Worker};

#[async_trait]
impl Jobs for SqlStore {
    async fn start_verification(
        &self,
        process: ProcessId,
        document: Option<u32>,
        request: Option<&Sealed>,
        at: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let started = sqlx::query(
            "UPDATE processes SET status = 'processing', updated_at = $1,
             sealed_request = coalesce($2, sealed_request)
             WHERE id = $3 AND status = 'pending' AND coalesce(document_id, 0) = $4",
        )
        .bind(millis(at))
        .bind(request.map(|sealed| &sealed.0))
        .bind(process.to_string())
        // No document has the number 0.
        .bind(i64::from(document.unwrap_or(0)))
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        if started {
            sqlx::query("INSERT INTO jobs (process, queued_at) VALUES ($1, $2)")
                .bind(process.to_string())
                .bind(millis(at))
                .execute(&mut *transaction)
                .await?;
            touch_dossier(&mut transaction, process, at).await?;
        }
        transaction.commit().await?;
        Ok(started)
    }

    async fn lease_job(
        &self,
        worker: &Worker,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Job>> {
        // SQLite has one writer at a time; elsewhere workers step over what others are just taking.
        let take = match self.kind {
            Kind::Sqlite => {
                "UPDATE jobs SET node = $1, worker = $2, free_at = $3, attempts = attempts + 1
                 WHERE process = (SELECT process FROM jobs WHERE free_at <= $4
                                  ORDER BY queued_at LIMIT 1)
                 RETURNING process, attempts"
            }
            Kind::Postgres => {
                "UPDATE jobs SET node = $1, worker = $2, free_at = $3, attempts = attempts + 1
                 WHERE process = (SELECT process FROM jobs WHERE free_at <= $4
                                  ORDER BY queued_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                 RETURNING process, attempts"
            }
        };
        let row = sqlx::query(take)
            .bind(&worker.node)
            .bind(&worker.name)
            .bind(millis(until))
            .bind(millis(now))
            .fetch_optional(&self.writer)
            .await?;
        row.map(|row| {
            Ok(Job {
                process: process_id(&row)?,
                attempt: number(row.try_get("attempts")?)?,
            })
        })
        .transpose()
    }

    async fn renew_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        until: Timestamp,
    ) -> Result<bool> {
        let renewed =
            sqlx::query("UPDATE jobs SET free_at = $1 WHERE process = $2 AND worker = $3")
                .bind(millis(until))
                .bind(process.to_string())
                .bind(&worker.name)
                .execute(&self.writer)
                .await?;
        Ok(renewed.rows_affected() == 1)
    }

    async fn finish_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        ending: &Ending,
        at: Timestamp,
    ) -> Result<bool> {
        let (status, failure, record) = match ending {
            Ending::Verdict(status, record) => (status.as_str(), None, Some(&record.0)),
            Ending::Failed(failure) => ("failed", Some(*failure), None),
        };
        let mut transaction = self.begin().await?;
        // The process before the job, as deleting a process does: neither waits for the other.
        sqlx::query(
            "UPDATE processes SET status = $1, failure = $2, sealed_record = $3, updated_at = $4
             WHERE id = $5 AND status = 'processing'",
        )
        .bind(status)
        .bind(failure.map(Failure::as_str))
        .bind(record)
        .bind(millis(at))
        .bind(process.to_string())
        .execute(&mut *transaction)
        .await?;
        touch_dossier(&mut transaction, process, at).await?;
        let held = sqlx::query("DELETE FROM jobs WHERE process = $1 AND worker = $2")
            .bind(process.to_string())
            .bind(&worker.name)
            .execute(&mut *transaction)
            .await?
            .rows_affected()
            == 1;
        if held {
            emit(&mut transaction, process, at).await?;
            transaction.commit().await?;
        }
        Ok(held)
    }

    async fn return_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        attempt: u32,
        not_before: Timestamp,
    ) -> Result<bool> {
        let returned = sqlx::query(
            "UPDATE jobs SET free_at = $1, attempts = $4, node = NULL, worker = NULL
             WHERE process = $2 AND worker = $3",
        )
        .bind(millis(not_before))
        .bind(process.to_string())
        .bind(&worker.name)
        .bind(i64::from(attempt))
        .execute(&self.writer)
        .await?;
        Ok(returned.rows_affected() == 1)
    }

    async fn backlog(&self, now: Timestamp) -> Result<Backlog> {
        // On the connections of readers: a queue of writers must not look like a queue of jobs.
        let row = sqlx::query(
            "SELECT COUNT(*) AS waiting, MIN(queued_at) AS oldest FROM jobs WHERE free_at <= $1",
        )
        .bind(millis(now))
        .fetch_one(&self.readers)
        .await?;
        let oldest: Option<i64> = row.try_get("oldest")?;
        let waited = oldest.map_or(0, |oldest| (millis(now) - oldest).max(0));
        Ok(Backlog {
            waiting: number(row.try_get("waiting")?)?,
            oldest: Duration::from_millis(waited.unsigned_abs()),
        })
    }

    async fn free_jobs_of_node(&self, node: &str) -> Result<u64> {
        let freed =
            sqlx::query("UPDATE jobs SET free_at = 0, node = NULL, worker = NULL WHERE node = $1")
                .bind(node)
                .execute(&self.writer)
                .await?;
        Ok(freed.rows_affected())
    }
}
