//! What the steps of a line of text may show, and whether that can be what another zone says.
//!
//! A line that is hard to read shows several texts, some likelier than others. Where another zone
//! of the document says one of them, and it is not much less likely than the likeliest, the two
//! zones agree: what print alone leaves open, the other zone settles. What print surely shows
//! otherwise is never overruled.

use std::borrow::Cow;
use std::ops::Range;

use super::latin::{bare_letter, capital, is_foreign, own_twin, written};

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
pub(super) enum Writing<'a> {
    /// As a name: with the letters of a country, ISO 3166-1 alpha-3 (ICAO 9303-3 §6).
    Name(Option<&'a str>),
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
        Ways::new(&self.0, zone, writing, most).best()
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

impl Writing<'_> {
    /// What a printed character may stand for at the beginning of the other zone's text, by its
    /// length, and the odds against its being written there at all.
    fn stands_for(self, character: char, zone: &str) -> (Vec<usize>, f32) {
        let same = |capitals: &str| zone.starts_with(capitals).then_some(capitals.len());
        match self {
            Self::Name(country) => {
                let foreign = if is_foreign(character, country) {
                    FOREIGN
                } else {
                    0.0
                };
                (written(capital(character), zone).collect(), foreign)
            }
            Self::Number => {
                let parts = " -./".contains(character).then_some(0);
                let bare = capital(bare_letter(character)).to_string();
                (parts.or_else(|| same(&bare)).into_iter().collect(), 0.0)
            }
            Self::Digits if character.is_ascii_digit() => {
                (same(&character.to_string()).into_iter().collect(), 0.0)
            }
            Self::Digits => (vec![0], 0.0),
        }
    }

    /// A printed character in capitals, as the country writes it.
    fn shown(self, character: char) -> String {
        match self {
            Self::Name(country) => own_twin(character, country).map_or_else(
                || character.to_uppercase().collect(),
                |twin| twin.to_string(),
            ),
            Self::Number | Self::Digits => character.to_uppercase().collect(),
        }
    }
}

/// A printed character that stands for the other zone's text from one place to another.
struct Arc {
    from: usize,
    to: usize,
    character: char,
    against: f32,
}

/// Ways through the steps of a line on which print shows what the other zone says. The nodes are
/// the places of the zone's text, each with a blank, and then the arcs between them.
struct Ways<'a> {
    steps: &'a [Step],
    writing: Writing<'a>,
    /// Places of the zone's text, its end among them.
    places: usize,
    arcs: Vec<Arc>,
    /// For each place the arcs that end there.
    ending: Vec<Vec<usize>>,
    most: f32,
}

impl<'a> Ways<'a> {
    fn new(steps: &'a [Step], zone: &str, writing: Writing<'a>, most: f32) -> Self {
        let mut characters: Vec<char> = steps
            .iter()
            .flat_map(|step| &step.characters)
            .map(|(character, _)| *character)
            .collect();
        characters.sort_unstable();
        characters.dedup();
        let mut arcs = Vec::new();
        for from in 0..=zone.len() {
            for &character in &characters {
                let (lengths, against) = writing.stands_for(character, &zone[from..]);
                arcs.extend(lengths.into_iter().map(|length| Arc {
                    from,
                    to: from + length,
                    character,
                    against,
                }));
            }
        }
        let mut ending = vec![vec![]; zone.len() + 1];
        for (at, arc) in arcs.iter().enumerate() {
            ending[arc.to].push(at);
        }
        Self {
            steps,
            writing,
            places: zone.len() + 1,
            arcs,
            ending,
            most,
        }
    }

    fn best(&self) -> Option<Spelled> {
        let nodes = self.places + self.arcs.len();
        let mut odds = vec![f32::INFINITY; nodes];
        odds[0] = 0.0;
        let mut before = Vec::with_capacity(self.steps.len());
        for step in self.steps {
            let (next, from) = self.advanced(&odds, step);
            if next.iter().all(|against| *against > self.most) {
                return None;
            }
            odds = next;
            before.push(from);
        }
        let last = self.places - 1;
        let ends = self.ending[last].iter().map(|arc| self.places + arc);
        let end = ends
            .chain([last])
            .min_by(|a, b| odds[*a].total_cmp(&odds[*b]))?;
        (odds[end] <= self.most).then(|| self.traced(&before, end))
    }

    /// The odds against each node after one more step, and the node before it.
    fn advanced(&self, odds: &[f32], step: &Step) -> (Vec<f32>, Vec<usize>) {
        let mut next = vec![f32::INFINITY; odds.len()];
        let mut before = vec![0; odds.len()];
        let mut reach = |node: usize, from: usize, against: f32| {
            if against < next[node] {
                (next[node], before[node]) = (against, from);
            }
        };
        if let Some(blank) = step.blank {
            for place in 0..self.places {
                let ended = self.ending[place].iter().map(|arc| self.places + arc);
                for from in ended.chain([place]) {
                    reach(place, from, odds[from] + blank);
                }
            }
        }
        for (at, arc) in self.arcs.iter().enumerate() {
            let shown = step.against(arc.character);
            if shown > self.most {
                continue;
            }
            let node = self.places + at;
            reach(node, node, odds[node] + shown);
            let begun = shown + arc.against;
            reach(node, arc.from, odds[arc.from] + begun);
            for &other in &self.ending[arc.from] {
                // The same character twice has a blank between.
                if self.arcs[other].character != arc.character {
                    let from = self.places + other;
                    reach(node, from, odds[from] + begun);
                }
            }
        }
        (next, before)
    }

    fn traced(&self, before: &[Vec<usize>], end: usize) -> Spelled {
        let mut shown: Vec<(usize, f32)> = Vec::new();
        let (mut node, mut after) = (end, None);
        for (step, from) in self.steps.iter().zip(before).rev() {
            if let Some(arc) = node.checked_sub(self.places) {
                let odds = step.against(self.arcs[arc].character);
                let probability = step.probability * (-odds).exp();
                match shown.last_mut() {
                    // A character that several steps show is as sure as the surest of them.
                    Some(last) if after == Some(node) => last.1 = last.1.max(probability),
                    _ => shown.push((arc, probability)),
                }
            }
            after = Some(node);
            node = from[node];
        }
        let arcs = shown.iter().rev();
        Spelled {
            text: arcs
                .map(|(arc, _)| self.writing.shown(self.arcs[*arc].character))
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
