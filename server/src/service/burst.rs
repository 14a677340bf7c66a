//! The burst of a selfie: frames of the live picture before it.

use vidimus_api::capture::SelfieBurst;
use vidimus_engine::liveness::BURST_FRAMES;

use super::App;
use super::capture::Acting;
use super::frames;
use super::processes::not_pending;
use crate::blobs::BlobPlace;
use crate::domain::{Dossier, Image, Process};
use crate::ids::BlobId;
use crate::problem::Refusal;

impl App {
    /// Stores the frames that belong to the selfie that has arrived.
    pub(crate) async fn put_burst(
        &self,
        acting: &Acting,
        burst: SelfieBurst,
    ) -> Result<(), Refusal> {
        let burst = self.checked_burst(burst).await?;
        let Acting {
            process, dossier, ..
        } = acting;
        let place = BlobPlace::of(process, BlobId::random());
        let key = self.data_key(dossier)?;
        let plain = serde_json::to_vec(&burst)?;
        let recorded = self.store.put_burst(process.id, place.blob);
        if self.keep(place, &key, &plain, recorded).await? {
            return Ok(());
        }
        let now = self.load_process(process.id).await?;
        let now = now.ok_or_else(|| Refusal::not_found("Process"))?;
        Err(
            if now.status == vidimus_api::capture::ProcessStatus::Pending {
                Refusal::conflict("No selfie has arrived that the frames could belong to.")
            } else {
                not_pending(&now)
            },
        )
    }

    /// The files of the frames that came with images of a process, oldest first; none where none
    /// did.
    pub(crate) async fn read_burst(
        &self,
        dossier: &Dossier,
        process: &Process,
        images: &[Image],
    ) -> Result<Vec<Vec<u8>>, Refusal> {
        let Some(blob) = images.iter().find_map(|image| image.burst) else {
            return Ok(vec![]);
        };
        let place = BlobPlace::of(process, blob);
        let key = self.data_key(dossier)?;
        let burst: SelfieBurst = serde_json::from_slice(&self.blobs.get(place, &key).await?)?;
        burst
            .frames
            .iter()
            .map(|frame| frames::file(frame))
            .collect()
    }

    async fn checked_burst(&self, burst: SelfieBurst) -> Result<SelfieBurst, Refusal> {
        let invalid = |why: String| Refusal::invalid("Invalid burst.", why);
        if burst.frames.is_empty() || burst.frames.len() > BURST_FRAMES {
            return Err(invalid(format!("frames has 1 to {BURST_FRAMES} elements.")));
        }
        self.decoded(move || {
            for (number, frame) in burst.frames.iter().enumerate() {
                frames::check(frame).map_err(|why| invalid(format!("frames[{number}]: {why}")))?;
            }
            Ok(burst)
        })
        .await
    }
}
