//! One calm hint out of many frames.
//!
//! Single frames disagree while a hand moves. A hint is shown only once it has come twice in a
//! row, so that neither the screen nor a screen reader stutters.

use vidimus_engine::quality::Hint;

/// What to tell the person about the live picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Nothing is known yet.
    Looking,
    /// Something to put right.
    Improve(Hint),
    /// Now is a good moment.
    Good,
}

/// Steadies the hints.
#[derive(Debug, Clone)]
pub struct Steady {
    shown: Advice,
    candidate: Advice,
    seen: u8,
}

/// Frames that must agree before the advice changes.
const AGREEING_FRAMES: u8 = 2;

impl Default for Steady {
    fn default() -> Self {
        Self {
            shown: Advice::Looking,
            candidate: Advice::Looking,
            seen: 0,
        }
    }
}

impl Steady {
    /// Takes what was found on a frame and returns what to show.
    pub fn push(&mut self, hint: Option<Hint>) -> Advice {
        let advice = hint.map_or(Advice::Good, Advice::Improve);
        if advice == self.candidate {
            self.seen = self.seen.saturating_add(1);
        } else {
            self.candidate = advice;
            self.seen = 1;
        }
        if self.seen >= AGREEING_FRAMES {
            self.shown = advice;
        }
        self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_frame_changes_nothing() {
        let mut steady = Steady::default();
        assert_eq!(steady.push(None), Advice::Looking);
        assert_eq!(steady.push(None), Advice::Good);
        assert_eq!(steady.push(Some(Hint::Glare)), Advice::Good);
        assert_eq!(steady.push(None), Advice::Good);
        assert_eq!(steady.push(Some(Hint::Glare)), Advice::Good);
        assert_eq!(steady.push(Some(Hint::Glare)), Advice::Improve(Hint::Glare));
    }

    #[test]
    fn hints_that_alternate_do_not_flicker() {
        let mut steady = Steady::default();
        steady.push(None);
        steady.push(None);
        for _ in 0..5 {
            assert_eq!(steady.push(Some(Hint::Blurred)), Advice::Good);
            assert_eq!(steady.push(Some(Hint::TooFar)), Advice::Good);
        }
    }
}
