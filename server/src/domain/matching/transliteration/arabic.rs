//! Arabic letters (ICAO 9303-3 §6.C). They have no case: what stands for them is in capitals, `X`
//! beginning what the Latin alphabet has no letter for.

/// What stands for a character of Arabic script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arabic {
    /// These letters.
    Letter(&'static str),
    /// What stands for the letter before, once more.
    Double,
    /// Nothing.
    NotEncoded,
}

const LETTERS: [(char, &str); 65] = [
    ('\u{621}', "XE"),
    ('\u{622}', "XAA"),
    ('\u{623}', "XAE"),
    ('\u{624}', "U"),
    ('\u{625}', "I"),
    ('\u{626}', "XI"),
    ('\u{627}', "A"),
    ('\u{628}', "B"),
    ('\u{62a}', "T"),
    ('\u{62b}', "XTH"),
    ('\u{62c}', "J"),
    ('\u{62d}', "XH"),
    ('\u{62e}', "XKH"),
    ('\u{62f}', "D"),
    ('\u{630}', "XDH"),
    ('\u{631}', "R"),
    ('\u{632}', "Z"),
    ('\u{633}', "S"),
    ('\u{634}', "XSH"),
    ('\u{635}', "XSS"),
    ('\u{636}', "XDZ"),
    ('\u{637}', "XTT"),
    ('\u{638}', "XZZ"),
    ('\u{639}', "E"),
    ('\u{63a}', "G"),
    ('\u{641}', "F"),
    ('\u{642}', "Q"),
    ('\u{643}', "K"),
    ('\u{644}', "L"),
    ('\u{645}', "M"),
    ('\u{646}', "N"),
    ('\u{647}', "H"),
    ('\u{648}', "W"),
    ('\u{649}', "XAY"),
    ('\u{64a}', "Y"),
    ('\u{671}', "XXA"),
    ('\u{679}', "XXT"),
    ('\u{67c}', "XRT"),
    ('\u{67e}', "P"),
    ('\u{681}', "XKE"),
    ('\u{685}', "XXH"),
    ('\u{686}', "XC"),
    ('\u{688}', "XXD"),
    ('\u{689}', "XDR"),
    ('\u{691}', "XXR"),
    ('\u{693}', "XRR"),
    ('\u{696}', "XRX"),
    ('\u{698}', "XJ"),
    ('\u{69a}', "XXS"),
    ('\u{6a9}', "XKK"),
    ('\u{6ab}', "XXK"),
    ('\u{6ad}', "XNG"),
    ('\u{6af}', "XGG"),
    ('\u{6ba}', "XNN"),
    ('\u{6bc}', "XXN"),
    ('\u{6be}', "XDO"),
    ('\u{6c0}', "XYH"),
    ('\u{6c1}', "XXG"),
    ('\u{6c2}', "XGE"),
    ('\u{6c3}', "XTG"),
    ('\u{6cc}', "XYA"),
    ('\u{6cd}', "XXY"),
    ('\u{6d0}', "Y"),
    ('\u{6d2}', "XYB"),
    ('\u{6d3}', "XBE"),
];

const TEH_MARBUTA: char = '\u{629}';
const SHADDA: char = '\u{651}';

/// What stands for a character that `rest` follows; `None` for one of another script.
pub(super) fn transliterated(character: char, rest: &[char]) -> Option<Arabic> {
    if !matches!(character, '\u{600}'..='\u{6ff}') {
        return None;
    }
    if is_not_encoded(character) {
        return Some(Arabic::NotEncoded);
    }
    match character {
        SHADDA => Some(Arabic::Double),
        TEH_MARBUTA => {
            let mut after = rest.iter().filter(|c| !is_not_encoded(**c));
            let ends = after.next().is_none_or(|next| !next.is_alphabetic());
            // At the end of a name it is silent.
            Some(Arabic::Letter(if ends { "XAH" } else { "XTA" }))
        }
        _ => {
            let mut rows = LETTERS.iter();
            rows.find(|(letter, _)| *letter == character)
                .map(|(_, latin)| Arabic::Letter(latin))
        }
    }
}

/// The lengthening stroke, and the vowel signs but shadda.
fn is_not_encoded(character: char) -> bool {
    matches!(
        character,
        '\u{640}' | '\u{64b}'..='\u{650}' | '\u{652}' | '\u{670}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_arabic_persian_and_urdu_is_written() {
        let basic = ('\u{621}'..='\u{63a}').chain('\u{641}'..='\u{64a}');
        let persian_and_urdu = "پچژکگیٹڈڑںہھے".chars();
        for letter in basic.chain(persian_and_urdu) {
            let written = transliterated(letter, &[]);
            assert!(matches!(written, Some(Arabic::Letter(_))), "{letter}");
        }
    }

    #[test]
    fn no_letter_is_written_like_another_but_where_icao_does() {
        let mut rows: Vec<_> = LETTERS.iter().map(|row| row.0).collect();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), LETTERS.len());
        let mut spellings: Vec<_> = LETTERS.iter().map(|row| row.1).collect();
        spellings.sort_unstable();
        spellings.dedup();
        // `Y` stands for U+064A and U+06D0.
        assert_eq!(spellings.len(), LETTERS.len() - 1);
    }
}
