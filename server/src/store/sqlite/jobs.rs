//! The queue of verifications.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;

use super::processes::{process_id, touch_dossier};
use super::{SqliteStore, millis};
use crate::domain::{Ending, Failure};
use crate::ids::ProcessId;
use crate::store::{Job, Jobs, Result, Worker};

#[async_trait]
impl Jobs for SqliteStore {
    async fn start_verification(
        &self,
        process: ProcessId,
        document: u32,
        at: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let started = sqlx::query(
            "UPDATE processes SET status = 'processing', updated_at = ?
             WHERE id = ? AND status = 'pending' AND document_id = ?",
        )
        .bind(millis(at))
        .bind(process.to_string())
        .bind(document)
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        if started {
            sqlx::query("INSERT INTO jobs (process, queued_at) VALUES (?, ?)")
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
        let row = sqlx::query(
            "UPDATE jobs SET node = ?, worker = ?, free_at = ?, attempts = attempts + 1
             WHERE process = (SELECT process FROM jobs WHERE free_at <= ?
                              ORDER BY queued_at LIMIT 1)
             RETURNING process, attempts",
        )
        .bind(&worker.node)
        .bind(&worker.name)
        .bind(millis(until))
        .bind(millis(now))
        .fetch_optional(&self.writer)
        .await?;
        row.map(|row| {
            Ok(Job {
                process: process_id(&row)?,
                attempt: row.try_get("attempts")?,
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
        let renewed = sqlx::query("UPDATE jobs SET free_at = ? WHERE process = ? AND worker = ?")
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
        let mut transaction = self.begin().await?;
        let held = sqlx::query("DELETE FROM jobs WHERE process = ? AND worker = ?")
            .bind(process.to_string())
            .bind(&worker.name)
            .execute(&mut *transaction)
            .await?
            .rows_affected()
            == 1;
        if !held {
            return Ok(false);
        }
        let (status, failure, record) = match ending {
            Ending::Verdict(status, record) => (status.as_str(), None, Some(&record.0)),
            Ending::Failed(failure) => ("failed", Some(*failure), None),
        };
        sqlx::query(
            "UPDATE processes SET status = ?, failure = ?, sealed_record = ?, updated_at = ?
             WHERE id = ? AND status = 'processing'",
        )
        .bind(status)
        .bind(failure.map(Failure::as_str))
        .bind(record)
        .bind(millis(at))
        .bind(process.to_string())
        .execute(&mut *transaction)
        .await?;
        touch_dossier(&mut transaction, process, at).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn return_job(
        &self,
        process: ProcessId,
        worker: &Worker,
        not_before: Timestamp,
    ) -> Result<bool> {
        let returned = sqlx::query(
            "UPDATE jobs SET free_at = ?, node = NULL, worker = NULL
             WHERE process = ? AND worker = ?",
        )
        .bind(millis(not_before))
        .bind(process.to_string())
        .bind(&worker.name)
        .execute(&self.writer)
        .await?;
        Ok(returned.rows_affected() == 1)
    }

    async fn free_jobs_of_node(&self, node: &str) -> Result<u64> {
        let freed =
            sqlx::query("UPDATE jobs SET free_at = 0, node = NULL, worker = NULL WHERE node = ?")
                .bind(node)
                .execute(&self.writer)
                .await?;
        Ok(freed.rows_affected())
    }
}
