//! The document is valid today.

use jiff::civil::Date;

use super::check;
use crate::report::Check;

/// Passes up to and including the day of expiry; `None` when that day was not read.
#[must_use]
pub fn non_expired(expiry: Option<Date>, today: Date) -> Option<Check> {
    expiry.map(|expiry| check("Document not expired", expiry >= today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_day_still_counts() {
        let passed = |expiry| {
            non_expired(Some(expiry), date(2026, 11, 21))
                .unwrap()
                .passed
        };
        assert!(passed(date(2026, 11, 21)) && passed(date(2031, 8, 30)));
        assert!(!passed(date(2026, 11, 20)));
        assert_eq!(non_expired(None, date(2026, 11, 21)), None);
    }
}
