//! Comparing two normalised texts.

use strsim::levenshtein;
use vidimus_api::MatchingAlgorithm;

/// How alike two texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Compared {
    /// All characters match.
    pub(super) exact: bool,
    /// They nearly do; with every exact match.
    pub(super) partial: bool,
    /// Levenshtein distance in characters; 0 with an exact match alone.
    pub(super) edit_distance: u32,
}

/// Compares two texts; which is which makes no difference.
pub(super) fn compare(source: &str, target: &str, algorithm: MatchingAlgorithm) -> Compared {
    let distance = levenshtein(source, target);
    let longest = source.chars().count().max(target.chars().count());
    let is_close = distance == 0 || is_above_90_percent(distance, longest);
    let partial = match algorithm {
        MatchingAlgorithm::Levenshtein => is_close,
        MatchingAlgorithm::Fuzzy => is_close || share_a_word(source, target),
    };
    Compared {
        exact: distance == 0,
        partial,
        edit_distance: u32::try_from(distance).unwrap_or(u32::MAX),
    }
}

/// Whether `1 - distance / longest` is above 0.9, without rounding.
fn is_above_90_percent(distance: usize, longest: usize) -> bool {
    distance * 10 < longest
}

fn share_a_word(source: &str, target: &str) -> bool {
    words(source).any(|word| words(target).any(|other| other == word))
}

/// The words of a text. Hyphens part them as spaces do: machine-readable zones write them so (ICAO
/// 9303-3 §4.6).
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–'))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use MatchingAlgorithm::{Fuzzy, Levenshtein};

    fn partial(source: &str, target: &str, algorithm: MatchingAlgorithm) -> bool {
        compare(source, target, algorithm).partial
    }

    #[test]
    fn more_than_nine_of_ten_characters_are_nearly_all() {
        assert!(!partial("ABCDEFGHIJ", "ABCDEFGHIX", Levenshtein));
        assert!(partial("ABCDEFGHIJK", "ABCDEFGHIJX", Levenshtein));
        assert!(partial("ÄÖÜÄÖÜÄÖÜÄÖ", "ÄÖÜÄÖÜÄÖÜÄX", Levenshtein));
        assert_eq!(compare("ÄÖ", "ÄÜ", Levenshtein).edit_distance, 1);
    }

    #[test]
    fn a_word_in_common_is_a_partial_match_under_fuzzy_alone() {
        let compared = compare("JOHN", "JOHN MICHAEL", Fuzzy);
        assert_eq!(
            (compared.exact, compared.partial, compared.edit_distance),
            (false, true, 8)
        );
        assert!(!partial("JOHN", "JOHN MICHAEL", Levenshtein));
        assert!(partial("SMITH-JONES", "JONES", Fuzzy));
        assert!(partial("ANNA MARIA", "MARIA SOPHIA", Fuzzy));
        assert!(!partial("JOHN", "JOHNNY", Fuzzy));
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[A-C -]{0,24}", "[A-Zäß ]{0,24}", ".{0,24}"]
    }

    proptest! {
        #[test]
        fn sides_can_be_exchanged(source in text(), target in text()) {
            for algorithm in [Levenshtein, Fuzzy] {
                prop_assert_eq!(
                    compare(&source, &target, algorithm),
                    compare(&target, &source, algorithm)
                );
            }
        }

        #[test]
        fn only_equal_texts_match_exactly(source in text(), target in text()) {
            let compared = compare(&source, &target, Fuzzy);
            prop_assert_eq!(compared.exact, source == target);
            prop_assert_eq!(compared.exact, compared.edit_distance == 0);
            prop_assert!(compare(&source, &source, Levenshtein).exact);
        }

        #[test]
        fn exact_is_partial_and_fuzzy_is_the_more_lenient(source in text(), target in text()) {
            let strict = compare(&source, &target, Levenshtein);
            let lenient = compare(&source, &target, Fuzzy);
            prop_assert!(!strict.exact || strict.partial);
            prop_assert!(!strict.partial || lenient.partial);
            prop_assert_eq!(strict.edit_distance, lenient.edit_distance);
        }

        #[test]
        fn a_distance_is_no_longer_than_the_longer_text_and_obeys_the_triangle(
            first in text(), second in text(), third in text()
        ) {
            let distance = |a: &str, b: &str| compare(a, b, Levenshtein).edit_distance;
            let longest = first.chars().count().max(second.chars().count());
            prop_assert!(distance(&first, &second) as usize <= longest);
            prop_assert!(
                distance(&first, &third) <= distance(&first, &second) + distance(&second, &third)
            );
        }
    }
}
