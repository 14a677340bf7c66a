//! Images at rest: sealed files in an object store, a folder or an S3 bucket.
//!
//! Paths hold ids that the server made, never a name from outside.

pub mod envelope;

use std::path::Path as FilePath;
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};

use crate::domain::{File, Process};
use crate::ids::{BlobId, DossierId, ProcessId};
use envelope::{DataKey, SealError, Sealed};

/// Why an image cannot be stored or fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlobError {
    /// The object store failed.
    #[error("the object store failed")]
    Storage(#[from] object_store::Error),
    /// Sealing or opening failed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Images copied at a time.
const COPIES: usize = 8;

impl BlobError {
    /// Whether the object store is not to be reached, or takes nothing for now. An image that should be
    /// there and is not is something else.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Storage(error) => !matches!(error, object_store::Error::NotFound { .. }),
            Self::Seal(_) => false,
        }
    }
}

/// Where a blob belongs.
#[derive(Debug, Clone, Copy)]
pub struct BlobPlace {
    /// The dossier, whose key seals it.
    pub dossier: DossierId,
    /// The process; `None` for a file of the dossier itself.
    pub process: Option<ProcessId>,
    /// The blob.
    pub blob: BlobId,
}

impl BlobPlace {
    /// That of something of a process.
    #[must_use]
    pub fn of(process: &Process, blob: BlobId) -> Self {
        Self {
            dossier: process.dossier,
            process: Some(process.id),
            blob,
        }
    }

    /// That of a file of a dossier.
    #[must_use]
    pub fn of_file(file: &File) -> Self {
        Self {
            dossier: file.dossier,
            process: None,
            blob: file.blob,
        }
    }

    fn path(&self) -> Path {
        let Self { dossier, blob, .. } = self;
        Path::from(match self.process {
            Some(process) => format!("{dossier}/{process}/{blob}"),
            None => format!("{dossier}/files/{blob}"),
        })
    }
}

/// A bucket of an S3 service. What is not said here comes from the environment (`AWS_REGION`,
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, or the machine's role).
#[derive(Debug, Clone, Default)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// URL of the service, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Who asks.
    pub credentials: Option<Credentials>,
}

/// Credentials of an S3 service: not printed.
#[derive(Clone)]
pub struct Credentials {
    /// Access key id.
    pub key_id: String,
    /// Secret access key.
    pub secret: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Credentials { … }")
    }
}

/// The images.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// Keeps them in a folder, which is made where missing.
    ///
    /// # Errors
    /// [`BlobError::Storage`] when the folder cannot be made.
    pub fn in_folder(folder: &FilePath) -> Result<Self, BlobError> {
        let storage = |source: std::io::Error| {
            BlobError::Storage(object_store::Error::Generic {
                store: "folder",
                source: source.into(),
            })
        };
        std::fs::create_dir_all(folder).map_err(storage)?;
        let store = LocalFileSystem::new_with_prefix(folder)?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// Keeps them in a bucket, which is there already.
    ///
    /// # Errors
    /// [`BlobError::Storage`] when the settings do not fit together.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, BlobError> {
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(&bucket.name);
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        if let Some(Credentials { key_id, secret }) = &bucket.credentials {
            builder = builder
                .with_access_key_id(key_id)
                .with_secret_access_key(secret);
        }
        if let Some(region) = &bucket.region {
            builder = builder.with_region(region);
        }
        Ok(Self {
            store: Arc::new(builder.build()?),
        })
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`BlobError::Storage`] when it does not.
    pub async fn check(&self) -> Result<(), BlobError> {
        match self.store.head(&Path::from("readiness")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Seals and stores. When this returns, the bytes survive a power failure.
    ///
    /// # Errors
    /// [`BlobError`] when nothing was stored.
    pub async fn put(
        &self,
        place: BlobPlace,
        key: &DataKey,
        plain: &[u8],
    ) -> Result<(), BlobError> {
        let sealed = key.seal(place.dossier, &place.blob.to_string(), plain)?;
        self.store.put(&place.path(), sealed.0.into()).await?;
        Ok(())
    }

    /// Fetches and opens.
    ///
    /// # Errors
    /// [`BlobError`] when it is not there or not for this key.
    pub async fn get(&self, place: BlobPlace, key: &DataKey) -> Result<Vec<u8>, BlobError> {
        let sealed = self.store.get(&place.path()).await?.bytes().await?;
        Ok(key.open(
            place.dossier,
            &place.blob.to_string(),
            &Sealed(sealed.to_vec()),
        )?)
    }

    /// Copies everything, sealed as it is, to another store; gives how many.
    ///
    /// # Errors
    /// [`BlobError::Storage`] when something could not be copied.
    pub async fn copy_all_to(&self, target: &Self) -> Result<u64, BlobError> {
        let objects = self.store.list(None);
        let copied = objects.map(|object| async {
            let path = object?.location;
            match self.store.get(&path).await {
                Ok(found) => {
                    target.store.put(&path, found.bytes().await?.into()).await?;
                    Ok(1)
                }
                // Deleted meanwhile.
                Err(object_store::Error::NotFound { .. }) => Ok(0),
                Err(error) => Err(BlobError::from(error)),
            }
        });
        copied
            .buffer_unordered(COPIES)
            .try_fold(0, |sum, one| std::future::ready(Ok(sum + one)))
            .await
    }

    /// Deletes one image; one that is gone already is no error.
    ///
    /// # Errors
    /// [`BlobError::Storage`] when it may still be there.
    pub async fn delete(&self, place: BlobPlace) -> Result<(), BlobError> {
        match self.store.delete(&place.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes everything of a dossier, or of one of its processes.
    ///
    /// # Errors
    /// [`BlobError::Storage`] when something may still be there.
    pub async fn delete_all(
        &self,
        dossier: DossierId,
        process: Option<ProcessId>,
    ) -> Result<(), BlobError> {
        let prefix = process.map_or_else(
            || Path::from(dossier.to_string()),
            |process| Path::from(format!("{dossier}/{process}")),
        );
        let paths = self
            .store
            .list(Some(&prefix))
            .map_ok(|object| object.location)
            .boxed();
        let deleted = self.store.delete_stream(paths);
        deleted.try_for_each(|_| std::future::ready(Ok(()))).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(dossier: DossierId) -> BlobPlace {
        BlobPlace {
            dossier,
            process: Some(ProcessId::random()),
            blob: BlobId::random(),
        }
    }

    #[tokio::test]
    async fn a_blob_comes_back_and_goes_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path()).unwrap();
        let key = DataKey::random().unwrap();
        let dossier = DossierId::random();
        let (one, two) = (place(dossier), place(dossier));
        blobs.put(one, &key, b"one").await.unwrap();
        blobs.put(two, &key, b"two").await.unwrap();
        assert_eq!(blobs.get(one, &key).await.unwrap(), b"one");

        blobs.delete_all(dossier, one.process).await.unwrap();
        assert!(blobs.get(one, &key).await.is_err());
        assert_eq!(blobs.get(two, &key).await.unwrap(), b"two");

        blobs.delete_all(dossier, None).await.unwrap();
        assert!(blobs.get(two, &key).await.is_err());
        blobs.delete(two).await.unwrap();
        blobs.delete_all(dossier, None).await.unwrap();
    }

    #[tokio::test]
    async fn a_blob_moved_to_another_place_does_not_open() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path()).unwrap();
        let key = DataKey::random().unwrap();
        let (from, to) = (place(DossierId::random()), place(DossierId::random()));
        blobs.put(from, &key, b"one").await.unwrap();
        blobs.store.copy(&from.path(), &to.path()).await.unwrap();
        assert!(matches!(blobs.get(to, &key).await, Err(BlobError::Seal(_))));
    }
}
