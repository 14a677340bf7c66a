//! The labels beside or above what a document says, in many languages.

use std::sync::LazyLock;

use super::latin::folded;

const LABELS: &str = include_str!("labels.tsv");
/// Least likeness (0 to 1, Levenshtein's over the longer) of a label as read to one that is known.
const MIN_LIKENESS: f64 = 0.78;
/// The same for short ones, of which one wrong letter makes another word.
const MIN_LIKENESS_SHORT: f64 = 0.99;
/// Letters of a short label, at most.
const SHORT: usize = 4;
/// Most words of a label that a value may follow on the same line.
const MOST_WORDS: usize = 6;

static KNOWN: LazyLock<Vec<(Labelled, Vec<String>)>> = LazyLock::new(|| {
    let rows = LABELS.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let field = Labelled::named(cells.next()?)?;
        Some((field, cells.map(plain).collect()))
    })
    .collect()
});

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Labelled {
    Surname,
    GivenNames,
    Number,
    Birth,
    Expiry,
    Issue,
    Nationality,
    Sex,
    PersonalNumber,
    BirthPlace,
    Authority,
    Address,
    Height,
    Signature,
    Type,
    Code,
}

impl Labelled {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "surname" => Self::Surname,
            "given_names" => Self::GivenNames,
            "number" => Self::Number,
            "birth" => Self::Birth,
            "expiry" => Self::Expiry,
            "issue" => Self::Issue,
            "nationality" => Self::Nationality,
            "sex" => Self::Sex,
            "personal_number" => Self::PersonalNumber,
            "birth_place" => Self::BirthPlace,
            "authority" => Self::Authority,
            "address" => Self::Address,
            "height" => Self::Height,
            "signature" => Self::Signature,
            "type" => Self::Type,
            "code" => Self::Code,
            _ => return None,
        })
    }
}

/// A label found on a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) field: Labelled,
    /// How alike it is to a known one, 0 to 1.
    pub(super) likeness: f64,
    /// Number of the line's characters that belong to it; what follows is a value.
    pub(super) characters: usize,
}

/// The label that a line is or begins with.
pub(super) fn label(line: &str) -> Option<Found> {
    let whole = line.chars().count();
    let alone = line
        .split(['/', '|'])
        .filter_map(likest)
        .map(|(field, likeness)| Found {
            field,
            likeness,
            characters: whole,
        })
        .max_by(|a, b| a.likeness.total_cmp(&b.likeness));
    alone.or_else(|| leading(line))
}

/// A label in small capitals without a space before its value, as American licences have them.
pub(super) fn glued_label(line: &str) -> Option<Found> {
    const GLUED: [(&str, Labelled); 5] = [
        ("LN", Labelled::Surname),
        ("FN", Labelled::GivenNames),
        ("DL", Labelled::Number),
        ("DOB", Labelled::Birth),
        ("EXP", Labelled::Expiry),
    ];
    let (name, field) = GLUED.into_iter().find(|(name, _)| line.starts_with(name))?;
    let value = line[name.len()..].trim();
    let long_enough = value.chars().count() >= 2 && !value.starts_with(char::is_lowercase);
    long_enough.then_some(Found {
        field,
        likeness: 1.0,
        characters: name.len(),
    })
}

/// The label that the first words of a line are.
fn leading(line: &str) -> Option<Found> {
    let mut found: Option<Found> = None;
    let mut characters = 0;
    for (number, word) in line.split_inclusive(' ').enumerate().take(MOST_WORDS) {
        characters += word.chars().count();
        let begin: String = line.chars().take(characters).collect();
        let likest = begin
            .split('/')
            .filter_map(likest)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let is_number = number == 0 && word.trim_end().ends_with('.');
        let before = found.as_ref().map_or(0.0, |found| found.likeness);
        if let Some((field, likeness)) = likest.filter(|(_, likeness)| *likeness >= before) {
            found = Some(Found {
                field,
                likeness,
                characters,
            });
        } else if found.is_some() && !is_number {
            break;
        }
    }
    found
}

/// The known label that a text is most alike.
fn likest(text: &str) -> Option<(Labelled, f64)> {
    let text = plain(text);
    if text.is_empty() {
        return None;
    }
    let own = text.chars().count();
    let mut best: Option<(Labelled, f64)> = None;
    for (field, labels) in KNOWN.iter() {
        for label in labels {
            let other = label.chars().count();
            let least = if own.min(other) <= SHORT {
                MIN_LIKENESS_SHORT
            } else {
                MIN_LIKENESS
            };
            // Letters that are too many tell most labels apart before they are compared.
            let most = 1.0 - own.abs_diff(other) as f64 / own.max(other) as f64;
            let known = best.map_or(0.0, |(_, known)| known);
            if most < least || most <= known {
                continue;
            }
            let likeness = strsim::normalized_levenshtein(&text, label);
            if likeness >= least && likeness > known {
                best = Some((*field, likeness));
            }
        }
    }
    best
}

/// A label without what varies: marks, capitals, numbers in brackets, a colon at its end.
fn plain(label: &str) -> String {
    let folded = folded(label);
    let folded = folded.trim();
    let unnumbered = match folded.strip_prefix('(') {
        Some(rest) => rest.split_once(')').map_or(folded, |(_, rest)| rest),
        None => folded,
    };
    let words = unnumbered
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '-'))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn found(line: &str) -> Option<Labelled> {
        label(line).map(|found| found.field)
    }

    #[test]
    fn labels_are_known_in_many_languages() {
        for (line, field) in [
            ("Surname", Labelled::Surname),
            ("Surname/Nom", Labelled::Surname),
            ("(1) Surname / Nom", Labelled::Surname),
            ("Given names / Prénoms", Labelled::GivenNames),
            ("PŘÍJMENÍ / SURNAME / NOM", Labelled::Surname),
            ("Date de naissance/Date of birth", Labelled::Birth),
            ("Geburtsdatum:", Labelled::Birth),
            ("Datum isteka / Date of expiry", Labelled::Expiry),
            ("Pavardė / Surname", Labelled::Surname),
            ("Passport No.", Labelled::Number),
            ("Vegabréf nr. / Passport No.", Labelled::Number),
            ("Place of birth", Labelled::BirthPlace),
        ] {
            assert_eq!(found(line), Some(field), "{line}");
        }
    }

    #[test]
    fn a_misread_letter_is_forgiven_in_long_labels_only() {
        assert_eq!(found("Date of blrth"), Some(Labelled::Birth));
        assert_eq!(found("Nationaliiy"), Some(Labelled::Nationality));
        assert_eq!(found("Sax"), None);
    }

    #[test]
    fn a_value_may_follow_on_the_line() {
        let dob = label("DOB 08/31/1977").unwrap();
        assert_eq!((dob.field, dob.characters), (Labelled::Birth, 4));
        let expiry = label("4b. 01.02.2025").unwrap();
        assert_eq!((expiry.field, expiry.characters), (Labelled::Expiry, 4));
        let birth = label("Date of birth 12 AUG 1974").unwrap();
        assert_eq!((birth.field, birth.characters), (Labelled::Birth, 14));
    }

    #[test]
    fn american_labels_may_stand_right_before_their_value() {
        let surname = glued_label("LNCARDHOLDER").unwrap();
        assert_eq!((surname.field, surname.characters), (Labelled::Surname, 2));
        assert_eq!(glued_label("DLI1234568").unwrap().field, Labelled::Number);
        assert_eq!(glued_label("FN"), None);
        assert_eq!(glued_label("HAIR BRN"), None);
    }

    #[test]
    fn values_are_no_labels() {
        for line in [
            "ERIKSSON",
            "12.08.1974",
            "L898902C3",
            "",
            "/",
            "ANNA MARIA",
            "UTOPIA",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn no_label_stands_for_two_fields() {
        let mut known: BTreeMap<&str, Labelled> = BTreeMap::new();
        for (field, labels) in KNOWN.iter() {
            for label in labels {
                let before = known.insert(label, *field);
                assert!(
                    before.is_none_or(|before| before == *field),
                    "{label}: {before:?}, {field:?}"
                );
            }
        }
        let rows = LABELS.lines().filter(|row| !row.starts_with('#')).count();
        assert_eq!(KNOWN.len(), rows);
    }
}
