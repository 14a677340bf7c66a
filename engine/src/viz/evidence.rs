//! What the steps of a line of text may show, and whether that can be what another zone says.
//!
//! A line that is hard to read shows several texts, some likelier than others. Where another zone
//! of the document says one of them, and it is not much less likely than the likeliest, the two
//! zones agree: what print alone leaves open, the other zone settles. What print surely shows
//! otherwise is never overruled.

use std::borrow::Cow;
use std::ops::Range;

use super::latin::{InZone, OwnLetters, bare_letter, capital};

/// The odds, as a natural logarithm, from which on one text is not taken for another: 1 to 100. Of
/// drawn lines (`engine/training`) that are misread, half agree with their true text, and of a
/// thousand with one character replaced two.
pub(super) const MOST_AGAINST: f32 = 4.6;
/// The same for digits of a date, 1 to 10: another digit makes another date, and documents whose
/// zones differ in a date exist.
pub(super) const MOST_AGAINST_DATE: f32 = 2.3;
/// The odds against a letter that the country's languages do not have: names come from elsewhere,
/// too.
const FOREIGN: f32 = 2.3;
/// Shortest text of another zone that is looked for; short ones are alike by chance.
pub(super) const SHORTEST: usize = 4;

/// What the steps of a line may show.
#[derive(Clone, Default)]
pub(super) struct Evidence {
    steps: Vec<Step>,
}

/// What some steps of a line, or of two, may show.
pub(super) struct Shown<'a>(Cow<'a, [Step]>);

/// What a step may show: the odds against each character, as natural logarithms, beside the
/// likeliest, whose odds are 0. What is hopeless is not here.
#[derive(Clone)]
struct Step {
    /// Probability (0 to 1) of the likeliest.
    probability: f32,
    /// Against no character: the blank between them.
    blank: Option<f32>,
    characters: Vec<(char, f32)>,
}

/// How print writes what the other zone says.
#[derive(Clone, Copy)]
pub(super) enum Writing {
    /// As a name: with the letters of a country's languages (ICAO 9303-3 §6).
    Name(OwnLetters),
    /// As a number, in groups; it has no diacritics.
    Number,
    /// As digits, with anything between them.
    Digits,
}

/// A text that print may show.
pub(super) struct Spelled {
    /// In capitals, as printed.
    pub(super) text: String,
    /// Probability (0 to 1) that every character is right.
    pub(super) confidence: f32,
}

impl Evidence {
    /// From the logarithms of the probabilities of each step's classes: class 0 is blank, the
    /// others are the characters of the alphabet.
    pub(super) fn of(log_probabilities: &[f32], alphabet: &[char]) -> Self {
        let rows = log_probabilities.chunks_exact(alphabet.len() + 1);
        let steps = rows.map(|row| {
            let likeliest = row.iter().copied().fold(f32::MIN, f32::max);
            let against = |value: f32| Some(likeliest - value).filter(|a| *a <= MOST_AGAINST);
            let characters = alphabet.iter().zip(&row[1..]);
            Step {
                probability: likeliest.exp(),
                blank: against(row[0]),
                characters: characters
                    .filter_map(|(character, &value)| Some((*character, against(value)?)))
                    .collect(),
            }
        });
        Self {
            steps: steps.collect(),
        }
    }

    pub(super) fn part(&self, steps: Range<usize>) -> Shown<'_> {
        let count = self.steps.len();
        let steps = steps.start.min(count)..steps.end.min(count);
        Shown(Cow::Borrowed(self.steps.get(steps).unwrap_or(&[])))
    }
}

impl Shown<'_> {
    /// This, and what stands in the next line, a space between them.
    pub(super) fn and(&self, next: &Self) -> Shown<'static> {
        let space = Step {
            probability: 1.0,
            blank: Some(0.0),
            characters: vec![(' ', 0.0)],
        };
        let own = self.0.iter().cloned();
        Shown(own.chain([space]).chain(next.0.iter().cloned()).collect())
    }

    /// The likeliest text that is the other zone's, if the odds against it are at most `most`.
    pub(super) fn spelled(&self, zone: &str, writing: Writing, most: f32) -> Option<Spelled> {
        // A zone has no other characters: its places are bytes.
        if !zone.is_ascii() || zone.len() < SHORTEST {
            return None;
        }
        let zone = Zone {
            text: zone,
            writing,
            most,
        };
        zone.shown_by(&self.0)
    }
}

impl Step {
    fn against(&self, character: char) -> f32 {
        let mut characters = self.characters.iter();
        characters
            .find(|(own, _)| *own == character)
            .map_or(f32::INFINITY, |(_, against)| *against)
    }
}

impl Writing {
    /// What the other zone may have for a printed character, and the odds against its being
    /// printed at all.
    fn in_zone(self, character: char) -> (InZone, f32) {
        const NOTHING: InZone = InZone::AnyOf(&[""]);
        match self {
            Self::Name(own) => {
                let against = if own.is_foreign(character) {
                    FOREIGN
                } else {
                    0.0
                };
                (InZone::of(capital(character)), against)
            }
            Self::Number if " -./".contains(character) => (NOTHING, 0.0),
            Self::Number => (InZone::Itself(capital(bare_letter(character))), 0.0),
            Self::Digits if character.is_ascii_digit() => (InZone::Itself(character), 0.0),
            Self::Digits => (NOTHING, 0.0),
        }
    }

    /// A printed character in capitals, as the country writes it.
    fn shown(self, character: char) -> String {
        match self {
            Self::Name(own) => own.twin(character).map_or_else(
                || character.to_uppercase().collect(),
                |twin| twin.to_string(),
            ),
            Self::Number | Self::Digits => character.to_uppercase().collect(),
        }
    }
}

/// What the other zone says, and how print writes it.
struct Zone<'a> {
    text: &'a str,
    writing: Writing,
    most: f32,
}

/// A way through the first steps of a line, on which print shows the beginning of what the other
/// zone says.
#[derive(Clone, Copy, Default)]
struct Way {
    /// How much of the zone's text is shown, in bytes.
    reached: usize,
    /// The character that the last step shows, and where in the zone's text it begins; none where
    /// the step is blank.
    last: Option<(char, usize)>,
    /// Whether the step before shows it, too.
    goes_on: bool,
    /// The odds against it.
    against: f32,
    /// Its place among the ways through the step before.
    before: usize,
}

impl Zone<'_> {
    /// The likeliest text that print shows for all of the zone's.
    fn shown_by(&self, steps: &[Step]) -> Option<Spelled> {
        let mut ways = vec![vec![Way::default()]];
        for step in steps {
            let next = self.next(ways.last()?, step);
            if next.is_empty() {
                return None;
            }
            ways.push(next);
        }
        let ends = ways.last()?.iter();
        let whole = ends.filter(|way| way.reached == self.text.len());
        let end = whole.min_by(|a, b| a.against.total_cmp(&b.against))?;
        Some(self.traced(steps, &ways, *end))
    }

    /// The ways through one more step: of those that end alike the likeliest.
    fn next(&self, ways: &[Way], step: &Step) -> Vec<Way> {
        let mut next = Vec::new();
        for (before, way) in ways.iter().enumerate() {
            let mut go = |way: Way| {
                if way.against <= self.most {
                    next.push(Way { before, ..way });
                }
            };
            if let Some(blank) = step.blank {
                go(Way {
                    last: None,
                    goes_on: false,
                    against: way.against + blank,
                    ..*way
                });
            }
            for &(character, shown) in &step.characters {
                let against = way.against + shown;
                // The same character twice has a blank between.
                if way.last.is_some_and(|(last, _)| last == character) {
                    go(Way {
                        goes_on: true,
                        against,
                        ..*way
                    });
                } else if against <= self.most {
                    let (in_zone, foreign) = self.writing.in_zone(character);
                    for length in in_zone.lengths(&self.text[way.reached..]) {
                        go(Way {
                            reached: way.reached + length,
                            last: Some((character, way.reached)),
                            goes_on: false,
                            against: against + foreign,
                            ..*way
                        });
                    }
                }
            }
        }
        let end = |way: &Way| (way.reached, way.last);
        next.sort_unstable_by(|a, b| {
            let by_odds = || a.against.total_cmp(&b.against);
            end(a).cmp(&end(b)).then_with(by_odds)
        });
        next.dedup_by_key(|way| end(way));
        next
    }

    fn traced(&self, steps: &[Step], ways: &[Vec<Way>], end: Way) -> Spelled {
        let mut shown: Vec<(char, f32)> = Vec::new();
        let (mut way, mut open) = (end, false);
        for (step, before) in steps.iter().zip(ways).rev() {
            if let Some((character, _)) = way.last {
                let probability = step.probability * (-step.against(character)).exp();
                match shown.last_mut() {
                    // A character that several steps show is as sure as the surest of them.
                    Some(last) if open => last.1 = last.1.max(probability),
                    _ => shown.push((character, probability)),
                }
            }
            open = way.goes_on;
            way = before[way.before];
        }
        let characters = shown.iter().rev();
        Spelled {
            text: characters
                .map(|(character, _)| self.writing.shown(*character))
                .collect(),
            confidence: shown.iter().map(|(_, probability)| probability).product(),
        }
    }
}

#[cfg(test)]
impl Evidence {
    /// Each character surely, but for those that have another, with its probability.
    pub(super) fn shown(text: &str, others: &[(usize, char, f32)]) -> Self {
        let mut steps = Vec::new();
        for (at, character) in text.chars().enumerate() {
            let other = others.iter().find(|other| other.0 == at);
            let probability = other.map_or(0.98, |other| 1.0 - other.2);
            let against = |p: f32| (probability / p).ln();
            let mut step = Step {
                probability,
                blank: None,
                characters: vec![(character, 0.0)],
            };
            match other {
                Some(&(_, '_', p)) => step.blank = Some(against(p)),
                Some(&(_, c, p)) => step.characters.push((c, against(p))),
                None => {}
            }
            let blank = Step {
                probability: 0.98,
                blank: Some(0.0),
                characters: vec![],
            };
            steps.extend([step, blank]);
        }
        Self { steps }
    }
}

#[cfg(test)]
mod tests;
