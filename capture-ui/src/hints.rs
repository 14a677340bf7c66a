//! What the page says of the live picture.

use vidimus_engine::quality::{Guidance, Hint};

/// What to tell the person about the live picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Nothing is known yet.
    Looking,
    /// Something to put right.
    Improve(Hint),
    /// Now is a good moment.
    Good,
    /// The photo is being taken.
    Taking,
}

impl From<&Guidance> for Advice {
    fn from(guidance: &Guidance) -> Self {
        match guidance.hint {
            Some(hint) => Self::Improve(hint),
            None if guidance.is_good => Self::Good,
            None => Self::Looking,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_guidance_is_one_advice() {
        let guidance = |hint, is_good| Guidance {
            hint,
            is_good,
            steady_fraction: 0.0,
            capture: false,
            motion_per_s: None,
        };
        for (hint, is_good, advice) in [
            (None, false, Advice::Looking),
            (None, true, Advice::Good),
            (Some(Hint::Glare), false, Advice::Improve(Hint::Glare)),
        ] {
            assert_eq!(Advice::from(&guidance(hint, is_good)), advice);
        }
    }
}
