//! Whether two places on a document say the same: reading noise told from difference.

use jiff::civil::Date;
use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

use crate::fields::Field;
use crate::viz::latin::{agrees, folded};

/// From this likeness on, two names may be one that was read badly.
pub(super) const NAME_THRESHOLD: f32 = 0.7;
/// From this likeness on, two values of other fields may be one that was read badly.
pub(super) const THRESHOLD: f32 = 0.85;
/// Likeness of numbers that differ by characters that look alike.
const LOOKS_ALIKE: f32 = 0.9;
/// Most likeness of numbers that differ by others.
const DIFFERS: f32 = 0.8;
/// Likeness of dates whose day and month may have been exchanged.
const MAY_BE_EXCHANGED: f32 = 0.9;
/// Characters that are read for one another.
const ALIKE: [&str; 7] = ["O0QD", "I1L", "B8", "S5", "Z2", "G6", "UV"];

/// What a field has to reach for two values to be taken for one.
pub(super) fn threshold(field: Field) -> f32 {
    match field {
        Field::Surname | Field::GivenNames => NAME_THRESHOLD,
        _ => THRESHOLD,
    }
}

/// How alike two values of a field are, 0 (nothing in common) to 1 (the same). `may_be_cut` is
/// whether one of them may end early, as names in a machine-readable zone that is full.
pub(super) fn likeness(field: Field, a: &str, b: &str, may_be_cut: bool) -> f32 {
    match field {
        Field::Surname | Field::GivenNames => name(a, b, may_be_cut),
        Field::Birth | Field::Expiry => date(a, b),
        Field::Number | Field::OptionalData => number(a, b),
        // What is neither said nor denied differs from nothing.
        Field::Sex => f32::from(a == b || a == "X" || b == "X"),
        _ => f32::from(a == b),
    }
}

/// In the spelling that is nearest: zones write `Ä` as `AE` or `A`.
fn name(a: &str, b: &str, may_be_cut: bool) -> f32 {
    if agrees(a, b, may_be_cut) || agrees(b, a, may_be_cut) {
        return 1.0;
    }
    let (a, b) = (letters(a), letters(b));
    let words: [Vec<&str>; 2] = [&a, &b].map(|text| text.split(' ').collect());
    // Zones leave out names for which there is no place, and documents print names beside the
    // usual ones that zones do not have.
    let [short, long] = if words[0].len() <= words[1].len() {
        [&words[0], &words[1]]
    } else {
        [&words[1], &words[0]]
    };
    if short.len() < long.len() {
        let begins = normalized_damerau_levenshtein(&long[..short.len()].concat(), &short.concat());
        if begins as f32 >= NAME_THRESHOLD {
            return begins as f32;
        }
    }
    let (a, b) = (a.replace(' ', ""), b.replace(' ', ""));
    let whole = normalized_damerau_levenshtein(&a, &b);
    let shared = a.len().min(b.len());
    let cut = if may_be_cut {
        normalized_damerau_levenshtein(&a[..shared], &b[..shared])
    } else {
        0.0
    };
    whole.max(cut) as f32
}

/// Letters from A to Z, and single blanks between words.
fn letters(name: &str) -> String {
    let folded = folded(name).replace(|c: char| !c.is_ascii_alphabetic(), " ");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what only parts them; characters that look alike count as the same, nearly.
fn number(a: &str, b: &str) -> f32 {
    let bare = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "");
    let (a, b) = (bare(a).to_uppercase(), bare(b).to_uppercase());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    // A series or a check character printed beside the number itself.
    if a == b
        || (short.len() >= 6 && long.len() - short.len() <= 3 && long.contains(short.as_str()))
    {
        return 1.0;
    }
    let group = |text: &str| -> String { text.chars().map(one_of_alike).collect() };
    if group(&a) == group(&b) {
        return LOOKS_ALIKE;
    }
    (1.0 - damerau_levenshtein(&a, &b) as f32 / long.len().max(1) as f32).min(DIFFERS)
}

fn one_of_alike(character: char) -> char {
    let group = ALIKE.iter().find(|group| group.contains(character));
    group
        .and_then(|group| group.chars().next())
        .unwrap_or(character)
}

/// The same day of the same year, whatever its century: zones have two digits for it.
fn date(a: &str, b: &str) -> f32 {
    let (Ok(a), Ok(b)) = (a.parse::<Date>(), b.parse::<Date>()) else {
        return f32::from(a == b);
    };
    if a.year() % 100 != b.year() % 100 {
        return 0.0;
    }
    if (a.month(), a.day()) == (b.month(), b.day()) {
        1.0
    } else if (a.month(), a.day()) == (b.day(), b.month()) {
        MAY_BE_EXCHANGED
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(field: Field, a: &str, b: &str) -> bool {
        likeness(field, a, b, false) >= threshold(field)
    }

    #[test]
    fn names_are_compared_in_their_nearest_spelling() {
        let alike = |a, b| same(Field::Surname, a, b) && same(Field::Surname, b, a);
        assert!(alike("ÞORSTEINSDÓTTIR", "THORSTEINSDOTTIR"));
        assert!(alike("MÜLLER", "MUELLER") && alike("MÜLLER", "MULLER"));
        assert!(alike("ERIKSSON", "ERIK5SON"), "one letter misread");
        assert!(!alike("ERIKSSON", "MUSTERMANN"));
        assert!(same(Field::GivenNames, "ANNA MARIA", "ANNA"));
        assert!(!same(Field::GivenNames, "ANNA", "EVA"));
        let first = likeness(Field::Surname, "ESPAROLA", "ESPANOLA ESPANOLA", false);
        assert!((NAME_THRESHOLD..1.0).contains(&first), "{first}");
    }

    #[test]
    fn a_cut_name_agrees_with_the_whole_one_only_where_it_may_be_cut() {
        let (whole, cut) = ("PAPANDROPOULOUS", "PAPANDRO");
        assert!(likeness(Field::Surname, whole, cut, true) > 0.99);
        assert!(likeness(Field::Surname, whole, cut, false) < NAME_THRESHOLD);
    }

    #[test]
    fn one_other_digit_is_another_number_unless_it_looks_alike() {
        assert!(same(Field::Number, "L898902C3", "L898902C3"));
        assert!(same(Field::Number, "SPEC1O2I", "SPEC1021"));
        assert!(same(Field::Number, "AB-123 456", "AB123456"));
        assert!(same(Field::Number, "123456789", "X123456789"));
        assert!(!same(Field::Number, "894902C", "898902C"));
        assert!(!same(Field::Number, "123456", "654321"));
    }

    #[test]
    fn dates_agree_without_their_century_and_never_by_a_day() {
        assert!(same(Field::Birth, "1974-08-12", "2074-08-12"));
        assert!(same(Field::Expiry, "2027-03-04", "2027-04-03"));
        assert!(!same(Field::Birth, "1974-08-12", "1974-08-13"));
        assert!(!same(Field::Birth, "1974-08-12", "1975-08-12"));
    }

    #[test]
    fn a_sex_that_is_not_told_differs_from_none() {
        assert!(same(Field::Sex, "M", "X") && same(Field::Sex, "F", "F"));
        assert!(!same(Field::Sex, "M", "F"));
    }
}
