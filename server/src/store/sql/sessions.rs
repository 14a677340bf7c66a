//! Capture sessions and accesses to them.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use vidimus_api::capture::Handover;

use super::processes::hold_pending;
use super::{SqlStore, millis, number, optional_blob, time};
use crate::blobs::envelope::Sealed;
use crate::domain::{Access, ActiveChallenge, CHALLENGE_ATTEMPTS, Role, Session, Standing};
use crate::ids::{BlobId, ProcessId, SecretHash};
use crate::store::{PutImage, Result, Sessions, StoreError};

#[async_trait]
impl Sessions for SqlStore {
    async fn session(&self, process: ProcessId) -> Result<Option<Session>> {
        sqlx::query("SELECT * FROM sessions WHERE process = $1")
            .bind(process.to_string())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read_session(&row))
            .transpose()
    }

    async fn access_by_artifact(&self, artifact: &SecretHash) -> Result<Option<Access>> {
        sqlx::query("SELECT * FROM accesses WHERE artifact = $1")
            .bind(artifact.as_bytes())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read_access(&row))
            .transpose()
    }

    async fn access_by_token(&self, token: &SecretHash) -> Result<Option<Access>> {
        sqlx::query("SELECT * FROM accesses WHERE token = $1")
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
        let row =
            sqlx::query("UPDATE accesses SET token = $1 WHERE artifact = $2 RETURNING process")
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

    async fn replace_phone(
        &self,
        process: ProcessId,
        phone: Option<&Access>,
        cancel_at: Option<Timestamp>,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let id = process.to_string();
        sqlx::query("UPDATE processes SET cancel_at = $1 WHERE id = $2")
            .bind(cancel_at.map(millis))
            .bind(&id)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM accesses WHERE process = $1 AND role = $2")
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

    async fn begin_challenge(&self, process: ProcessId, nonce: u64) -> Result<bool> {
        let begun = sqlx::query(
            "UPDATE sessions SET challenge_nonce = $1, challenge_attempts = challenge_attempts + 1
             WHERE process = $2 AND challenge = 'open' AND challenge_attempts < $3
             AND EXISTS (SELECT 1 FROM processes WHERE id = $2 AND status = 'pending')",
        )
        .bind(nonce.cast_signed())
        .bind(process.to_string())
        .bind(i64::from(CHALLENGE_ATTEMPTS))
        .execute(&self.writer)
        .await?;
        Ok(begun.rows_affected() == 1)
    }

    async fn answer_challenge(
        &self,
        process: ProcessId,
        nonce: u64,
        blob: BlobId,
    ) -> Result<PutImage> {
        let mut transaction = self.begin().await?;
        if !hold_pending(&mut transaction, process).await? {
            return Ok(PutImage::NotPending);
        }
        let before = sqlx::query(
            "SELECT challenge_blob FROM sessions
             WHERE process = $1 AND challenge IN ('open', 'answered') AND challenge_nonce = $2",
        )
        .bind(process.to_string())
        .bind(nonce.cast_signed())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(before) = before else {
            return Ok(PutImage::NotPending);
        };
        sqlx::query(
            "UPDATE sessions SET challenge = 'answered', challenge_blob = $1 WHERE process = $2",
        )
        .bind(blob.to_string())
        .bind(process.to_string())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(PutImage::Stored {
            replaced: optional_blob(&before, "challenge_blob")?
                .into_iter()
                .collect(),
        })
    }

    async fn give_up_challenge(&self, process: ProcessId) -> Result<bool> {
        let given_up = sqlx::query(
            "UPDATE sessions SET challenge = 'givenUp'
             WHERE process = $1 AND challenge = 'open'
             AND EXISTS (SELECT 1 FROM processes WHERE id = $1 AND status = 'pending')",
        )
        .bind(process.to_string())
        .execute(&self.writer)
        .await?;
        Ok(given_up.rows_affected() == 1)
    }
}

pub(super) async fn insert(
    transaction: &mut Transaction<'_, Any>,
    session: &Session,
    accesses: &[Access],
) -> Result<()> {
    sqlx::query(
        "INSERT INTO sessions (process, sealed_details, handover, expires_at, challenge)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(session.process.to_string())
    .bind(&session.details.0)
    .bind(handover_text(session.handover))
    .bind(millis(session.expires_at))
    .bind(session.challenge.map(|_| "open"))
    .execute(&mut **transaction)
    .await?;
    for access in accesses {
        insert_access(transaction, access).await?;
    }
    Ok(())
}

async fn insert_access(transaction: &mut Transaction<'_, Any>, access: &Access) -> Result<()> {
    sqlx::query(
        "INSERT INTO accesses (artifact, token, process, role, expires_at) VALUES ($1, $2, $3, $4, $5)",
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
    transaction: &mut Transaction<'_, Any>,
    process: &str,
    handover: Handover,
) -> Result<()> {
    sqlx::query("UPDATE sessions SET handover = $1 WHERE process = $2")
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

fn read_session(row: &AnyRow) -> Result<Session> {
    let handover: &str = row.try_get("handover")?;
    Ok(Session {
        process: ProcessId::parse(row.try_get("process")?)
            .ok_or(StoreError::BadRow("process id"))?,
        details: Sealed(row.try_get("sealed_details")?),
        handover: [Handover::None, Handover::Waiting, Handover::Connected]
            .into_iter()
            .find(|known| handover_text(*known) == handover)
            .ok_or(StoreError::BadRow("handover"))?,
        challenge: read_challenge(row)?,
        expires_at: time(row.try_get("expires_at")?)?,
    })
}

fn read_challenge(row: &AnyRow) -> Result<Option<ActiveChallenge>> {
    let Some(standing) = row.try_get::<Option<&str>, _>("challenge")? else {
        return Ok(None);
    };
    let nonce: Option<i64> = row.try_get("challenge_nonce")?;
    let standing = match (standing, optional_blob(row, "challenge_blob")?) {
        ("open", _) => Standing::Open,
        ("answered", Some(blob)) => Standing::Answered(blob),
        ("givenUp", _) => Standing::GivenUp,
        _ => return Err(StoreError::BadRow("challenge")),
    };
    Ok(Some(ActiveChallenge {
        standing,
        nonce: nonce.map(i64::cast_unsigned),
        attempts: number(row.try_get("challenge_attempts")?)?,
    }))
}

fn read_access(row: &AnyRow) -> Result<Access> {
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
