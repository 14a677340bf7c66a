//! Every threshold of the pre-check, with its unit.

use serde::{Deserialize, Serialize};

/// A measure that should be high. Two limits, so that a measure near one does not flicker.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtLeast {
    /// From this value a fault is mended: the stricter limit.
    pub enter: f32,
    /// Below this value it is a fault; at most `enter`.
    pub leave: f32,
}

impl AtLeast {
    pub(super) fn is_broken(self, value: f32, was_broken: bool) -> bool {
        value < if was_broken { self.enter } else { self.leave }
    }
}

/// A measure that should be low. Two limits, so that a measure near one does not flicker.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtMost {
    /// Down to this value a fault is mended: the stricter limit.
    pub enter: f32,
    /// Above this value it is a fault; at least `enter`.
    pub leave: f32,
}

impl AtMost {
    pub(super) fn is_broken(self, value: f32, was_broken: bool) -> bool {
        value > if was_broken { self.enter } else { self.leave }
    }
}

/// Thresholds of the capture pre-check, each with its unit.
///
/// A picture on its own is judged by the `leave` limits; [`Watch`](super::Watch), which sees one
/// frame after the other, by `enter` where the frame before had the fault.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrecheckConfig {
    /// Mean luma (0 to 255) of a document, or of a selfie, that is light enough.
    pub min_mean_luma: AtLeast,
    /// Mean luma (0 to 255) of a frame without a document in which one would be seen.
    pub min_empty_luma: AtLeast,
    /// Mean luma (0 to 255) that is not too bright.
    pub max_mean_luma: AtMost,
    /// [`Precheck::sharpness`](super::Precheck::sharpness) (0 to 1) of a sharp picture.
    pub min_sharpness: AtLeast,
    /// Least difference of luma (0 to 255) of an edge that tells of sharpness.
    pub min_edge_luma: u8,
    /// Luma (0 to 255) from which a pixel is burnt out.
    pub burnt_luma: u8,
    /// Share (0 to 1) of a small square's pixels that are burnt out in glare.
    pub min_burnt_fraction: f32,
    /// Difference of luma (0 to 255) between glare and the rest of the document: paper that is
    /// white all over is no glare.
    pub min_glare_contrast_luma: f32,
    /// Share (0 to 1) of the document's area that glare may cover.
    pub max_glare_fraction: AtMost,
    /// Surroundings between each corner and the frame's edge, as a share (0 to 0.5) of the
    /// frame's shorter side.
    pub min_margin_fraction: AtLeast,
    /// [`Framing::span`](super::Framing::span) (0 to 1) of a document that is near enough.
    pub min_document_span: AtLeast,
    /// [`Framing::span`](super::Framing::span) (0 to 1) of a document that is not too near.
    pub max_document_span: AtMost,
    /// [`Framing::tilt_degrees`](super::Framing::tilt_degrees) (0 to 90) that is flat enough.
    pub max_tilt_degrees: AtMost,
    /// Focal length of the camera over the frame's longer side: what tilt is computed with.
    /// Between 0.7 and 1.0 for the cameras of phones and laptops.
    pub focal_length_sides: f32,
    /// Largest motion of a corner, in diagonals of the document a second (0 and more), that is
    /// still enough.
    pub max_motion_per_s: AtMost,
    /// Share (0 to 1) of the frame's shorter side that a face spans on a selfie.
    pub min_face_span: AtLeast,
    /// Area of a second face over that of the first (0 to 1) from which there are several.
    pub second_face_area: f32,
    /// Degrees by which a face may be turned aside.
    pub max_yaw_deg: AtMost,
    /// Degrees by which it may look up or down: faces differ, so that this is wide.
    pub max_pitch_deg: AtMost,
    /// Degrees by which it may lean.
    pub max_roll_deg: AtMost,
    /// [`FaceQuality::eyes_open`](crate::face::FaceQuality::eyes_open) (0 and more) of open eyes.
    pub min_eyes_open: AtLeast,
    /// [`FaceQuality::eye_light`](crate::face::FaceQuality::eye_light) (0 and more) without dark
    /// glasses.
    pub min_eye_light: AtLeast,
    /// [`FaceQuality::mouth_contrast`](crate::face::FaceQuality::mouth_contrast) (0 and more) of a
    /// mouth that is seen.
    pub min_mouth_contrast: AtLeast,
    /// [`FaceQuality::lower_colour`](crate::face::FaceQuality::lower_colour) (0 and more) of a face
    /// without a mask.
    pub max_lower_colour: AtMost,
    /// [`FaceQuality::even_light`](crate::face::FaceQuality::even_light) (0 to 1) that is even enough.
    pub min_even_light: AtLeast,
    /// Time between frames, in milliseconds, after which what was seen before no longer counts.
    pub max_gap_ms: f64,
    /// Frames (1 and more) that must agree before another hint is shown.
    pub settle_frames: u32,
    /// Time, in milliseconds, over which they must agree.
    pub settle_ms: f64,
    /// Time, in milliseconds, for which a hint is shown at least, so that it can be read.
    pub min_shown_ms: f64,
    /// Good frames in a row (1 and more) before the picture is taken.
    pub capture_frames: u32,
    /// Time, in milliseconds, from the first of them to the last.
    pub capture_ms: f64,
}

impl Default for PrecheckConfig {
    fn default() -> Self {
        Self {
            min_mean_luma: AtLeast {
                enter: 60.0,
                leave: 50.0,
            },
            min_empty_luma: AtLeast {
                enter: 35.0,
                leave: 25.0,
            },
            max_mean_luma: AtMost {
                enter: 235.0,
                leave: 242.0,
            },
            min_sharpness: AtLeast {
                enter: 0.18,
                leave: 0.13,
            },
            min_edge_luma: 40,
            burnt_luma: 250,
            min_burnt_fraction: 0.9,
            min_glare_contrast_luma: 35.0,
            max_glare_fraction: AtMost {
                enter: 0.02,
                leave: 0.03,
            },
            min_margin_fraction: AtLeast {
                enter: 0.02,
                leave: 0.01,
            },
            min_document_span: AtLeast {
                enter: 0.5,
                leave: 0.45,
            },
            max_document_span: AtMost {
                enter: 0.94,
                leave: 0.97,
            },
            max_tilt_degrees: AtMost {
                enter: 20.0,
                leave: 27.0,
            },
            focal_length_sides: 0.85,
            max_motion_per_s: AtMost {
                enter: 0.10,
                leave: 0.20,
            },
            min_face_span: AtLeast {
                enter: 0.18,
                leave: 0.15,
            },
            second_face_area: 0.35,
            max_yaw_deg: AtMost {
                enter: 18.0,
                leave: 23.0,
            },
            max_pitch_deg: AtMost {
                enter: 26.0,
                leave: 31.0,
            },
            max_roll_deg: AtMost {
                enter: 18.0,
                leave: 23.0,
            },
            min_eyes_open: AtLeast {
                enter: 0.15,
                leave: 0.13,
            },
            min_eye_light: AtLeast {
                enter: 0.5,
                leave: 0.45,
            },
            min_mouth_contrast: AtLeast {
                enter: 0.05,
                leave: 0.045,
            },
            max_lower_colour: AtMost {
                enter: 0.28,
                leave: 0.33,
            },
            min_even_light: AtLeast {
                enter: 0.45,
                leave: 0.38,
            },
            max_gap_ms: 1500.0,
            settle_frames: 2,
            settle_ms: 150.0,
            min_shown_ms: 700.0,
            capture_frames: 4,
            capture_ms: 900.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_mended_only_by_the_stricter_limit() {
        let high = AtLeast {
            enter: 2.0,
            leave: 1.0,
        };
        let low = AtMost {
            enter: 1.0,
            leave: 2.0,
        };
        for (value, was_broken, too_low, too_high) in [
            (0.5, false, true, false),
            (1.5, false, false, false),
            (1.5, true, true, true),
            (2.5, true, false, true),
            (0.5, true, true, false),
            (2.5, false, false, true),
        ] {
            assert_eq!(high.is_broken(value, was_broken), too_low, "{value}");
            assert_eq!(low.is_broken(value, was_broken), too_high, "{value}");
        }
    }

    #[test]
    fn entering_is_never_easier_than_staying() {
        let config = PrecheckConfig::default();
        for AtLeast { enter, leave } in [
            config.min_mean_luma,
            config.min_empty_luma,
            config.min_sharpness,
            config.min_margin_fraction,
            config.min_document_span,
            config.min_face_span,
            config.min_eyes_open,
            config.min_eye_light,
            config.min_mouth_contrast,
            config.min_even_light,
        ] {
            assert!(enter >= leave, "{enter} {leave}");
        }
        for AtMost { enter, leave } in [
            config.max_mean_luma,
            config.max_glare_fraction,
            config.max_document_span,
            config.max_tilt_degrees,
            config.max_motion_per_s,
            config.max_yaw_deg,
            config.max_pitch_deg,
            config.max_roll_deg,
            config.max_lower_colour,
        ] {
            assert!(enter <= leave, "{enter} {leave}");
        }
        assert!(
            config.capture_ms > config.min_shown_ms,
            "good is seen first"
        );
    }
}
