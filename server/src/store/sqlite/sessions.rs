//! Capture sessions and accesses to them.

use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, Transaction};
use vidimus_api::capture::Handover;

use super::{SqliteStore, millis, time};
use crate::blobs::envelope::Sealed;
use crate::domain::{Access, Role, Session};
use crate::ids::{ProcessId, SecretHash};
use crate::store::{Result, Sessions, StoreError};

#[async_trait]
impl Sessions for SqliteStore {
    async fn session(&self, process: ProcessId) -> Result<Option<Session>> {
        sqlx::query("SELECT * FROM sessions WHERE process = ?")
            .bind(process.to_string())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read_session(&row))
            .transpose()
    }

    async fn access_by_artifact(&self, artifact: &SecretHash) -> Result<Option<Access>> {
        sqlx::query("SELECT * FROM accesses WHERE artifact = ?")
            .bind(artifact.as_bytes())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read_access(&row))
            .transpose()
    }

    async fn access_by_token(&self, token: &SecretHash) -> Result<Option<Access>> {
        sqlx::query("SELECT * FROM accesses WHERE token = ?")
            .bind(token.as_bytes())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read_access(&row))
            .transpose()
    }

    async fn exchange(
        &self,
        artifact: &SecretHash,
        token: &SecretHash,
        handover: Option<Handover>,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query("UPDATE accesses SET token = ? WHERE artifact = ? RETURNING process")
            .bind(token.as_bytes())
            .bind(artifact.as_bytes())
            .fetch_optional(&mut *transaction)
            .await?;
        if let (Some(row), Some(handover)) = (&row, handover) {
            let process: &str = row.try_get("process")?;
            set_handover(&mut transaction, process, handover).await?;
        }
        transaction.commit().await?;
        Ok(row.is_some())
    }

    async fn replace_phone(&self, process: ProcessId, phone: Option<&Access>) -> Result<()> {
        let mut transaction = self.begin().await?;
        let id = process.to_string();
        sqlx::query("DELETE FROM accesses WHERE process = ? AND role = ?")
            .bind(&id)
            .bind(Role::Phone.as_str())
            .execute(&mut *transaction)
            .await?;
        if let Some(phone) = phone {
            insert_access(&mut transaction, phone).await?;
        }
        let handover = if phone.is_some() {
            Handover::Waiting
        } else {
            Handover::None
        };
        set_handover(&mut transaction, &id, handover).await?;
        transaction.commit().await?;
        Ok(())
    }
}

pub(super) async fn insert(
    transaction: &mut Transaction<'_, Sqlite>,
    session: &Session,
    accesses: &[Access],
) -> Result<()> {
    sqlx::query(
        "INSERT INTO sessions (process, sealed_details, handover, expires_at) VALUES (?, ?, ?, ?)",
    )
    .bind(session.process.to_string())
    .bind(&session.details.0)
    .bind(handover_text(session.handover))
    .bind(millis(session.expires_at))
    .execute(&mut **transaction)
    .await?;
    for access in accesses {
        insert_access(transaction, access).await?;
    }
    Ok(())
}

async fn insert_access(transaction: &mut Transaction<'_, Sqlite>, access: &Access) -> Result<()> {
    sqlx::query(
        "INSERT INTO accesses (artifact, token, process, role, expires_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(access.artifact.as_bytes())
    .bind(access.token.as_ref().map(SecretHash::as_bytes))
    .bind(access.process.to_string())
    .bind(access.role.as_str())
    .bind(millis(access.expires_at))
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn set_handover(
    transaction: &mut Transaction<'_, Sqlite>,
    process: &str,
    handover: Handover,
) -> Result<()> {
    sqlx::query("UPDATE sessions SET handover = ? WHERE process = ?")
        .bind(handover_text(handover))
        .bind(process)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

fn handover_text(handover: Handover) -> &'static str {
    match handover {
        Handover::None => "none",
        Handover::Waiting => "waiting",
        Handover::Connected => "connected",
    }
}

fn read_session(row: &SqliteRow) -> Result<Session> {
    let handover: &str = row.try_get("handover")?;
    Ok(Session {
        process: ProcessId::parse(row.try_get("process")?)
            .ok_or(StoreError::BadRow("process id"))?,
        details: Sealed(row.try_get("sealed_details")?),
        handover: [Handover::None, Handover::Waiting, Handover::Connected]
            .into_iter()
            .find(|known| handover_text(*known) == handover)
            .ok_or(StoreError::BadRow("handover"))?,
        expires_at: time(row.try_get("expires_at")?)?,
    })
}

fn read_access(row: &SqliteRow) -> Result<Access> {
    let token: Option<&[u8]> = row.try_get("token")?;
    let hash = |bytes| SecretHash::from_bytes(bytes).ok_or(StoreError::BadRow("secret hash"));
    Ok(Access {
        artifact: hash(row.try_get("artifact")?)?,
        token: token.map(hash).transpose()?,
        process: ProcessId::parse(row.try_get("process")?)
            .ok_or(StoreError::BadRow("process id"))?,
        role: Role::parse(row.try_get("role")?).ok_or(StoreError::BadRow("role"))?,
        expires_at: time(row.try_get("expires_at")?)?,
    })
}
