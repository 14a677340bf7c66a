//! What documents print to say what they are: titles, names of countries and regions.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{COUNTRIES, documents, rows};
use crate::policy::DocumentType;
use crate::viz::latin::folded;

const WORDS: &str = include_str!("words.tsv");
/// Least likeness (0 to 1, Levenshtein's over the longer) of what was read to what is known.
const MIN_LIKENESS: f64 = 0.84;
/// Up to this many letters, one wrong makes another word: they have to be the same.
const SHORT: usize = 6;
/// Letters that one of two alike texts may have and the other not.
const MOST_OTHER_LETTERS: u32 = 3;

/// What a document calls itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Title {
    /// A passport.
    Passport,
    /// An identity card.
    IdentityCard,
    /// A driving licence.
    DriversLicense,
    /// A residence permit.
    ResidencePermit,
    /// A visa: no document of the catalogue, but known for what it is.
    Visa,
}

impl Title {
    /// The kind of document of the catalogue.
    #[must_use]
    pub fn kind(self) -> Option<DocumentType> {
        Some(match self {
            Self::Passport => DocumentType::Passport,
            Self::IdentityCard => DocumentType::IdentityCard,
            Self::DriversLicense => DocumentType::DriversLicense,
            Self::ResidencePermit => DocumentType::ResidencePermit,
            Self::Visa => return None,
        })
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "passport" => Self::Passport,
            "identityCard" => Self::IdentityCard,
            "driversLicense" => Self::DriversLicense,
            "residencePermit" => Self::ResidencePermit,
            "visa" => Self::Visa,
            _ => return None,
        })
    }
}

/// Words of documents that are much like a country's name, and are none.
const NO_NAMES: [&str; 1] = ["SURNAME"];

/// Something that a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Said {
    /// What kind of document it is.
    Title(Title),
    /// A country, by its code.
    Country(&'static str),
    /// A region of a country, by both codes.
    Region(&'static str, &'static str),
}

struct Phrase {
    says: Said,
    text: String,
    words: usize,
    letters: u32,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let names = rows(COUNTRIES).filter_map(|row| row.split_once('\t'));
    let english = names.map(|(code, name)| Phrase::new(Said::Country(code), name));
    let regions = documents().iter().filter_map(|document| {
        let says = Said::Region(document.country, document.region?);
        Some(Phrase::new(says, document.region_name()?))
    });
    english.chain(own()).chain(regions).collect()
});

/// The titles and names of `words.tsv`.
fn own() -> impl Iterator<Item = Phrase> {
    rows(WORDS).flat_map(|row| {
        let mut cells = row.split('\t');
        let says = match (cells.next(), cells.next()) {
            (Some("type"), Some(name)) => Title::named(name).map(Said::Title),
            (Some("country"), Some(code)) => Some(Said::Country(code)),
            _ => None,
        };
        cells.filter_map(move |text| Some(Phrase::new(says?, text)))
    })
}

impl Phrase {
    fn new(says: Said, text: &str) -> Self {
        let text = plain(text);
        Self {
            says,
            words: text.split(' ').count(),
            letters: letters(&text),
            text,
        }
    }

    /// How alike a text is, 0 to 1; 0 where it is too far from this one.
    fn likeness(&self, text: &str, letters: u32) -> f64 {
        if (self.letters ^ letters).count_ones() > MOST_OTHER_LETTERS {
            return 0.0;
        }
        if text == self.text {
            return 1.0;
        }
        let (own, other) = (self.text.len(), text.len());
        if own.min(other) <= SHORT || own.abs_diff(other) * 6 > own {
            return 0.0;
        }
        let likeness = strsim::normalized_levenshtein(&self.text, text);
        let mut no_names = NO_NAMES.iter();
        if likeness < MIN_LIKENESS
            || no_names.any(|word| strsim::normalized_levenshtein(word, text) >= likeness)
        {
            0.0
        } else {
            likeness
        }
    }
}

/// Everything known that a line says, each with how alike it is to what was read (0 to 1) and how
/// many letters of the line say so.
pub(crate) fn said(line: &str) -> Vec<(Said, f64, usize)> {
    let text = plain(line);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for count in 1..=words.len().min(7) {
        for window in words.windows(count) {
            let window = window.join(" ");
            let own = letters(&window);
            for phrase in PHRASES.iter().filter(|phrase| phrase.words == count) {
                let likeness = phrase.likeness(&window, own);
                if likeness > 0.0 {
                    found.push((phrase.says, likeness, window.len()));
                }
            }
        }
    }
    found
}

/// Capitals without marks; what is no letter or digit parts words.
fn plain(text: &str) -> String {
    let folded = folded(text);
    let parted = folded.replace(['\'', '’'], "");
    let words = parted.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// One bit for each letter of A to Z that a text has.
fn letters(text: &str) -> u32 {
    let capitals = text.bytes().filter(u8::is_ascii_uppercase);
    capitals.fold(0, |set, letter| set | 1 << (letter - b'A'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::country;

    fn says(line: &str) -> Vec<Said> {
        said(line).into_iter().map(|(says, ..)| says).collect()
    }

    #[test]
    fn every_row_is_understood_and_names_known_countries() {
        for row in rows(WORDS) {
            let mut cells = row.split('\t');
            match (cells.next(), cells.next()) {
                (Some("type"), Some(name)) => assert!(Title::named(name).is_some(), "{row}"),
                (Some("country"), Some(code)) => assert!(country::is_known(code), "{row}"),
                _ => panic!("{row}"),
            }
            assert!(cells.count() > 0, "{row}");
        }
    }

    #[test]
    fn titles_are_found_in_any_language_and_with_a_letter_misread() {
        assert!(says("CESTOVNÍ PAS / PASSPORT").contains(&Said::Title(Title::Passport)));
        assert!(says("DRIVER'S LICENSE").contains(&Said::Title(Title::DriversLicense)));
        assert!(says("PERMANENT RESIDEMT CARD").contains(&Said::Title(Title::ResidencePermit)));
        assert!(says("REPUBLIKA HRVATSKA/REPUBLIC OF CROATIA").contains(&Said::Country("HRV")));
        assert!(says("California USA").contains(&Said::Region("USA", "CA")));
        assert!(says("MASSACHUSETT5").contains(&Said::Region("USA", "MA")));
    }

    #[test]
    fn short_words_have_to_be_right_and_parts_of_words_say_nothing() {
        assert_eq!(says("SURNAME"), []);
        assert_eq!(says("SURRNAME"), [], "one letter from either");
        assert_eq!(says("SURINAME"), [Said::Country("SUR")]);
        assert_eq!(says("PASTA"), []);
        assert_eq!(says("PASSPORTNUMMERN"), []);
        assert_eq!(says("INVOICE 2031"), []);
    }
}
