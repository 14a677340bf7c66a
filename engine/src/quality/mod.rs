//! Can anything be read here? Advice while the person still holds the document.
//!
//! A frame is measured ([`Precheck`]) inside the document's outline only: how it lies
//! ([`Framing`]), its light, its sharpness, glare. [`Watch`] makes one calm hint out of the frames
//! of a camera and says when the picture should be taken.

mod colour;
mod config;
mod faults;
mod framing;
mod light;
#[cfg(test)]
mod scene;
mod watch;

use serde::{Deserialize, Serialize};

use crate::face::{Face, FaceQuality, shows_several};
use crate::frame::Frame;
use crate::locate::Outline;
use crate::region::Region;

pub use colour::colour_variety;
pub use config::{AtLeast, AtMost, PrecheckConfig};
pub use framing::Framing;
pub use watch::{Guidance, Watch};

use framing::Point;
use light::Patch;

/// Longest side, in pixels, at which light and sharpness are measured: that of a camera's frames,
/// so that the same picture is as sharp on a photo as on a frame.
const SIDE_PX: u32 = 1280;

/// The one thing to tell the person, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hint {
    /// Too little light.
    TooDark,
    /// Too much light.
    TooBright,
    /// No document in the picture.
    NoDocument,
    /// The document is too large for the frame.
    TooNear,
    /// The document is cut by the frame's edge, or hardly any surroundings are seen.
    EdgesNotVisible,
    /// The document is too small in the picture.
    TooFar,
    /// The document is seen from the side.
    TooTilted,
    /// A reflection covers part of the document.
    Glare,
    /// Document or camera moves.
    Moving,
    /// Out of focus or moved.
    Blurred,
    /// No face on the selfie.
    NoFace,
    /// More than one face on the selfie.
    SeveralFaces,
    /// The face is too small on the selfie.
    FaceTooFar,
    /// The face looks aside, up or down, or leans.
    FaceTurned,
    /// The eyes are behind dark glasses.
    EyesCovered,
    /// Mouth and chin are covered.
    MouthCovered,
    /// The eyes are shut.
    EyesShut,
    /// One side of the face is much darker.
    UnevenLight,
}

/// What was looked for in a frame, and how it lies there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Subject {
    /// No network was there to look for anything: light and sharpness are all that is known.
    Unknown,
    /// A document.
    Document {
        /// How it lies in the frame; `None` where none was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        framing: Option<Framing>,
    },
    /// A face.
    Selfie {
        /// Share (0 to 1) of the frame's shorter side that the largest face spans; `None` where
        /// none was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        face_span: Option<f32>,
        /// Whether there are others nearly as large.
        several_faces: bool,
        /// How well the largest one is shown; `None` where no network was there to look.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        face: Option<FaceQuality>,
    },
}

/// What the pre-check measured on one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Precheck {
    /// The worst problem of this frame on its own; `None` when it is good enough.
    pub hint: Option<Hint>,
    /// What was looked for. Light, sharpness and glare are those of the document where one was
    /// found, otherwise those of the whole frame.
    pub subject: Subject,
    /// Mean luma, 0 to 255.
    pub mean_luma: f32,
    /// Sharpness of the strongest edges, 0 (none) to 1 (pixel-sharp): the share of an edge's
    /// whole step that happens within one pixel of a frame of at most 1280 pixels.
    pub sharpness: f32,
    /// Share of the document (or frame) under glare, 0 to 1; 0 on selfies, where none is looked for.
    pub glare_fraction: f32,
    /// The largest glare spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glare: Option<Region>,
}

impl Precheck {
    /// How the document lies in the frame, where one was found.
    #[must_use]
    pub fn framing(&self) -> Option<&Framing> {
        match &self.subject {
            Subject::Document { framing } => framing.as_ref(),
            Subject::Unknown | Subject::Selfie { .. } => None,
        }
    }
}

/// Looks at a frame without any network: its light and its sharpness.
#[must_use]
pub fn precheck_light(frame: &Frame, config: &PrecheckConfig) -> Precheck {
    measured(frame, None, Subject::Unknown, config)
}

/// Looks at one frame of a document whose outline was looked for.
pub(crate) fn precheck_document(
    frame: &Frame,
    outline: Option<&Outline>,
    config: &PrecheckConfig,
) -> Precheck {
    let size_px = (frame.width_px(), frame.height_px());
    let framing = outline.map(|found| Framing::of(found, size_px, config.focal_length_sides));
    let corners = framing.map(|framing| framing.corners);
    measured(frame, corners, Subject::Document { framing }, config)
}

/// Looks at one frame of a selfie, on which `faces` were found, largest first; `quality` is that of
/// the first, where it was looked at.
#[must_use]
pub fn precheck_selfie(
    frame: &Frame,
    faces: &[Face],
    quality: Option<FaceQuality>,
    config: &PrecheckConfig,
) -> Precheck {
    let shorter = frame.width_px().min(frame.height_px()) as f32;
    let subject = Subject::Selfie {
        face_span: faces.first().map(|face| face.region.width as f32 / shorter),
        several_faces: shows_several(faces, config.second_face_area),
        face: quality,
    };
    measured(frame, None, subject, config)
}

fn measured(
    frame: &Frame,
    corners: Option<[Point; 4]>,
    subject: Subject,
    config: &PrecheckConfig,
) -> Precheck {
    let (small, factor) = frame.fitted(SIDE_PX);
    let (w, h) = (small.width_px() as f32, small.height_px() as f32);
    let whole = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
    let inside = corners.map_or(whole, |corners| {
        corners.map(|(x, y)| (x * factor, y * factor))
    });
    let patch = Patch::inside(&small, &inside);
    // Bright spots around a person say nothing of how they are shown.
    let may_glare = !matches!(subject, Subject::Selfie { .. });
    let glare = patch.as_ref().filter(|_| may_glare);
    let glare = glare.and_then(|patch| patch.glare(config));
    let full_size = |region: Region| {
        let scale = |v: u32| (v as f32 / factor).round() as u32;
        Region {
            x: scale(region.x),
            y: scale(region.y),
            width: scale(region.width),
            height: scale(region.height),
        }
    };
    let mut found = Precheck {
        hint: None,
        subject,
        mean_luma: patch.as_ref().map_or(0.0, Patch::mean),
        sharpness: patch.map_or(0.0, |patch| patch.sharpness(config.min_edge_luma)),
        glare_fraction: glare.as_ref().map_or(0.0, |glare| glare.fraction),
        glare: glare.map(|glare| full_size(glare.spot)),
    };
    found.hint = faults::worst(&found, config);
    found
}

#[cfg(test)]
mod tests;
