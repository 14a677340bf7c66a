//! The zip file of a process that has a verdict.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use image::ImageFormat;
use image::codecs::jpeg::JpegEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::App;
use crate::domain::{Dossier, Process};
use crate::problem::Refusal;

/// Quality of images that were not uploaded as JPEG.
const JPEG_QUALITY: u8 = 95;

/// A zip file. Personal data: not printed.
pub(crate) struct Archive {
    /// `dossierId_processId_YYYYMMDDThhmmss.zip`, the time of the download.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// What keeps an archive from being made.
#[derive(Debug, thiserror::Error)]
enum ArchiveError {
    #[error("a stored image cannot be written as JPEG")]
    Image(#[from] image::ImageError),
    #[error("the zip file cannot be written")]
    Zip(#[from] zip::result::ZipError),
    #[error("the zip file cannot be written")]
    Write(#[from] std::io::Error),
}

impl App {
    /// The images as JPEG, `result.json` as *Get process* shows it, and `raw.json`, the record behind
    /// it. `None` as long as there is no verdict.
    pub(crate) async fn archive(
        self: &Arc<Self>,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<Option<Archive>, Refusal> {
        let Some(record) = self.record(dossier, process)? else {
            return Ok(None);
        };
        let mut images = self.store.images(process.id).await?;
        if self.withholds(dossier, process)? {
            images.clear();
        }
        let files = self.read_images(dossier, process, &images).await?;
        let result = serde_json::to_vec_pretty(&self.show_process(dossier, process).await?)?;
        let files: Vec<_> = files.into_iter().collect();
        let bytes = self
            .decoded(move || {
                let mut entries = vec![("result.json".to_owned(), result)];
                entries.push(("raw.json".to_owned(), record));
                for (depiction, bytes) in files {
                    let name = format!("{}.jpg", depiction.as_str());
                    entries.push((name, jpeg(bytes).map_err(Refusal::internal)?));
                }
                zipped(&entries).map_err(Refusal::internal)
            })
            .await?;
        let time = self.now().strftime("%Y%m%dT%H%M%S").to_string();
        Ok(Some(Archive {
            name: format!("{}_{}_{time}.zip", dossier.id, process.id),
            bytes,
        }))
    }
}

/// A JPEG stays as it was uploaded: it is evidence.
fn jpeg(bytes: Vec<u8>) -> Result<Vec<u8>, ArchiveError> {
    if image::guess_format(&bytes)? == ImageFormat::Jpeg {
        return Ok(bytes);
    }
    let mut written = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut written, JPEG_QUALITY);
    image::load_from_memory(&bytes)?
        .to_rgb8()
        .write_with_encoder(encoder)?;
    Ok(written)
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ArchiveError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
