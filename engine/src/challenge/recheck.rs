//! Looks at the sampled frames of a challenge again: what the browser said of them does not count.

use super::{Challenge, Posture, Sample, Task};

/// Most time between two samples, and least time for all of them, in milliseconds: nobody does
/// three things faster.
const MAX_STEP_MS: f64 = 22_000.0;
const MIN_ALL_MS: f64 = 900.0;
/// Share of a move that may be left when it counts as nearly taken back.
const NEARLY_BACK: f32 = 0.8;

/// A sampled frame as the server sees it.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// What it was sent for.
    pub sample: Sample,
    /// How the face on it is held; `None` where none was found.
    pub posture: Option<Posture>,
    /// When it was taken, in milliseconds from any moment.
    pub at_ms: f64,
}

/// The first thing in which samples do not show what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// They are not one for each step, in order.
    Steps,
    /// Their times cannot be those of a person who does what is asked.
    Times,
    /// One shows no face.
    NoFace(Sample),
    /// One does not show what it was sent for.
    NotDone(Sample),
}

/// Whether samples show a challenge carried out; `None` where they do.
#[must_use]
pub fn disagreement(challenge: &Challenge, seen: &[Seen]) -> Option<Disagreement> {
    let wanted = challenge.samples();
    if !wanted.iter().eq(seen.iter().map(|seen| &seen.sample)) {
        return Some(Disagreement::Steps);
    }
    let apart = |pair: &[Seen]| pair[1].at_ms - pair[0].at_ms;
    let is_possible = |ms: f64| ms > 0.0 && ms <= MAX_STEP_MS;
    let all_ms = seen[seen.len() - 1].at_ms - seen[0].at_ms;
    if !seen.windows(2).all(|pair| is_possible(apart(pair))) || all_ms < MIN_ALL_MS {
        return Some(Disagreement::Times);
    }
    let mut first = None;
    for Seen {
        sample, posture, ..
    } in seen
    {
        let Some(posture) = posture else {
            return Some(Disagreement::NoFace(*sample));
        };
        let from = *first.get_or_insert(*posture);
        let holds = match sample {
            Sample::Straight => posture.is_straight(),
            Sample::Done(task) => posture.share(*task, &from) >= 1.0,
            Sample::Back(task) => is_nearly_back(posture, *task, &from),
        };
        if !holds {
            return Some(Disagreement::NotDone(*sample));
        }
        if let Sample::Back(task) = sample {
            first = Some(from.after(*task, posture));
        }
    }
    None
}

/// Storing a picture shifts its landmarks a little, and a mesh that is laid afresh does not lag: what
/// was just enough live may be just short.
fn is_nearly_back(posture: &Posture, task: Task, first: &Posture) -> bool {
    posture.is_back(task, first) || posture.share(task, first) < NEARLY_BACK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn straight() -> Posture {
        Posture {
            yaw_deg: 0.0,
            pitch_deg: 0.0,
            roll_deg: 0.0,
            nose: 0.0,
            size_px: 100.0,
            middle: (300.0, 200.0),
            least_open: 0.3,
            most_open: 0.3,
        }
    }

    fn samples(challenge: Challenge) -> Vec<Seen> {
        let mut seen = vec![(Sample::Straight, straight())];
        for task in challenge.tasks {
            let mut done = straight();
            match task {
                Task::TurnLeft => (done.yaw_deg, done.nose) = (20.0, 0.3),
                Task::TurnRight => (done.yaw_deg, done.nose) = (-20.0, -0.3),
                Task::LookUp => done.pitch_deg = 12.0,
                Task::ComeCloser => done.size_px = 135.0,
                Task::Blink => (done.least_open, done.most_open) = (0.1, 0.12),
            }
            seen.extend([(Sample::Done(task), done), (Sample::Back(task), straight())]);
        }
        let seen = seen.into_iter().enumerate();
        seen.map(|(number, (sample, posture))| Seen {
            sample,
            posture: Some(posture),
            at_ms: 500.0 * number as f64,
        })
        .collect()
    }

    #[test]
    fn samples_of_what_was_asked_agree_and_of_nothing_else() {
        for nonce in 0..60 {
            let challenge = Challenge::of(nonce);
            assert_eq!(disagreement(&challenge, &samples(challenge)), None);
            let other = samples(Challenge::of(nonce + 1));
            assert_eq!(disagreement(&challenge, &other), Some(Disagreement::Steps));
        }
    }

    #[test]
    fn the_first_thing_that_is_wrong_is_named() {
        let challenge = Challenge::of(4);
        let first = Sample::Done(challenge.tasks[0]);
        let changed = |change: &dyn Fn(&mut Vec<Seen>)| {
            let mut seen = samples(challenge);
            change(&mut seen);
            disagreement(&challenge, &seen)
        };
        let idle = changed(&|seen| seen[1].posture = Some(straight()));
        assert_eq!(idle, Some(Disagreement::NotDone(first)));
        let empty = changed(&|seen| seen[1].posture = None);
        assert_eq!(empty, Some(Disagreement::NoFace(first)));
        let backwards = changed(&|seen| seen[3].at_ms = 0.0);
        assert_eq!(backwards, Some(Disagreement::Times));
        let instant = changed(&|seen| {
            for (number, own) in seen.iter_mut().enumerate() {
                own.at_ms = number as f64;
            }
        });
        assert_eq!(instant, Some(Disagreement::Times));
        let missing = changed(&|seen| seen.truncate(6));
        assert_eq!(missing, Some(Disagreement::Steps));
        assert_eq!(disagreement(&challenge, &[]), Some(Disagreement::Steps));
    }
}
