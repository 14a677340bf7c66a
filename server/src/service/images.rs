//! Images: checked, sealed, stored; fetched and opened.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use vidimus_api::capture::{CaptureOrigin, Depiction};
use vidimus_engine::provenance::CameraFacts;
use vidimus_engine::{Frame, FrameError, Limits};

use super::App;
use super::marks::{facts, marks};
use super::metadata::without_metadata;
use super::processes::not_pending;
use crate::blobs::BlobPlace;
use crate::blobs::envelope::{DataKey, Mark};
use crate::domain::{Dossier, Image, Process};
use crate::ids::{BlobId, ClientId, DossierId, ProcessId};
use crate::problem::Refusal;
use crate::providers;
use crate::store::{self, PutImage};

/// An image whose every pixel has been decoded.
pub(crate) struct CheckedImage {
    depiction: Depiction,
    bytes: Bytes,
    media_type: &'static str,
    camera: Option<CameraFacts>,
    marks: Vec<Mark>,
}

impl App {
    /// Decodes an image to its end, within the engine's limits, and throws the pixels away: what
    /// is stored can be read later, and a damaged file is told at once. `origin` is of one that was
    /// taken on the page.
    pub(crate) async fn check_image(
        self: &Arc<Self>,
        process: &Process,
        depiction: Depiction,
        bytes: Bytes,
        origin: Option<CaptureOrigin>,
    ) -> Result<CheckedImage, Refusal> {
        if !providers::of(process.provider)
            .takes(process)
            .contains(&depiction)
        {
            return Err(Refusal::invalid(
                "Unexpected image.",
                format!(
                    "A process of this type takes no {} image.",
                    depiction.as_str()
                ),
            ));
        }
        let app = Arc::clone(self);
        self.decoded(move || {
            let frame = checked_frame(depiction.as_str(), &bytes)?;
            let media_type = media_type(&bytes).ok_or_else(|| {
                Refusal::invalid("Invalid image.", FrameError::UnsupportedFormat.to_string())
            })?;
            Ok(CheckedImage {
                depiction,
                camera: origin.map(|origin| facts(&origin, &frame)),
                // Of the file as it came: the same one is known again.
                marks: marks(&app.master, &bytes, &frame),
                bytes: stripped(depiction.as_str(), &bytes)?,
                media_type,
            })
        })
        .await
    }

    /// Stores an image; the one before it of the same kind is deleted.
    pub(crate) async fn store_image(
        &self,
        dossier: &Dossier,
        process: &Process,
        image: CheckedImage,
    ) -> Result<(), Refusal> {
        let key = self.data_key(dossier)?;
        let row = Image {
            process: process.id,
            depiction: image.depiction,
            blob: BlobId::random(),
            media_type: image.media_type,
            camera: image.camera,
            burst: None,
        };
        let place = BlobPlace::of(process, row.blob);
        let recorded = self.store.put_image(&row, &image.marks, self.now());
        if self.keep(place, &key, &image.bytes, recorded).await? {
            Ok(())
        } else {
            Err(not_pending(process))
        }
    }

    /// Stores a file and records it, then deletes the one that it replaces, or itself where it was
    /// not recorded. `false` when the process does not take it (any more).
    pub(super) async fn keep(
        &self,
        place: BlobPlace,
        key: &DataKey,
        bytes: &[u8],
        recorded: impl Future<Output = store::Result<PutImage>>,
    ) -> Result<bool, Refusal> {
        // First the file, then the row: a row never points to nothing.
        self.blobs.put(place, key, bytes).await?;
        let recorded = recorded.await;
        let superfluous = match &recorded {
            Ok(PutImage::Stored { replaced }) => replaced.clone(),
            Ok(PutImage::NotPending) => vec![place.blob],
            // It may have been recorded after all, and the answer was lost. A file without a row is
            // deleted with its dossier.
            Err(_) => vec![],
        };
        for blob in superfluous {
            self.blobs.delete(BlobPlace { blob, ..place }).await?;
        }
        let is_stored = matches!(recorded?, PutImage::Stored { .. });
        if let Some(process) = place.process.filter(|_| is_stored) {
            self.announce(process);
        }
        Ok(is_stored)
    }

    /// Fetches one image; `None` when it was never uploaded.
    pub(crate) async fn read_image(
        &self,
        dossier: &Dossier,
        process: &Process,
        depiction: Depiction,
    ) -> Result<Option<(Image, Vec<u8>)>, Refusal> {
        let images = self.store.images(process.id).await?;
        let Some(image) = images
            .into_iter()
            .find(|image| image.depiction == depiction)
        else {
            return Ok(None);
        };
        let key = self.data_key(dossier)?;
        let place = BlobPlace::of(process, image.blob);
        let bytes = self.blobs.get(place, &key).await?;
        Ok(Some((image, bytes)))
    }

    /// Fetches images of a process of a client, or, without a process, files of a dossier; 404 where
    /// dossier or process are not the client's.
    pub(super) async fn stored_images(
        &self,
        client: &ClientId,
        dossier: &str,
        process: Option<&str>,
        wanted: &[Depiction],
    ) -> Result<BTreeMap<Depiction, Vec<u8>>, Refusal> {
        let missing = || Refusal::not_found("Dossier");
        let id = DossierId::parse(dossier).ok_or_else(missing)?;
        let dossier = self.store.dossier(id).await?;
        let dossier = dossier.filter(|dossier| dossier.client == *client);
        let dossier = dossier.ok_or_else(missing)?;
        let mut found = BTreeMap::new();
        let Some(process) = process else {
            for depiction in wanted {
                if let Some((_, bytes)) = self.read_file(&dossier, *depiction).await? {
                    found.insert(*depiction, bytes);
                }
            }
            return Ok(found);
        };
        let missing = || Refusal::not_found("Process");
        let id = ProcessId::parse(process).ok_or_else(missing)?;
        let process = self.load_process(id).await?;
        let process = process
            .filter(|process| process.dossier == dossier.id)
            .ok_or_else(missing)?;
        self.check_withheld(&dossier, &process)?;
        let mut images = self.store.images(process.id).await?;
        images.retain(|image| wanted.contains(&image.depiction));
        self.read_images(&dossier, &process, &images).await
    }

    /// Fetches the files of images of a process.
    pub(crate) async fn read_images(
        &self,
        dossier: &Dossier,
        process: &Process,
        images: &[Image],
    ) -> Result<BTreeMap<Depiction, Vec<u8>>, Refusal> {
        let key = self.data_key(dossier)?;
        let mut files = BTreeMap::new();
        for image in images {
            let place = BlobPlace::of(process, image.blob);
            files.insert(image.depiction, self.blobs.get(place, &key).await?);
        }
        Ok(files)
    }
}

/// Decodes an image within the engine's limits.
pub(super) fn checked_frame(name: &str, bytes: &[u8]) -> Result<Frame, Refusal> {
    Frame::decode(bytes, &Limits::default())
        .map_err(|error| Refusal::invalid("Invalid image.", format!("{name}: {error}.")))
}

/// The file as it is kept: see [`without_metadata`].
pub(super) fn stripped(name: &str, bytes: &Bytes) -> Result<Bytes, Refusal> {
    without_metadata(bytes).ok_or_else(|| {
        let why =
            format!("{name}: what stands beside the picture in the file cannot be taken out.");
        Refusal::invalid("Invalid image.", why)
    })
}

/// The type of an image by its first bytes; what its sender called it does not count.
pub(super) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}
