//! The holder has reached the minimum age.

use jiff::civil::Date;

use super::check;
use crate::report::Check;

/// Passes from the birthday on which `minimum_age_years` are complete; `None` when the date of
/// birth was not read. Who was born on 29 February completes a year on 1 March of common years.
#[must_use]
pub fn not_underage(birth: Option<Date>, today: Date, minimum_age_years: u8) -> Option<Check> {
    birth.map(|birth| {
        check(
            "Not underage",
            completed_years(birth, today) >= minimum_age_years.into(),
        )
    })
}

fn completed_years(birth: Date, today: Date) -> i32 {
    let years = i32::from(today.year()) - i32::from(birth.year());
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    years - i32::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_birthday_is_the_first_day_of_age() {
        let passed = |birth| {
            not_underage(Some(birth), date(2026, 11, 21), 18)
                .unwrap()
                .passed
        };
        assert!(passed(date(2008, 11, 21)) && passed(date(1974, 8, 12)));
        assert!(!passed(date(2008, 11, 22)));
        assert_eq!(not_underage(None, date(2026, 11, 21), 18), None);
    }

    #[test]
    fn a_leap_day_birthday_falls_on_1_march() {
        let birth = date(2008, 2, 29);
        assert_eq!(completed_years(birth, date(2026, 2, 28)), 17);
        assert_eq!(completed_years(birth, date(2026, 3, 1)), 18);
        assert_eq!(completed_years(birth, date(2028, 2, 29)), 20);
    }
}
