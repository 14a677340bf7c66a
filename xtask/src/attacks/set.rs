//! Two sets of settings that share none, and the dice that draw from them.

use fastrand::Rng;

use crate::cache;

/// What attacks are made for. A detector is tuned on the one set and measured on the other: their
/// settings lie in alternating slices of each range, and some mechanisms are only in the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// To choose thresholds.
    Tuning,
    /// To tell how well those do.
    Testing,
}

impl Set {
    /// Its name in folders and arguments.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tuning => "tuning",
            Self::Testing => "testing",
        }
    }

    /// The set of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Tuning, Self::Testing]
            .into_iter()
            .find(|set| set.name() == name)
    }
}

/// Slices of each range that one set has.
const SLICES: u8 = 5;
/// Share of a slice, at either end, that no set has.
const GAP: f32 = 0.1;

/// Draws the settings of one attack on one picture, and the noise in it.
pub(super) struct Dice {
    pub(super) set: Set,
    rng: Rng,
    /// Size of recaptures, as a share of what they have.
    size: f32,
}

/// Longer side of recaptures, in pixels: what is uploaded from phones and scanners.
const LONGEST_PX: (f32, f32) = (1200.0, 2000.0);

impl Dice {
    /// The same seed and set give the same throws.
    pub(super) fn new(set: Set, seed: &str) -> Self {
        let digest = cache::sha256(format!("{} {seed}", set.name()).as_bytes());
        Self {
            set,
            rng: Rng::with_seed(u64::from_str_radix(&digest[..16], 16).unwrap_or_default()),
            size: 1.0,
        }
    }

    /// For tests, which have no time for whole pictures.
    #[cfg(test)]
    pub(super) fn small(set: Set, seed: &str) -> Self {
        Self {
            size: 0.2,
            ..Self::new(set, seed)
        }
    }

    /// The longer side of a recapture, in pixels.
    pub(super) fn longest_px(&mut self) -> f32 {
        self.size * self.setting(LONGEST_PX.0, LONGEST_PX.1)
    }

    /// A setting from the slices of a range that are the set's.
    pub(super) fn setting(&mut self, low: f32, high: f32) -> f32 {
        let slice = 2 * self.rng.u8(0..SLICES) + u8::from(self.set == Set::Testing);
        let within = GAP + (1.0 - 2.0 * GAP) * self.rng.f32();
        low + (high - low) * (f32::from(slice) + within) / f32::from(2 * SLICES)
    }

    /// A setting with either sign.
    pub(super) fn signed(&mut self, low: f32, high: f32) -> f32 {
        self.setting(low, high) * if self.rng.bool() { 1.0 } else { -1.0 }
    }

    /// A JPEG quality: an even one for tuning, an odd one for testing.
    pub(super) fn quality(&mut self, low: u8, high: u8) -> u8 {
        let quality = self.rng.u8(low..high) / 2 * 2;
        quality + u8::from(self.set == Set::Testing)
    }

    /// One of the mechanisms that the set has.
    pub(super) fn one_of<T: Copy>(&mut self, tuning: &[T], testing: &[T]) -> T {
        let own = match self.set {
            Set::Tuning => tuning,
            Set::Testing => testing,
        };
        own[self.rng.usize(0..own.len())]
    }

    /// Either, in both sets.
    pub(super) fn either(&mut self) -> bool {
        self.rng.bool()
    }

    /// Anything from 0 to 1: a place or a throw of noise, no setting.
    pub(super) fn chance(&mut self) -> f32 {
        self.rng.f32()
    }

    /// Noise of deviation 1 about 0.
    pub(super) fn noise(&mut self) -> f32 {
        // Four throws make a bell curve of deviation 0.577.
        (0..4).map(|_| self.rng.f32() - 0.5).sum::<f32>() * 1.732
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sets_share_no_setting() {
        let throws = |set| {
            let mut dice = Dice::new(set, "a");
            let settings: Vec<f32> = (0..3000).map(|_| dice.setting(3.0, 7.0)).collect();
            let qualities: Vec<u8> = (0..300).map(|_| dice.quality(60, 95)).collect();
            (settings, qualities)
        };
        let (tuning, testing) = (throws(Set::Tuning), throws(Set::Testing));
        let gap = 2.0 * GAP * 4.0 / f32::from(2 * SLICES);
        for &a in &tuning.0 {
            assert!((3.0..7.0).contains(&a));
            let nearest = testing.0.iter().map(|b| (a - b).abs());
            assert!(nearest.fold(f32::MAX, f32::min) > 0.99 * gap);
        }
        // Yet both cover the range.
        for own in [&tuning.0, &testing.0] {
            assert!(own.iter().any(|&v| v < 3.9) && own.iter().any(|&v| v > 6.1));
        }
        assert!(tuning.1.iter().all(|q| !testing.1.contains(q)));
        assert!(
            tuning
                .1
                .iter()
                .chain(&testing.1)
                .all(|q| (60..=95).contains(q))
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_throws() {
        let throw = |set, seed| Dice::new(set, seed).setting(0.0, 1.0).to_bits();
        assert_eq!(throw(Set::Tuning, "a"), throw(Set::Tuning, "a"));
        assert_ne!(throw(Set::Tuning, "a"), throw(Set::Tuning, "b"));
    }

    #[test]
    fn noise_has_a_deviation_of_one() {
        let mut dice = Dice::new(Set::Tuning, "a");
        let throws: Vec<f32> = (0..20_000).map(|_| dice.noise()).collect();
        let mean = throws.iter().sum::<f32>() / 20_000.0;
        let variance = throws.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05);
    }
}
