//! Where the values of labels stand: on the same line, beside the label or below it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::Context;
use super::labels::{Labelled, glued_label, label};
use super::part::Part;
use super::text::ReadLine;

/// Characters of a short label, and the least probability of each.
const SHORT: usize = 4;
const SURE: f32 = 0.8;
/// A value stands below its label by at most this, in heights of its own capitals.
const BELOW: Range<f32> = 0.5..4.2;
/// Its begin may be off the label's, in heights of its capitals.
const BEGIN_OFF: Range<f32> = -3.0..8.0;
/// Or it stands beside it: offset across, and gap, in heights of its capitals.
const BESIDE_OFF: f32 = 0.7;
const BESIDE_GAP: Range<f32> = -0.5..14.0;

/// Where the values of labels stand.
pub(super) fn labelled<'a>(
    lines: &'a [ReadLine],
    context: &Context,
) -> BTreeMap<Labelled, Vec<Part<'a>>> {
    let american = matches!(context.country, Some("USA" | "CAN") | None) && context.zone.is_none();
    let labels: Vec<_> = lines
        .iter()
        .map(|line| {
            let glued = || glued_label(&line.text).filter(|_| american);
            label(&line.text)
                .or_else(glued)
                .filter(|found| is_surely(line, found.characters))
        })
        .collect();
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

/// Whether a short label, such as the number of a field, was surely read: of a long one a wrong
/// letter does not matter.
fn is_surely(line: &ReadLine, characters: usize) -> bool {
    let is_long = characters > SHORT;
    is_long
        || line
            .probabilities
            .iter()
            .take(characters)
            .all(|&p| p >= SURE)
}

pub(super) fn stands_below(label: &ReadLine, value: &ReadLine) -> bool {
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
