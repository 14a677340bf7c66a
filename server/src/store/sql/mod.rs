//! The store in a SQL database: one SQLite file, or PostgreSQL.
//!
//! Every statement is written once, for both: ids are text, times and numbers 64-bit integers, what
//! is sealed bytes, and [`Kind`] says where they differ. In SQLite one connection writes and several
//! read: it allows one writer at a time, and a queue in front of it is fairer than its busy loop.
//! Readers are never blocked (write-ahead log). In PostgreSQL a transaction first changes the row of
//! the process that it is about, which makes others wait that are about the same one.

mod audits;
mod clients;
mod configurations;
mod copy;
mod dossiers;
mod events;
mod files;
mod installation;
mod jobs;
mod processes;
mod sessions;
mod user_data;

use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyPool, Connection as _, Row, Transaction};

use super::{Result, StoreError};
use crate::ids::BlobId;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Readers of a file, and connections to a server.
const READERS: u32 = 4;
const CONNECTIONS: u32 = 16;
/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// The store in a SQL database.
#[derive(Clone)]
pub struct SqlStore {
    kind: Kind,
    writer: AnyPool,
    readers: AnyPool,
}

/// Where a PostgreSQL server is, and how to log in there: not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// Not the URL of a PostgreSQL server.
#[derive(Debug, thiserror::Error)]
#[error("a database URL is postgres://USER:PASSWORD@HOST/DATABASE; SQLite needs none")]
pub struct InvalidDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> std::result::Result<Self, InvalidDatabaseUrl> {
        let is_server = ["postgres://", "postgresql://"].map(|scheme| text.starts_with(scheme));
        let is_server = is_server.contains(&true);
        is_server
            .then(|| Self(text.to_owned()))
            .ok_or(InvalidDatabaseUrl)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DatabaseUrl { … }")
    }
}

impl SqlStore {
    /// Opens a SQLite file, makes it where missing, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError`] when that fails.
    pub async fn open(file: &Path) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let url = |mode: &str| -> Result<AnyConnectOptions> {
            Ok(format!("sqlite:{}?mode={mode}", escaped(file)).parse()?)
        };
        let writer = sqlite()
            .max_connections(1)
            .connect_with(url("rwc")?)
            .await?;
        SQLITE.run(&writer).await?;
        let readers = sqlite()
            .max_connections(READERS)
            .connect_with(url("ro")?)
            .await?;
        Ok(Self {
            kind: Kind::Sqlite,
            writer,
            readers,
        })
    }

    /// Connects to PostgreSQL and brings the database's schema up to date.
    ///
    /// # Errors
    /// [`StoreError`] when that fails.
    pub async fn connect(url: &DatabaseUrl) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let pool = AnyPoolOptions::new()
            .acquire_timeout(PATIENCE)
            .max_connections(CONNECTIONS)
            .connect(&url.0)
            .await?;
        POSTGRES.run(&pool).await?;
        Ok(Self {
            kind: Kind::Postgres,
            writer: pool.clone(),
            readers: pool,
        })
    }

    /// Begins to write. In SQLite it takes the lock at once, so that what is read inside stays true.
    async fn begin(&self) -> Result<Transaction<'static, Any>> {
        Ok(match self.kind {
            Kind::Sqlite => self.writer.begin_with("BEGIN IMMEDIATE").await?,
            Kind::Postgres => self.writer.begin().await?,
        })
    }

    /// Deletes a row by an id, `false` when it is not there.
    async fn delete(&self, statement: &'static str, id: impl ToString) -> Result<bool> {
        let deleted = sqlx::query(statement)
            .bind(id.to_string())
            .execute(&self.writer)
            .await?
            .rows_affected()
            == 1;
        if deleted {
            self.forget().await?;
        }
        Ok(deleted)
    }

    /// Empties SQLite's write-ahead log, which still holds deleted rows as they were.
    async fn forget(&self) -> Result<()> {
        if self.kind == Kind::Sqlite {
            // A reader may hold the log for a moment; then the next deletion, or the checkpoint that
            // SQLite makes by itself, empties it.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&self.writer)
                .await?;
        }
        Ok(())
    }
}

fn sqlite() -> AnyPoolOptions {
    AnyPoolOptions::new()
        .acquire_timeout(PATIENCE)
        // When it cannot write, SQLite rolls back by itself; the connection still waits for somebody to
        // do so, and would for ever.
        .before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
        .after_connect(|connection, _| {
            Box::pin(async move {
                // A verdict that was answered must not be lost with the power, and a destroyed key
                // must not linger in free pages.
                sqlx::raw_sql(
                    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;
                     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                     PRAGMA secure_delete = ON;",
                )
                .execute(connection)
                .await?;
                Ok(())
            })
        })
}

/// A path as it stands in a URL.
fn escaped(file: &Path) -> String {
    let path = file.display().to_string();
    path.replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

fn time(millis: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::BadRow("time"))
}

fn number(value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|_| StoreError::BadRow("number"))
}

fn optional_blob(row: &AnyRow, column: &str) -> Result<Option<BlobId>> {
    let blob: Option<&str> = row.try_get(column)?;
    blob.map(|id| BlobId::parse(id).ok_or(StoreError::BadRow("blob id")))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixture {
        folder: tempfile::TempDir,
        store: SqlStore,
    }

    async fn postgres() -> SqlStore {
        let server = tokio::task::spawn_blocking(|| vidimus_postgres::shared()?.new_database());
        let url = server.await.unwrap().unwrap();
        SqlStore::connect(&url.parse().unwrap()).await.unwrap()
    }

    async fn fixture() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let store = SqlStore::open(&folder.path().join("vidimus.db"))
            .await
            .unwrap();
        Fixture { folder, store }
    }

    macro_rules! contract {
        ($($name:ident),+ $(,)?) => {
            mod in_sqlite {$(
                #[tokio::test]
                async fn $name() {
                    let fixture = super::fixture().await;
                    crate::store::contract::$name(&fixture.store).await;
                }
            )+}
            mod in_postgres {$(
                #[tokio::test]
                async fn $name() {
                    crate::store::contract::$name(&super::postgres().await).await;
                }
            )+}
        };
    }

    contract!(
        what_is_shared_first_stays,
        clients_are_kept_as_they_were_added,
        the_audit_log_is_kept_by_client_and_outlives_dossiers,
        configurations_belong_to_a_client_and_a_kind,
        dossiers_belong_to_their_client,
        dossiers_expire_by_the_time_of_their_client,
        deleting_a_dossier_takes_everything_with_it,
        the_last_file_of_a_kind_wins_and_all_are_deleted_together,
        processes_of_a_client_are_filtered_and_turned_over,
        user_data_are_set_once_and_replaced_as_they_were_read,
        a_process_is_kept_as_it_was_added,
        images_are_taken_while_pending_and_the_last_one_wins,
        a_burst_goes_with_its_selfie,
        pictures_of_two_dossiers_have_marks_in_common,
        what_was_said_of_a_camera_is_kept,
        only_pending_processes_can_be_changed_or_ended,
        processes_expire_by_their_first_image,
        an_exchange_ends_the_token_before,
        a_new_handover_replaces_the_one_before,
        a_handover_that_times_out_cancels_the_process,
        a_challenge_is_begun_a_few_times_and_answered_by_its_last_nonce,
        a_challenge_can_be_given_up_and_none_is_asked_for_unless_wanted,
        subscriptions_belong_to_their_client,
        whoever_subscribed_is_told_of_every_end,
        a_delivery_is_held_by_one_worker_and_tried_again,
        a_job_is_held_by_one_worker_at_a_time,
        a_lost_lease_cannot_be_used,
        a_returned_job_waits,
        jobs_of_a_dead_run_are_freed_at_once,
        jobs_go_with_their_process,
        what_is_done_at_once_leaves_what_one_after_the_other_would,
        a_verification_starts_once_and_for_the_document_checked,
    );

    #[tokio::test]
    async fn a_reopened_file_still_holds_its_rows_and_a_deleted_key_is_nowhere_in_it() {
        let Fixture { folder, store } = fixture().await;
        let dossier = crate::store::contract::dossier(&store).await;
        let file = folder.path().join("vidimus.db");
        let key = dossier.wrapped_key.0.clone();
        let again = SqlStore::open(&file).await.unwrap();
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
