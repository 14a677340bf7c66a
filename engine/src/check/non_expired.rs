//! The document is valid today.

use jiff::civil::Date;

use super::evidence::{Evidence, Outcome, Rule};
use super::sides::Sides;
use crate::fields::Field;

/// Passes up to and including the day of expiry; `None` when that day was not surely read. Of
/// zones that differ the one with a check digit counts.
#[must_use]
pub(super) fn non_expired(sides: &Sides, today: Date, signals: &[Rule]) -> Option<Outcome> {
    let expiry = sides.sure_date(Field::Expiry)?;
    let days = today
        .until(expiry)
        .map_or(0.0, |span| span.get_days() as f32);
    let confidence = sides.statements.get(&Field::Expiry)?.confidence;
    let score = sureness(days >= 0.0, confidence);
    let evidence = Evidence::at_least(Rule::DaysLeft, days, 0.0, score);
    Outcome::of(vec![sides.placed(Field::Expiry, evidence)], signals)
}

/// Score of what a date of this confidence says.
pub(super) fn sureness(passed: bool, confidence: f32) -> f32 {
    if passed { confidence } else { 1.0 - confidence }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::passport;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_day_still_counts() {
        let today = date(2026, 11, 21);
        let outcome = |expiry| {
            let reading = passport(|fields| fields.expiry = expiry);
            non_expired(&Sides::of(&reading, None), today, &[])
        };
        let passed = |expiry| outcome(Some(expiry)).unwrap().passed;
        assert!(passed(date(2026, 11, 21)) && passed(date(2031, 8, 30)));
        assert!(passed(date(9999, 1, 1)));
        assert!(!passed(date(2026, 11, 20)));
        assert_eq!(outcome(None), None);
    }

    #[test]
    fn a_date_that_was_hardly_read_says_nothing() {
        let reading = passport(|fields| {
            fields.confidence.insert(Field::Expiry, 0.4);
        });
        let sides = Sides::of(&reading, None);
        assert_eq!(non_expired(&sides, date(2026, 11, 21), &[]), None);
    }
}
