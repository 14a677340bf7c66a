//! User data.

use async_trait::async_trait;
use sqlx::Row;

use super::dossiers::touch;
use super::{SqlStore, millis, time};
use crate::blobs::envelope::Sealed;
use crate::domain::StoredUserData;
use crate::ids::DossierId;
use crate::store::{Result, UserDatas};

#[async_trait]
impl UserDatas for SqlStore {
    async fn add_user_data(&self, data: &StoredUserData) -> Result<bool> {
        let mut transaction = self.begin().await?;
        if !touch(&mut transaction, data.dossier, data.updated_at).await? {
            return Ok(false);
        }
        let added = sqlx::query(
            "INSERT INTO user_data (dossier, sealed_data, created_at, updated_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (dossier) DO NOTHING",
        )
        .bind(data.dossier.to_string())
        .bind(&data.sealed.0)
        .bind(millis(data.created_at))
        .bind(millis(data.updated_at))
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        if added {
            transaction.commit().await?;
        }
        Ok(added)
    }

    async fn user_data(&self, dossier: DossierId) -> Result<Option<StoredUserData>> {
        let row = sqlx::query("SELECT * FROM user_data WHERE dossier = $1")
            .bind(dossier.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| {
            Ok(StoredUserData {
                dossier,
                sealed: Sealed(row.try_get("sealed_data")?),
                created_at: time(row.try_get("created_at")?)?,
                updated_at: time(row.try_get("updated_at")?)?,
            })
        })
        .transpose()
    }

    async fn replace_user_data(&self, before: &Sealed, after: &StoredUserData) -> Result<bool> {
        let mut transaction = self.begin().await?;
        touch(&mut transaction, after.dossier, after.updated_at).await?;
        let replaced = sqlx::query(
            "UPDATE user_data SET sealed_data = $1, updated_at = $2
             WHERE dossier = $3 AND sealed_data = $4",
        )
        .bind(&after.sealed.0)
        .bind(millis(after.updated_at))
        .bind(after.dossier.to_string())
        .bind(&before.0)
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        if replaced {
            transaction.commit().await?;
        }
        Ok(replaced)
    }

    async fn delete_user_data(&self, dossier: DossierId) -> Result<bool> {
        self.delete("DELETE FROM user_data WHERE dossier = $1", dossier)
            .await
    }
}
