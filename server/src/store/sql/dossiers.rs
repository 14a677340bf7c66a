//! Dossiers.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{SqlStore, millis, time};
use crate::blobs::envelope::Sealed;
use crate::domain::Dossier;
use crate::ids::{ClientId, DossierId};
use crate::store::{Dossiers, Result, StoreError};

#[async_trait]
impl Dossiers for SqlStore {
    async fn add_dossier(&self, dossier: &Dossier) -> Result<()> {
        sqlx::query(
            "INSERT INTO dossiers
             (id, client, wrapped_key, sealed_external_reference, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(dossier.id.to_string())
        .bind(dossier.client.as_str())
        .bind(&dossier.wrapped_key.0)
        .bind(dossier.external_reference.as_ref().map(|sealed| &sealed.0))
        .bind(millis(dossier.created_at))
        .bind(millis(dossier.updated_at))
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn dossier(&self, id: DossierId) -> Result<Option<Dossier>> {
        sqlx::query("SELECT * FROM dossiers WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read(&row))
            .transpose()
    }

    async fn dossiers(&self, client: &ClientId, limit: u32) -> Result<Vec<Dossier>> {
        sqlx::query(
            "SELECT * FROM dossiers WHERE client = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
        )
        .bind(client.as_str())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?
        .iter()
        .map(read)
        .collect()
    }

    async fn expired_dossiers(
        &self,
        now: Timestamp,
        kept_days: u32,
        limit: u32,
    ) -> Result<Vec<Dossier>> {
        sqlx::query(
            "SELECT dossiers.* FROM dossiers JOIN clients ON clients.id = dossiers.client
             WHERE dossiers.updated_at <= $1 - 86400000 * coalesce(clients.retention_days, $2)
             ORDER BY dossiers.updated_at LIMIT $3",
        )
        .bind(millis(now))
        .bind(i64::from(kept_days))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?
        .iter()
        .map(read)
        .collect()
    }

    async fn delete_dossier(&self, id: DossierId) -> Result<bool> {
        let mut transaction = self.begin().await?;
        // A process before its dossier, as everybody else holds them: neither waits for the other.
        sqlx::query("DELETE FROM processes WHERE dossier = $1")
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        let deleted = sqlx::query("DELETE FROM dossiers WHERE id = $1")
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?
            .rows_affected()
            == 1;
        transaction.commit().await?;
        if deleted {
            self.forget().await?;
        }
        Ok(deleted)
    }
}

/// A dossier is as new as the newest thing in it. `false` when it is gone. Nobody else changes what
/// is in it until the transaction ends.
pub(super) async fn touch(
    transaction: &mut Transaction<'_, Any>,
    dossier: DossierId,
    at: Timestamp,
) -> Result<bool> {
    let touched = sqlx::query(
        "UPDATE dossiers SET updated_at = CASE WHEN updated_at < $1 THEN $1 ELSE updated_at END
         WHERE id = $2",
    )
    .bind(millis(at))
    .bind(dossier.to_string())
    .execute(&mut **transaction)
    .await?;
    Ok(touched.rows_affected() == 1)
}

fn read(row: &AnyRow) -> Result<Dossier> {
    let reference: Option<Vec<u8>> = row.try_get("sealed_external_reference")?;
    Ok(Dossier {
        id: DossierId::parse(row.try_get("id")?).ok_or(StoreError::BadRow("dossier id"))?,
        client: ClientId::parse(row.try_get("client")?).ok_or(StoreError::BadRow("client id"))?,
        wrapped_key: Sealed(row.try_get("wrapped_key")?),
        external_reference: reference.map(Sealed),
        created_at: time(row.try_get("created_at")?)?,
        updated_at: time(row.try_get("updated_at")?)?,
    })
}
