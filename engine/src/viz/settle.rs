//! Texts of the visual zone whose doubtful characters the machine-readable zone settles.

use super::date::{Order, PrintedDate, month as named_month};
use super::latin::{folded, written};

/// Digits that a date is printed with.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=9;
/// A character of this probability or more was surely read: what the zone has instead is another
/// text, not a better reading.
const DOUBTFUL: f32 = 0.9;
/// The same for a digit of a date: another one makes another date, and documents whose zones differ
/// in a date exist.
const DOUBTFUL_DIGIT: f32 = 0.55;
/// Of so many digits of a date one may be in doubt.
const DIGITS_PER_DOUBT: usize = 6;
/// A letter that was not seen at all counts like one of this probability.
const UNSEEN: f32 = 0.6;
/// Shortest text of a zone that is settled; short ones are alike by chance.
const SHORTEST: usize = 4;
/// Of so many characters of the zone one more may be in doubt.
const PER_DOUBT: usize = 5;

/// How the best way to a place was reached: characters of print and of the zone that were taken in
/// the last step, and whether they agree.
#[derive(Clone, Copy)]
struct Step {
    printed: usize,
    zone: usize,
    agrees: bool,
}

/// The cheapest way to a place, with the number of characters that were in doubt on it.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    doubts: usize,
    last: Option<Step>,
}

/// The text that print and zone agree on: printed letters where they say what the zone says, the
/// zone's where print is in doubt. `None` where print surely says something else, or too much is in
/// doubt.
pub(super) fn settled(printed: &[(char, f32)], zone: &str) -> Option<String> {
    settled_by(printed, zone, DOUBTFUL, 1 + zone.len() / PER_DOUBT)
}

/// The same with other bounds: characters less probable than `doubtful` are in doubt, of which there
/// are `most` at most.
fn settled_by(printed: &[(char, f32)], zone: &str, doubtful: f32, most: usize) -> Option<String> {
    // A zone has no other characters: its places are bytes.
    let fits = zone.is_ascii() && zone.len() >= SHORTEST;
    if !fits || printed.len().abs_diff(zone.len()) > most {
        return None;
    }
    let (rows, columns) = (printed.len() + 1, zone.len() + 1);
    let mut ways: Vec<Option<Way>> = vec![None; rows * columns];
    ways[0] = Some(Way {
        cost: 0.0,
        doubts: 0,
        last: None,
    });
    for row in 0..rows {
        for column in 0..columns {
            let Some(way) = ways[row * columns + column] else {
                continue;
            };
            for (step, cost) in steps(&printed[row..], &zone[column..], doubtful) {
                let next = Way {
                    cost: way.cost + cost,
                    doubts: way.doubts + usize::from(!step.agrees),
                    last: Some(step),
                };
                let to = &mut ways[(row + step.printed) * columns + column + step.zone];
                if to.is_none_or(|known| next.cost < known.cost) {
                    *to = Some(next);
                }
            }
        }
    }
    let end = ways[rows * columns - 1]?;
    (end.doubts <= most).then(|| spelled(&ways, printed, zone))
}

/// The ways on from a place, and what each costs.
fn steps(printed: &[(char, f32)], zone: &str, doubtful: f32) -> Vec<(Step, f32)> {
    let step = |printed, zone, agrees| Step {
        printed,
        zone,
        agrees,
    };
    let mut steps = Vec::new();
    if let Some(&(character, probability)) = printed.first() {
        steps.extend(written(character, zone).map(|length| (step(1, length, true), 0.0)));
        if probability < doubtful {
            let taken = 0..=zone.len().min(1);
            steps.extend(taken.map(|taken| (step(1, taken, false), probability)));
        }
    }
    if !zone.is_empty() {
        steps.push((step(0, 1, false), UNSEEN));
    }
    steps
}

fn spelled(ways: &[Option<Way>], printed: &[(char, f32)], zone: &str) -> String {
    let columns = zone.len() + 1;
    let (mut row, mut column) = (printed.len(), zone.len());
    let mut spelled = Vec::new();
    while let Some(step) = ways[row * columns + column].and_then(|way| way.last) {
        row -= step.printed;
        column -= step.zone;
        if step.agrees {
            spelled.push(printed[row].0);
        } else if step.zone > 0 {
            spelled.extend(zone[column..].chars().next());
        }
    }
    spelled.reverse();
    spelled.into_iter().collect()
}

/// The date of a zone (`YYMMDD`), where digits that print shows say the same in one of the forms of
/// dates but for one in doubt, and letters, if there are any, name its month.
pub(super) fn settled_date(
    printed: &[(char, f32)],
    zone: &str,
    order: Order,
) -> Option<PrintedDate> {
    let digits: Vec<(char, f32)> = printed
        .iter()
        .copied()
        .filter(|(c, _)| c.is_ascii_digit())
        .collect();
    if !DIGITS.contains(&digits.len()) {
        return None;
    }
    let (year, month, day) = (zone.get(..2)?, zone.get(2..4)?, zone.get(4..6)?);
    let text: String = printed.iter().map(|(c, _)| *c).collect();
    let text = folded(&text);
    let words = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= 3);
    // A stray letter before a name of a month: the name may begin at its second.
    let names: Vec<i8> = words
        .filter_map(|word| named_month(word).or_else(|| named_month(&word[1..])))
        .collect();
    let is_named = names.iter().any(|name| Some(*name) == month.parse().ok());
    let says = |form: &str| {
        let most = form.len() / DIGITS_PER_DOUBT;
        settled_by(&digits, form, DOUBTFUL_DIGIT, most).is_some()
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
    use super::*;

    fn read(text: &str, doubtful: &[usize]) -> Vec<(char, f32)> {
        let mark = |at| if doubtful.contains(&at) { 0.4 } else { 0.99 };
        text.chars()
            .enumerate()
            .map(|(at, c)| (c, mark(at)))
            .collect()
    }

    #[test]
    fn doubtful_letters_are_the_zones() {
        assert_eq!(
            settled(&read("8USANNA", &[0]), "SUSANNA").as_deref(),
            Some("SUSANNA")
        );
        assert_eq!(
            settled(&read("SPECIMAEN", &[6]), "SPECIMEN").as_deref(),
            Some("SPECIMEN")
        );
        assert_eq!(
            settled(&read("SPEIMEN", &[3]), "SPECIMEN").as_deref(),
            Some("SPECIMEN")
        );
    }

    #[test]
    fn letters_that_agree_stay_as_printed() {
        let name = settled(&read("ÞURÍ8UR ÖSP", &[4]), "THURIDUR OESP");
        assert_eq!(name.as_deref(), Some("ÞURÍDUR ÖSP"));
    }

    #[test]
    fn a_doubtful_digit_of_a_date_is_the_zones_and_print_tells_the_century() {
        let date = |text: &str, doubtful: &[usize], zone, order| {
            let today = jiff::civil::date(2026, 11, 21);
            settled_date(&read(text, doubtful), zone, order)?
                .past(today)
                .map(|d| d.to_string())
        };
        let day_first =
            |text: &str, doubtful: &[usize], zone| date(text, doubtful, zone, Order::DayFirst);
        assert_eq!(
            day_first("01.01.1911", &[], "110101").as_deref(),
            Some("1911-01-01")
        );
        assert_eq!(
            day_first("01.0I 1980", &[], "800101").as_deref(),
            Some("1980-01-01")
        );
        assert_eq!(
            day_first("01.04 1980", &[4], "800101").as_deref(),
            Some("1980-01-01")
        );
        assert_eq!(
            day_first("20 RFEB 1979", &[3], "790220").as_deref(),
            Some("1979-02-20")
        );
        assert_eq!(day_first("01 MAR 2024", &[], "190321"), None);
        assert_eq!(
            date("10/04/48", &[7], "491004", Order::MonthFirst).as_deref(),
            Some("1949-10-04")
        );
    }

    #[test]
    fn what_was_surely_read_is_not_overruled() {
        assert_eq!(settled(&read("ERIKKSON", &[]), "ERIKSSON"), None);
        assert_eq!(
            settled(&read("A1B2C3D4", &[0, 2, 4, 6]), "X1Y2Z3W4"),
            None,
            "too much in doubt"
        );
        assert_eq!(settled(&read("IMO", &[1]), "IMA"), None, "too short");
    }
}
