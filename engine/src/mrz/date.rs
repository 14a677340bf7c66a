//! Dates of six digits: the century, and parts that are unknown.

use jiff::civil::Date;

/// How far in the future a two-digit year of expiry may lie; documents are valid for at most
/// some decades, and one that ended long ago is read as such.
const EXPIRY_FUTURE_YEARS: i16 = 50;

/// A date of birth `YYMMDD`: the latest one that is not after `today`.
///
/// `None` when the six characters are no full date (fillers stand for unknown parts,
/// ICAO 9303-3 §4.8).
#[must_use]
pub fn birth(digits: &str, today: Date) -> Option<Date> {
    let (year, month, day) = parts(digits)?;
    let century = today.year() / 100 * 100;
    [century, century - 100]
        .into_iter()
        .filter_map(|century| Date::new(century + year, month, day).ok())
        .find(|date| *date <= today)
}

/// A date of expiry `YYMMDD`: in the century that puts it within 50 years before or after
/// `today`.
#[must_use]
pub fn expiry(digits: &str, today: Date) -> Option<Date> {
    let (year, month, day) = parts(digits)?;
    let latest = today.year() + EXPIRY_FUTURE_YEARS;
    let mut full = today.year() / 100 * 100 + 100 + year;
    while full > latest {
        full -= 100;
    }
    Date::new(full, month, day).ok()
}

/// `YYMMDD` as a zone prints it.
#[must_use]
pub fn emit(date: Date) -> String {
    format!(
        "{:02}{:02}{:02}",
        date.year().rem_euclid(100),
        date.month(),
        date.day()
    )
}

fn parts(digits: &str) -> Option<(i16, i8, i8)> {
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i8>().ok();
    Some((i16::from(number(0..2)?), number(2..4)?, number(4..6)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_birth_is_never_in_the_future() {
        let today = date(2026, 11, 21);
        assert_eq!(birth("740812", today), Some(date(1974, 8, 12)));
        assert_eq!(birth("261121", today), Some(date(2026, 11, 21)));
        assert_eq!(birth("261122", today), Some(date(1926, 11, 22)));
        assert_eq!(birth("000229", today), Some(date(2000, 2, 29)));
        // Neither 2027 nor 1927 has a 29 February.
        assert_eq!(birth("270229", today), None);
    }

    #[test]
    fn an_expiry_lies_around_today() {
        let today = date(2026, 11, 21);
        assert_eq!(expiry("310830", today), Some(date(2031, 8, 30)));
        assert_eq!(expiry("120415", today), Some(date(2012, 4, 15)));
        assert_eq!(expiry("991231", today), Some(date(1999, 12, 31)));
        assert_eq!(expiry("760101", today), Some(date(2076, 1, 1)));
        assert_eq!(expiry("770101", today), Some(date(1977, 1, 1)));
    }

    #[test]
    fn an_incomplete_date_is_none() {
        let today = date(2026, 11, 21);
        for digits in [
            "74<<<<", "<<<<<<", "740013", "741301", "740832", "7408", "ÄÄÄ",
        ] {
            assert_eq!(birth(digits, today), None, "{digits}");
            assert_eq!(expiry(digits, today), None, "{digits}");
        }
    }
}
