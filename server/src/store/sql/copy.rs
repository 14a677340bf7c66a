//! All rows, from one database to another.

use std::path::Path;

use futures_util::TryStreamExt as _;
use sqlx::{Any, AssertSqlSafe, Row, Transaction};

use super::{Kind, SqlStore};
use crate::store::{Result, StoreError};

/// The tables, each after those that it refers to.
const TABLES: [&str; 16] = [
    "installation",
    "clients",
    "configurations",
    "dossiers",
    "user_data",
    "files",
    "processes",
    "images",
    "image_marks",
    "sessions",
    "accesses",
    "jobs",
    "subscriptions",
    "events",
    "deliveries",
    "audit",
];

/// What a column holds.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Text,
    Number,
    Bytes,
}

struct Column {
    name: String,
    holds: Holds,
}

impl SqlStore {
    /// Number of the last change to the schema.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn schema_version(&self) -> Result<i64> {
        let row = sqlx::query("SELECT MAX(version) AS version FROM _sqlx_migrations")
            .fetch_one(&self.readers)
            .await?;
        Ok(row.try_get("version")?)
    }

    /// Copies a SQLite database to a new file, as it is at this moment.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written.
    pub async fn snapshot(&self, file: &Path) -> Result<()> {
        sqlx::query("VACUUM INTO $1")
            .bind(file.display().to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Copies all rows to an empty database in one transaction; gives how many came from which table.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] when there is something; any other when nothing was copied.
    pub async fn copy_to(&self, target: &Self) -> Result<Vec<(&'static str, u64)>> {
        let mut transaction = target.begin().await?;
        for table in TABLES {
            let count = AssertSqlSafe(format!("SELECT COUNT(*) AS rows FROM {table}"));
            let row = sqlx::query(count).fetch_one(&mut *transaction).await?;
            if row.try_get::<i64, _>("rows")? > 0 {
                return Err(StoreError::NotEmpty(table));
            }
        }
        let mut copied = Vec::new();
        for table in TABLES {
            let rows = self.copy_table(table, &mut transaction).await?;
            copied.push((table, rows));
        }
        transaction.commit().await?;
        Ok(copied)
    }

    async fn copy_table(&self, table: &str, target: &mut Transaction<'static, Any>) -> Result<u64> {
        let columns = self.columns(table).await?;
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let names = names.join(", ");
        let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
        let insert = format!(
            "INSERT INTO {table} ({names}) VALUES ({})",
            places.join(", ")
        );
        // The log's own numbers are given anew, in the same order.
        let order = if table == "audit" { "ORDER BY id" } else { "" };
        let select = AssertSqlSafe(format!("SELECT {names} FROM {table} {order}"));
        let mut rows = sqlx::query(select).fetch(&self.readers);
        let mut copied = 0;
        while let Some(row) = rows.try_next().await? {
            let mut query = sqlx::query(AssertSqlSafe(insert.clone()));
            for (at, column) in columns.iter().enumerate() {
                query = match column.holds {
                    Holds::Text => query.bind(row.try_get::<Option<String>, _>(at)?),
                    Holds::Number => query.bind(row.try_get::<Option<i64>, _>(at)?),
                    Holds::Bytes => query.bind(row.try_get::<Option<Vec<u8>>, _>(at)?),
                };
            }
            query.execute(&mut **target).await?;
            copied += 1;
        }
        Ok(copied)
    }

    /// The columns of a table, without numbers that the database gives.
    async fn columns(&self, table: &str) -> Result<Vec<Column>> {
        let list = match self.kind {
            Kind::Sqlite => "SELECT name, type AS holds FROM pragma_table_info($1) ORDER BY cid",
            Kind::Postgres => {
                "SELECT column_name::TEXT AS name, data_type::TEXT AS holds
                 FROM information_schema.columns
                 WHERE table_name = $1 AND table_schema = current_schema()
                 ORDER BY ordinal_position"
            }
        };
        let rows = sqlx::query(list)
            .bind(table)
            .fetch_all(&self.readers)
            .await?;
        let columns = rows.iter().map(|row| {
            let holds: &str = row.try_get("holds")?;
            Ok(Column {
                name: row.try_get("name")?,
                holds: match holds {
                    "TEXT" | "text" => Holds::Text,
                    "INTEGER" | "bigint" => Holds::Number,
                    "BLOB" | "bytea" => Holds::Bytes,
                    _ => return Err(StoreError::BadRow("type of a column")),
                },
            })
        });
        let columns: Result<Vec<Column>> = columns.collect();
        let is_given = |column: &Column| table == "audit" && column.name == "id";
        Ok(columns?.into_iter().filter(|own| !is_given(own)).collect())
    }
}
