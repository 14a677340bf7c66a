//! The store in one SQLite file.
//!
//! One connection writes, several read: SQLite allows one writer at a time, and a queue in front
//! of it is fairer than its busy loop. Readers are never blocked (write-ahead log).

mod clients;
mod dossiers;
mod jobs;
mod processes;
mod sessions;

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use super::{Result, StoreError};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// The store in one SQLite file.
#[derive(Clone)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, makes it where missing, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError`] when that fails.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A verdict that was answered must not be lost with the power.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            // Deleted rows are overwritten: a destroyed key must not linger in free pages.
            .pragma("secure_delete", "ON");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        MIGRATIONS.run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self { writer, readers })
    }

    /// Begins to write: takes the lock at once, so that what is read inside stays true.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Empties the write-ahead log, which still holds deleted rows as they were.
    async fn forget(&self) -> Result<()> {
        // A reader may hold the log for a moment; then the next deletion, or the checkpoint that
        // SQLite makes by itself, empties it.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

fn time(millis: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::BadRow("time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixture {
        folder: tempfile::TempDir,
        store: SqliteStore,
    }

    async fn fixture() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("vidimus.db"))
            .await
            .unwrap();
        Fixture { folder, store }
    }

    macro_rules! contract {
        ($($name:ident),+ $(,)?) => {$(
            #[tokio::test]
            async fn $name() {
                let fixture = fixture().await;
                crate::store::contract::$name(&fixture.store).await;
            }
        )+};
    }

    contract!(
        clients_are_kept_as_they_were_added,
        dossiers_belong_to_their_client,
        deleting_a_dossier_takes_everything_with_it,
        a_process_is_kept_as_it_was_added,
        images_are_taken_while_pending_and_the_last_one_wins,
        a_burst_goes_with_its_selfie,
        pictures_of_two_dossiers_have_marks_in_common,
        what_was_said_of_a_camera_is_kept,
        only_pending_processes_can_be_changed_or_ended,
        processes_expire_by_their_first_image,
        an_exchange_ends_the_token_before,
        a_new_handover_replaces_the_one_before,
        a_challenge_is_begun_a_few_times_and_answered_by_its_last_nonce,
        a_challenge_can_be_given_up_and_none_is_asked_for_unless_wanted,
        a_job_is_held_by_one_worker_at_a_time,
        a_lost_lease_cannot_be_used,
        a_returned_job_waits,
        jobs_of_a_dead_run_are_freed_at_once,
        jobs_go_with_their_process,
        a_verification_starts_once_and_for_the_document_checked,
    );

    #[tokio::test]
    async fn a_reopened_file_still_holds_its_rows_and_a_deleted_key_is_nowhere_in_it() {
        let Fixture { folder, store } = fixture().await;
        let dossier = crate::store::contract::dossier(&store).await;
        let file = folder.path().join("vidimus.db");
        let key = dossier.wrapped_key.0.clone();
        let again = SqliteStore::open(&file).await.unwrap();
        let found = crate::store::Dossiers::dossier(&again, dossier.id)
            .await
            .unwrap();
        assert_eq!(found, Some(dossier.clone()));
        again.readers.close().await;
        again.writer.close().await;

        assert!(
            crate::store::Dossiers::delete_dossier(&store, dossier.id)
                .await
                .unwrap()
        );
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(key.len()).any(|window| window == key);
            assert!(!found, "the key is still in {}", path.display());
        }
    }
}
