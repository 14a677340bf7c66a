//! Configurations of clients.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{SqlStore, millis, time};
use crate::domain::{Configuration, ConfigurationId, ConfigurationKind};
use crate::ids::ClientId;
use crate::store::{Configurations, Result, StoreError};

#[async_trait]
impl Configurations for SqlStore {
    async fn add_configuration(&self, configuration: &Configuration) -> Result<bool> {
        let added = sqlx::query(
            "INSERT INTO configurations (client, kind, id, content, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(configuration.client.as_str())
        .bind(configuration.kind.as_str())
        .bind(configuration.id.as_str())
        .bind(&configuration.content)
        .bind(millis(configuration.created_at))
        .bind(millis(configuration.updated_at))
        .execute(&self.writer)
        .await?;
        Ok(added.rows_affected() == 1)
    }

    async fn configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &ConfigurationId,
    ) -> Result<Option<Configuration>> {
        sqlx::query("SELECT * FROM configurations WHERE client = $1 AND kind = $2 AND id = $3")
            .bind(client.as_str())
            .bind(kind.as_str())
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read(client, kind, &row))
            .transpose()
    }

    async fn configurations(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
    ) -> Result<Vec<Configuration>> {
        sqlx::query("SELECT * FROM configurations WHERE client = $1 AND kind = $2 ORDER BY id")
            .bind(client.as_str())
            .bind(kind.as_str())
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(|row| read(client, kind, row))
            .collect()
    }

    async fn replace_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &ConfigurationId,
        content: &str,
        at: Timestamp,
    ) -> Result<bool> {
        let replaced = sqlx::query(
            "UPDATE configurations SET content = $1, updated_at = $2
             WHERE client = $3 AND kind = $4 AND id = $5",
        )
        .bind(content)
        .bind(millis(at))
        .bind(client.as_str())
        .bind(kind.as_str())
        .bind(id.as_str())
        .execute(&self.writer)
        .await?;
        Ok(replaced.rows_affected() == 1)
    }

    async fn delete_configuration(
        &self,
        client: &ClientId,
        kind: ConfigurationKind,
        id: &ConfigurationId,
    ) -> Result<bool> {
        let deleted =
            sqlx::query("DELETE FROM configurations WHERE client = $1 AND kind = $2 AND id = $3")
                .bind(client.as_str())
                .bind(kind.as_str())
                .bind(id.as_str())
                .execute(&self.writer)
                .await?;
        Ok(deleted.rows_affected() == 1)
    }
}

fn read(client: &ClientId, kind: ConfigurationKind, row: &AnyRow) -> Result<Configuration> {
    let id: &str = row.try_get("id")?;
    Ok(Configuration {
        client: client.clone(),
        kind,
        id: ConfigurationId::parse(id).ok_or(StoreError::BadRow("configuration id"))?,
        content: row.try_get("content")?,
        created_at: time(row.try_get("created_at")?)?,
        updated_at: time(row.try_get("updated_at")?)?,
    })
}
