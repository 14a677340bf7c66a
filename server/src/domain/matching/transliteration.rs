//! Texts in Latin letters, as ICAO 9303-3 §6 recommends them for machine-readable zones.
//!
//! The document has tables for Latin letters with diacritics (§6.A), Cyrillic (§6.B) and Arabic
//! (§6.C) letters. Where they give states a choice the general recommendation is taken, not a
//! national one (`Ä` is `AE`, `Ñ` is `N`, Cyrillic `Х` is `KH` also in Serbian): a name does not
//! tell its language, and both sides of a comparison must come out alike. Characters that no table
//! has stay as they are.

mod arabic;
mod cyrillic;

use unicode_normalization::UnicodeNormalization as _;
use vidimus_engine::viz::latin;

use super::normalization::with_plain_apostrophes;
use arabic::Arabic;

/// A text in Latin letters; small letters stay small.
pub(super) fn to_latin(text: &str) -> String {
    let text: Vec<char> = with_plain_apostrophes(text).nfc().collect();
    let mut written = String::with_capacity(text.len());
    let mut doubled = "";
    for (index, &character) in text.iter().enumerate() {
        let next = text.get(index + 1).copied();
        match arabic::transliterated(character, &text[index + 1..]) {
            Some(Arabic::Letter(letter)) => {
                written.push_str(letter);
                doubled = letter;
            }
            Some(Arabic::Double) => written.push_str(doubled),
            Some(Arabic::NotEncoded) => {}
            // A mark that no letter with it has a character for.
            None if ('\u{300}'..='\u{36f}').contains(&character) => {}
            None => {
                doubled = "";
                push_latin(character, next, &mut written);
            }
        }
    }
    written
}

fn push_latin(character: char, next: Option<char>, written: &mut String) {
    // Also for letters that the tables have only without the mark, such as `ḱ` or `ӣ`.
    let base = || std::iter::once(character).nfd().next();
    let spelling = spelling(character).or_else(|| base().and_then(spelling_of_base));
    match spelling {
        Some(capitals) if character.is_lowercase() => {
            written.push_str(&capitals.to_ascii_lowercase());
        }
        Some(capitals) if next.is_some_and(char::is_lowercase) => {
            let (first, rest) = capitals.split_at(capitals.len().min(1));
            written.push_str(first);
            written.push_str(&rest.to_ascii_lowercase());
        }
        Some(capitals) => written.push_str(&capitals),
        None => written.push(character),
    }
}

/// What the tables have for a letter, in capitals.
fn spelling(character: char) -> Option<String> {
    if character.is_ascii() {
        return None;
    }
    let mut capital = character.to_uppercase();
    let capital = match (capital.next(), capital.next()) {
        (Some(capital), None) => capital,
        _ => character,
    };
    if capital.is_ascii_uppercase() {
        // `ı`
        return Some(capital.to_string());
    }
    latin::recommended(character)
        .or_else(|| cyrillic::transliterated(capital))
        .map(str::to_owned)
}

fn spelling_of_base(base: char) -> Option<String> {
    if base.is_ascii_alphabetic() {
        return Some(base.to_ascii_uppercase().to_string());
    }
    spelling(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_lose_their_marks_as_icao_has_it() {
        for (text, latin) in [
            ("Zoë Müller", "Zoe Mueller"),
            ("MÜLLER", "MUELLER"),
            ("Ærø Ørn Åse", "Aeroe Oern Aase"),
            ("ÅSE Å", "AASE AA"),
            ("Straße", "Strasse"),
            ("Þórður", "Thordur"),
            ("Ñuñez", "Nunez"),
            ("Łódź", "Lodz"),
            ("Ioniță Țepeș", "Ionita Tepes"),
            ("Iğdır İnönü", "Igdir Inoenue"),
            ("Nguyễn Thị Ḿ", "Nguyen Thi M"),
            ("Mu\u{308}ller", "Mueller"),
            ("X\u{30c}anthi", "Xanthi"),
            ("O’Neill-Jr.", "O'Neill-Jr."),
            ("", ""),
        ] {
            assert_eq!(to_latin(text), latin);
        }
    }

    #[test]
    fn cyrillic_names_are_written_as_in_passports() {
        for (text, latin) in [
            ("Юлия Щеглова", "Iuliia Shcheglova"),
            ("ЩЕГЛОВА", "SHCHEGLOVA"),
            ("Подъячев", "Podieiachev"),
            ("Игорь", "Igor"),
            ("Фёдор", "Fedor"),
            ("Жуков Йорданов", "Zhukov Iordanov"),
            ("Ђорђевић Љиљана", "Dordevic Ljiljana"),
            ("Гоѓа", "Goga"),
            ("Ӣсо", "Iso"),
        ] {
            assert_eq!(to_latin(text), latin);
        }
    }

    #[test]
    fn arabic_names_are_written_as_in_zones() {
        for (text, latin) in [
            ("محمد", "MXHMD"),
            ("محمّد", "MXHMMD"),
            ("فاطمة", "FAXTTMXAH"),
            ("فاطمةٌ علي", "FAXTTMXAH ELY"),
            ("مرتضى", "MRTXDZXAY"),
            ("عبـــد", "EBD"),
        ] {
            assert_eq!(to_latin(text), latin);
        }
    }

    #[test]
    fn letters_without_a_table_stay() {
        for text in ["Μαρία", "김민준", "王", "7-8"] {
            assert_eq!(to_latin(text), text);
        }
    }
}
