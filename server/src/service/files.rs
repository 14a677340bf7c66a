//! Files of a dossier: images that outlive the processes they were made for.

use std::sync::Arc;

use bytes::Bytes;
use vidimus_api::capture::Depiction;

use super::App;
use super::images::{checked_frame, media_type, stripped};
use crate::blobs::BlobPlace;
use crate::domain::{Dossier, File};
use crate::ids::{BlobId, ProcessId};
use crate::problem::Refusal;

/// A file whose every pixel has been decoded.
pub(crate) struct CheckedFile {
    depiction: Depiction,
    bytes: Bytes,
    media_type: &'static str,
}

impl App {
    /// Decodes a file to its end: JPEG or PNG.
    pub(crate) async fn check_file(
        self: &Arc<Self>,
        depiction: Depiction,
        bytes: Vec<u8>,
    ) -> Result<CheckedFile, Refusal> {
        self.decoded(move || {
            checked_frame(depiction.as_str(), &bytes)?;
            let media_type = media_type(&bytes).filter(|own| *own != "image/webp");
            let media_type = media_type.ok_or_else(|| {
                let why = format!("{}: files are JPEG or PNG.", depiction.as_str());
                Refusal::invalid("Invalid image.", why)
            })?;
            Ok(CheckedFile {
                depiction,
                bytes: stripped(depiction.as_str(), &bytes.into())?,
                media_type,
            })
        })
        .await
    }

    /// Stores a file; the one before it of the same kind is deleted.
    pub(crate) async fn store_file(
        &self,
        dossier: &Dossier,
        file: CheckedFile,
    ) -> Result<(), Refusal> {
        let row = File {
            dossier: dossier.id,
            depiction: file.depiction,
            blob: BlobId::random(),
            media_type: file.media_type,
        };
        let key = self.data_key(dossier)?;
        self.blobs
            .put(BlobPlace::of_file(&row), &key, &file.bytes)
            .await?;
        let replaced = self.store.put_file(&row, self.now()).await;
        let (superfluous, stored) = match replaced {
            Ok(Some(replaced)) => (replaced, Ok(())),
            Ok(None) => (vec![row.blob], Err(Refusal::not_found("Dossier"))),
            Err(error) => (vec![row.blob], Err(error.into())),
        };
        for blob in superfluous {
            let place = BlobPlace::of_file(&File {
                blob,
                ..row.clone()
            });
            self.blobs.delete(place).await?;
        }
        stored
    }

    /// Copies the images of a process of the dossier, but those that are sent beside.
    pub(crate) async fn copy_images(
        &self,
        dossier: &Dossier,
        process: &str,
        beside: &[Depiction],
    ) -> Result<(), Refusal> {
        let missing = || Refusal::not_found("Process");
        let id = ProcessId::parse(process).ok_or_else(missing)?;
        let process = self.load_process(id).await?;
        let process = process
            .filter(|process| process.dossier == dossier.id)
            .ok_or_else(missing)?;
        self.check_withheld(dossier, &process)?;
        for image in self.store.images(process.id).await? {
            if beside.contains(&image.depiction) {
                continue;
            }
            let key = self.data_key(dossier)?;
            let bytes = self
                .blobs
                .get(BlobPlace::of(&process, image.blob), &key)
                .await?;
            let file = CheckedFile {
                depiction: image.depiction,
                bytes: bytes.into(),
                media_type: image.media_type,
            };
            self.store_file(dossier, file).await?;
        }
        Ok(())
    }

    /// Fetches one file; `None` when there is none of the kind.
    pub(crate) async fn read_file(
        &self,
        dossier: &Dossier,
        depiction: Depiction,
    ) -> Result<Option<(File, Vec<u8>)>, Refusal> {
        let files = self.store.files(dossier.id).await?;
        let Some(file) = files.into_iter().find(|file| file.depiction == depiction) else {
            return Ok(None);
        };
        let key = self.data_key(dossier)?;
        let bytes = self.blobs.get(BlobPlace::of_file(&file), &key).await?;
        Ok(Some((file, bytes)))
    }

    /// Deletes the files of a dossier; 404 where it has none.
    pub(crate) async fn delete_files(&self, dossier: &Dossier) -> Result<(), Refusal> {
        let deleted = self.store.delete_files(dossier.id, self.now()).await?;
        if deleted.is_empty() {
            return Err(Refusal::not_found("File"));
        }
        for blob in deleted {
            let place = BlobPlace {
                dossier: dossier.id,
                process: None,
                blob,
            };
            self.blobs.delete(place).await?;
        }
        Ok(())
    }
}
