//! Dates of the visual zone that the machine-readable zone settles.

use super::date::{Order, PrintedDate, month as named_month};
use super::evidence::{MOST_AGAINST_DATE, Shown, Writing};
use super::latin::folded;

/// Digits that a date is printed with, and how many more or less may have been read.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=9;

/// The date of a zone (`YYMMDD`), where print may show the same in one of the forms of dates, and
/// letters, if there are any, name its month. `text` is what print shows likeliest.
pub(super) fn settled_date(
    shown: &Shown,
    text: &str,
    zone: &str,
    order: Order,
) -> Option<PrintedDate> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if !DIGITS.contains(&digits) {
        return None;
    }
    let (year, month, day) = (zone.get(..2)?, zone.get(2..4)?, zone.get(4..6)?);
    let text = folded(text);
    let words = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= 3);
    // A stray letter before a name of a month: the name may begin at its second.
    let names: Vec<i8> = words
        .filter_map(|word| named_month(word).or_else(|| named_month(&word[1..])))
        .collect();
    let is_named = names.iter().any(|name| Some(*name) == month.parse().ok());
    let says = |form: &str| {
        let spelled = shown.spelled(form, Writing::Digits, MOST_AGAINST_DATE);
        spelled.is_some()
    };
    [Some(19), Some(20), None].into_iter().find_map(|century| {
        let prefix = century.map_or(String::new(), |century: i16| century.to_string());
        let (first, last) = match (is_named, order) {
            (true, _) => (day.to_owned(), day.to_owned()),
            (false, Order::MonthFirst) => (format!("{month}{day}"), String::new()),
            (false, Order::DayFirst) => (format!("{day}{month}"), format!("{month}{day}")),
        };
        // A year of two digits stands first in no form but ISO's.
        let year_first = !last.is_empty() && (century.is_some() || order == Order::MonthFirst);
        let is_said = says(&format!("{first}{prefix}{year}"))
            || (year_first && says(&format!("{prefix}{year}{last}")));
        is_said.then(|| PrintedDate::of_zone(zone, century))?
    })
}

#[cfg(test)]
mod tests {
    use super::super::evidence::Evidence;
    use super::*;

    fn read(text: &str, others: &[(usize, char, f32)], zone: &str, order: Order) -> Option<String> {
        let today = jiff::civil::date(2026, 11, 21);
        let evidence = Evidence::shown(text, others);
        let date = settled_date(&evidence.part(0..usize::MAX), text, zone, order)?.past(today)?;
        Some(date.to_string())
    }

    #[test]
    fn a_doubtful_digit_of_a_date_is_the_zones_and_print_tells_the_century() {
        let day_first = |text: &str, others: &[_], zone| read(text, others, zone, Order::DayFirst);
        for (text, others, zone, date) in [
            ("01.01.1911", vec![], "110101", "1911-01-01"),
            ("01.0I 1980", vec![(4, '1', 0.4)], "800101", "1980-01-01"),
            ("01.04 1980", vec![(4, '1', 0.3)], "800101", "1980-01-01"),
            ("20 RFEB 1979", vec![], "790220", "1979-02-20"),
        ] {
            assert_eq!(
                day_first(text, &others, zone).as_deref(),
                Some(date),
                "{text}"
            );
        }
        assert_eq!(
            read("10/04/48", &[(7, '9', 0.3)], "491004", Order::MonthFirst).as_deref(),
            Some("1949-10-04")
        );
    }

    #[test]
    fn another_date_is_not_the_zones() {
        assert_eq!(read("01 MAR 2024", &[], "190321", Order::DayFirst), None);
        let hardly = [(4, '1', 0.02)];
        assert_eq!(read("01.04 1980", &hardly, "800101", Order::DayFirst), None);
    }
}
