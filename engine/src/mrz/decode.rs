//! The best zone under the ICAO 9303 grammar and its check digits.
//!
//! For each character place there is a distribution (see [`super::lattice`]). "The best character
//! each" would throw away what is known: where letters and digits stand, which countries exist,
//! that fillers end a name, and above all the check digits. The search here finds the best whole
//! zone, exactly: a dynamic programme over each field's own check sum and its part of the
//! composite sum, joined over the composite remainder.

mod doubt;
mod group;
mod name;

use super::alphabet::{CHARACTERS, FILLER, index, value, weight};
use super::country;
use super::lattice::Place;
use super::layout::{CheckDigit, Format, Layout, NameSpans, Span, in_class};
use group::Group;

/// Log weight of a character outside its class (a digit in a name): nearly impossible, not
/// quite, for there are specimens that do it.
const OUT_OF_CLASS: f32 = -6.0;
/// The same where only digits stand (dates, check digits), unless the document is taken to print
/// wrong ones.
const NO_DIGIT_STRICT: f32 = -20.0;
/// Log weight of a country code that is on no list.
const UNKNOWN_COUNTRY: f32 = -3.0;
/// Log weight of "this document prints check digits that do not agree".
const WRONG_AS_PRINTED: f32 = -7.0;
/// Log weight of a check digit that does not agree, while they should.
const DISAGREES_STRICT: f32 = -30.0;
/// The same, once the document is taken to print wrong ones.
const DISAGREES_LENIENT: f32 = -1.0;
/// Log weight of what cannot be.
pub(super) const IMPOSSIBLE: f32 = -1e9;

/// A decoded zone.
#[derive(Clone, PartialEq)]
pub struct Decoded {
    /// The format it was decoded under.
    pub format: Format,
    /// The lines.
    pub lines: Vec<String>,
    /// Mean log posterior of a character, including what the grammar took off: 0 is perfect.
    pub score: f32,
    /// For each line, the posterior (0 to 1) of each character that was chosen, before grammar.
    pub posteriors: Vec<Vec<f32>>,
    /// For each line, how well a line of its length fits what is seen, 0 to 1; 1 where nothing is
    /// known of it.
    pub line_confidences: Vec<f32>,
    /// For each line and character, by how much (natural logarithm, 0 to 7) the best whole zone
    /// with another character there falls short of this one.
    pub margins: Vec<Vec<f32>>,
}

impl Decoded {
    /// The smallest posterior (0 to 1) among some characters; 1 where there are none.
    #[must_use]
    pub fn confidence(&self, spans: &[Span]) -> f32 {
        spans
            .iter()
            .flat_map(|span| &self.posteriors[span.line][span.start..span.end])
            .copied()
            .fold(1.0, f32::min)
    }

    /// The smallest margin (see [`Decoded::margins`]) among some characters.
    #[must_use]
    pub fn margin(&self, spans: &[Span]) -> f32 {
        spans
            .iter()
            .flat_map(|span| &self.margins[span.line][span.start..span.end])
            .copied()
            .fold(doubt::MAX_MARGIN, f32::min)
    }

    /// The smallest posterior and the smallest margin of any character.
    #[must_use]
    pub fn least(&self) -> (f32, f32) {
        let margins = self.margins.iter().flatten().copied();
        (
            self.min_posterior(),
            margins.fold(doubt::MAX_MARGIN, f32::min),
        )
    }

    /// How well those lines fit that some characters stand in.
    #[must_use]
    pub fn line_confidence(&self, spans: &[Span]) -> f32 {
        let printed = spans.iter().filter(|span| !span.is_empty());
        printed
            .map(|span| self.line_confidences[span.line])
            .fold(1.0, f32::min)
    }

    /// The same reading with its margins, for the places that it was decoded from.
    #[must_use]
    pub fn doubted(mut self, places: &[Vec<Place>]) -> Self {
        self.margins = doubt::margins(&self, places);
        self
    }

    /// The smallest posterior of any character.
    #[must_use]
    pub fn min_posterior(&self) -> f32 {
        self.posteriors
            .iter()
            .flatten()
            .copied()
            .fold(1.0, f32::min)
    }
}

/// Decodes under one format. `places` has the format's lines, each of its width. The margins are
/// left at their most: see [`Decoded::doubted`].
///
/// # Panics
/// When the shape of `places` is not that of the format.
#[must_use]
pub fn decode(format: Format, places: &[Vec<Place>]) -> Decoded {
    let layout = format.layout();
    assert!(places.len() == layout.lines(), "one distribution a line");
    let (log, lines) = best(layout, places);
    let posteriors = lines
        .iter()
        .zip(places)
        .map(|(line, places)| line.iter().zip(places).map(|(&c, p)| p[c].exp()).collect())
        .collect();
    Decoded {
        format,
        score: log / (layout.lines() * layout.width) as f32,
        lines: lines
            .iter()
            .map(|line| line.iter().map(|&c| char::from(CHARACTERS[c])).collect())
            .collect(),
        posteriors,
        line_confidences: vec![1.0; layout.lines()],
        margins: vec![vec![doubt::MAX_MARGIN; layout.width]; layout.lines()],
    }
}

/// Which rules a search holds a document to.
#[derive(Clone, Copy)]
struct Rules {
    /// Log weight of a check digit that does not agree.
    disagrees: f32,
    /// Log weight of another character where a digit must stand.
    no_digit: f32,
}

/// A document that prints what it should.
const STRICT: Rules = Rules {
    disagrees: DISAGREES_STRICT,
    no_digit: NO_DIGIT_STRICT,
};
/// One that is taken to print wrong digits.
const LENIENT: Rules = Rules {
    disagrees: DISAGREES_LENIENT,
    no_digit: OUT_OF_CLASS,
};

/// The log weight of the best whole zone, and its characters by their index.
fn best(layout: &Layout, places: &[Vec<Place>]) -> (f32, Vec<Vec<usize>>) {
    let strict = search(layout, places, STRICT);
    let lenient = search(layout, places, LENIENT);
    if lenient.0 + WRONG_AS_PRINTED > strict.0 && lenient.1 != strict.1 {
        (lenient.0 + WRONG_AS_PRINTED, lenient.1)
    } else {
        strict
    }
}

fn search(layout: &Layout, places: &[Vec<Place>], rules: Rules) -> (f32, Vec<Vec<usize>>) {
    let Rules {
        disagrees,
        no_digit,
    } = rules;
    let logs = with_classes(layout, places, no_digit);
    let mut lines: Vec<Vec<usize>> = logs
        .iter()
        .map(|line| line.iter().map(|p| best_of(p).0).collect())
        .collect();
    let mut covered: Vec<Vec<bool>> = lines.iter().map(|line| vec![false; line.len()]).collect();
    let mut total = 0.0;
    for span in [layout.issuer, layout.nationality] {
        if span.is_empty() {
            continue;
        }
        let (log, chosen) = best_country(&logs[span.line][span.start..span.end]);
        total += log;
        place(&mut lines, &mut covered, span, &chosen);
    }
    // Names in places of their own are found with the composite digit that covers them.
    if let NameSpans::Together(span) = layout.name {
        let (log, chosen) = name::best(&logs[span.line][span.start..span.end]);
        total += log;
        place(&mut lines, &mut covered, span, &chosen);
    }
    let settled = settled_remainder(layout, &lines, &covered);

    let composite_weight = composite_weights(layout);
    let weight_at = |&(line, at): &(usize, usize)| composite_weight[line][at];
    let mut groups = Vec::new();
    for check in layout.checks {
        let places = group::places(check);
        for &(line, at) in &places {
            covered[line][at] = true;
        }
        let composite: Vec<u32> = places.iter().map(weight_at).collect();
        groups.push(group::best(
            &logs,
            places,
            &composite,
            Some((check.unset, disagrees)),
        ));
    }
    if let Some(composite) = &layout.composite {
        let rest: Vec<(usize, usize)> = composite
            .data
            .iter()
            .flat_map(|s| (s.start..s.end).map(move |at| (s.line, at)))
            .filter(|&(line, at)| !covered[line][at])
            .collect();
        for &(line, at) in &rest {
            covered[line][at] = true;
        }
        if !rest.is_empty() {
            let weights: Vec<u32> = rest.iter().map(weight_at).collect();
            groups.push(group::best(&logs, rest, &weights, None));
        }
    }
    total += join(
        &mut lines,
        &mut covered,
        &logs,
        &groups,
        layout.composite.as_ref().map(|check| (check, settled)),
        disagrees,
    );
    for (line, covered) in covered.iter().enumerate() {
        for (at, covered) in covered.iter().enumerate() {
            if !covered {
                total += logs[line][at][lines[line][at]];
            }
        }
    }
    (total, lines)
}

/// What the characters that are chosen already leave in the composite sum, modulo 10.
fn settled_remainder(layout: &Layout, lines: &[Vec<usize>], covered: &[Vec<bool>]) -> usize {
    let weights = composite_weights(layout);
    let mut sum = 0;
    for (line, weights) in weights.iter().enumerate() {
        for (at, weight) in weights.iter().enumerate() {
            if covered[line][at] {
                sum += value(lines[line][at]) * weight;
            }
        }
    }
    (sum % 10) as usize
}

fn with_classes(layout: &Layout, places: &[Vec<Place>], no_digit: f32) -> Vec<Vec<Place>> {
    places
        .iter()
        .zip(layout.classes)
        .map(|(line, classes)| {
            line.iter()
                .zip(classes.bytes())
                .map(|(place, class)| {
                    let mut place = *place;
                    let outside = match class {
                        b'n' | b'd' => no_digit,
                        _ => OUT_OF_CLASS,
                    };
                    for (log, &character) in place.iter_mut().zip(CHARACTERS) {
                        if !in_class(class, character) {
                            *log += outside;
                        }
                    }
                    place
                })
                .collect()
        })
        .collect()
}

fn best_of(place: &Place) -> (usize, f32) {
    let mut best = (0, place[0]);
    for (c, &log) in place.iter().enumerate() {
        if log > best.1 {
            best = (c, log);
        }
    }
    best
}

fn place(lines: &mut [Vec<usize>], covered: &mut [Vec<bool>], span: Span, chosen: &[usize]) {
    lines[span.line][span.start..span.end].copy_from_slice(chosen);
    covered[span.line][span.start..span.end].fill(true);
}

fn best_country(places: &[Place]) -> (f32, Vec<usize>) {
    let free: Vec<(usize, f32)> = places.iter().map(best_of).collect();
    let mut best = (
        free.iter().map(|(_, log)| log).sum::<f32>() + UNKNOWN_COUNTRY,
        free.iter().map(|&(c, _)| c).collect::<Vec<_>>(),
    );
    for code in country::codes() {
        let padded = code
            .bytes()
            .chain(std::iter::repeat(b'<'))
            .take(places.len());
        let chosen: Vec<usize> = padded.filter_map(index).collect();
        let log = chosen.iter().zip(places).map(|(&c, place)| place[c]).sum();
        if log > best.0 {
            best = (log, chosen);
        }
    }
    best
}

fn composite_weights(layout: &Layout) -> Vec<Vec<u32>> {
    let mut weights = vec![vec![0; layout.width]; layout.lines()];
    if let Some(composite) = &layout.composite {
        let covered = composite
            .data
            .iter()
            .flat_map(|s| (s.start..s.end).map(move |at| (s.line, at)));
        for (n, (line, at)) in covered.enumerate() {
            weights[line][at] = weight(n);
        }
    }
    weights
}

/// Joins the groups so that the composite digit agrees; writes the chosen characters.
fn join(
    lines: &mut [Vec<usize>],
    covered: &mut [Vec<bool>],
    logs: &[Vec<Place>],
    groups: &[Group],
    composite: Option<(&CheckDigit, usize)>,
    disagrees: f32,
) -> f32 {
    let mut total = 0.0;
    let picks: Vec<usize> = match composite {
        None => groups
            .iter()
            .map(|group| {
                let best = (0..10)
                    .max_by(|&a, &b| group.best[a].0.total_cmp(&group.best[b].0))
                    .unwrap_or(0);
                total += group.best[best].0;
                best
            })
            .collect(),
        Some((composite, settled)) => {
            let mut state: Vec<(f32, Vec<usize>)> = vec![(IMPOSSIBLE, vec![]); 10];
            state[settled] = (0.0, vec![]);
            for group in groups {
                let mut next: Vec<(f32, Vec<usize>)> = vec![(IMPOSSIBLE, vec![]); 10];
                for (remainder, (log, picks)) in state.iter().enumerate() {
                    for (own, (own_log, _)) in group.best.iter().enumerate() {
                        let to = (remainder + own) % 10;
                        if log + own_log > next[to].0 {
                            let mut picks = picks.clone();
                            picks.push(own);
                            next[to] = (log + own_log, picks);
                        }
                    }
                }
                state = next;
            }
            let at = (composite.at.line, composite.at.start);
            let place = &logs[at.0][at.1];
            let mut best = (IMPOSSIBLE * 2.0, 0, FILLER);
            for (remainder, (log, _)) in state.iter().enumerate() {
                for (c, own) in place.iter().enumerate() {
                    let agrees = if c == remainder + 1 { 0.0 } else { disagrees };
                    if log + own + agrees > best.0 {
                        best = (log + own + agrees, remainder, c);
                    }
                }
            }
            total += best.0;
            lines[at.0][at.1] = best.2;
            covered[at.0][at.1] = true;
            state.swap_remove(best.1).1
        }
    };
    for (group, pick) in groups.iter().zip(picks) {
        for (&(line, at), &c) in group.places.iter().zip(&group.best[pick].1) {
            lines[line][at] = c;
        }
    }
    total
}

#[cfg(test)]
mod tests;
