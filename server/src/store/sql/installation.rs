//! What all programs of an installation share.

use async_trait::async_trait;
use sqlx::Row;

use super::SqlStore;
use crate::blobs::envelope::Sealed;
use crate::store::{Installation, Result};

#[async_trait]
impl Installation for SqlStore {
    async fn shared(&self, name: &str) -> Result<Option<Sealed>> {
        let row = sqlx::query("SELECT sealed_value FROM installation WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.writer)
            .await?;
        let value = row.map(|row| row.try_get("sealed_value").map(Sealed));
        Ok(value.transpose()?)
    }

    async fn share(&self, name: &str, value: &Sealed) -> Result<bool> {
        let added = sqlx::query(
            "INSERT INTO installation (name, sealed_value) VALUES ($1, $2)
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(name)
        .bind(&value.0)
        .execute(&self.writer)
        .await?;
        Ok(added.rows_affected() == 1)
    }
}
