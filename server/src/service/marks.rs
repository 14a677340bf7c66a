//! Finding pictures that came before, without keeping anything that tells what they show.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use vidimus_api::capture::{CaptureOrigin, Depiction};
use vidimus_engine::Frame;
use vidimus_engine::provenance::{
    CameraFacts, Counts, Fingerprint, Provenance, Provenances, is_virtual,
};

use super::App;
use crate::blobs::envelope::{Mark, MasterKey};
use crate::domain::{Image, Process};
use crate::problem::Refusal;

/// Longest name of a camera, in bytes: what is longer is cut off.
const MAX_LABEL_BYTES: usize = 200;

impl App {
    /// What is known of images of a process, now.
    pub(crate) async fn provenances(
        &self,
        process: &Process,
        images: &[Image],
    ) -> Result<Provenances, Refusal> {
        let found = self.store.common_marks(process.id).await?;
        let alike: BTreeMap<Depiction, f32> = found
            .into_iter()
            .map(|(depiction, common)| (depiction, common.share()))
            .collect();
        let of = |depiction| Provenance {
            seen_before: alike.get(&depiction).copied(),
            camera: images
                .iter()
                .find(|image| image.depiction == depiction)
                .and_then(|image| image.camera),
        };
        Ok(Provenances {
            front: of(Depiction::Front),
            back: of(Depiction::Back),
            selfie: of(Depiction::Selfie),
        })
    }
}

/// The marks of a picture: of the file, and of each telling part of its fingerprint.
pub(super) fn marks(key: &MasterKey, bytes: &[u8], frame: &Frame) -> Vec<Mark> {
    let file = key.mark("file", &Sha256::digest(bytes));
    let fingerprint = Fingerprint::of(frame);
    let bands = fingerprint.bands().map(|(number, bits)| {
        let [high, low] = bits.to_be_bytes();
        key.mark("band", &[number, high, low])
    });
    std::iter::once(file).chain(bands).collect()
}

/// What a page says of the camera that it took a picture of this size with: base64 of JSON.
pub(crate) fn origin(text: &str) -> Result<CaptureOrigin, Refusal> {
    let json = BASE64_STANDARD.decode(text).ok();
    let origin = json.and_then(|json| serde_json::from_slice(&json).ok());
    origin.ok_or_else(|| {
        Refusal::invalid(
            "Invalid origin.",
            "x-capture-origin is not base64 of a CaptureOrigin.",
        )
    })
}

/// What of it is kept.
pub(super) fn facts(origin: &CaptureOrigin, frame: &Frame) -> CameraFacts {
    let label = &origin.camera_label;
    let end = label.floor_char_boundary(MAX_LABEL_BYTES.min(label.len()));
    let size = (frame.width_px(), frame.height_px());
    // Phones turn what they show, and some do not say so.
    let shown = [
        (origin.track_width_px, origin.track_height_px),
        (origin.track_height_px, origin.track_width_px),
    ];
    CameraFacts {
        is_virtual: is_virtual(&label[..end]),
        fits: shown.contains(&size),
        repeated_frames: Counts {
            frames: origin.frames,
            repeated: origin.repeated_frames,
        }
        .share(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(label: &str, size: (u32, u32), repeated_frames: u32) -> CaptureOrigin {
        CaptureOrigin {
            camera_label: label.to_owned(),
            track_width_px: size.0,
            track_height_px: size.1,
            frames: 40,
            repeated_frames,
        }
    }

    #[test]
    fn what_a_page_says_is_held_against_the_picture() {
        let frame = Frame::from_rgb(64, 48, vec![90; 64 * 48 * 3]).unwrap();
        let fine = facts(&said("Integrated Webcam", (48, 64), 0), &frame);
        assert!(!fine.is_virtual && fine.fits && fine.repeated_frames == Some(0.0));
        let wrong = facts(&said("OBS Virtual Camera", (1280, 720), 30), &frame);
        assert!(wrong.is_virtual && !wrong.fits && wrong.repeated_frames == Some(0.75));
        // Cut in the middle of a letter.
        let long = facts(&said(&"ä".repeat(150), (64, 48), 0), &frame);
        assert!(!long.is_virtual);
    }

    #[test]
    fn origins_are_base64_of_json() {
        let json = serde_json::to_vec(&said("Kamera für Selfies", (64, 48), 1)).unwrap();
        let origin = origin(&BASE64_STANDARD.encode(json)).unwrap();
        assert_eq!(origin.camera_label, "Kamera für Selfies");
        assert!(super::origin("{}").is_err());
        assert!(super::origin(&BASE64_STANDARD.encode("{}")).is_err());
    }
}
