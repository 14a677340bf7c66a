//! American licences by their places (AAMVA DL/ID Card Design Standard, Annex A): the family name
//! over the given names over the address, and what dates and numbers of themselves can be. Their
//! labels are small, and not always read.

use jiff::civil::Date;

use super::date::{Order, dates};
use super::fields::{Context, Source};
use super::labels::label;
use super::part::{Part, Value, is_name, plain};
use super::text::ReadLine;

/// Nobody is given a licence at a younger age.
const YOUNGEST_YEARS: i16 = 14;
/// A line stands right above another: its begin off by at most this, the gap at most that, in
/// heights of its capitals.
const BEGIN_OFF: f32 = 2.0;
const MOST_GAP: f32 = 1.4;

/// What was found by its place.
#[derive(Default)]
pub(super) struct ByPlace {
    pub(super) surname: Option<Value<String>>,
    pub(super) given_names: Option<Value<String>>,
    pub(super) number: Option<Value<String>>,
    pub(super) birth: Option<Value<Date>>,
    pub(super) expiry: Option<Value<Date>>,
}

impl ByPlace {
    pub(super) fn of(lines: &[ReadLine], context: &Context) -> Self {
        let order = context.order();
        let (birth, expiry) = first_and_last(lines, order);
        let name = |line: &ReadLine| {
            let part = without_number(line);
            let name = part.name(context);
            let is_one = is_name(&name) && label(&name).is_none() && part.is_sure(true);
            is_one.then(|| part.value(name, Source::Viz))
        };
        let mut addresses = lines.iter().filter(|line| is_address(&line.text));
        let names = addresses.find_map(|address| {
            let given_names = above(lines, address)?;
            Some((name(above(lines, given_names)?)?, name(given_names)?))
        });
        let (surname, given_names) = names.unzip();
        Self {
            surname,
            given_names,
            number: number(lines, order),
            birth,
            expiry,
        }
    }
}

/// A line without the number of its field (ISO/IEC 18013-1 has 1 for the family name and 2 for
/// given names), or what is left of it where it is too small to be read.
fn without_number(line: &ReadLine) -> Part<'_> {
    let whole = Part::whole(line);
    let first = line.text.chars().take_while(|c| *c != ' ').count();
    let is_number = first <= 2 && line.text.chars().take(first).any(|c| !c.is_uppercase());
    let start = line
        .text
        .chars()
        .take_while(|c| !c.is_alphanumeric())
        .count();
    let start = if is_number { first + 1 } else { start };
    let characters = start.min(whole.characters.end)..whole.characters.end;
    Part {
        characters,
        ..whole
    }
}

/// A number and two words or more: `123 NORTH MAIN STREET`.
fn is_address(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number = |word: &str| word.len() <= 6 && word.bytes().all(|b| b.is_ascii_digit());
    words
        .iter()
        .position(|word| is_number(word))
        .is_some_and(|at| {
            let after = &words[at + 1..];
            let of_letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2;
            let is_one_number = !after.iter().any(|word| is_number(word));
            at <= 1 && is_one_number && after.iter().filter(of_letters).count() >= 2
        })
}

/// The line that stands right above another.
fn above<'a>(lines: &'a [ReadLine], below: &ReadLine) -> Option<&'a ReadLine> {
    let stands_above = |line: &&ReadLine| {
        let (upper, lower) = (&line.line, &below.line);
        let tall = upper.capital.max(lower.capital);
        let gap = lower.left.1 - upper.left.1 - f32::midpoint(upper.capital, lower.capital);
        (upper.left.0 - lower.left.0).abs() < BEGIN_OFF * tall
            && (0.0..MOST_GAP * tall).contains(&gap)
    };
    let nearest = |line: &&ReadLine| (line.line.left.1 * 16.0) as i32;
    lines.iter().filter(stands_above).max_by_key(nearest)
}

/// The one text that is a number as licences have them: letters, then five digits or more.
fn number(lines: &[ReadLine], order: Order) -> Option<Value<String>> {
    let parts = lines
        .iter()
        .map(Part::whole)
        .filter(|part| part.is_sure(true));
    let mut numbers = parts.filter_map(|part| {
        let text = part.text();
        let number = plain(&text);
        let letters = number.bytes().take_while(u8::is_ascii_alphabetic).count();
        let digits = number.bytes().skip(letters);
        let fits = (1..=3).contains(&letters)
            && number.len() >= letters + 5
            && digits.into_iter().all(|b| b.is_ascii_digit())
            && dates(&text, order).is_empty();
        fits.then(|| part.value(number, Source::Viz))
    });
    let first = numbers.next()?;
    numbers.next().is_none().then_some(first)
}

/// Nothing on a licence is dated before the holder's birth and nothing after its expiry; of dates
/// whose years are printed whole. Of two the later may be that of issue.
fn first_and_last(lines: &[ReadLine], order: Order) -> (Option<Value<Date>>, Option<Value<Date>>) {
    let parts = lines
        .iter()
        .map(Part::whole)
        .filter(|part| part.is_sure(false));
    let mut found: Vec<(Date, Part)> = parts
        .filter_map(|part| {
            let dates = dates(&part.text(), order);
            let [date] = dates.as_slice() else {
                return None;
            };
            Some((date.whole()?, part))
        })
        .collect();
    found.sort_by_key(|(date, _)| *date);
    found.dedup_by_key(|(date, _)| *date);
    let years = |from: usize, to: usize| found[to].0.year() - found[from].0.year();
    let count = found.len();
    if count < 2 || years(0, 1) < YOUNGEST_YEARS {
        return (None, None);
    }
    let value = |at: usize| found[at].1.value(found[at].0, Source::Viz);
    let last = (count >= 3 && years(1, count - 1) >= 1).then(|| value(count - 1));
    (Some(value(0)), last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn context() -> Context<'static> {
        Context {
            zone: None,
            country: Some("USA"),
            today: date(2026, 11, 21),
        }
    }

    #[test]
    fn a_licence_without_readable_labels_is_read_by_its_places() {
        let lines = [
            ReadLine::shown("01/12/2016", 400.0, 140.0),
            ReadLine::shown("S99988801", 540.0, 140.0),
            ReadLine::shown("01/12/2021", 400.0, 180.0),
            ReadLine::shown("01/12/1959", 540.0, 180.0),
            ReadLine::shown("17 CLASS 12 REST", 370.0, 210.0),
            ReadLine::shown("SAMPLE", 300.0, 258.0),
            ReadLine::shown("CONNOR", 302.0, 282.0),
            ReadLine::shown("123 NORTH MAIN STREET", 298.0, 308.0),
        ];
        let found = ByPlace::of(&lines, &context());
        assert_eq!(found.surname.unwrap().says, "SAMPLE");
        assert_eq!(found.given_names.unwrap().says, "CONNOR");
        assert_eq!(found.number.unwrap().says, "S99988801");
        assert_eq!(found.birth.unwrap().says, date(1959, 1, 12));
        assert_eq!(found.expiry.unwrap().says, date(2021, 1, 12));
    }

    #[test]
    fn names_may_stand_behind_the_numbers_of_their_fields() {
        let name = |text: &str| without_number(&ReadLine::shown(text, 300.0, 20.0)).text();
        for (text, wanted) in [
            ("2 CONNOR", "CONNOR"),
            ("1. DE BRUIJN", "DE BRUIJN"),
            ("-SAMPLE", "SAMPLE"),
            ("LI WEI", "LI WEI"),
            ("ANNA", "ANNA"),
            ("8", ""),
        ] {
            assert_eq!(name(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_not_clear_is_not_guessed() {
        let lines = [
            ReadLine::shown("01/12/2016", 400.0, 140.0),
            ReadLine::shown("01/12/2021", 400.0, 180.0),
            ReadLine::shown("S99988801", 540.0, 140.0),
            ReadLine::shown("DD12345678", 540.0, 340.0),
            ReadLine::shown("NONE", 300.0, 258.0),
        ];
        let found = ByPlace::of(&lines, &context());
        assert!(found.birth.is_none() && found.expiry.is_none() && found.number.is_none());
        assert!(found.surname.is_none() && found.given_names.is_none());
    }
}
