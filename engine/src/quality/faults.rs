//! From measures to faults, and which of them is the worst.

use std::collections::BTreeSet;

use crate::face::FaceQuality;

use super::{AtLeast, AtMost, Framing, Hint, Precheck, PrecheckConfig, Subject};

/// Worst first.
pub(super) type Faults = BTreeSet<Hint>;

/// What cannot be judged without a document, and thus is not in order.
const UNSEEN: [Hint; 8] = [
    Hint::NoDocument,
    Hint::EdgesNotVisible,
    Hint::TooNear,
    Hint::TooFar,
    Hint::TooTilted,
    Hint::Glare,
    Hint::Moving,
    Hint::Blurred,
];

/// The worst fault of a picture on its own.
pub(super) fn worst(found: &Precheck, config: &PrecheckConfig) -> Option<Hint> {
    faults(found, Some(0.0), config, &Faults::new())
        .first()
        .copied()
}

/// The faults of a frame, given those of the frame `before`. `motion_per_s` as in
/// [`PrecheckConfig::max_motion_per_s`]; `None` where there is nothing to compare with.
pub(super) fn faults(
    found: &Precheck,
    motion_per_s: Option<f32>,
    config: &PrecheckConfig,
    before: &Faults,
) -> Faults {
    let mut judge = Judge {
        before,
        faults: Faults::new(),
    };
    judge.at_most(config.max_mean_luma, found.mean_luma, Hint::TooBright);
    match &found.subject {
        Subject::Document { framing: None } => {
            judge.at_least(config.min_empty_luma, found.mean_luma, Hint::TooDark);
            judge.faults.extend(UNSEEN);
        }
        Subject::Document {
            framing: Some(framing),
        } => {
            judge.at_least(config.min_mean_luma, found.mean_luma, Hint::TooDark);
            judge.framing(framing, config);
            let glare = found.glare_fraction;
            judge.at_most(config.max_glare_fraction, glare, Hint::Glare);
            let motion = motion_per_s.unwrap_or(config.max_motion_per_s.leave);
            judge.at_most(config.max_motion_per_s, motion, Hint::Moving);
            judge.at_least(config.min_sharpness, found.sharpness, Hint::Blurred);
        }
        Subject::Selfie {
            face_span,
            several_faces,
            face,
        } => {
            judge.at_least(config.min_mean_luma, found.mean_luma, Hint::TooDark);
            match face_span {
                None => judge.faults.extend([Hint::NoFace, Hint::FaceTooFar]),
                Some(span) => judge.at_least(config.min_face_span, *span, Hint::FaceTooFar),
            }
            if *several_faces {
                judge.faults.insert(Hint::SeveralFaces);
            }
            if let Some(face) = face {
                judge.face(face, config);
            }
            judge.at_least(config.min_sharpness, found.sharpness, Hint::Blurred);
        }
        Subject::Unknown => {
            judge.at_least(config.min_mean_luma, found.mean_luma, Hint::TooDark);
            judge.at_least(config.min_sharpness, found.sharpness, Hint::Blurred);
        }
    }
    judge.faults
}

struct Judge<'a> {
    before: &'a Faults,
    faults: Faults,
}

impl Judge<'_> {
    fn at_least(&mut self, limit: AtLeast, value: f32, hint: Hint) {
        if limit.is_broken(value, self.before.contains(&hint)) {
            self.faults.insert(hint);
        }
    }

    fn at_most(&mut self, limit: AtMost, value: f32, hint: Hint) {
        if limit.is_broken(value, self.before.contains(&hint)) {
            self.faults.insert(hint);
        }
    }

    fn face(&mut self, face: &FaceQuality, config: &PrecheckConfig) {
        let pose = face.pose;
        for (limit, angle_deg) in [
            (config.max_yaw_deg, pose.yaw_deg),
            (config.max_pitch_deg, pose.pitch_deg),
            (config.max_roll_deg, pose.roll_deg),
        ] {
            self.at_most(limit, angle_deg.abs(), Hint::FaceTurned);
        }
        self.at_least(config.min_eye_light, face.eye_light, Hint::EyesCovered);
        let contrast = face.mouth_contrast;
        self.at_least(config.min_mouth_contrast, contrast, Hint::MouthCovered);
        self.at_most(
            config.max_lower_colour,
            face.lower_colour,
            Hint::MouthCovered,
        );
        self.at_least(config.min_eyes_open, face.eyes_open, Hint::EyesShut);
        self.at_least(config.min_even_light, face.even_light, Hint::UnevenLight);
    }

    fn framing(&mut self, framing: &Framing, config: &PrecheckConfig) {
        let margin = framing.margin_fraction;
        if framing.is_cut_on_both_ends() {
            self.faults.insert(Hint::TooNear);
        } else {
            self.at_most(config.max_document_span, framing.span, Hint::TooNear);
            self.at_least(config.min_margin_fraction, margin, Hint::EdgesNotVisible);
        }
        self.at_least(config.min_document_span, framing.span, Hint::TooFar);
        self.at_most(
            config.max_tilt_degrees,
            framing.tilt_degrees,
            Hint::TooTilted,
        );
    }
}
