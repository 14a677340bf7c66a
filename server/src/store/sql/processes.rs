//! Processes and their images.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Row, Transaction};
use vidimus_api::capture::{Depiction, ProcessStatus, ProcessType};
use vidimus_engine::provenance::CameraFacts;

use super::events::emit;
use super::{SqlStore, millis, number, optional_blob, sessions, time};
use crate::blobs::envelope::{Mark, Sealed};
use crate::domain::{Access, Dossier, Failure, Image, Process, ProcessFilter, Provider, Session};
use crate::ids::{BlobId, ClientId, DossierId, ProcessId};
use crate::store::{CommonMarks, Dossiers as _, Processes, PutImage, Result, StoreError};

#[async_trait]
impl Processes for SqlStore {
    async fn add_process(
        &self,
        process: &Process,
        capture: Option<(&Session, &[Access])>,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let added = sqlx::query(
            "INSERT INTO processes (id, dossier, client, provider, process_type, status,
             document_id, sealed_request, external_id, failure, first_image_at, sealed_record,
             created_at, updated_at, cancel_at)
             SELECT $1, id, client, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
             FROM dossiers WHERE id = $2",
        )
        .bind(process.id.to_string())
        .bind(process.dossier.to_string())
        .bind(process.provider.as_str())
        .bind(process.process_type.map_or("", ProcessType::as_str))
        .bind(process.status.as_str())
        .bind(process.document_id.map(i64::from))
        .bind(process.request.as_ref().map(|sealed| &sealed.0))
        .bind(&process.external_id)
        .bind(process.failure.map(Failure::as_str))
        .bind(process.first_image_at.map(millis))
        .bind(process.record.as_ref().map(|sealed| &sealed.0))
        .bind(millis(process.created_at))
        .bind(millis(process.updated_at))
        .bind(process.cancel_at.map(millis))
        .execute(&mut *transaction)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some((session, accesses)) = capture {
            sessions::insert(&mut transaction, session, accesses).await?;
        }
        touch_dossier(&mut transaction, process.id, process.created_at).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn process(&self, id: ProcessId) -> Result<Option<Process>> {
        sqlx::query("SELECT * FROM processes WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read(&row))
            .transpose()
    }

    async fn processes(&self, dossier: DossierId) -> Result<Vec<Process>> {
        sqlx::query("SELECT * FROM processes WHERE dossier = $1 ORDER BY created_at, id")
            .bind(dossier.to_string())
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(read)
            .collect()
    }

    async fn processes_of_client(
        &self,
        client: &ClientId,
        filter: &ProcessFilter,
    ) -> Result<(Vec<(Process, Dossier)>, u32)> {
        // Statuses are our own words, never what somebody sent.
        let statuses = filter
            .statuses
            .iter()
            .map(|status| format!("'{}'", status.as_str()));
        let statuses: Vec<String> = statuses.collect();
        let mut condition = "client = $1 AND created_at >= $2 AND created_at <= $3".to_owned();
        if !statuses.is_empty() {
            condition = format!("{condition} AND status IN ({})", statuses.join(", "));
        }
        let order = if filter.ascending { "ASC" } else { "DESC" };
        let count = format!("SELECT count(*) FROM processes WHERE {condition}");
        let list = format!(
            "SELECT * FROM processes WHERE {condition}
             ORDER BY created_at {order}, id {order} LIMIT $4 OFFSET $5"
        );
        let (start, end) = (millis(filter.start), filter.end.map_or(i64::MAX, millis));
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .bind(client.as_str())
            .bind(start)
            .bind(end)
            .fetch_one(&self.readers)
            .await?;
        let rows = sqlx::query(AssertSqlSafe(list))
            .bind(client.as_str())
            .bind(start)
            .bind(end)
            .bind(i64::from(filter.limit))
            .bind(i64::from(filter.offset))
            .fetch_all(&self.readers)
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let process = read(row)?;
            // Deleted in between: it is no longer there for anybody.
            if let Some(dossier) = self.dossier(process.dossier).await? {
                found.push((process, dossier));
            }
        }
        Ok((found, number(count)?))
    }

    async fn delete_process(&self, id: ProcessId) -> Result<bool> {
        self.delete("DELETE FROM processes WHERE id = $1", id).await
    }

    async fn declare_document(&self, id: ProcessId, document: u32, at: Timestamp) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE processes SET document_id = $1, updated_at = $2
             WHERE id = $3 AND status = 'pending'",
        )
        .bind(i64::from(document))
        .bind(millis(at))
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        touch_dossier(&mut transaction, id, at).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    async fn end_pending(
        &self,
        id: ProcessId,
        failure: Option<Failure>,
        at: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE processes SET status = $1, failure = $2, updated_at = $3
             WHERE id = $4 AND status = 'pending'",
        )
        .bind(if failure.is_some() {
            "failed"
        } else {
            "canceled"
        })
        .bind(failure.map(Failure::as_str))
        .bind(millis(at))
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        if changed {
            touch_dossier(&mut transaction, id, at).await?;
            emit(&mut transaction, id, at).await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }

    async fn expire_pending(
        &self,
        first_image_until: Timestamp,
        at: Timestamp,
    ) -> Result<Vec<ProcessId>> {
        let rows = sqlx::query(
            "SELECT id FROM processes
             WHERE status = 'pending' AND (first_image_at <= $1 OR cancel_at <= $2)",
        )
        .bind(millis(first_image_until))
        .bind(millis(at))
        .fetch_all(&self.readers)
        .await?;
        let mut expired = Vec::new();
        // One at a time: who changes several processes at once waits for somebody who waits for him.
        for row in &rows {
            let id = process_id(row)?;
            let mut transaction = self.begin().await?;
            let changed = sqlx::query(
                "UPDATE processes SET updated_at = $1,
                 status = CASE WHEN first_image_at <= $2 THEN 'failed' ELSE 'canceled' END,
                 failure = CASE WHEN first_image_at <= $2 THEN $3 END
                 WHERE id = $4 AND status = 'pending'
                 AND (first_image_at <= $2 OR cancel_at <= $1)",
            )
            .bind(millis(at))
            .bind(millis(first_image_until))
            .bind(Failure::TimeExpired.as_str())
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
            if changed.rows_affected() == 1 {
                touch_dossier(&mut transaction, id, at).await?;
                emit(&mut transaction, id, at).await?;
                transaction.commit().await?;
                expired.push(id);
            }
        }
        Ok(expired)
    }

    async fn put_image(&self, image: &Image, marks: &[Mark], at: Timestamp) -> Result<PutImage> {
        let mut transaction = self.begin().await?;
        let pending = sqlx::query(
            "UPDATE processes SET updated_at = $1, first_image_at = coalesce(first_image_at, $1)
             WHERE id = $2 AND status = 'pending'",
        )
        .bind(millis(at))
        .bind(image.process.to_string())
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            == 1;
        if !pending {
            return Ok(PutImage::NotPending);
        }
        let before = files(&mut transaction, image.process, image.depiction).await?;
        let replaced = before.map(|(blob, burst)| [Some(blob), burst]);
        sqlx::query(
            "INSERT INTO images (process, depiction, blob, media_type, camera, burst)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (process, depiction)
             DO UPDATE SET blob = excluded.blob, media_type = excluded.media_type,
             camera = excluded.camera, burst = excluded.burst",
        )
        .bind(image.process.to_string())
        .bind(image.depiction.as_str())
        .bind(image.blob.to_string())
        .bind(image.media_type)
        .bind(image.camera.map(|camera| camera_text(&camera)))
        .bind(image.burst.map(|blob| blob.to_string()))
        .execute(&mut *transaction)
        .await?;
        put_marks(&mut transaction, image, marks).await?;
        touch_dossier(&mut transaction, image.process, at).await?;
        transaction.commit().await?;
        Ok(PutImage::Stored {
            replaced: replaced.into_iter().flatten().flatten().collect(),
        })
    }

    async fn put_burst(&self, process: ProcessId, blob: BlobId) -> Result<PutImage> {
        let mut transaction = self.begin().await?;
        if !hold_pending(&mut transaction, process).await? {
            return Ok(PutImage::NotPending);
        }
        let before = files(&mut transaction, process, Depiction::Selfie).await?;
        let changed =
            sqlx::query("UPDATE images SET burst = $1 WHERE process = $2 AND depiction = $3")
                .bind(blob.to_string())
                .bind(process.to_string())
                .bind(Depiction::Selfie.as_str())
                .execute(&mut *transaction)
                .await?;
        if changed.rows_affected() == 0 {
            return Ok(PutImage::NotPending);
        }
        transaction.commit().await?;
        Ok(PutImage::Stored {
            replaced: before.and_then(|(_, burst)| burst).into_iter().collect(),
        })
    }

    async fn common_marks(&self, process: ProcessId) -> Result<Vec<(Depiction, CommonMarks)>> {
        sqlx::query(
            "WITH common AS (
                 SELECT own.depiction AS depiction, count(*) AS common
                 FROM image_marks own
                 JOIN processes ours ON ours.id = own.process
                 JOIN image_marks other ON other.mark = own.mark AND other.process <> own.process
                 JOIN processes theirs
                     ON theirs.id = other.process AND theirs.dossier <> ours.dossier
                 WHERE own.process = $1
                 GROUP BY own.depiction, other.process, other.depiction
             )
             SELECT depiction, count(*) AS own,
                 coalesce((SELECT max(common) FROM common
                     WHERE common.depiction = image_marks.depiction), 0) AS common
             FROM image_marks WHERE process = $1 GROUP BY depiction",
        )
        .bind(process.to_string())
        .fetch_all(&self.readers)
        .await?
        .iter()
        .map(|row| {
            let common = CommonMarks {
                common: number(row.try_get("common")?)?,
                all: number(row.try_get("own")?)?,
            };
            Ok((depiction(row)?, common))
        })
        .collect()
    }

    async fn images(&self, process: ProcessId) -> Result<Vec<Image>> {
        let mut images: Vec<Image> = sqlx::query("SELECT * FROM images WHERE process = $1")
            .bind(process.to_string())
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(|row| read_image(process, row))
            .collect::<Result<_>>()?;
        images.sort_by_key(|image| image.depiction);
        Ok(images)
    }
}

/// Where an image and what goes with it are stored.
async fn files(
    transaction: &mut Transaction<'_, Any>,
    process: ProcessId,
    depiction: Depiction,
) -> Result<Option<(BlobId, Option<BlobId>)>> {
    let row = sqlx::query("SELECT blob, burst FROM images WHERE process = $1 AND depiction = $2")
        .bind(process.to_string())
        .bind(depiction.as_str())
        .fetch_optional(&mut **transaction)
        .await?;
    row.map(|row| Ok((blob_id(&row)?, optional_blob(&row, "burst")?)))
        .transpose()
}

/// Replaces the marks of an image.
async fn put_marks(
    transaction: &mut Transaction<'_, Any>,
    image: &Image,
    marks: &[Mark],
) -> Result<()> {
    let (process, depiction) = (image.process.to_string(), image.depiction.as_str());
    sqlx::query("DELETE FROM image_marks WHERE process = $1 AND depiction = $2")
        .bind(&process)
        .bind(depiction)
        .execute(&mut **transaction)
        .await?;
    for mark in marks {
        sqlx::query(
            "INSERT INTO image_marks (process, depiction, mark) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(&process)
        .bind(depiction)
        .bind(mark.as_slice())
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}

/// Keeps a pending process from changing until the transaction ends. `false` when it is not pending.
pub(super) async fn hold_pending(
    transaction: &mut Transaction<'_, Any>,
    process: ProcessId,
) -> Result<bool> {
    let held = sqlx::query(
        "UPDATE processes SET updated_at = updated_at WHERE id = $1 AND status = 'pending'",
    )
    .bind(process.to_string())
    .execute(&mut **transaction)
    .await?;
    Ok(held.rows_affected() == 1)
}

/// A dossier is as new as the newest thing in it; here a process.
pub(super) async fn touch_dossier(
    transaction: &mut Transaction<'_, Any>,
    process: ProcessId,
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "UPDATE dossiers SET updated_at = $1
         WHERE id = (SELECT dossier FROM processes WHERE id = $2) AND updated_at < $1",
    )
    .bind(millis(at))
    .bind(process.to_string())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

pub(super) fn process_id(row: &AnyRow) -> Result<ProcessId> {
    ProcessId::parse(row.try_get(0)?).ok_or(StoreError::BadRow("process id"))
}

pub(super) fn blob_id(row: &AnyRow) -> Result<BlobId> {
    BlobId::parse(row.try_get("blob")?).ok_or(StoreError::BadRow("blob id"))
}

fn read(row: &AnyRow) -> Result<Process> {
    let failure: Option<&str> = row.try_get("failure")?;
    let first_image_at: Option<i64> = row.try_get("first_image_at")?;
    let cancel_at: Option<i64> = row.try_get("cancel_at")?;
    let record: Option<Vec<u8>> = row.try_get("sealed_record")?;
    let request: Option<Vec<u8>> = row.try_get("sealed_request")?;
    let process_type: &str = row.try_get("process_type")?;
    Ok(Process {
        id: ProcessId::parse(row.try_get("id")?).ok_or(StoreError::BadRow("process id"))?,
        dossier: DossierId::parse(row.try_get("dossier")?)
            .ok_or(StoreError::BadRow("dossier id"))?,
        provider: Provider::parse(row.try_get("provider")?)
            .ok_or(StoreError::BadRow("provider"))?,
        process_type: Some(process_type)
            .filter(|text| !text.is_empty())
            .map(|text| ProcessType::parse(text).ok_or(StoreError::BadRow("process type")))
            .transpose()?,
        status: ProcessStatus::parse(row.try_get("status")?).ok_or(StoreError::BadRow("status"))?,
        document_id: row
            .try_get::<Option<i64>, _>("document_id")?
            .map(number)
            .transpose()?,
        failure: failure
            .map(|text| Failure::parse(text).ok_or(StoreError::BadRow("failure")))
            .transpose()?,
        request: request.map(Sealed),
        external_id: row.try_get("external_id")?,
        first_image_at: first_image_at.map(time).transpose()?,
        cancel_at: cancel_at.map(time).transpose()?,
        record: record.map(Sealed),
        created_at: time(row.try_get("created_at")?)?,
        updated_at: time(row.try_get("updated_at")?)?,
    })
}

pub(super) fn depiction(row: &AnyRow) -> Result<Depiction> {
    let depiction: &str = row.try_get("depiction")?;
    [Depiction::Front, Depiction::Back, Depiction::Selfie]
        .into_iter()
        .find(|known| known.as_str() == depiction)
        .ok_or(StoreError::BadRow("depiction"))
}

pub(super) fn media_type(text: &str) -> Result<&'static str> {
    ["image/jpeg", "image/png", "image/webp"]
        .into_iter()
        .find(|known| *known == text)
        .ok_or(StoreError::BadRow("media type"))
}

fn camera_text(camera: &CameraFacts) -> String {
    serde_json::to_string(camera)
        .unwrap_or_else(|_| unreachable!("three plain values can be written"))
}

fn read_image(process: ProcessId, row: &AnyRow) -> Result<Image> {
    let camera: Option<&str> = row.try_get("camera")?;
    let camera = camera.map(serde_json::from_str).transpose();
    Ok(Image {
        process,
        depiction: depiction(row)?,
        blob: blob_id(row)?,
        media_type: media_type(row.try_get("media_type")?)?,
        camera: camera.map_err(|_| StoreError::BadRow("camera"))?,
        burst: optional_blob(row, "burst")?,
    })
}
