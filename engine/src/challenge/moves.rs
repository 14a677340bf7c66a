//! What a face shows of each task.

use super::Task;
use crate::face::FaceMesh;

/// Least turn of the head that counts, in degrees from where it looked at first.
const TURN_DEG: f32 = 18.0;
/// Least shift of the nose between the cheeks that goes with it, in half widths of the face: a
/// picture that is turned shows none.
const NOSE_SHIFT: f32 = 0.22;
/// Least lift of the head, in degrees.
const LIFT_DEG: f32 = 10.0;
/// Least growth of the face, as a factor.
const GROWTH: f32 = 1.3;
/// Share of their opening at first that shut eyes keep at most, and open ones at least.
const SHUT: f32 = 0.6;
const OPEN: f32 = 0.8;

/// Most that a head is turned, in degrees, which looks straight ahead.
const STRAIGHT_DEG: f32 = 12.0;
/// Most that it is leant.
const UPRIGHT_DEG: f32 = 20.0;
/// Least opening of open eyes: height between the lids over width.
const MIN_OPEN: f32 = 0.13;
/// Share of a move that may be left when it counts as taken back: live, where a mesh that follows a
/// head lags behind it, less than the server allows (see [`super::recheck`]).
const BACK: f32 = 0.4;

/// How a face is held on one frame. Tells nothing of whose it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posture {
    /// Turned to the person's left, in degrees.
    pub yaw_deg: f32,
    /// Lifted, in degrees.
    pub pitch_deg: f32,
    /// Leant to the person's left, in degrees.
    pub roll_deg: f32,
    /// Where the nose is between the cheeks: 0 in the middle, 1 at the person's left one.
    pub nose: f32,
    /// The face's size, in pixels.
    pub size_px: f32,
    /// Its middle, in pixels of the frame.
    pub middle: (f32, f32),
    /// Opening of the eye that is less open: height between the lids over width.
    pub least_open: f32,
    /// That of the other one.
    pub most_open: f32,
}

impl Posture {
    /// That of a mesh.
    #[must_use]
    pub fn of(mesh: &FaceMesh) -> Self {
        let pose = mesh.pose();
        let [right, left] = mesh.eyes_open();
        Self {
            yaw_deg: pose.yaw_deg,
            pitch_deg: pose.pitch_deg,
            roll_deg: pose.roll_deg,
            nose: mesh.nose_between_cheeks(),
            size_px: mesh.eyes_px(),
            middle: mesh.middle(),
            least_open: right.min(left),
            most_open: right.max(left),
        }
    }

    /// Whether the person looks into the camera with open eyes.
    #[must_use]
    pub(crate) fn is_straight(&self) -> bool {
        self.yaw_deg.abs() <= STRAIGHT_DEG
            && self.roll_deg.abs() <= UPRIGHT_DEG
            && self.least_open >= MIN_OPEN
    }

    /// How much of a task is done, against how the person looked at first: 1 and more is all of it,
    /// below 0 the opposite.
    #[must_use]
    pub(super) fn share(&self, task: Task, first: &Self) -> f32 {
        let turn = |side: f32| {
            let turned = side * (self.yaw_deg - first.yaw_deg) / TURN_DEG;
            turned.min(side * (self.nose - first.nose) / NOSE_SHIFT)
        };
        match task {
            Task::TurnLeft => turn(1.0),
            Task::TurnRight => turn(-1.0),
            Task::LookUp => (self.pitch_deg - first.pitch_deg) / LIFT_DEG,
            Task::ComeCloser => (self.size_px / first.size_px - 1.0) / (GROWTH - 1.0),
            Task::Blink => (1.0 - self.most_open / first.most_open) / (1.0 - SHUT),
        }
    }

    /// Whether a task that was done is taken back: the head straight again, the eyes open. Who came
    /// closer may stay.
    #[must_use]
    pub(super) fn is_back(&self, task: Task, first: &Self) -> bool {
        match task {
            Task::TurnLeft | Task::TurnRight | Task::LookUp => self.share(task, first) <= BACK,
            Task::Blink => self.least_open >= OPEN * first.least_open,
            Task::ComeCloser => true,
        }
    }

    /// What the next task is measured from: who came closer may stay there.
    #[must_use]
    pub(super) fn after(self, task: Task, now: &Self) -> Self {
        match task {
            Task::ComeCloser => Self {
                size_px: now.size_px,
                ..self
            },
            _ => self,
        }
    }
}
