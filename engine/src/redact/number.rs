//! Personal numbers in what was read, however they are written and misread.

use std::fmt;
use std::ops::Range;

use crate::personal_number;

/// Digits of a burgerservicenummer.
const DIGITS: usize = 9;
/// Signs between the digits of one number; and how many of them at most.
const BETWEEN: &str = " .-/,:·'’<";
const MOST_BETWEEN: usize = 3;
/// Of nine characters that make a number at least so many are digits, others may look like some.
const LEAST_DIGITS: usize = 7;
/// Characters by which a number that is known may be misread, dropped ones and doubled ones among
/// them.
const MOST_MISREAD: usize = 2;
/// From so many digits that run together on, two numbers stand in them.
const TWO_NUMBERS: usize = 12;

/// Nine digits. Personal data: not printed by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Number([u8; DIGITS]);

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Number { … }")
    }
}

impl Number {
    fn of(values: &[u8]) -> Option<Self> {
        values.try_into().ok().map(Self)
    }

    /// Whether it can be a burgerservicenummer: it passes the 11-test, and not by being all zeros.
    pub(super) fn is_valid(self) -> bool {
        let text: String = self
            .0
            .iter()
            .map(|value| char::from(b'0' + value))
            .collect();
        let examined = personal_number::examine("NLD", &text);
        self.0 != [0; DIGITS] && examined.is_some_and(|own| own.check_digits == Some(true))
    }

    /// Whether another number is this one, but for what may be misread.
    pub(super) fn is_nearly(self, other: Self) -> bool {
        off(&self.0, &other.0) <= MOST_MISREAD
    }
}

/// Nine digits in a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) number: Number,
    /// Characters from the first digit to the last.
    pub(super) characters: Range<usize>,
    /// Whether each of them was read as a digit.
    pub(super) is_plain: bool,
}

/// The value of a character that is a digit, or that print hardly tells from one, and whether it
/// is one.
fn value(character: char) -> Option<(u8, bool)> {
    if let Some(value) = character.to_digit(10) {
        return Some((value as u8, true));
    }
    let value = match character {
        'O' | 'o' | 'Q' | 'D' => 0,
        'I' | 'l' | '|' | 'i' | '!' => 1,
        'Z' | 'z' => 2,
        'S' | 's' => 5,
        'G' | 'b' => 6,
        'T' => 7,
        'B' => 8,
        'g' | 'q' => 9,
        _ => return None,
    };
    Some((value, false))
}

/// The numbers of nine digits in a line: digits with nothing but separators between them, not part
/// of a longer number.
pub(super) fn numbers(text: &str) -> Vec<Found> {
    let characters: Vec<char> = text.chars().collect();
    let groups = groups(&characters);
    let mut found = Vec::new();
    for (from, first) in groups.iter().enumerate() {
        let mut end = first.start;
        let mut own: Vec<usize> = Vec::new();
        for (to, group) in groups.iter().enumerate().skip(from) {
            if to > from && !are_joined(&characters[end..group.start]) {
                break;
            }
            own.extend(group.clone());
            end = group.end;
            if own.len() >= DIGITS {
                break;
            }
        }
        if own.len() == DIGITS {
            found.extend(found_at(&characters, &own));
        }
        if first.len() >= TWO_NUMBERS {
            let all: Vec<usize> = first.clone().collect();
            let ends = [&all[..DIGITS], &all[all.len() - DIGITS..]];
            let ends = ends
                .into_iter()
                .filter_map(|own| found_at(&characters, own));
            found.extend(ends.filter(|end| end.number.is_valid()));
        }
    }
    found
}

/// The places, in characters, where a known number stands in a line, read rightly or nearly so.
pub(super) fn places(text: &str, number: Number, misread: bool) -> Vec<Range<usize>> {
    /// What is no digit equals none.
    const NONE: u8 = 10;
    let most = if misread { MOST_MISREAD } else { 0 };
    let signs: Vec<(usize, u8)> = text
        .chars()
        .enumerate()
        .filter(|(_, character)| !BETWEEN.contains(*character))
        .map(|(at, character)| (at, value(character).map_or(NONE, |(value, _)| value)))
        .collect();
    let values: Vec<u8> = signs.iter().map(|(_, value)| *value).collect();
    let mut near: Vec<(usize, Range<usize>)> = Vec::new();
    for length in DIGITS - most.min(1)..=DIGITS + most.min(1) {
        for (from, window) in values.windows(length).enumerate() {
            let ends_in_digits = window[0] != NONE && window[length - 1] != NONE;
            let off = off(window, &number.0);
            if ends_in_digits && off <= most {
                let end = signs[from + length - 1].0 + 1;
                near.push((off, signs[from].0..end));
            }
        }
    }
    // Beside the number itself stand windows that hold most of it.
    near.sort_by_key(|(off, _)| *off);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (_, own) in near {
        if found
            .iter()
            .all(|kept| own.end <= kept.start || kept.end <= own.start)
        {
            found.push(own);
        }
    }
    found
}

fn off(a: &[u8], b: &[u8]) -> usize {
    strsim::generic_levenshtein(&Signs(a), &Signs(b))
}

/// Lets signs be compared as `strsim` compares them.
struct Signs<'a>(&'a [u8]);

impl<'a> IntoIterator for &Signs<'a> {
    type Item = u8;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, u8>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

/// Runs of digits and of what looks like them, a digit in each.
fn groups(characters: &[char]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, character) in characters.iter().enumerate() {
        if value(*character).is_none() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.end == at => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups.retain(|group| characters[group.clone()].iter().any(char::is_ascii_digit));
    groups
}

fn are_joined(between: &[char]) -> bool {
    between.len() <= MOST_BETWEEN && between.iter().all(|&sign| BETWEEN.contains(sign))
}

fn found_at(characters: &[char], own: &[usize]) -> Option<Found> {
    let values: Vec<(u8, bool)> = own.iter().filter_map(|&at| value(characters[at])).collect();
    let digits = values.iter().filter(|(_, is_digit)| *is_digit).count();
    let values: Vec<u8> = values.into_iter().map(|(value, _)| value).collect();
    let number = Number::of(&values)?;
    let (first, last) = (own.first()?, own.last()?);
    (digits >= LEAST_DIGITS).then(|| Found {
        number,
        characters: *first..last + 1,
        is_plain: digits == DIGITS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn number(text: &str) -> Number {
        numbers(text)[0].number
    }

    fn read(text: &str) -> Vec<(String, bool)> {
        let found = numbers(text).into_iter();
        found
            .map(|own| {
                let shown = text.chars().skip(own.characters.start);
                let shown = shown.take(own.characters.len()).collect();
                (shown, own.number.is_valid())
            })
            .collect()
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for (text, shown, is_valid) in [
            ("111222333", "111222333", true),
            ("BSN 111222333", "111222333", true),
            ("BSN111222333", "111222333", true),
            ("No. 1112.22.333", "1112.22.333", true),
            ("111 222 333", "111 222 333", true),
            ("111-222-333 M", "111-222-333", true),
            ("lll222333", "", false),
            ("1I1222333", "1I1222333", true),
            ("999999990/5094962111", "999999990", true),
            ("01 JAN 2014 999999990", "999999990", true),
            ("B 14.05.19 03.04.33", "", false),
            ("111222334", "111222334", false),
            ("000000000", "000000000", false),
        ] {
            let found = read(text);
            let first = found.first().map_or(("", false), |(t, v)| (t.as_str(), *v));
            assert_eq!(first, (shown, is_valid), "{text}");
        }
    }

    #[test]
    fn longer_and_shorter_numbers_are_none() {
        for text in [
            "",
            "5094962111",
            "11122233",
            "12.03.1965",
            "SPECI2014",
            "NWR4D6P29",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn a_number_that_runs_into_another_is_found() {
        assert_eq!(
            read("99999999015094962111"),
            [("999999990".to_owned(), true)]
        );
    }

    #[test]
    fn a_known_number_is_found_though_it_was_misread() {
        let known = number("111222333");
        for (text, count) in [
            ("111222333", 1),
            ("NO: 111 222 333 X", 1),
            ("111222338", 1),
            ("1112?2338", 1),
            ("11122233", 1),
            ("1112228333", 1),
            ("123456782", 0),
            ("12.03.1965", 0),
            ("", 0),
        ] {
            let found = places(text, known, true);
            assert_eq!(usize::from(!found.is_empty()), count, "{text}: {found:?}");
        }
        assert_eq!(places("X111222333", known, false)[0], 1..10);
        let beside = places("111222333/5094962111", known, true);
        assert_eq!((beside.len(), beside[0].clone()), (1, 0..9));
        assert!(places("111222338", known, false).is_empty());
        assert!(known.is_nearly(number("111222338")) && !known.is_nearly(number("999999990")));
    }

    #[test]
    fn what_was_read_is_not_printed() {
        let printed = format!("{:?}", numbers("111222333"));
        assert!(!printed.contains("222"), "{printed}");
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::tests::number;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,40}", other in "[0-9OIlSB .</-]{0,40}") {
            let known = number("111222333");
            for text in [text, other] {
                let length = text.chars().count();
                for own in numbers(&text) {
                    prop_assert!(own.characters.end <= length);
                }
                for own in places(&text, known, true) {
                    prop_assert!(own.end <= length);
                }
            }
        }

        #[test]
        fn a_valid_number_between_words_is_found(
            before in "[A-Zac-fhj-kmnprt-y]{0,6}",
            digits in "[1-9][0-9]{8}",
        ) {
            let text = format!("{before} {digits} ");
            prop_assert_eq!(numbers(&text).len(), 1, "{}", text);
        }
    }
}
