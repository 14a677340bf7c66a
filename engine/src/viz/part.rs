//! Parts of lines of text: what they say, how sure that is, and where they stand.

use std::ops::Range;

use super::evidence::{MOST_AGAINST, Shown, Spelled, Writing};
use super::fields::{Context, Source};
use super::latin::OwnLetters;
use super::maps::Edges;
use super::text::ReadLine;

/// Least probability of every character of a value that no other zone agrees with.
const MIN_PROBABILITY: f32 = 0.5;
/// The same where a machine-readable zone was read and says something else.
const MIN_PROBABILITY_AGAINST: f32 = 0.6;
/// Least likelihood of a whole value.
const MIN_CONFIDENCE: f32 = 0.35;

/// Of so many characters of a zone's text print may have one more or less.
const PER_OFF: usize = 4;

/// Part of a line.
#[derive(Clone)]
pub(super) struct Part<'a> {
    pub(super) line: &'a ReadLine,
    pub(super) characters: Range<usize>,
}

/// A value, where it stands, and who says so.
pub(super) struct Value<T> {
    pub(super) says: T,
    pub(super) edges: Edges,
    pub(super) confidence: f32,
    pub(super) source: Source,
}

impl<'a> Part<'a> {
    pub(super) fn whole(line: &'a ReadLine) -> Self {
        Self {
            line,
            characters: 0..line.probabilities.len(),
        }
    }

    /// The text as a name: in capitals, with the letters of the country.
    pub(super) fn name(&self, context: &Context) -> String {
        let capitals = self.capitals(context).into_iter();
        bare(&capitals.map(|(character, _)| character).collect::<String>())
    }

    /// What the steps of this part may show.
    pub(super) fn shown(&self) -> Shown<'a> {
        let steps = &self.line.steps;
        let before = self.characters.start.checked_sub(1);
        let from = before.and_then(|at| steps.get(at)).map_or(0, |own| own.end);
        let to = steps
            .get(self.characters.end)
            .map_or(usize::MAX, |next| next.start);
        self.line.evidence.part(from..to)
    }

    /// What print may show that the zone says, if it is not much longer or shorter.
    pub(super) fn spelled(&self, zone: &str, writing: Writing) -> Option<Spelled> {
        let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let own = count(&self.text());
        let near = own.abs_diff(count(zone)) <= 1 + zone.len() / PER_OFF;
        near.then(|| self.shown().spelled(zone, writing, MOST_AGAINST))?
    }

    /// The characters in capitals, as the country writes them, each with its probability.
    pub(super) fn capitals(&self, context: &Context) -> Vec<(char, f32)> {
        let text = self.line.text.chars().zip(&self.line.probabilities);
        let own = text.skip(self.characters.start).take(self.characters.len());
        let letters = OwnLetters::of(context.country);
        own.flat_map(|(character, &probability)| {
            let capitals = character.to_uppercase();
            capitals.map(move |c| (letters.written(c, probability), probability))
        })
        .collect()
    }

    pub(super) fn text(&self) -> String {
        let characters = self.line.text.chars().skip(self.characters.start);
        let text: String = characters.take(self.characters.len()).collect();
        bare(&text)
    }

    fn probabilities(&self) -> &[f32] {
        self.line
            .probabilities
            .get(self.characters.clone())
            .unwrap_or(&[])
    }

    /// Probability that every character is right.
    pub(super) fn confidence(&self) -> f32 {
        self.probabilities().iter().product()
    }

    /// Whether it can be told without another zone that agrees; `against` says that one was read
    /// and does not.
    pub(super) fn is_sure(&self, against: bool) -> bool {
        let least = if against {
            MIN_PROBABILITY_AGAINST
        } else {
            MIN_PROBABILITY
        };
        self.probabilities().iter().all(|&p| p >= least) && self.confidence() >= MIN_CONFIDENCE
    }

    pub(super) fn edges(&self) -> Edges {
        let line = &self.line.line;
        let places = self.line.places.get(self.characters.clone()).unwrap_or(&[]);
        let half = 0.5 * line.capital;
        let (left, right) = match places {
            [] => (line.left.0, line.right.0),
            [first, .., last] => (first - half, last + half),
            [only] => (only - half, only + half),
        };
        let top = line.left.1.min(line.right.1) - half;
        let bottom = line.left.1.max(line.right.1) + half;
        [left, top, right, bottom]
    }

    /// A name that this part may show and the zone says.
    pub(super) fn spelled_value(&self, spelled: &Spelled) -> Value<String> {
        Value {
            says: bare(&spelled.text),
            edges: self.edges(),
            confidence: spelled.confidence,
            source: Source::VizAndMrz,
        }
    }

    pub(super) fn value<T>(&self, value: T, source: Source) -> Value<T> {
        Value {
            says: value,
            edges: self.edges(),
            confidence: self.confidence(),
            source,
        }
    }
}

/// A value without what may stand beside it.
pub(super) fn bare(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = text.trim_end_matches([':', ',', ';', '*', '\'', '’', '-', ' ']);
    text.trim().to_owned()
}

/// Whether a text can be a name: two letters or more, and little else.
pub(super) fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let fits = |c: char| c.is_alphabetic() || " -'’.".contains(c);
    letters >= 2 && text.chars().all(fits)
}

pub(super) fn by_confidence(a: &Part, b: &Part) -> std::cmp::Ordering {
    a.confidence().total_cmp(&b.confidence())
}

/// Places of the words of a text, in characters.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, character) in text.chars().enumerate() {
        let parts = character == ' ' || character == '/';
        match (open, parts) {
            (false, false) => words.push(at..at + 1),
            (true, false) => {
                if let Some(word) = words.last_mut() {
                    word.end = at + 1;
                }
            }
            _ => {}
        }
        open = !parts;
    }
    words
}

/// A number without what parts its groups.
pub(super) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '/'));
    kept.flat_map(char::to_uppercase).collect()
}

/// Whether two numbers are the same but for characters that print hardly tells apart.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let same = |character: char| match character {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' | '|' => '1',
        other => other,
    };
    a.chars().map(same).eq(b.chars().map(same))
}
