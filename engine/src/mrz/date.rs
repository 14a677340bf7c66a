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

/// The earliest and the latest day that a date of birth may be of which the day, or the month too,
/// is unknown (ICAO 9303-3 §4.8): both in the latest year that is not in the future. `None` where
/// the year is unknown, or the date is complete.
#[must_use]
pub fn births(digits: &str, today: Date) -> Option<(Date, Date)> {
    let (year, rest) = digits.split_at_checked(2)?;
    let year = year.parse::<u8>().ok()?;
    let century = today.year() / 100 * 100;
    let years = [century, century - 100].map(|century| century + i16::from(year));
    let (month, day) = rest.split_at_checked(2)?;
    if day != "<<" {
        return None;
    }
    years.into_iter().find_map(|year| {
        let (first, last) = if month == "<<" {
            (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
        } else {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            (first, first.last_of_month())
        };
        (first <= today).then(|| (first, last.min(today)))
    })
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
    fn an_unknown_day_or_month_leaves_a_span() {
        let today = date(2026, 11, 21);
        let span = |digits| births(digits, today);
        assert_eq!(span("7402<<"), Some((date(1974, 2, 1), date(1974, 2, 28))));
        assert_eq!(span("74<<<<"), Some((date(1974, 1, 1), date(1974, 12, 31))));
        assert_eq!(span("2611<<"), Some((date(2026, 11, 1), today)));
        assert_eq!(
            span("2612<<"),
            Some((date(1926, 12, 1), date(1926, 12, 31)))
        );
        for digits in ["<<<<<<", "740812", "74<<12", "7413<<", "74", "Ä<<<<<"] {
            assert_eq!(span(digits), None, "{digits}");
        }
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
