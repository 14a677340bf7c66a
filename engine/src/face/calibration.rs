//! What a likeness of two faces is worth: measured, in a file.

use serde::{Deserialize, Serialize};

const STANDARD: &str = include_str!("../../face-calibration.json");

/// Scores at which the levels begin, as the standard policy has them.
const LOW_SCORE: f32 = 0.25;
const MEDIUM_SCORE: f32 = 0.5;
const HIGH_SCORE: f32 = 0.75;
/// How far below the cosine of `low` the score falls to 0, in steps from `low` to `high`.
const FALL: f32 = 2.0;

/// Maps cosines of descriptions to scores, by the detail that the pictures have.
/// `engine/face-calibration.json` is the standard one; `cargo xtask accuracy --faces --calibrate`
/// writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Calibration {
    /// Its version, another one for each change.
    pub version: String,
    /// What it was measured on.
    pub measured_on: Sample,
    /// By detail, coarsest first; at least one.
    pub details: Vec<AtDetail>,
}

/// What a calibration was measured on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sample {
    /// Different people.
    pub people: u32,
    /// Pictures of them.
    pub photos: u32,
    /// Pairs that show one person, at each detail.
    pub same_pairs: u32,
    /// Pairs that show two people, at each detail.
    pub different_pairs: u32,
    /// False match rates below this one were not observed but extrapolated, 0 to 1.
    pub extrapolated_below: f64,
}

/// Where levels begin for pictures of one detail.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AtDetail {
    /// Between the eyes on the coarser picture, in pixels.
    pub eyes_px: f32,
    /// At most one of 100 pairs of different people reaches it.
    pub low: Level,
    /// At most one of 1,000.
    pub medium: Level,
    /// At most one of 10,000.
    pub high: Level,
}

/// Where a level begins, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Level {
    /// Least cosine of two descriptions, -1 to 1.
    pub cosine: f32,
    /// Share of pairs of the same person that do not reach it, 0 to 1.
    pub false_non_match_rate: f64,
    /// Interval of that share at 95 %, by drawing people again and again.
    pub interval: (f64, f64),
}

/// A calibration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// It is no JSON of this shape.
    #[error("the calibration cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// There are no details, or they do not rise.
    #[error("the calibration's details must rise by eyesPx, and there must be one")]
    Details,
    /// Levels that do not rise.
    #[error("the calibration's levels at {0} px must rise from low to high and end below 1")]
    Levels(f32),
}

impl Default for Calibration {
    fn default() -> Self {
        Self::parse(STANDARD)
            .unwrap_or_else(|error| unreachable!("engine/face-calibration.json: {error}"))
    }
}

impl Calibration {
    /// Reads and checks a calibration.
    ///
    /// # Errors
    /// [`CalibrationError`] says what is wrong with it.
    pub fn parse(json: &str) -> Result<Self, CalibrationError> {
        let calibration: Self = serde_json::from_str(json)?;
        let details = &calibration.details;
        let is_rising = details
            .windows(2)
            .all(|two| two[0].eyes_px < two[1].eyes_px);
        if !is_rising || details.first().is_none_or(|first| first.eyes_px <= 0.0) {
            return Err(CalibrationError::Details);
        }
        let rises = |at: &AtDetail| {
            let [low, medium, high] = at.cosines();
            -1.0 < low && low < medium && medium < high && high < 1.0
        };
        match details.iter().find(|at| !rises(at)) {
            Some(at) => Err(CalibrationError::Levels(at.eyes_px)),
            None => Ok(calibration),
        }
    }

    /// The score of a cosine, 0 (certainly different) to 1 (certainly the same): `low` begins at
    /// 0.25, `medium` at 0.5, `high` at 0.75. `eyes_px` is of the coarser picture.
    #[must_use]
    pub fn score(&self, cosine: f32, eyes_px: f32) -> f32 {
        let [low, medium, high] = self.cosines_at(eyes_px);
        let floor = low - FALL * (high - low);
        let steps = [
            (floor, 0.0),
            (low, LOW_SCORE),
            (medium, MEDIUM_SCORE),
            (high, HIGH_SCORE),
            (1.0, 1.0),
        ];
        let cosine = cosine.clamp(floor, 1.0);
        steps
            .windows(2)
            .find(|pair| cosine <= pair[1].0)
            .map_or(0.0, |pair| {
                let ((from, below), (to, above)) = (pair[0], pair[1]);
                below + (above - below) * (cosine - from) / (to - from)
            })
    }

    /// Cosines of `low`, `medium` and `high`, between the details that were measured by the
    /// logarithm of their size, beyond them those of the nearest.
    fn cosines_at(&self, eyes_px: f32) -> [f32; 3] {
        let finer = self.details.iter().position(|at| eyes_px < at.eyes_px);
        let (coarse, fine) = match finer {
            Some(0) => return self.details[0].cosines(),
            Some(finer) => (&self.details[finer - 1], &self.details[finer]),
            None => return self.details[self.details.len() - 1].cosines(),
        };
        let share = (eyes_px / coarse.eyes_px).ln() / (fine.eyes_px / coarse.eyes_px).ln();
        let (from, to) = (coarse.cosines(), fine.cosines());
        std::array::from_fn(|level| from[level] + share * (to[level] - from[level]))
    }
}

impl AtDetail {
    fn cosines(&self) -> [f32; 3] {
        [self.low, self.medium, self.high].map(|level| level.cosine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(eyes_px: f32, low: f32) -> AtDetail {
        let level = |cosine| Level {
            cosine,
            false_non_match_rate: 0.1,
            interval: (0.0, 0.2),
        };
        AtDetail {
            eyes_px,
            low: level(low),
            medium: level(low + 0.02),
            high: level(low + 0.03),
        }
    }

    fn calibration() -> Calibration {
        Calibration {
            details: vec![at(10.0, 0.95), at(40.0, 0.91)],
            ..Calibration::default()
        }
    }

    #[test]
    fn levels_begin_at_their_cosines() {
        let score = |cosine| calibration().score(cosine, 10.0);
        for (cosine, wanted) in [
            (0.95, 0.25),
            (0.97, 0.5),
            (0.98, 0.75),
            (1.0, 1.0),
            (0.89, 0.0),
        ] {
            assert!((score(cosine) - wanted).abs() < 1e-3, "{cosine}");
        }
        assert!(score(-1.0).abs() < 1e-6);
        let scores: Vec<f32> = (0..=100).map(|i| score(i as f32 / 100.0)).collect();
        assert!(scores.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn between_details_levels_lie_between() {
        let low = |eyes_px| calibration().cosines_at(eyes_px)[0];
        for (eyes_px, wanted) in [
            (5.0, 0.95),
            (10.0, 0.95),
            (20.0, 0.93),
            (40.0, 0.91),
            (200.0, 0.91),
        ] {
            assert!((low(eyes_px) - wanted).abs() < 1e-5, "{eyes_px}");
        }
    }

    #[test]
    fn calibrations_that_contradict_themselves_are_refused() {
        let parse = |details: Vec<AtDetail>| {
            let calibration = Calibration {
                details,
                ..Calibration::default()
            };
            Calibration::parse(&serde_json::to_string(&calibration).unwrap())
        };
        assert!(parse(vec![at(10.0, 0.9), at(20.0, 0.8)]).is_ok());
        assert!(matches!(parse(vec![]), Err(CalibrationError::Details)));
        let falling = parse(vec![at(20.0, 0.9), at(10.0, 0.9)]);
        assert!(matches!(falling, Err(CalibrationError::Details)));
        let beyond = parse(vec![at(10.0, 0.98)]);
        assert!(matches!(beyond, Err(CalibrationError::Levels(_))));
        assert!(matches!(
            Calibration::parse("{}"),
            Err(CalibrationError::Shape(_))
        ));
    }
}
