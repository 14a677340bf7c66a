//! The audit log.

use async_trait::async_trait;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{SqlStore, millis, time};
use crate::domain::{Actor, AuditEntry, AuditFilter};
use crate::ids::{ClientId, DossierId, ProcessId};
use crate::store::{Audits, Result, StoreError};

#[async_trait]
impl Audits for SqlStore {
    async fn add_audit(&self, entries: &[AuditEntry]) -> Result<()> {
        let mut transaction = self.begin().await?;
        for entry in entries {
            sqlx::query(
                "INSERT INTO audit (at, client, actor, operation, status, dossier, process, trace_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(millis(entry.at))
            .bind(entry.client.as_str())
            .bind(entry.actor.as_str())
            .bind(&entry.operation)
            .bind(i64::from(entry.status))
            .bind(entry.dossier.map(|id| id.to_string()))
            .bind(entry.process.map(|id| id.to_string()))
            .bind(&entry.trace_id)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn audit(&self, client: &ClientId, filter: &AuditFilter) -> Result<Vec<AuditEntry>> {
        let dossier = filter.dossier.map(|id| id.to_string());
        sqlx::query(
            "SELECT * FROM audit WHERE client = $1 AND at >= $2 AND at <= $3
             AND ($4 = '' OR dossier = $4) ORDER BY at DESC, id DESC LIMIT $5 OFFSET $6",
        )
        .bind(client.as_str())
        .bind(filter.start.map_or(i64::MIN, millis))
        .bind(filter.end.map_or(i64::MAX, millis))
        .bind(dossier.unwrap_or_default())
        .bind(i64::from(filter.limit))
        .bind(i64::from(filter.offset))
        .fetch_all(&self.readers)
        .await?
        .iter()
        .map(read)
        .collect()
    }
}

fn read(row: &AnyRow) -> Result<AuditEntry> {
    let dossier: Option<&str> = row.try_get("dossier")?;
    let process: Option<&str> = row.try_get("process")?;
    let status: i64 = row.try_get("status")?;
    Ok(AuditEntry {
        at: time(row.try_get("at")?)?,
        client: ClientId::parse(row.try_get("client")?).ok_or(StoreError::BadRow("client id"))?,
        actor: Actor::parse(row.try_get("actor")?).ok_or(StoreError::BadRow("actor"))?,
        operation: row.try_get("operation")?,
        status: u16::try_from(status).map_err(|_| StoreError::BadRow("status"))?,
        dossier: dossier
            .map(|id| DossierId::parse(id).ok_or(StoreError::BadRow("dossier id")))
            .transpose()?,
        process: process
            .map(|id| ProcessId::parse(id).ok_or(StoreError::BadRow("process id")))
            .transpose()?,
        trace_id: row.try_get("trace_id")?,
    })
}
