//! Follows a challenge live, frame by frame.

use serde::{Deserialize, Serialize};

use super::{Challenge, Posture, TASKS, Task};

/// Time for which a person must look straight ahead before the first task.
const STRAIGHT_MS: f64 = 400.0;
/// Time in which each task must be done, and in which a person must look straight ahead at first.
const TASK_MS: f64 = 10_000.0;
/// Time for which the face may be lost.
const LOST_MS: f64 = 1_000.0;
/// Frames that are further apart are no video.
const MAX_GAP_MS: f64 = 700.0;
/// Most that the middle of a face moves from frame to frame, in its sizes, and most by which its
/// size changes, as a factor: more, and it is another one.
const MAX_MOVE: f32 = 1.2;
const MAX_GROWTH: f32 = 1.5;
/// Share of a turn to the wrong side that cannot be taken for unrest.
const WRONG: f32 = -0.9;
/// Share of a task that is done so clearly that the server will see it, too, on a stored picture.
const CLEARLY: f32 = 1.2;

/// Why a challenge was not passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Failure {
    /// What was asked was not done in time.
    TimedOut,
    /// The opposite was done.
    WrongMove,
    /// The face was out of sight, or the video stopped.
    FaceLost,
    /// Another face, or a cut.
    FaceChanged,
}

/// What a frame is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "task")]
pub enum Sample {
    /// It shows the person looking straight ahead at first.
    Straight,
    /// It shows a task done.
    Done(Task),
    /// It shows the task taken back.
    Back(Task),
}

/// How far a challenge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Progress {
    /// The person should look straight ahead.
    LookStraight {
        /// Tasks done so far.
        done: usize,
    },
    /// The person should do this.
    Do {
        /// What is asked.
        task: Task,
        /// Tasks done so far.
        done: usize,
    },
    /// All was done.
    Passed,
    /// It was not.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// What follows from one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// How far the challenge is now.
    pub progress: Progress,
    /// What this frame should be kept for.
    pub sample: Option<Sample>,
}

/// Watches a person carry out a challenge.
#[derive(Debug)]
pub struct Watch {
    challenge: Challenge,
    stage: Stage,
    /// When the stage began.
    since_ms: f64,
    /// The last frame's time, and the last one's with a face, with the face.
    last_ms: Option<f64>,
    seen: Option<(f64, Posture)>,
    first: Option<Posture>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    /// Looking for a straight look, since when it has lasted.
    Straight {
        from_ms: Option<f64>,
    },
    /// A task.
    Task {
        number: usize,
    },
    /// A task that was done, until it is taken back.
    Back {
        number: usize,
    },
    Passed,
    Failed(Failure),
}

impl Watch {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(challenge: Challenge) -> Self {
        Self {
            challenge,
            stage: Stage::Straight { from_ms: None },
            since_ms: 0.0,
            last_ms: None,
            seen: None,
            first: None,
        }
    }

    /// Looks at the next frame: how the face is held, where there is one, and the frame's time in
    /// milliseconds.
    pub fn see(&mut self, posture: Option<Posture>, now_ms: f64) -> Step {
        let sample = match self.stage {
            Stage::Passed | Stage::Failed(_) => None,
            _ => match self.broken(posture.as_ref(), now_ms) {
                Some(failure) => {
                    self.stage = Stage::Failed(failure);
                    None
                }
                None => posture.and_then(|posture| self.advance(posture, now_ms)),
            },
        };
        self.last_ms = Some(now_ms);
        if let Some(posture) = posture {
            self.seen = Some((now_ms, posture));
        }
        Step {
            progress: self.progress(),
            sample,
        }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match self.stage {
            Stage::Straight { .. } => Progress::LookStraight { done: 0 },
            Stage::Task { number } => Progress::Do {
                task: self.challenge.tasks[number],
                done: number,
            },
            Stage::Back { number } => Progress::LookStraight { done: number + 1 },
            Stage::Passed => Progress::Passed,
            Stage::Failed(failure) => Progress::Failed { failure },
        }
    }

    /// What ends the challenge whatever is asked.
    fn broken(&mut self, posture: Option<&Posture>, now_ms: f64) -> Option<Failure> {
        let Some(last_ms) = self.last_ms else {
            self.since_ms = now_ms;
            return None;
        };
        let has_begun = self.first.is_some();
        if has_begun && now_ms - last_ms > MAX_GAP_MS {
            return Some(Failure::FaceLost);
        }
        if now_ms - self.since_ms > TASK_MS {
            return Some(Failure::TimedOut);
        }
        let (seen_ms, before) = self.seen.filter(|_| has_begun)?;
        match posture {
            None => (now_ms - seen_ms > LOST_MS).then_some(Failure::FaceLost),
            Some(posture) => {
                let (x, y) = posture.middle;
                let moved = (x - before.middle.0).hypot(y - before.middle.1) / before.size_px;
                let grown =
                    (posture.size_px / before.size_px).max(before.size_px / posture.size_px);
                (moved > MAX_MOVE || grown > MAX_GROWTH).then_some(Failure::FaceChanged)
            }
        }
    }

    fn advance(&mut self, posture: Posture, now_ms: f64) -> Option<Sample> {
        match self.stage {
            Stage::Straight { from_ms } => {
                let from_ms = posture.is_straight().then(|| from_ms.unwrap_or(now_ms));
                self.stage = Stage::Straight { from_ms };
                if now_ms - from_ms? < STRAIGHT_MS {
                    return None;
                }
                self.first = Some(posture);
                self.enter(Stage::Task { number: 0 }, now_ms);
                Some(Sample::Straight)
            }
            Stage::Task { number } => {
                let task = self.challenge.tasks[number];
                let first = self.first?;
                let share = posture.share(task, &first);
                let turns = matches!(task, Task::TurnLeft | Task::TurnRight);
                if turns && share <= WRONG {
                    self.stage = Stage::Failed(Failure::WrongMove);
                    return None;
                }
                if share < CLEARLY {
                    return None;
                }
                self.enter(Stage::Back { number }, now_ms);
                Some(Sample::Done(task))
            }
            Stage::Back { number } => {
                let task = self.challenge.tasks[number];
                let first = self.first?;
                if !posture.is_back(task, &first) {
                    return None;
                }
                self.first = Some(first.after(task, &posture));
                let next = number + 1;
                let stage = if next == TASKS {
                    Stage::Passed
                } else {
                    Stage::Task { number: next }
                };
                self.enter(stage, now_ms);
                Some(Sample::Back(task))
            }
            Stage::Passed | Stage::Failed(_) => None,
        }
    }

    fn enter(&mut self, stage: Stage, now_ms: f64) {
        self.stage = stage;
        self.since_ms = now_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME_MS: f64 = 60.0;

    fn straight() -> Posture {
        Posture {
            yaw_deg: 3.0,
            pitch_deg: -4.0,
            roll_deg: 1.0,
            nose: 0.02,
            size_px: 120.0,
            middle: (320.0, 240.0),
            least_open: 0.29,
            most_open: 0.31,
        }
    }

    fn doing(task: Task) -> Posture {
        let mut posture = straight();
        match task {
            Task::TurnLeft => (posture.yaw_deg, posture.nose) = (30.0, 0.4),
            Task::TurnRight => (posture.yaw_deg, posture.nose) = (-30.0, -0.4),
            Task::LookUp => posture.pitch_deg += 15.0,
            Task::ComeCloser => posture.size_px *= 1.4,
            Task::Blink => (posture.least_open, posture.most_open) = (0.08, 0.1),
        }
        posture
    }

    /// A video of so many frames of each posture, until the challenge ends.
    fn watched(
        challenge: Challenge,
        video: &[(Option<Posture>, usize)],
    ) -> (Progress, Vec<Sample>) {
        let mut watch = Watch::new(challenge);
        let mut samples = Vec::new();
        let frames = video
            .iter()
            .flat_map(|(posture, count)| std::iter::repeat_n(*posture, *count));
        for (number, posture) in frames.enumerate() {
            let step = watch.see(posture, number as f64 * FRAME_MS);
            samples.extend(step.sample);
        }
        (watch.progress(), samples)
    }

    fn obedient(challenge: Challenge) -> Vec<(Option<Posture>, usize)> {
        let mut video = vec![(Some(straight()), 10)];
        for task in challenge.tasks {
            video.extend([(Some(doing(task)), 3), (Some(straight()), 5)]);
        }
        video
    }

    #[test]
    fn who_does_what_is_asked_passes_with_a_sample_of_each_step() {
        for nonce in 0..60 {
            let challenge = Challenge::of(nonce);
            let (progress, samples) = watched(challenge, &obedient(challenge));
            assert_eq!(progress, Progress::Passed, "{challenge:?}");
            let [a, b, c] = challenge.tasks;
            let wanted = [
                Sample::Straight,
                Sample::Done(a),
                Sample::Back(a),
                Sample::Done(b),
                Sample::Back(b),
                Sample::Done(c),
                Sample::Back(c),
            ];
            assert_eq!(samples, wanted);
            assert_eq!(samples, challenge.samples());
        }
    }

    #[test]
    fn another_challenge_s_video_does_not_pass() {
        for nonce in 0..60 {
            let challenge = Challenge::of(nonce);
            for other in (0..60).filter(|other| *other != nonce).map(Challenge::of) {
                let (progress, _) = watched(challenge, &obedient(other));
                assert_ne!(progress, Progress::Passed, "{challenge:?} by {other:?}");
            }
        }
    }

    #[test]
    fn a_still_picture_times_out() {
        let (progress, samples) = watched(Challenge::of(7), &[(Some(straight()), 400)]);
        let failure = Failure::TimedOut;
        assert_eq!(progress, Progress::Failed { failure });
        assert_eq!(samples, [Sample::Straight]);
    }

    #[test]
    fn a_picture_that_is_turned_is_no_head_that_turns() {
        let turned = Posture {
            nose: 0.03,
            ..doing(Task::TurnLeft)
        };
        let first = straight();
        assert!(turned.share(Task::TurnLeft, &first) < 0.2);
        assert!(doing(Task::TurnLeft).share(Task::TurnLeft, &first) > CLEARLY);
        assert!(doing(Task::TurnLeft).share(Task::TurnRight, &first) < WRONG);
    }

    #[test]
    fn faces_that_vanish_or_change_end_it() {
        let challenge = Challenge::of(0);
        let ended = |video: &[(Option<Posture>, usize)]| watched(challenge, video).0;
        let begun = (Some(straight()), 12);
        let failure = Failure::FaceLost;
        assert_eq!(ended(&[begun, (None, 30)]), Progress::Failed { failure });
        // Gone for a moment is not lost.
        let moment = ended(&[begun, (None, 5), (Some(straight()), 3)]);
        assert!(matches!(moment, Progress::Do { .. }), "{moment:?}");
        let elsewhere = Posture {
            middle: (80.0, 60.0),
            ..straight()
        };
        let failure = Failure::FaceChanged;
        let changed = ended(&[begun, (Some(elsewhere), 1)]);
        assert_eq!(changed, Progress::Failed { failure });
    }
}
