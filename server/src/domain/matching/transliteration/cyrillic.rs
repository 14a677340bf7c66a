//! Cyrillic letters (ICAO 9303-3 §6.B).

/// Capital letters and their general transliteration.
///
/// Two letters stand in the table under the code points of look-alikes: Serbian `Ћ` as `Һ` (U+04BA)
/// and Macedonian `Ѓ` as `Ғ` (U+0492). Both spellings are here.
const TABLE: [(char, &str); 51] = [
    ('Ё', "E"),
    ('Ђ', "D"),
    ('Ѓ', "G"),
    ('Є', "IE"),
    ('Ѕ', "DZ"),
    ('І', "I"),
    ('Ї', "I"),
    ('Ј', "J"),
    ('Љ', "LJ"),
    ('Њ', "NJ"),
    ('Ћ', "C"),
    ('Ќ', "K"),
    ('Ў', "U"),
    ('Џ', "DZ"),
    ('А', "A"),
    ('Б', "B"),
    ('В', "V"),
    ('Г', "G"),
    ('Д', "D"),
    ('Е', "E"),
    ('Ж', "ZH"),
    ('З', "Z"),
    ('И', "I"),
    ('Й', "I"),
    ('К', "K"),
    ('Л', "L"),
    ('М', "M"),
    ('Н', "N"),
    ('О', "O"),
    ('П', "P"),
    ('Р', "R"),
    ('С', "S"),
    ('Т', "T"),
    ('У', "U"),
    ('Ф', "F"),
    ('Х', "KH"),
    ('Ц', "TS"),
    ('Ч', "CH"),
    ('Ш', "SH"),
    ('Щ', "SHCH"),
    ('Ъ', "IE"),
    ('Ы', "Y"),
    // The soft sign is not written.
    ('Ь', ""),
    ('Э', "E"),
    ('Ю', "IU"),
    ('Я', "IA"),
    ('Ѫ', "U"),
    ('Ѵ', "Y"),
    ('Ґ', "G"),
    ('Ғ', "G"),
    ('Һ', "C"),
];

/// How a capital letter is written; `None` where the table does not have it.
pub(super) fn transliterated(capital: char) -> Option<&'static str> {
    let mut rows = TABLE.iter();
    rows.find(|(letter, _)| *letter == capital)
        .map(|(_, latin)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_cyrillic_capitals_once_each() {
        let mut letters = TABLE.map(|(letter, _)| letter).to_vec();
        // Many print like Latin letters, and are easily mistyped.
        assert!(
            letters
                .iter()
                .all(|c| ('\u{400}'..='\u{4ff}').contains(c) && c.is_uppercase())
        );
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), TABLE.len());
        let russian = ('А'..='Я').chain(['Ё']);
        let others = "ЄІЇҐЎЂЈЉЊЋЏЅЌЃ".chars();
        for letter in russian.chain(others) {
            assert!(transliterated(letter).is_some(), "{letter}");
        }
        assert!(
            TABLE
                .iter()
                .all(|(_, latin)| latin.bytes().all(|c| c.is_ascii_uppercase()))
        );
    }
}
