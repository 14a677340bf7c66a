//! Can anything be read here? Advice while the person still holds the document.

use serde::{Deserialize, Serialize};

use crate::frame::Frame;
use crate::region::Region;

/// Thresholds of the capture pre-check, each with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrecheckConfig {
    /// Mean luma (0 to 255) below which a picture is too dark.
    pub min_mean_luma: f32,
    /// Mean luma (0 to 255) above which a picture is too bright.
    pub max_mean_luma: f32,
    /// Sharpness (see [`Precheck::sharpness`]) below which a picture is blurred.
    pub min_sharpness: f32,
    /// Fraction (0 to 1) of the document's area that glare may cover.
    pub max_glare_fraction: f32,
    /// Least share (0 to 1) of the frame's longer side that the document spans.
    pub min_document_span: f32,
    /// Least share (0 to 1) of the frame's width that a face spans on a selfie.
    pub min_face_span: f32,
}

impl Default for PrecheckConfig {
    fn default() -> Self {
        Self {
            min_mean_luma: 55.0,
            max_mean_luma: 235.0,
            min_sharpness: 0.2,
            max_glare_fraction: 0.02,
            min_document_span: 0.5,
            min_face_span: 0.18,
        }
    }
}

/// The one thing to tell the person, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hint {
    /// Too little light.
    TooDark,
    /// Too much light.
    TooBright,
    /// No document with visible edges in the picture.
    EdgesNotVisible,
    /// The document is too small in the picture.
    TooFar,
    /// A reflection covers part of the document.
    Glare,
    /// Out of focus or moved.
    Blurred,
    /// No face on the selfie.
    NoFace,
    /// More than one face on the selfie.
    SeveralFaces,
    /// The face is too small on the selfie.
    FaceTooFar,
}

/// What the pre-check measured on one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Precheck {
    /// The worst problem; `None` when the picture is good enough.
    pub hint: Option<Hint>,
    /// Mean luma, 0 to 255.
    pub mean_luma: f32,
    /// Sharpness of the strongest edges, 0 (none) to 1 (pixel-sharp), at the size the reading
    /// stage works on.
    pub sharpness: f32,
    /// Share of the document (or frame) under glare, 0 to 1.
    pub glare_fraction: f32,
    /// The largest glare spot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glare: Option<Region>,
    /// The document's outline as an upright box, where its edges were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Region>,
    /// Whether all four edges are visible with some surroundings.
    pub edges_visible: bool,
}

/// Looks at one frame of a document.
#[must_use]
pub fn precheck_document(frame: &Frame, config: &PrecheckConfig) -> Precheck {
    let _ = (frame, config);
    Precheck {
        hint: None,
        mean_luma: 0.0,
        sharpness: 0.0,
        glare_fraction: 0.0,
        glare: None,
        document: None,
        edges_visible: false,
    }
}

/// Share of the pixels that have a colour, 0 to 1.
#[must_use]
pub fn colour_fraction(frame: &Frame) -> f32 {
    let _ = frame;
    0.0
}

/// Looks at one frame of a selfie.
#[must_use]
pub fn precheck_selfie(frame: &Frame, faces: &[crate::face::Face], config: &PrecheckConfig) -> Precheck {
    let _ = faces;
    precheck_document(frame, config)
}
