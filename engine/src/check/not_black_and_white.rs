//! The picture is not of a copy in one ink.

use super::evidence::{Evidence, Outcome, Rule};
use super::sides::Sides;
use crate::catalogue::Side;

/// Passes when the front's colours are more than those of a copy in one ink, from `threshold` on
/// (see [`crate::quality::colour_variety`]).
#[must_use]
pub(super) fn not_black_and_white(
    sides: &Sides,
    threshold: f32,
    signals: &[Rule],
) -> Option<Outcome> {
    let (_, front) = sides.readings.first()?;
    let variety = front.colour_variety;
    let evidence = Evidence::at_least(
        Rule::ColourVariety,
        variety,
        threshold,
        variety / (variety + threshold),
    );
    Outcome::of(vec![evidence.on(Side::Front)], signals)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::passport;
    use super::*;

    #[test]
    fn one_ink_fails_and_several_pass() {
        let outcome = |variety| {
            let mut reading = passport(|_| {});
            reading.colour_variety = variety;
            not_black_and_white(&Sides::of(&reading, None), 0.03, &[]).unwrap()
        };
        assert!(!outcome(0.0).passed && !outcome(0.029).passed);
        assert!(outcome(0.03).passed && outcome(0.2).passed);
        assert!(outcome(0.2).score > outcome(0.03).score);
        assert!((outcome(0.03).score - 0.5).abs() < 1e-6);
    }
}
