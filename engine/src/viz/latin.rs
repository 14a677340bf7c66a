//! Latin letters with diacritics, and how machine-readable zones write them (ICAO 9303-3 §6.A).

use std::collections::BTreeSet;

use super::patronymic::before_patronymic;

const LETTERS: &str = include_str!("letters.tsv");
/// From this probability on a letter is taken as it was read, also where the country's languages
/// do not have it: names come from elsewhere, too.
const SURE: f32 = 0.9;
/// Letters that print alike in capitals, differ by the slope of a small stroke above them, or that
/// the recogniser has one class for.
const ALIKE: [&str; 9] = ["ĐÐ", "ŞȘ", "ŢȚ", "ÀÁĀ", "ÈÉĖĒ", "ÌÍĪİ", "ÒÓŌ", "ÙÚŪ", "ĆĊ"];

/// Capital letters, and what a zone may have in their place: what ICAO recommends first. Where it
/// leaves a choice, or states are known to do otherwise, that follows.
const IN_ZONE: [(&str, &[&str]); 37] = [
    ("ÁÀÂÃĂĀĄ", &["A"]),
    ("Ä", &["AE", "A"]),
    ("Å", &["AA", "A"]),
    ("Æ", &["AE"]),
    ("Ə", &["E", "A"]),
    ("ĆĈČĊÇ", &["C"]),
    ("Đ", &["D", "DJ"]),
    ("ĎÐ", &["D"]),
    ("ÉÈÊËĚĖĒĘĔ", &["E"]),
    ("ĜĞĠĢ", &["G"]),
    ("ĦĤ", &["H"]),
    ("ÍÌÎÏĨİĪĮĬ", &["I"]),
    ("Ĳ", &["IJ"]),
    ("Ĵ", &["J"]),
    ("Ķ", &["K"]),
    ("ŁĹĽĻĿ", &["L"]),
    ("ŃŇŅ", &["N"]),
    ("Ñ", &["N", "NXX"]),
    ("Ŋ", &["N", "NG"]),
    ("ÓÒÔÕŐŌŎ", &["O"]),
    ("Ö", &["OE", "O"]),
    ("Ø", &["OE", "O"]),
    ("Œ", &["OE"]),
    ("ŔŘŖ", &["R"]),
    ("ŚŜŠŞȘ", &["S"]),
    ("ẞ", &["SS"]),
    ("ŤŢŦȚ", &["T"]),
    ("Þ", &["TH"]),
    ("ÚÙÛŬŰŮŨŪŲ", &["U"]),
    ("Ü", &["UE", "U", "UXX"]),
    ("Ŵ", &["W"]),
    ("ÝŶŸ", &["Y"]),
    ("ŹŽŻ", &["Z"]),
    (" ", &[" "]),
    ("-", &[" ", ""]),
    ("'’‘ʼ`´", &["", " "]),
    (".,", &["", " "]),
];

/// Text in capitals without diacritics, `Ä` as `A` and `ẞ` as `SS`: for comparing words, not for
/// spelling names.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_uppercase) {
        if character.is_ascii() {
            folded.push(character);
        } else if let Some(options) = in_zone(character) {
            // The shortest form is the letter without its mark.
            folded.push_str(
                options
                    .iter()
                    .min_by_key(|option| option.len())
                    .unwrap_or(&""),
            );
        } else {
            folded.push(character);
        }
    }
    folded
}

/// What ICAO recommends in the place of a letter beyond A to Z (ICAO 9303-3 §6.A), in capitals, for
/// the letter large or small: `AE` for `Ä`, `N` for `ñ`. `None` for letters that its table lacks and
/// for what is no letter. States may do otherwise; [`agrees`] knows how.
#[must_use]
pub fn recommended(letter: char) -> Option<&'static str> {
    let options = in_zone(capital(letter))?;
    let first = options.first().copied()?;
    first
        .starts_with(|c: char| c.is_ascii_uppercase())
        .then_some(first)
}

/// The letters beyond A to Z of a country's languages, where they are known.
#[derive(Clone, Copy, Default)]
pub(super) struct OwnLetters(Option<&'static str>);

impl OwnLetters {
    /// Of a country, ISO 3166-1 alpha-3.
    pub(super) fn of(country: Option<&str>) -> Self {
        let mut rows = LETTERS.lines().filter_map(|row| row.split_once('\t'));
        let own = rows.find(|(code, _)| Some(*code) == country);
        Self(own.map(|(_, letters)| letters))
    }

    /// A letter as these languages write it, where `character` was read in capitals with this
    /// probability: of letters that look alike their own, and no mark that they do not have, unless
    /// it was surely seen.
    pub(super) fn written(self, character: char, probability: f32) -> char {
        let bare =
            || (probability < SURE && self.is_foreign(character)).then(|| bare_letter(character));
        self.twin(character).or_else(bare).unwrap_or(character)
    }

    /// The letter that these languages have instead of one that looks like it in capitals.
    pub(super) fn twin(self, character: char) -> Option<char> {
        let character = capital(character);
        let own = self.0.filter(|own| !own.contains(character))?;
        let alike = ALIKE.iter().find(|alike| alike.contains(character))?;
        let mut twins = alike.chars().filter(|twin| own.contains(*twin));
        // Of several it could be any.
        twins.next().filter(|_| twins.next().is_none())
    }

    /// Whether these languages are known, and have neither this letter nor one that looks like it.
    pub(super) fn is_foreign(self, character: char) -> bool {
        let is_not_own = |own: &str| !own.contains(capital(character));
        !character.is_ascii()
            && character.is_alphabetic()
            && self.0.is_some_and(is_not_own)
            && self.twin(character).is_none()
    }
}

/// A letter as a capital; `ß` as the one that has one character.
pub(super) fn capital(character: char) -> char {
    match character {
        'ß' => 'ẞ',
        _ => character.to_uppercase().next().unwrap_or(character),
    }
}

/// A letter without its mark, large or small as it is; other characters as they are.
pub(super) fn bare_letter(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    let bare = in_zone(capital(character)).and_then(|options| options.last()?.chars().next());
    match bare {
        Some(letter) if letter.is_ascii_alphabetic() && !character.is_uppercase() => {
            letter.to_ascii_lowercase()
        }
        Some(letter) if letter.is_ascii_alphabetic() => letter,
        _ => character,
    }
}

fn in_zone(character: char) -> Option<&'static [&'static str]> {
    if character.is_ascii_alphanumeric() {
        return None;
    }
    let mut rows = IN_ZONE.iter();
    rows.find(|(letters, _)| letters.contains(character))
        .map(|(_, options)| *options)
}

/// What a zone may have for a printed character.
#[derive(Clone, Copy)]
pub(super) enum InZone {
    Itself(char),
    AnyOf(&'static [&'static str]),
}

impl InZone {
    /// For a capital of a name.
    pub(super) fn of(capital: char) -> Self {
        in_zone(capital).map_or(Self::Itself(capital), Self::AnyOf)
    }

    /// Lengths of the beginnings of a zone's text that it may be.
    pub(super) fn lengths(self, zone: &str) -> impl Iterator<Item = usize> {
        let (own, options) = match self {
            Self::Itself(character) => (Some(character), [].as_slice()),
            Self::AnyOf(options) => (None, options),
        };
        let own = own.filter(|character| zone.starts_with(*character));
        let options = options.iter().filter(|option| zone.starts_with(**option));
        own.map(char::len_utf8)
            .into_iter()
            .chain(options.map(|option| option.len()))
    }
}

/// Whether a name as printed and the same name in a zone (fillers as spaces) agree: every letter
/// is one that the zone may write so. A patronymic may be missing there.
///
/// `cut` says that the zone's field was full, so that the name may go on beyond it.
#[must_use]
pub fn agrees(printed: &str, zone: &str, cut: bool) -> bool {
    let without = before_patronymic(printed);
    [Some(printed), without]
        .into_iter()
        .flatten()
        .any(|printed| is_written(printed, zone, cut))
}

fn is_written(printed: &str, zone: &str, cut: bool) -> bool {
    let mut reached = BTreeSet::from([0]);
    let words = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    for character in words.chars().flat_map(char::to_uppercase) {
        let mut next = BTreeSet::new();
        let in_zone = InZone::of(character);
        for &at in &reached {
            next.extend(in_zone.lengths(&zone[at..]).map(|length| at + length));
            // A zone has one space where print has a point and a space.
            if character == ' ' && zone[..at].ends_with(' ') {
                next.insert(at);
            }
        }
        if cut && reached.contains(&zone.len()) {
            return true;
        }
        reached = next;
    }
    reached.contains(&zone.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_writes_names_in_its_own_letters() {
        let written = |country, character, probability| {
            OwnLetters::of(country).written(character, probability)
        };
        assert_eq!(written(Some("ISL"), 'Đ', 0.99), 'Ð');
        assert_eq!(written(Some("HRV"), 'Ð', 0.99), 'Đ');
        assert_eq!(written(Some("ROU"), 'Ş', 0.99), 'Ș');
        assert_eq!(written(Some("TUR"), 'Ş', 0.99), 'Ş');
        assert_eq!(written(Some("LTU"), 'È', 0.99), 'Ė');
        assert_eq!(written(Some("LVA"), 'Á', 0.99), 'Ā');
        assert_eq!(
            written(Some("FRA"), 'Ė', 0.99),
            'Ė',
            "it could be either of theirs"
        );
        assert_eq!(written(Some("LUX"), 'Ĉ', 0.6), 'C');
        assert_eq!(
            written(Some("DEU"), 'Ć', 0.99),
            'Ć',
            "names come from elsewhere, too"
        );
        assert_eq!(written(None, 'Ĉ', 0.6), 'Ĉ');
        assert_eq!(
            (bare_letter('Ä'), bare_letter('é'), bare_letter('7')),
            ('A', 'e', '7')
        );
    }

    #[test]
    fn names_agree_with_what_icao_makes_of_them() {
        for (printed, zone) in [
            ("ÆVARSDÓTTIR", "AEVARSDOTTIR"),
            ("ÞURÍÐUR ÖSP", "THURIDUR OESP"),
            ("ÞURÍÐUR ÖSP", "THURIDUR OSP"),
            ("BASANAVIČIENĖ", "BASANAVICIENE"),
            ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
            ("Müller", "MULLER"),
            ("NUÑEZ", "NUXXEZ"),
            ("NUÑEZ", "NUNXXEZ"),
            ("Straße", "STRASSE"),
            ("O’CONNOR", "OCONNOR"),
            ("D'ARTAGNAN", "DARTAGNAN"),
            ("BƏKIR OĞLU", "BEKIR OGLU"),
            ("ÅSE  ØRN", "AASE OERN"),
            ("ŁUKASZ", "LUKASZ"),
            ("IJSBRAND", "IJSBRAND"),
            ("ST. JOHN", "ST JOHN"),
        ] {
            let agrees = agrees(printed, zone, false);
            assert_eq!(agrees, zone != "NUXXEZ", "{printed} {zone}");
        }
    }

    #[test]
    fn another_name_does_not_agree() {
        for (printed, zone) in [
            ("MULLER", "MUELLER"),
            ("ANNA", "ANN"),
            ("ANN", "ANNA"),
            ("ÄRA", "IRA"),
        ] {
            assert!(!agrees(printed, zone, false), "{printed} {zone}");
        }
    }

    #[test]
    fn a_name_that_the_zone_cut_agrees_as_far_as_it_goes() {
        assert!(agrees(
            "PAPANDROPOULOUS JONATHON ALEC",
            "PAPANDROPOULOUS JON",
            true
        ));
        assert!(!agrees("PAPANDROPOULOUS JIM", "PAPANDROPOULOUS JON", true));
        assert!(!agrees("ANNA MARIA", "ANNA", false));
    }

    #[test]
    fn one_spelling_of_a_letter_is_recommended() {
        for (letter, spelling) in [
            ('Ä', Some("AE")),
            ('ñ', Some("N")),
            ('ß', Some("SS")),
            ('Đ', Some("D")),
            ('A', None),
            ('’', None),
            ('-', None),
            ('Ж', None),
        ] {
            assert_eq!(recommended(letter), spelling, "{letter}");
        }
    }

    #[test]
    fn folding_takes_marks_away() {
        assert_eq!(
            folded("août ß Łódź Ärger İstanbul ı"),
            "AOUT SS LODZ ARGER ISTANBUL I"
        );
        assert_eq!(folded("Fødselsdato"), "FODSELSDATO");
        assert_eq!(folded("Prénoms"), "PRENOMS");
    }
}
