//! The active challenge: a person does what is asked, in an order that nobody knew before.
//!
//! The browser follows it live ([`Watch`]) and sends the frames that show each step; the server
//! looks at those again ([`disagreement`]). What is asked follows from a nonce that the server draws,
//! so that frames of one challenge are of no use for another.

mod attempt;
mod moves;
mod recheck;
mod watch;

use serde::{Deserialize, Serialize};

pub use attempt::{Asked, Attempt, SampledFrame};
pub use moves::Posture;
pub use recheck::{Disagreement, Seen, disagreement};
pub use watch::{Failure, Progress, Sample, Step, Watch};

/// How many tasks a challenge has.
pub const TASKS: usize = 3;
/// How many frames are sampled of it: one at first, two of each task.
pub const SAMPLES: usize = 1 + 2 * TASKS;

/// What a person is asked to do. Right and left are the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Task {
    /// Turn the head to the left and back.
    TurnLeft,
    /// Turn the head to the right and back.
    TurnRight,
    /// Lift the chin and lower it again.
    LookUp,
    /// Come nearer to the camera.
    ComeCloser,
    /// Shut both eyes and open them.
    Blink,
}

impl Task {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::TurnLeft,
        Self::TurnRight,
        Self::LookUp,
        Self::ComeCloser,
        Self::Blink,
    ];

    /// Whether the head looks elsewhere when it is done.
    #[must_use]
    pub fn turns_the_head(self) -> bool {
        matches!(self, Self::TurnLeft | Self::TurnRight | Self::LookUp)
    }
}

/// Tasks in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// One after the other, none twice.
    pub tasks: [Task; TASKS],
}

impl Challenge {
    /// The challenge of a nonce, which must be drawn at random for each attempt. One of 60.
    #[must_use]
    pub fn of(nonce: u64) -> Self {
        let mut left = Task::ALL.to_vec();
        let mut rest = nonce;
        let tasks = std::array::from_fn(|_| {
            let count = left.len() as u64;
            let drawn = left.remove((rest % count) as usize);
            rest /= count;
            drawn
        });
        Self { tasks }
    }

    /// What is sampled, in order.
    #[must_use]
    pub fn samples(&self) -> Vec<Sample> {
        let steps = self.tasks.iter();
        let steps = steps.flat_map(|task| [Sample::Done(*task), Sample::Back(*task)]);
        std::iter::once(Sample::Straight).chain(steps).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_challenge_turns_the_head() {
        for nonce in 0..60 {
            let tasks = Challenge::of(nonce).tasks;
            assert!(tasks.into_iter().any(Task::turns_the_head));
        }
    }

    #[test]
    fn every_order_comes_up_and_no_task_twice() {
        let mut orders = std::collections::BTreeSet::new();
        for nonce in 0..60 {
            let tasks = Challenge::of(nonce).tasks;
            assert!(tasks[0] != tasks[1] && tasks[1] != tasks[2] && tasks[0] != tasks[2]);
            orders.insert(format!("{tasks:?}"));
        }
        assert_eq!(orders.len(), 60);
        assert_eq!(Challenge::of(u64::MAX), Challenge::of(u64::MAX));
    }
}
