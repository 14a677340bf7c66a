//! The holder has reached the minimum age.

use jiff::civil::Date;

use super::evidence::{Evidence, Outcome, Rule};
use super::non_expired::sureness;
use super::sides::Sides;
use crate::fields::Field;
use crate::mrz::{self, date::births};

/// Passes from the birthday on which `minimum_age_years` are complete; `None` when the date of
/// birth was not surely read. Who was born on 29 February completes a year on 1 March of common
/// years. Where the document does not know the day or the month (ICAO 9303-3 §4.8), it passes or
/// fails only where every day that it may be says so.
#[must_use]
pub(super) fn not_underage(
    sides: &Sides,
    today: Date,
    minimum_age_years: u8,
    signals: &[Rule],
) -> Option<Outcome> {
    let (birth, confidence) = match sides.sure_date(Field::Birth) {
        Some(birth) => (birth, sides.statements.get(&Field::Birth)?.confidence),
        None => (incomplete(sides, today, minimum_age_years)?, 1.0),
    };
    let age = completed_years(birth, today) as f32;
    let least = f32::from(minimum_age_years);
    let score = sureness(age >= least, confidence);
    let evidence = Evidence::at_least(Rule::Age, age, least, score);
    Outcome::of(vec![sides.placed(Field::Birth, evidence)], signals)
}

/// The latest day that an incomplete date of birth may be, where the earliest says the same of the
/// age.
fn incomplete(sides: &Sides, today: Date, minimum_age_years: u8) -> Option<Date> {
    let (_, zone) = sides.zones().find(|(_, zone)| zone.check_digits_valid)?;
    let parsed = mrz::parse(&zone.lines).ok()?;
    let (earliest, latest) = births(&parsed.birth, today)?;
    let is_old_enough = |birth| completed_years(birth, today) >= i32::from(minimum_age_years);
    (is_old_enough(earliest) == is_old_enough(latest)).then_some(latest)
}

fn completed_years(birth: Date, today: Date) -> i32 {
    let years = i32::from(today.year()) - i32::from(birth.year());
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    years - i32::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{passport, zone};
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn the_birthday_is_the_first_day_of_age() {
        let outcome = |birth| {
            let reading = passport(|fields| fields.birth = birth);
            not_underage(&Sides::of(&reading, None), TODAY, 18, &[])
        };
        let passed = |birth| outcome(Some(birth)).unwrap().passed;
        assert!(passed(date(2008, 11, 21)) && passed(date(1974, 8, 12)));
        assert!(!passed(date(2008, 11, 22)));
        assert_eq!(outcome(None), None);
    }

    #[test]
    fn a_leap_day_birthday_falls_on_1_march() {
        let birth = date(2008, 2, 29);
        assert_eq!(completed_years(birth, date(2026, 2, 28)), 17);
        assert_eq!(completed_years(birth, date(2026, 3, 1)), 18);
        assert_eq!(completed_years(birth, date(2028, 2, 29)), 20);
    }

    #[test]
    fn an_unknown_day_decides_only_where_it_makes_no_difference() {
        let outcome = |lines: [&str; 2]| {
            let mut reading = passport(|fields| fields.birth = None);
            reading.mrz = Some(mrz::Reading {
                check_digits_valid: true,
                ..zone(mrz::Format::Td3, &lines)
            });
            not_underage(&Sides::of(&reading, None), TODAY, 18, &[]).map(|own| own.passed)
        };
        let born = |digits: &str| {
            outcome([
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                &format!("L898902C36UTO{digits}2F3204159ZE184226B<<<<<10"),
            ])
        };
        assert_eq!(born("7408<<"), Some(true));
        assert_eq!(born("74<<<<"), Some(true));
        assert_eq!(born("08<<<<"), None);
        assert_eq!(born("0811<<"), None);
        assert_eq!(born("0812<<"), Some(false));
        assert_eq!(born("<<<<<<"), None);
    }
}
