//! Can anything be read here? Advice while the person still holds the document.

mod edges;
mod light;

use serde::{Deserialize, Serialize};

use crate::face::{Face, shows_several};
use crate::frame::Frame;
use crate::region::Region;

pub use light::colour_fraction;

/// Longer side at which a frame is looked at, in pixels: fast, and enough for its edges.
const SIDE_PX: u32 = 640;

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
    /// Area of a second face over that of the first (0 to 1) from which there are several.
    pub second_face_area: f32,
}

impl Default for PrecheckConfig {
    fn default() -> Self {
        Self {
            min_mean_luma: 50.0,
            max_mean_luma: 240.0,
            min_sharpness: 0.12,
            max_glare_fraction: 0.03,
            min_document_span: 0.45,
            min_face_span: 0.15,
            second_face_area: 0.35,
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
    /// Sharpness of the strongest edges, 0 (none) to 1 (pixel-sharp): the share of an edge's
    /// whole step that happens within one pixel, at the size the pre-check works on.
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
    let (small, factor) = frame.fitted(SIDE_PX);
    let document = edges::document(&small);
    let mut found = measure(&small, factor, document);
    let longest = small.width_px().max(small.height_px()) as f32;
    let span = document.map_or(0.0, |d| d.width.max(d.height) as f32 / longest);
    found.hint = light_hint(&found, config).or_else(|| {
        first_of([
            (!found.edges_visible, Hint::EdgesNotVisible),
            (span < config.min_document_span, Hint::TooFar),
            (
                found.glare_fraction > config.max_glare_fraction,
                Hint::Glare,
            ),
            (found.sharpness < config.min_sharpness, Hint::Blurred),
        ])
    });
    found
}

/// Looks at one frame of a selfie, on which `faces` were found, largest first.
#[must_use]
pub fn precheck_selfie(frame: &Frame, faces: &[Face], config: &PrecheckConfig) -> Precheck {
    let (small, factor) = frame.fitted(SIDE_PX);
    let mut found = measure(&small, factor, None);
    let span = faces.first().map_or(0.0, |face| {
        face.region.width as f32 / frame.width_px().min(frame.height_px()) as f32
    });
    found.hint = light_hint(&found, config).or_else(|| {
        first_of([
            (faces.is_empty(), Hint::NoFace),
            (
                shows_several(faces, config.second_face_area),
                Hint::SeveralFaces,
            ),
            (span < config.min_face_span, Hint::FaceTooFar),
            (found.sharpness < config.min_sharpness, Hint::Blurred),
        ])
    });
    found
}

fn first_of<const N: usize>(checks: [(bool, Hint); N]) -> Option<Hint> {
    checks
        .into_iter()
        .find_map(|(bad, hint)| bad.then_some(hint))
}

fn light_hint(found: &Precheck, config: &PrecheckConfig) -> Option<Hint> {
    if found.mean_luma < config.min_mean_luma {
        Some(Hint::TooDark)
    } else if found.mean_luma > config.max_mean_luma {
        Some(Hint::TooBright)
    } else {
        None
    }
}

fn measure(small: &Frame, factor: f32, document: Option<Region>) -> Precheck {
    let luma = light::luma(small);
    let whole = Region {
        x: 0,
        y: 0,
        width: small.width_px(),
        height: small.height_px(),
    };
    let inside = document.unwrap_or(whole);
    let glare = light::glare(&luma, small.width_px(), inside);
    let full_size = |region: Region| {
        let scale = |v: u32| (v as f32 / factor).round() as u32;
        Region {
            x: scale(region.x),
            y: scale(region.y),
            width: scale(region.width),
            height: scale(region.height),
        }
    };
    Precheck {
        hint: None,
        mean_luma: light::mean(&luma, small.width_px(), inside),
        sharpness: light::sharpness(&luma, small.width_px(), inside),
        glare_fraction: glare.map_or(0.0, |(share, _)| share),
        glare: glare.map(|(_, region)| full_size(region)),
        document: document.map(full_size),
        edges_visible: document.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pale card with dark bars of text on a dark table; `inset` is the table's width around.
    fn card(inset: u32, paper: u8) -> Frame {
        let (width, height) = (640, 420);
        let rgb = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| {
                let on_card =
                    (inset..width - inset).contains(&x) && (inset..height - inset).contains(&y);
                let text = y % 24 < 6
                    && x % 30 < 8
                    && (inset + 40..width - inset - 40).contains(&x)
                    && (inset + 40..height - inset - 40).contains(&y);
                let value = if !on_card {
                    paper / 4
                } else if text {
                    paper / 6
                } else {
                    paper
                };
                [value; 3]
            });
        Frame::from_rgb(width, height, rgb.collect()).unwrap()
    }

    #[test]
    fn a_good_picture_has_no_hint() {
        let found = precheck_document(&card(40, 200), &PrecheckConfig::default());
        assert_eq!(found.hint, None, "{found:?}");
        assert!(
            found.document.unwrap().iou(&Region {
                x: 40,
                y: 40,
                width: 560,
                height: 340
            }) > 0.9
        );
    }

    #[test]
    fn darkness_comes_before_everything_else() {
        let found = precheck_document(&card(40, 30), &PrecheckConfig::default());
        assert_eq!(found.hint, Some(Hint::TooDark));
    }

    #[test]
    fn a_document_that_fills_the_frame_has_no_visible_edges() {
        let found = precheck_document(&card(0, 200), &PrecheckConfig::default());
        assert_eq!(found.hint, Some(Hint::EdgesNotVisible), "{found:?}");
    }

    #[test]
    fn a_distant_document_is_too_far() {
        let frame = card(170, 200);
        let found = precheck_document(&frame, &PrecheckConfig::default());
        assert!(
            matches!(found.hint, Some(Hint::TooFar | Hint::EdgesNotVisible)),
            "{found:?}"
        );
    }

    #[test]
    fn a_burnt_spot_is_glare() {
        let frame = card(40, 190);
        let mut rgb = frame.rgb().to_vec();
        for y in 150..260 {
            for x in 250..380 {
                let at = (y * 640 + x) * 3;
                rgb[at..at + 3].fill(255);
            }
        }
        let frame = Frame::from_rgb(640, 420, rgb).unwrap();
        let found = precheck_document(&frame, &PrecheckConfig::default());
        assert_eq!(found.hint, Some(Hint::Glare), "{found:?}");
        let spot = Region {
            x: 250,
            y: 150,
            width: 130,
            height: 110,
        };
        assert!(found.glare.unwrap().iou(&spot) > 0.7);
    }

    #[test]
    fn a_blurred_picture_is_less_sharp() {
        let sharp = card(40, 200);
        let blurred = sharp.resized(80, 52).resized(640, 420);
        let config = PrecheckConfig::default();
        let (a, b) = (
            precheck_document(&sharp, &config),
            precheck_document(&blurred, &config),
        );
        assert!(
            a.sharpness > 2.0 * b.sharpness,
            "{} {}",
            a.sharpness,
            b.sharpness
        );
        assert!(b.hint.is_some(), "{b:?}");
    }

    #[test]
    fn a_selfie_needs_one_large_face() {
        let frame = card(40, 200);
        let face = |width: u32| Face {
            region: Region {
                x: 100,
                y: 50,
                width,
                height: width,
            },
            landmarks: [(0.0, 0.0); 5],
            confidence: 0.9,
        };
        let hint = |faces: &[Face]| precheck_selfie(&frame, faces, &PrecheckConfig::default()).hint;
        assert_eq!(hint(&[]), Some(Hint::NoFace));
        assert_eq!(hint(&[face(30)]), Some(Hint::FaceTooFar));
        assert_eq!(hint(&[face(200), face(180)]), Some(Hint::SeveralFaces));
        assert_eq!(hint(&[face(200), face(40)]), None);
    }
}
