//! Print that surely shows nearly what the zone says: a field that was written anew, where no label
//! tells which field it is.

use jiff::civil::Date;

use super::date::PrintedDate;
use super::labels::Labelled;
use super::part::alike;
use crate::mrz::Mrz;

/// Most digits by which dates are nearly the same.
const MOST_DIGITS: usize = 2;
/// A number may differ in one of so many characters.
const PER_CHARACTER: usize = 4;

/// Whether two numbers are as long as one another, and a few of their characters are others that
/// print tells apart.
pub(super) fn is_nearly_number(printed: &str, zone: &str) -> bool {
    let same_length = printed.len() == zone.len();
    let pairs = printed.chars().zip(zone.chars());
    let (mut others, mut of_other_kind) = (0, false);
    for (a, b) in pairs {
        others += usize::from(a != b);
        of_other_kind |= a.is_ascii_digit() != b.is_ascii_digit();
    }
    let is_near = (1..=zone.len() / PER_CHARACTER).contains(&others);
    same_length && is_near && !of_other_kind && !alike(printed, zone)
}

/// Whether a date that is printed, `date` in whole, can be that of a field written anew: it differs
/// from the zone's by few digits, is none of the zone's others, and none that documents print
/// beside them. Nothing on a document is later than its expiry, so that for one only those count
/// which are; dates of issue may differ from it by a digit.
pub(super) fn is_nearly_date(
    field: Labelled,
    printed: PrintedDate,
    date: Date,
    zone: &Mrz,
    today: Date,
) -> bool {
    let (digits, birth, expiry) = (printed.digits(), &zone.birth, &zone.expiry);
    if digits == *birth || digits == *expiry {
        return false;
    }
    let others = |wanted: &str| {
        let pairs = digits.bytes().zip(wanted.bytes());
        pairs.filter(|(a, b)| a != b).count()
    };
    let is_near = |wanted: &str| wanted.len() == digits.len() && others(wanted) <= MOST_DIGITS;
    match field {
        Labelled::Birth => is_near(birth) && date <= today,
        Labelled::Expiry => {
            let ends = zone.expiry_date(today);
            is_near(expiry) && ends.is_some_and(|ends| date > ends)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::date::{Order, dates};
    use super::*;
    use crate::mrz::parse;

    fn is_near(field: Labelled, text: &str) -> bool {
        let lines = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F3204159ZE184226B<<<<<10",
        ];
        let (zone, today) = (parse(&lines).unwrap(), date(2026, 11, 21));
        let printed = dates(text, Order::DayFirst)[0];
        is_nearly_date(field, printed, printed.whole().unwrap(), &zone, today)
    }

    #[test]
    fn another_year_of_birth_is_nearly_the_zones() {
        assert!(is_near(Labelled::Birth, "12.08.1984"));
        assert!(is_near(Labelled::Birth, "12.08.1979"));
        assert!(is_near(Labelled::Birth, "13.09.1974"));
        for other in ["12.08.1974", "15.04.2032", "15.04.2022", "01.01.1974"] {
            assert!(!is_near(Labelled::Birth, other), "{other}");
        }
    }

    #[test]
    fn a_later_expiry_is_nearly_the_zones_and_a_date_of_issue_is_not() {
        assert!(is_near(Labelled::Expiry, "15.04.2034"));
        assert!(!is_near(Labelled::Expiry, "15.04.2022"));
        assert!(!is_near(Labelled::Expiry, "15.04.2032"));
    }

    #[test]
    fn a_number_with_another_digit_is_nearly_the_zones() {
        assert!(is_nearly_number("L898902C4", "L898902C3"));
        assert!(is_nearly_number("L898912C4", "L898902C3"));
        for other in [
            "L898902C3",
            "LB98902C3",
            "L8989O2C3",
            "L898912D4",
            "L898902C",
        ] {
            assert!(!is_nearly_number(other, "L898902C3"), "{other}");
        }
    }
}
