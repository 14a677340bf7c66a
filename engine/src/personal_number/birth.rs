//! A date of birth as far as a number tells it.

use std::fmt;

use jiff::civil::Date;

/// A birth that a number tells: the day and the month may be unknown, the year may lack its
/// century. Personal data: not printed by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Birth {
    year: Year,
    month: Option<u8>,
    day: Option<u8>,
}

/// A year of four digits, or the last two (0 to 99).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Full(i16),
    OfCentury(u8),
}

impl Year {
    /// A year (0 to 99) of a century, such as 1900.
    pub(super) fn of(century: i16, year: u8) -> Self {
        Self::Full(century + i16::from(year))
    }
}

impl Birth {
    /// Zeros stand for what is unknown. `None` where month or day are none of the calendar; which
    /// months have 31 days is not asked, since a date that never was agrees with no date anyway.
    pub(super) fn new(year: Year, month: u8, day: u8) -> Option<Self> {
        let told = |value: u8| Some(value).filter(|&value| value > 0);
        (month <= 12 && day <= 31).then(|| Self {
            year,
            month: told(month),
            day: told(day),
        })
    }

    /// Whether all that is told is so on a date.
    #[must_use]
    pub fn agrees_with(self, birth: Date) -> bool {
        let same = |told: Option<u8>, value: i8| {
            told.is_none_or(|told| i16::from(told) == i16::from(value))
        };
        let same_year = match self.year {
            Year::Full(year) => birth.year() == year,
            Year::OfCentury(year) => birth.year().rem_euclid(100) == i16::from(year),
        };
        same_year && same(self.month, birth.month()) && same(self.day, birth.day())
    }
}

impl fmt::Debug for Birth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Birth { … }")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_not_told_agrees_with_any_date() {
        let birth = |year, month, day| Birth::new(year, month, day).unwrap();
        let whole = birth(Year::Full(1986), 10, 15);
        assert!(whole.agrees_with(date(1986, 10, 15)));
        for other in [date(1886, 10, 15), date(1986, 11, 15), date(1986, 10, 16)] {
            assert!(!whole.agrees_with(other), "{other}");
            assert_eq!(
                birth(Year::OfCentury(86), 10, 15).agrees_with(other),
                other == date(1886, 10, 15)
            );
        }
        assert!(birth(Year::Full(1986), 10, 0).agrees_with(date(1986, 10, 16)));
        assert!(!birth(Year::Full(1986), 10, 0).agrees_with(date(1986, 11, 16)));
        assert!(birth(Year::Full(1986), 0, 0).agrees_with(date(1986, 2, 3)));
    }

    #[test]
    fn no_month_has_a_32nd_day() {
        assert_eq!(Birth::new(Year::OfCentury(1), 13, 1), None);
        assert_eq!(Birth::new(Year::OfCentury(1), 1, 32), None);
    }
}
