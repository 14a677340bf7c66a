//! Events and their deliveries.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use vidimus_api::capture::{ProcessStatus, ProcessType};

use super::{Kind, SqlStore, millis, number, time};
use crate::blobs::envelope::Sealed;
use crate::domain::{Delivery, DeliveryState, EVENT_LIFETIME, Event, Provider, Subscription};
use crate::ids::{ClientId, DossierId, EventId, ProcessId, SubscriptionId};
use crate::store::{Due, Events, Result, StoreError};

#[async_trait]
impl Events for SqlStore {
    async fn add_subscription(&self, subscription: &Subscription) -> Result<()> {
        let previous = subscription.previous_secret.as_ref();
        sqlx::query(
            "INSERT INTO subscriptions (id, client, sealed_url, sealed_secret,
             sealed_previous_secret, previous_secret_until, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(subscription.id.to_string())
        .bind(subscription.client.as_str())
        .bind(&subscription.url.0)
        .bind(&subscription.secret.0)
        .bind(previous.map(|(secret, _)| &secret.0))
        .bind(previous.map(|(_, until)| millis(*until)))
        .bind(millis(subscription.created_at))
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn subscriptions(&self, client: &ClientId) -> Result<Vec<Subscription>> {
        sqlx::query("SELECT * FROM subscriptions WHERE client = $1 ORDER BY created_at, id")
            .bind(client.as_str())
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(read_subscription)
            .collect()
    }

    async fn subscription(&self, id: SubscriptionId) -> Result<Option<Subscription>> {
        sqlx::query("SELECT * FROM subscriptions WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read_subscription(&row))
            .transpose()
    }

    async fn replace_secret(
        &self,
        id: SubscriptionId,
        secret: &Sealed,
        keep_until: Timestamp,
    ) -> Result<bool> {
        let replaced = sqlx::query(
            "UPDATE subscriptions SET sealed_previous_secret = sealed_secret,
             previous_secret_until = $1, sealed_secret = $2 WHERE id = $3",
        )
        .bind(millis(keep_until))
        .bind(&secret.0)
        .bind(id.to_string())
        .execute(&self.writer)
        .await?;
        Ok(replaced.rows_affected() == 1)
    }

    async fn delete_subscription(&self, id: SubscriptionId) -> Result<bool> {
        self.delete("DELETE FROM subscriptions WHERE id = $1", id)
            .await
    }

    async fn lease_delivery(
        &self,
        worker: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Due>> {
        // SQLite has one writer at a time; elsewhere workers step over what others are just taking.
        let take = match self.kind {
            Kind::Sqlite => {
                "UPDATE deliveries SET worker = $1, next_at = $2, attempts = attempts + 1
                 WHERE (event, subscription) = (SELECT event, subscription FROM deliveries
                     WHERE state = 'pending' AND next_at <= $3 ORDER BY next_at LIMIT 1)
                 RETURNING event, subscription, attempts"
            }
            Kind::Postgres => {
                "UPDATE deliveries SET worker = $1, next_at = $2, attempts = attempts + 1
                 WHERE (event, subscription) = (SELECT event, subscription FROM deliveries
                     WHERE state = 'pending' AND next_at <= $3 ORDER BY next_at LIMIT 1
                     FOR UPDATE SKIP LOCKED)
                 RETURNING event, subscription, attempts"
            }
        };
        let taken = sqlx::query(take)
            .bind(worker)
            .bind(millis(until))
            .bind(millis(now))
            .fetch_optional(&self.writer)
            .await?;
        let Some(taken) = taken else { return Ok(None) };
        let event: &str = taken.try_get("event")?;
        let event = sqlx::query("SELECT * FROM events WHERE id = $1")
            .bind(event)
            .fetch_optional(&self.writer)
            .await?;
        let subscription: &str = taken.try_get("subscription")?;
        let subscription =
            SubscriptionId::parse(subscription).ok_or(StoreError::BadRow("subscription id"))?;
        // Deleted just now: there is nobody to be told.
        let Some(event) = event else { return Ok(None) };
        let Some(subscription) = self.subscription(subscription).await? else {
            return Ok(None);
        };
        Ok(Some(Due {
            event: read_event(&event)?,
            subscription,
            attempts: number(taken.try_get("attempts")?)?,
        }))
    }

    async fn finish_delivery(&self, due: &Due, worker: &str, after: &Delivery) -> Result<bool> {
        let finished = sqlx::query(
            "UPDATE deliveries SET state = $1, next_at = $2, last_status = $3, last_error = $4,
             updated_at = $5, worker = NULL
             WHERE event = $6 AND subscription = $7 AND worker = $8",
        )
        .bind(after.state.as_str())
        .bind(millis(after.next_at))
        .bind(after.last_status.map(i64::from))
        .bind(&after.last_error)
        .bind(millis(after.updated_at))
        .bind(due.event.id.to_string())
        .bind(due.subscription.id.to_string())
        .bind(worker)
        .execute(&self.writer)
        .await?;
        Ok(finished.rows_affected() == 1)
    }

    async fn deliveries(
        &self,
        subscription: SubscriptionId,
        limit: u32,
    ) -> Result<Vec<(Event, Delivery)>> {
        sqlx::query(
            "SELECT events.*, state, attempts, next_at, last_status, last_error,
             deliveries.updated_at AS updated_at
             FROM deliveries JOIN events ON events.id = deliveries.event
             WHERE subscription = $1 ORDER BY events.created_at DESC, events.id DESC LIMIT $2",
        )
        .bind(subscription.to_string())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?
        .iter()
        .map(|row| Ok((read_event(row)?, read_delivery(row)?)))
        .collect()
    }

    async fn delete_events(&self, before: Timestamp) -> Result<u64> {
        let deleted = sqlx::query("DELETE FROM events WHERE created_at < $1")
            .bind(millis(before))
            .execute(&self.writer)
            .await?;
        Ok(deleted.rows_affected())
    }

    async fn redeliver(
        &self,
        event: EventId,
        subscription: SubscriptionId,
        at: Timestamp,
    ) -> Result<bool> {
        let again = sqlx::query(
            "UPDATE deliveries SET state = 'pending', attempts = 0, next_at = $1, updated_at = $1,
             worker = NULL WHERE event = $2 AND subscription = $3",
        )
        .bind(millis(at))
        .bind(event.to_string())
        .bind(subscription.to_string())
        .execute(&self.writer)
        .await?;
        Ok(again.rows_affected() == 1)
    }
}

/// Notes that a process has reached a final status, for all who are to be told; in the transaction
/// that changes the status.
pub(super) async fn emit(
    transaction: &mut Transaction<'_, Any>,
    process: ProcessId,
    at: Timestamp,
) -> Result<()> {
    let id = EventId::random().to_string();
    let noted = sqlx::query(
        "INSERT INTO events (id, client, dossier, process, provider, process_type, status,
         created_at, expires_at)
         SELECT $1, client, dossier, id, provider, process_type, status, $2, $3
         FROM processes WHERE id = $4
         AND EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.client = processes.client)",
    )
    .bind(&id)
    .bind(millis(at))
    .bind(millis(at + EVENT_LIFETIME))
    .bind(process.to_string())
    .execute(&mut **transaction)
    .await?;
    if noted.rows_affected() == 1 {
        sqlx::query(
            "INSERT INTO deliveries (event, subscription, state, attempts, next_at, updated_at)
             SELECT $1, subscriptions.id, 'pending', 0, $2, $2 FROM subscriptions
             JOIN events ON events.client = subscriptions.client WHERE events.id = $1",
        )
        .bind(&id)
        .bind(millis(at))
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}

fn read_subscription(row: &AnyRow) -> Result<Subscription> {
    let previous: Option<Vec<u8>> = row.try_get("sealed_previous_secret")?;
    let until: Option<i64> = row.try_get("previous_secret_until")?;
    Ok(Subscription {
        id: SubscriptionId::parse(row.try_get("id")?)
            .ok_or(StoreError::BadRow("subscription id"))?,
        client: ClientId::parse(row.try_get("client")?).ok_or(StoreError::BadRow("client id"))?,
        url: Sealed(row.try_get("sealed_url")?),
        secret: Sealed(row.try_get("sealed_secret")?),
        previous_secret: previous.map(Sealed).zip(until.map(time).transpose()?),
        created_at: time(row.try_get("created_at")?)?,
    })
}

fn read_event(row: &AnyRow) -> Result<Event> {
    let process_type: &str = row.try_get("process_type")?;
    Ok(Event {
        id: EventId::parse(row.try_get("id")?).ok_or(StoreError::BadRow("event id"))?,
        client: ClientId::parse(row.try_get("client")?).ok_or(StoreError::BadRow("client id"))?,
        dossier: DossierId::parse(row.try_get("dossier")?)
            .ok_or(StoreError::BadRow("dossier id"))?,
        process: ProcessId::parse(row.try_get("process")?)
            .ok_or(StoreError::BadRow("process id"))?,
        provider: Provider::parse(row.try_get("provider")?)
            .ok_or(StoreError::BadRow("provider"))?,
        process_type: ProcessType::parse(process_type),
        status: ProcessStatus::parse(row.try_get("status")?).ok_or(StoreError::BadRow("status"))?,
        created_at: time(row.try_get("created_at")?)?,
        expires_at: time(row.try_get("expires_at")?)?,
    })
}

fn read_delivery(row: &AnyRow) -> Result<Delivery> {
    let last_status: Option<i64> = row.try_get("last_status")?;
    let last_status = last_status.map(|own| u16::try_from(own).ok());
    Ok(Delivery {
        state: DeliveryState::parse(row.try_get("state")?).ok_or(StoreError::BadRow("state"))?,
        attempts: number(row.try_get("attempts")?)?,
        next_at: time(row.try_get("next_at")?)?,
        last_status: last_status.flatten(),
        last_error: row.try_get("last_error")?,
        updated_at: time(row.try_get("updated_at")?)?,
    })
}
