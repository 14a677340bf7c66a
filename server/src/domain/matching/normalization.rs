//! Preparing values for comparing.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;
use vidimus_api::MatchingNormalization;
use vidimus_engine::viz::latin;

use super::comparison::words;
use super::transliteration::to_latin;

/// A value as it is compared; without a normalisation in capitals and without diacritics.
///
/// Dates (`YYYY-MM-DD`) become `YYYYMMDD`, and white space is trimmed and single, except under
/// `none`, which leaves every value as it is.
pub(super) fn normalized(value: &str, normalization: Option<MatchingNormalization>) -> String {
    use MatchingNormalization as By;
    if normalization == Some(By::None) {
        return value.to_owned();
    }
    if let Some(date) = compact_date(value) {
        return date;
    }
    let normalized = match normalization {
        None => bare_capitals(value),
        Some(By::None) => value.to_owned(),
        Some(By::Upper) => value.to_uppercase(),
        Some(By::Clean) => to_latin(value),
        // Capitals first: small letters may have capitals that are several characters.
        Some(By::CleanUpper) => to_latin(&value.to_uppercase()),
        Some(By::InitialsUpper) => initials(value),
        Some(By::Numeric) => value.chars().filter(char::is_ascii_digit).collect(),
    };
    // Afterwards: what stands for a letter may be nothing at all.
    normalized.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compact_date(value: &str) -> Option<String> {
    let value = value.trim();
    // jiff also reads other spellings of ISO 8601.
    let is_date = value.len() == 10 && value.parse::<Date>().is_ok();
    is_date.then(|| value.replace('-', ""))
}

fn initials(value: &str) -> String {
    let initials = words(value).take(2).filter_map(|word| word.chars().next());
    initials.flat_map(char::to_uppercase).collect()
}

/// Capitals without diacritics: `É` as `E`, `Ø` as `O`, `Ά` as `Α`, `й` as `И`.
fn bare_capitals(value: &str) -> String {
    // Only the marks of Latin, Greek and Cyrillic letters: in other scripts marks are vowels.
    let is_diacritic = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let bare: String = with_plain_apostrophes(&value.to_uppercase())
        .nfd()
        .filter(|c| !is_diacritic(c))
        .nfc()
        .collect();
    latin::folded(&bare)
}

/// One character for what people type as an apostrophe, so that `O’Neill` is `O'Neill`.
pub(super) fn with_plain_apostrophes(text: &str) -> String {
    text.replace(['’', '‘', 'ʼ', '`', '´'], "'")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use MatchingNormalization as By;

    const ALL: [Option<By>; 7] = [
        None,
        Some(By::None),
        Some(By::Upper),
        Some(By::Clean),
        Some(By::CleanUpper),
        Some(By::InitialsUpper),
        Some(By::Numeric),
    ];

    #[test]
    fn values_are_prepared_as_each_normalisation_says() {
        for (value, by, expected) in [
            (" Zoë  de la Cruz ", Some(By::None), " Zoë  de la Cruz "),
            (" Zoë  de la Cruz ", Some(By::Upper), "ZOË DE LA CRUZ"),
            ("Zoë Müller", Some(By::Clean), "Zoe Mueller"),
            ("Zoë Müller", Some(By::CleanUpper), "ZOE MUELLER"),
            ("John Michael Smith", Some(By::InitialsUpper), "JM"),
            ("jean-luc", Some(By::InitialsUpper), "JL"),
            ("émile", Some(By::InitialsUpper), "É"),
            ("+351 939-393 953", Some(By::Numeric), "351939393953"),
            ("Zoë Müller-Łodz", None, "ZOE MULLER-LODZ"),
            ("Straße", None, "STRASSE"),
            ("Ø’Neill", None, "O'NEILL"),
            ("Μαρία", None, "ΜΑΡΙΑ"),
            ("Андрей", None, "АНДРЕИ"),
            ("zoe\u{308}", None, "ZOE"),
            ("김민준", None, "김민준"),
        ] {
            assert_eq!(normalized(value, by), expected, "{by:?}");
        }
    }

    #[test]
    fn dates_lose_their_hyphens_but_under_none() {
        for by in ALL {
            let expected = if by == Some(By::None) {
                "1988-08-18"
            } else {
                "19880818"
            };
            assert_eq!(normalized("1988-08-18", by), expected, "{by:?}");
        }
        assert_eq!(normalized("1988-02-30", None), "1988-02-30");
    }

    proptest! {
        #[test]
        fn normalising_again_changes_nothing(value in "[A-Za-zÀ-ž0-9 '’.-]{0,24}|[а-яА-Я ]{0,12}") {
            for by in ALL {
                let once = normalized(&value, by);
                // A second time there would be one word.
                let again = if by == Some(By::InitialsUpper) { once.clone() } else { normalized(&once, by) };
                prop_assert_eq!(once, again);
            }
        }

        #[test]
        fn case_makes_no_difference_in_capitals(value in "[A-Za-zÀ-ÖØ-öø-ž ]{0,24}") {
            for by in [None, Some(By::Upper), Some(By::CleanUpper)] {
                let upper = value.to_uppercase();
                prop_assert_eq!(normalized(&value, by), normalized(&upper, by));
            }
        }

        #[test]
        fn no_text_is_too_strange(value in ".{0,40}") {
            for by in ALL {
                let _ = normalized(&value, by);
            }
        }
    }
}
