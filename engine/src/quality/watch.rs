//! One calm hint out of many frames, and the moment to take the picture.

use std::mem::Discriminant;

use serde::{Deserialize, Serialize};

use super::faults::{Faults, faults};
use super::{Framing, Hint, Precheck, PrecheckConfig, Subject};

/// What every measure is taken to suffer from until a frame shows otherwise.
const ALL: [Hint; 18] = [
    Hint::TooDark,
    Hint::TooBright,
    Hint::NoDocument,
    Hint::TooNear,
    Hint::EdgesNotVisible,
    Hint::TooFar,
    Hint::TooTilted,
    Hint::Glare,
    Hint::Moving,
    Hint::Blurred,
    Hint::NoFace,
    Hint::SeveralFaces,
    Hint::FaceTooFar,
    Hint::FaceTurned,
    Hint::EyesCovered,
    Hint::MouthCovered,
    Hint::EyesShut,
    Hint::UnevenLight,
];

/// What to tell the person after a frame, and whether to take the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Guidance {
    /// The hint to show; `None` when there is none, or when nothing is known yet.
    pub hint: Option<Hint>,
    /// Whether to show that all is well. Both this and `hint` change seldom enough to be read.
    pub is_good: bool,
    /// How much of the good frames has come after which the picture is taken, 0 to 1. Falls to 0
    /// at once with a frame that is not good.
    pub steady_fraction: f32,
    /// Take the picture now: once in the life of a [`Watch`], and only for documents.
    pub capture: bool,
    /// Largest motion of a corner since the frame before, in diagonals of the document a second;
    /// `None` where one of the two frames shows no document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motion_per_s: Option<f32>,
}

/// Watches the frames of one camera until one picture is taken. It has no clock: each frame comes
/// with its time.
#[derive(Debug, Clone)]
pub struct Watch {
    config: PrecheckConfig,
    faults: Faults,
    last: Option<Last>,
    shown: Shown,
    shown_since_ms: f64,
    candidate: Option<Candidate>,
    good: Option<Run>,
    has_captured: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Hint(Hint),
    Good,
}

/// The frame before.
#[derive(Debug, Clone)]
struct Last {
    time_ms: f64,
    sought: Discriminant<Subject>,
    framing: Option<Framing>,
}

/// What will be shown if it lasts.
#[derive(Debug, Clone)]
struct Candidate {
    shown: Shown,
    run: Run,
}

/// Frames in a row.
#[derive(Debug, Clone, Copy)]
struct Run {
    since_ms: f64,
    frames: u32,
}

impl Run {
    fn begun(time_ms: f64) -> Self {
        Self {
            since_ms: time_ms,
            frames: 1,
        }
    }

    fn and_one(self) -> Self {
        Self {
            frames: self.frames.saturating_add(1),
            ..self
        }
    }
}

impl Watch {
    /// A watch that has seen nothing.
    #[must_use]
    pub fn new(config: PrecheckConfig) -> Self {
        Self {
            config,
            faults: ALL.into(),
            last: None,
            shown: Shown::Nothing,
            shown_since_ms: 0.0,
            candidate: None,
            good: None,
            has_captured: false,
        }
    }

    /// Takes what was found on the next frame, and its time in milliseconds since any fixed
    /// moment. A frame that is not later than the one before, or too much later
    /// ([`PrecheckConfig::max_gap_ms`]), or in which something else was looked for, is taken as if
    /// it were the first.
    pub fn see(&mut self, found: &Precheck, time_ms: f64) -> Guidance {
        let sought = std::mem::discriminant(&found.subject);
        let passed_ms = self
            .last
            .as_ref()
            .filter(|last| last.sought == sought)
            .map(|last| time_ms - last.time_ms)
            .filter(|ms| *ms > 0.0 && *ms <= self.config.max_gap_ms);
        if passed_ms.is_none() {
            self.faults = ALL.into();
            self.candidate = None;
            self.good = None;
        }
        let motion_per_s = passed_ms.and_then(|ms| {
            let before = self.last.as_ref()?.framing.as_ref()?;
            Some(found.framing()?.moved(before) / (ms / 1000.0) as f32)
        });
        self.faults = faults(found, motion_per_s, &self.config, &self.faults);
        self.last = Some(Last {
            time_ms,
            sought,
            framing: found.framing().copied(),
        });

        let now = match self.faults.first() {
            Some(&hint) => Shown::Hint(hint),
            None if found.subject == Subject::Unknown => Shown::Nothing,
            None => Shown::Good,
        };
        self.settle(now, time_ms);
        let is_ready = now == Shown::Good && found.framing().is_some();
        self.good = is_ready.then(|| self.good.map_or_else(|| Run::begun(time_ms), Run::and_one));
        let steady_fraction = self.good.map_or(0.0, |run| self.steady(run, time_ms));
        let capture = steady_fraction >= 1.0 && !self.has_captured;
        self.has_captured |= capture;
        Guidance {
            hint: match self.shown {
                Shown::Hint(hint) => Some(hint),
                Shown::Nothing | Shown::Good => None,
            },
            is_good: self.shown == Shown::Good,
            steady_fraction,
            capture,
            motion_per_s,
        }
    }

    /// Shows what has lasted, unless what is shown has hardly been read.
    fn settle(&mut self, now: Shown, time_ms: f64) {
        let run = match &self.candidate {
            Some(candidate) if candidate.shown == now => candidate.run.and_one(),
            _ => Run::begun(time_ms),
        };
        self.candidate = Some(Candidate { shown: now, run });
        let has_lasted = run.frames >= self.config.settle_frames
            && time_ms - run.since_ms >= self.config.settle_ms;
        let is_read = self.shown == Shown::Nothing
            || time_ms - self.shown_since_ms >= self.config.min_shown_ms;
        if now != self.shown && has_lasted && is_read {
            self.shown = now;
            self.shown_since_ms = time_ms;
        }
    }

    fn steady(&self, run: Run, time_ms: f64) -> f32 {
        let frames = run.frames as f32 / self.config.capture_frames.max(1) as f32;
        let passed = ((time_ms - run.since_ms) / self.config.capture_ms.max(1.0)) as f32;
        frames.min(passed).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_MS: f64 = 200.0;

    /// A frame without fault.
    fn good() -> Precheck {
        Precheck {
            hint: None,
            subject: Subject::Document {
                framing: Some(Framing {
                    corners: [
                        (300.0, 150.0),
                        (980.0, 150.0),
                        (980.0, 570.0),
                        (300.0, 570.0),
                    ],
                    cut: [false; 4],
                    span: 0.6,
                    margin_fraction: 0.2,
                    tilt_degrees: 3.0,
                    rotation_degrees: 0.0,
                }),
            },
            mean_luma: 150.0,
            sharpness: 0.5,
            glare_fraction: 0.0,
            glare: None,
        }
    }

    fn with(change: impl Fn(&mut Precheck)) -> Precheck {
        let mut found = good();
        change(&mut found);
        found
    }

    fn framed(change: impl Fn(&mut Framing)) -> Precheck {
        with(|found| {
            if let Subject::Document {
                framing: Some(framing),
            } = &mut found.subject
            {
                change(framing);
            }
        })
    }

    fn glaring(fraction: f32) -> Precheck {
        with(|found| found.glare_fraction = fraction)
    }

    fn shifted(by_px: f32) -> Precheck {
        framed(|framing| framing.corners = framing.corners.map(|(x, y)| (x + by_px, y)))
    }

    /// What is said of frames that come regularly.
    fn said(frames: impl IntoIterator<Item = Precheck>) -> Vec<Guidance> {
        let mut watch = Watch::new(PrecheckConfig::default());
        frames
            .into_iter()
            .enumerate()
            .map(|(at, found)| watch.see(&found, at as f64 * EVERY_MS))
            .collect()
    }

    #[test]
    fn a_steady_document_is_taken_once() {
        let said = said(std::iter::repeat_n(good(), 30));
        let taken: Vec<usize> = (0..30).filter(|&at| said[at].capture).collect();
        // The first frame cannot be known to be still; then 900 ms.
        assert_eq!(taken, [6]);
        assert!(said[6].is_good, "the person has seen that all is well");
        assert!(
            said.windows(2)
                .all(|w| w[0].steady_fraction <= w[1].steady_fraction)
        );
    }

    #[test]
    fn frames_that_come_fast_still_take_their_time() {
        let mut watch = Watch::new(PrecheckConfig::default());
        let first = (0..100).find(|at| watch.see(&good(), f64::from(*at) * 33.0).capture);
        assert!(
            first.is_some_and(|at| f64::from(at) * 33.0 >= 900.0),
            "{first:?}"
        );
    }

    #[test]
    fn frames_that_come_slowly_must_still_be_several() {
        let mut watch = Watch::new(PrecheckConfig::default());
        let first = (0..10).find(|at| watch.see(&good(), f64::from(*at) * 1000.0).capture);
        assert_eq!(first, Some(4));
    }

    #[test]
    fn one_bad_frame_begins_the_count_anew_but_shows_nothing() {
        let mut frames = vec![good(); 14];
        frames[5] = glaring(0.2);
        let said = said(frames);
        assert_eq!(said[5].steady_fraction.to_bits(), 0);
        let taken: Vec<usize> = (0..14).filter(|&at| said[at].capture).collect();
        assert_eq!(taken, [11]);
        assert!(said[3..].iter().all(|s| s.is_good && s.hint.is_none()));
    }

    #[test]
    fn hints_that_alternate_do_not_flicker() {
        let frames = (0..40).map(|at| match at {
            0..=5 => glaring(0.2),
            _ if at % 2 == 0 => glaring(0.2),
            _ => framed(|framing| framing.span = 0.3),
        });
        let said = said(frames);
        assert!(said[2..].iter().all(|s| s.hint == Some(Hint::Glare)));
    }

    #[test]
    fn a_measure_between_its_limits_keeps_what_was() {
        let between = glaring(0.025);
        let was_bad = said([vec![glaring(0.2); 3], vec![between.clone(); 20]].concat());
        assert!(
            was_bad[3..]
                .iter()
                .all(|s| s.hint == Some(Hint::Glare) && !s.capture)
        );
        let was_good = said([vec![good(); 3], vec![between; 20]].concat());
        assert!(was_good[3..].iter().all(|s| s.hint.is_none()));
        assert_eq!(was_good.iter().filter(|s| s.capture).count(), 1);
    }

    #[test]
    fn a_hint_stays_long_enough_to_be_read() {
        let frames = (0..60).map(|at| {
            if at / 3 % 2 == 0 {
                glaring(0.2)
            } else {
                framed(|framing| framing.tilt_degrees = 50.0)
            }
        });
        let said = said(frames);
        let changes: Vec<usize> = (1..60)
            .filter(|&at| said[at].hint != said[at - 1].hint)
            .collect();
        assert!(changes.len() > 3, "{changes:?}");
        assert!(
            changes
                .windows(2)
                .all(|w| (w[1] - w[0]) as f64 * EVERY_MS >= 700.0),
            "{changes:?}"
        );
    }

    #[test]
    fn what_moves_is_not_taken() {
        let said = said((0..20).map(|at| shifted(at as f32 * 50.0)));
        assert!(said.iter().all(|s| !s.capture));
        assert_eq!(said[5].hint, Some(Hint::Moving));
        let motion = said[5].motion_per_s.unwrap();
        // 50 px of a diagonal of 799 px, five times a second.
        assert!((motion - 0.313).abs() < 0.01, "{motion}");
    }

    #[test]
    fn after_a_pause_nothing_counts_that_was_before() {
        let mut watch = Watch::new(PrecheckConfig::default());
        for at in 0..6 {
            assert!(!watch.see(&good(), f64::from(at) * EVERY_MS).capture);
        }
        let after = watch.see(&good(), 60_000.0);
        assert_eq!((after.capture, after.motion_per_s), (false, None));
        assert_eq!(after.steady_fraction.to_bits(), 0);
        let back_in_time = watch.see(&good(), 10.0);
        assert_eq!(back_in_time.motion_per_s, None);
        let no_time = watch.see(&good(), f64::NAN);
        assert!(!no_time.capture);
    }

    #[test]
    fn without_networks_nothing_is_taken_and_nothing_is_called_good() {
        let unknown = |sharpness| {
            with(|found| {
                found.subject = Subject::Unknown;
                found.sharpness = sharpness;
            })
        };
        let sharp = said(vec![unknown(0.5); 20]);
        assert!(
            sharp
                .iter()
                .all(|s| s.hint.is_none() && !s.is_good && !s.capture)
        );
        let blurred = said(vec![unknown(0.01); 4]);
        assert_eq!(blurred[3].hint, Some(Hint::Blurred));
    }

    #[test]
    fn a_selfie_is_guided_but_not_taken() {
        let selfie = with(|found| {
            found.subject = Subject::Selfie {
                face_span: Some(0.4),
                several_faces: false,
                face: None,
            };
        });
        let said = said(vec![selfie; 20]);
        assert!(said[19].is_good && said.iter().all(|s| !s.capture));
    }

    #[test]
    fn a_document_that_comes_in_must_be_better_than_one_that_stays() {
        let empty = with(|found| found.subject = Subject::Document { framing: None });
        let near_limit = framed(|framing| framing.span = 0.47);
        let said = said([vec![empty; 4], vec![near_limit; 10]].concat());
        assert_eq!(said[3].hint, Some(Hint::NoDocument));
        assert_eq!(said[13].hint, Some(Hint::TooFar));
    }

    #[test]
    fn what_was_seen_without_networks_makes_no_document_good() {
        let unknown = with(|found| found.subject = Subject::Unknown);
        let near_limit = framed(|framing| framing.span = 0.47);
        let said = said([vec![unknown; 4], vec![near_limit; 10]].concat());
        assert!(said.iter().all(|s| !s.is_good && !s.capture));
        assert_eq!(said[13].hint, Some(Hint::TooFar));
    }
}
