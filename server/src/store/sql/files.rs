//! Files of dossiers.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::SqlStore;
use super::dossiers::touch;
use super::processes::{blob_id, depiction, media_type};
use crate::domain::File;
use crate::ids::{BlobId, DossierId};
use crate::store::{Files, Result};

#[async_trait]
impl Files for SqlStore {
    async fn put_file(&self, file: &File, at: Timestamp) -> Result<Option<Vec<BlobId>>> {
        let mut transaction = self.begin().await?;
        if !touch(&mut transaction, file.dossier, at).await? {
            return Ok(None);
        }
        let before = sqlx::query("SELECT blob FROM files WHERE dossier = $1 AND depiction = $2")
            .bind(file.dossier.to_string())
            .bind(file.depiction.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO files (dossier, depiction, blob, media_type) VALUES ($1, $2, $3, $4)
             ON CONFLICT (dossier, depiction)
             DO UPDATE SET blob = excluded.blob, media_type = excluded.media_type",
        )
        .bind(file.dossier.to_string())
        .bind(file.depiction.as_str())
        .bind(file.blob.to_string())
        .bind(file.media_type)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let before = before.map(|row| blob_id(&row)).transpose()?;
        Ok(Some(before.into_iter().collect()))
    }

    async fn files(&self, dossier: DossierId) -> Result<Vec<File>> {
        sqlx::query("SELECT * FROM files WHERE dossier = $1 ORDER BY depiction")
            .bind(dossier.to_string())
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(|row| read(dossier, row))
            .collect()
    }

    async fn delete_files(&self, dossier: DossierId, at: Timestamp) -> Result<Vec<BlobId>> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query("DELETE FROM files WHERE dossier = $1 RETURNING blob")
            .bind(dossier.to_string())
            .fetch_all(&mut *transaction)
            .await?;
        if !rows.is_empty() {
            touch(&mut transaction, dossier, at).await?;
        }
        transaction.commit().await?;
        rows.iter().map(blob_id).collect()
    }
}

fn read(dossier: DossierId, row: &AnyRow) -> Result<File> {
    Ok(File {
        dossier,
        depiction: depiction(row)?,
        blob: blob_id(row)?,
        media_type: media_type(row.try_get("media_type")?)?,
    })
}
