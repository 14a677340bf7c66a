//! What is known of a picture beside what it shows, as evidence.

use super::evidence::{Evidence, Rule};
use crate::policy::Thresholds;
use crate::provenance::Provenance;

/// Nothing of what is not known.
pub(super) fn provenance(known: &Provenance, thresholds: &Thresholds) -> Vec<Evidence> {
    let below = |rule, measured: Option<f32>, threshold| {
        measured.map(|measured| Evidence::share_below(rule, measured, threshold))
    };
    let camera = known.camera;
    let repeated = camera.and_then(|camera| camera.repeated_frames);
    let holds = |rule, holds: Option<bool>| holds.map(|holds| Evidence::holds(rule, holds));
    [
        below(Rule::SeenBefore, known.seen_before, thresholds.seen_before),
        holds(Rule::VirtualCamera, camera.map(|camera| !camera.is_virtual)),
        holds(Rule::CameraFits, camera.map(|camera| camera.fits)),
        below(Rule::RepeatedFrames, repeated, thresholds.repeated_frames),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyDocument;
    use crate::provenance::CameraFacts;

    #[test]
    fn what_is_known_is_told_and_what_is_wrong_fails() {
        let thresholds = PolicyDocument::default().thresholds;
        let told = |known: &Provenance| provenance(known, &thresholds);
        assert!(told(&Provenance::default()).is_empty());
        let fine = Provenance {
            seen_before: Some(0.06),
            camera: Some(CameraFacts {
                is_virtual: false,
                fits: true,
                repeated_frames: Some(0.0),
            }),
        };
        assert_eq!(told(&fine).len(), 4);
        assert!(told(&fine).iter().all(|own| own.passed));
        let wrong = Provenance {
            seen_before: Some(1.0),
            camera: Some(CameraFacts {
                is_virtual: true,
                fits: false,
                repeated_frames: Some(0.6),
            }),
        };
        assert!(told(&wrong).iter().all(Evidence::fails));
    }

    #[test]
    fn the_standard_policy_takes_them_for_signals() {
        let signals = PolicyDocument::default().signals;
        for rule in [
            Rule::SeenBefore,
            Rule::VirtualCamera,
            Rule::CameraFits,
            Rule::RepeatedFrames,
        ] {
            assert!(signals.contains(&rule), "{rule:?}");
        }
    }
}
