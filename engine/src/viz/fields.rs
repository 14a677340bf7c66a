//! From lines of text to what they say of the holder and the document.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::date::{Order, PrintedDate, dates};
use super::labels::{Labelled, label};
use super::latin::{agrees, folded};
use super::layout::Edges;
use super::text::ReadLine;
use crate::fields::{Field, Fields};
use crate::mrz::layout::NameSpans;
use crate::mrz::{Mrz, country};

/// Most words of a value that stands within a line.
const MOST_WORDS: usize = 6;
/// A value stands below its label by at most this, in heights of its own capitals.
const BELOW: Range<f32> = 0.5..4.2;
/// Its begin may be off the label's, in heights of its capitals.
const BEGIN_OFF: Range<f32> = -3.0..8.0;
/// Or it stands beside it: offset across, and gap, in heights of its capitals.
const BESIDE_OFF: f32 = 0.7;
const BESIDE_GAP: Range<f32> = -0.5..14.0;
/// Least probability of every character of a value that no other zone agrees with.
const MIN_PROBABILITY: f32 = 0.5;
/// Least likelihood of a whole value.
const MIN_CONFIDENCE: f32 = 0.35;

/// What says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The visual zone alone: by its label or its place.
    Viz,
    /// The visual zone, and the machine-readable zone agrees.
    VizAndMrz,
}

/// What the visual zone says, and where.
#[derive(Clone, Default)]
pub(super) struct Said {
    pub(super) fields: Fields,
    /// In pixels of the page.
    pub(super) edges: BTreeMap<Field, Edges>,
    pub(super) sources: BTreeMap<Field, Source>,
}

/// Part of a line.
#[derive(Clone)]
struct Part<'a> {
    line: &'a ReadLine,
    characters: Range<usize>,
}

/// A value, where it stands, and who says so.
struct Value<T> {
    value: T,
    edges: Edges,
    confidence: f32,
    source: Source,
}

/// Takes the fields out of the lines of a page, from top to bottom. `zone` is the machine-readable
/// zone of the same document: it tells which of the texts is which field, never what it says.
pub(super) fn fields(lines: &[ReadLine], zone: Option<&Mrz>, order: Order, today: Date) -> Said {
    let page = Page {
        lines,
        zone,
        order,
        today,
        labelled: labelled(lines),
    };
    let mut said = Said::default();
    let fields = &mut said.fields;
    let mut note = Note {
        confidence: &mut fields.confidence,
        edges: &mut said.edges,
        sources: &mut said.sources,
    };
    fields.surname = note.take(Field::Surname, page.name(Labelled::Surname));
    fields.given_names = note.take(Field::GivenNames, page.name(Labelled::GivenNames));
    fields.number = note.take(Field::Number, page.number());
    fields.birth = note.take(Field::Birth, page.date(Labelled::Birth));
    fields.expiry = note.take(Field::Expiry, page.date(Labelled::Expiry));
    fields.sex = note.take(Field::Sex, page.sex());
    fields.nationality = note.take(Field::Nationality, page.nationality());
    said
}

struct Note<'a> {
    confidence: &'a mut BTreeMap<Field, f32>,
    edges: &'a mut BTreeMap<Field, Edges>,
    sources: &'a mut BTreeMap<Field, Source>,
}

impl Note<'_> {
    fn take<T>(&mut self, field: Field, value: Option<Value<T>>) -> Option<T> {
        let value = value?;
        self.confidence
            .insert(field, (value.confidence * 1000.0).round() / 1000.0);
        self.edges.insert(field, value.edges);
        self.sources.insert(field, value.source);
        Some(value.value)
    }
}

struct Page<'a> {
    lines: &'a [ReadLine],
    zone: Option<&'a Mrz>,
    order: Order,
    today: Date,
    /// What stands at or below a label, the likeliest first.
    labelled: BTreeMap<Labelled, Vec<Part<'a>>>,
}

impl<'a> Page<'a> {
    fn parts(&self, field: Labelled) -> impl Iterator<Item = &Part<'a>> {
        self.labelled.get(&field).into_iter().flatten()
    }

    fn name(&self, field: Labelled) -> Option<Value<String>> {
        let zone = self.zone.map(|zone| {
            let width = match zone.format.layout().name {
                NameSpans::Together(span)
                | NameSpans::Apart {
                    given_names: span, ..
                } => span.end - span.start,
            };
            let cut = zone.surname.len() + zone.given_names.len() + 2 >= width;
            match field {
                Labelled::Surname => (zone.surname.as_str(), false),
                _ => (zone.given_names.as_str(), cut),
            }
        });
        if let Some((name, cut)) = zone.filter(|(name, _)| !name.is_empty()) {
            let agreeing = self
                .windows()
                .filter(|part| agrees(&part.text(), name, cut));
            // Of a name that the zone cut, the whole.
            let best = agreeing.max_by(|a, b| {
                let key = |part: &Part| (part.characters.len(), part.confidence());
                key(a)
                    .partial_cmp(&key(b))
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
            if let Some(part) = best {
                return Some(part.value(part.text(), Source::VizAndMrz));
            }
            if let Some(value) = self.over_two_lines(name, cut) {
                return Some(value);
            }
        }
        self.parts(field).find_map(|part| {
            let text = part.text();
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let others = text
                .chars()
                .filter(|c| !c.is_alphabetic() && !" -'’.".contains(*c))
                .count();
            (letters >= 2 && others == 0 && part.is_sure()).then(|| part.value(text, Source::Viz))
        })
    }

    /// A name that goes on in the line below.
    fn over_two_lines(&self, name: &str, cut: bool) -> Option<Value<String>> {
        self.lines.iter().enumerate().find_map(|(at, first)| {
            let next = self.lines[at + 1..]
                .iter()
                .find(|next| stands_below(first, next))?;
            let text = format!("{} {}", first.text, next.text);
            agrees(&text, name, cut).then(|| {
                let (a, b) = (Part::whole(first), Part::whole(next));
                Value {
                    value: text,
                    edges: around(a.edges(), b.edges()),
                    confidence: a.confidence().min(b.confidence()),
                    source: Source::VizAndMrz,
                }
            })
        })
    }

    fn number(&self) -> Option<Value<String>> {
        if let Some(number) = self
            .zone
            .map(|zone| zone.number.as_str())
            .filter(|n| !n.is_empty())
        {
            let same = |part: &Part| alike(&plain(&part.text()), number);
            let best = self.windows().filter(same).max_by(by_confidence);
            if let Some(part) = best {
                // Print does not always tell O from 0: the zone does.
                return Some(part.value(number.to_owned(), Source::VizAndMrz));
            }
        }
        self.parts(Labelled::Number).find_map(|part| {
            let text = part.text();
            let number = plain(&text);
            let digits = number.chars().filter(char::is_ascii_digit).count();
            let fits = (5..=20).contains(&number.len()) && digits >= 3 && number.is_ascii();
            let is_date = !dates(&text, self.order).is_empty();
            (fits && !is_date && part.is_sure()).then(|| part.value(number, Source::Viz))
        })
    }

    fn date(&self, field: Labelled) -> Option<Value<Date>> {
        let of = |date: PrintedDate| match field {
            Labelled::Expiry => date.expiry(self.today),
            _ => date.past(self.today),
        };
        let zone = self.zone.and_then(|zone| match field {
            Labelled::Expiry => zone.expiry_date(self.today),
            _ => zone.birth_date(self.today),
        });
        if let Some(wanted) = zone {
            let says = |part: &Part| {
                let orders = [self.order, Order::DayFirst, Order::MonthFirst];
                let text = part.text();
                orders.iter().any(|&order| {
                    dates(&text, order)
                        .into_iter()
                        .any(|d| of(d) == Some(wanted))
                })
            };
            let whole = self.lines.iter().map(Part::whole);
            if let Some(part) = whole.filter(says).max_by(by_confidence) {
                return Some(part.value(wanted, Source::VizAndMrz));
            }
        }
        self.parts(field).find_map(|part| {
            let date = dates(&part.text(), self.order).into_iter().find_map(of)?;
            part.is_sure().then(|| part.value(date, Source::Viz))
        })
    }

    fn sex(&self) -> Option<Value<String>> {
        self.parts(Labelled::Sex).find_map(|part| {
            let text = folded(&part.text());
            let first = text.split(['/', ' ', '-']).find(|word| !word.is_empty())?;
            let sex = match first {
                "M" | "MALE" => "M",
                "F" | "FEMALE" | "W" | "K" | "V" | "N" | "Z" => "F",
                "X" => "X",
                _ => return None,
            };
            let agreed = self.zone.is_some_and(|zone| zone.sex == sex);
            let source = if agreed {
                Source::VizAndMrz
            } else {
                Source::Viz
            };
            part.is_sure().then(|| part.value(sex.to_owned(), source))
        })
    }

    fn nationality(&self) -> Option<Value<String>> {
        self.parts(Labelled::Nationality).find_map(|part| {
            let text = folded(&part.text());
            let code = text
                .split([' ', '/'])
                .find(|word| word.len() == 3 && country::is_known(word))?;
            let agreed = self.zone.is_some_and(|zone| zone.nationality == code);
            let source = if agreed {
                Source::VizAndMrz
            } else {
                Source::Viz
            };
            part.is_sure()
                .then(|| part.value(country::to_iso(code).to_owned(), source))
        })
    }

    /// Every run of words within a line.
    fn windows(&self) -> impl Iterator<Item = Part<'a>> {
        self.lines.iter().flat_map(|line| {
            let words = words(&line.text);
            let count = words.len();
            let pairs = (0..count).flat_map(move |from| {
                (from..count.min(from + MOST_WORDS)).map(move |to| (from, to))
            });
            pairs.map(move |(from, to)| Part {
                line,
                characters: words[from].start..words[to].end,
            })
        })
    }
}

impl<'a> Part<'a> {
    fn whole(line: &'a ReadLine) -> Self {
        Self {
            line,
            characters: 0..line.probabilities.len(),
        }
    }

    fn text(&self) -> String {
        let characters = self.line.text.chars().skip(self.characters.start);
        let text: String = characters.take(self.characters.len()).collect();
        text.trim()
            .trim_matches([':', ',', ';', '*'])
            .trim()
            .to_owned()
    }

    fn probabilities(&self) -> &[f32] {
        self.line
            .probabilities
            .get(self.characters.clone())
            .unwrap_or(&[])
    }

    /// Probability that every character is right.
    fn confidence(&self) -> f32 {
        self.probabilities().iter().product()
    }

    fn is_sure(&self) -> bool {
        self.probabilities().iter().all(|&p| p >= MIN_PROBABILITY)
            && self.confidence() >= MIN_CONFIDENCE
    }

    fn edges(&self) -> Edges {
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

    fn value<T>(&self, value: T, source: Source) -> Value<T> {
        Value {
            value,
            edges: self.edges(),
            confidence: self.confidence(),
            source,
        }
    }
}

fn by_confidence(a: &Part, b: &Part) -> std::cmp::Ordering {
    a.confidence().total_cmp(&b.confidence())
}

fn around(a: Edges, b: Edges) -> Edges {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// Places of the words of a text, in characters.
fn words(text: &str) -> Vec<Range<usize>> {
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
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '/'));
    kept.flat_map(char::to_uppercase).collect()
}

/// Whether two numbers are the same but for characters that print hardly tells apart.
fn alike(a: &str, b: &str) -> bool {
    let same = |character: char| match character {
        'O' | 'Q' => '0',
        'I' | 'L' | '|' => '1',
        other => other,
    };
    a.chars().map(same).eq(b.chars().map(same))
}

/// Where the values of labels stand.
fn labelled(lines: &[ReadLine]) -> BTreeMap<Labelled, Vec<Part<'_>>> {
    let labels: Vec<_> = lines.iter().map(|line| label(&line.text)).collect();
    let mut found: BTreeMap<Labelled, Vec<Part>> = BTreeMap::new();
    for (line, label) in lines.iter().zip(&labels) {
        let Some(label) = label else { continue };
        let values = found.entry(label.field).or_default();
        let length = line.probabilities.len();
        if label.characters < length {
            values.push(Part {
                line,
                characters: label.characters..length,
            });
            continue;
        }
        let others = lines
            .iter()
            .zip(&labels)
            .filter(|(_, label)| label.is_none());
        let others = others.map(|(other, _)| other);
        let beside = others.clone().filter(|other| stands_beside(line, other));
        let below = others.filter(|other| stands_below(line, other));
        let mut near: Vec<&ReadLine> = below.chain(beside).collect();
        near.sort_by(|a, b| distance(line, a).total_cmp(&distance(line, b)));
        values.extend(near.into_iter().map(Part::whole));
    }
    found
}

fn stands_below(label: &ReadLine, value: &ReadLine) -> bool {
    let (above, below) = (&label.line, &value.line);
    let down = (below.left.1 - above.left.1) / below.capital;
    let begin = (below.left.0 - above.left.0) / below.capital;
    BELOW.contains(&down) && BEGIN_OFF.contains(&begin)
}

fn stands_beside(label: &ReadLine, value: &ReadLine) -> bool {
    let (left, right) = (&label.line, &value.line);
    let off = (right.left.1 - left.right.1).abs() / right.capital;
    let gap = (right.left.0 - left.right.0) / right.capital;
    off < BESIDE_OFF && BESIDE_GAP.contains(&gap)
}

/// How far a value begins from the begin of its label: down counts more than across.
fn distance(label: &ReadLine, value: &ReadLine) -> f32 {
    let (from, to) = (label.line.left, value.line.left);
    (to.1 - from.1).abs() + 0.3 * (to.0 - from.0).abs()
}
