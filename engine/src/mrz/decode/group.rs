//! The best characters of a field with its check digit, for each remainder that the field may
//! leave in the composite sum.

use super::IMPOSSIBLE;
use crate::mrz::alphabet::{COUNT, FILLER, value, weight};
use crate::mrz::lattice::Place;
use crate::mrz::layout::{CheckDigit, Unset};

/// Log weight of a filler in place of a check digit where the format allows it.
const UNSET_DIGIT: f32 = -1.0;
/// How many characters a place may choose from inside a check-digit group.
const CANDIDATES: usize = 12;

/// One group of places that a check digit covers, the digit last; and, for each remainder of
/// its part of the composite sum, the best characters.
pub(super) struct Group {
    pub(super) places: Vec<(usize, usize)>,
    pub(super) best: [(f32, Vec<usize>); 10],
}

pub(super) fn places(check: &CheckDigit) -> Vec<(usize, usize)> {
    let data = check
        .data
        .iter()
        .flat_map(|s| (s.start..s.end).map(move |at| (s.line, at)));
    data.chain([(check.at.line, check.at.start)]).collect()
}

/// State of the group search: own sum and composite sum, both modulo 10.
type Sums = [[f32; 10]; 10];

pub(super) fn best(
    logs: &[Vec<Place>],
    places: Vec<(usize, usize)>,
    composite: &[u32],
    check: Option<(Unset, f32)>,
) -> Group {
    let mut sums: Sums = [[IMPOSSIBLE; 10]; 10];
    sums[0][0] = 0.0;
    let mut back: Vec<[[u8; 10]; 10]> = Vec::with_capacity(places.len());
    for (k, &(line, at)) in places.iter().enumerate() {
        let place = &logs[line][at];
        let is_digit = check.is_some() && k + 1 == places.len();
        let mut order: Vec<usize> = (0..COUNT).collect();
        order.sort_unstable_by(|&a, &b| place[b].total_cmp(&place[a]));
        if !is_digit {
            order.truncate(CANDIDATES);
        }
        let mut next: Sums = [[IMPOSSIBLE; 10]; 10];
        let mut from = [[0; 10]; 10];
        for c in order {
            let own_step = if is_digit {
                0
            } else {
                value(c) * weight(k) % 10
            };
            let composite_step = value(c) * composite[k] % 10;
            for (own, row) in sums.iter().enumerate() {
                let penalty = match check {
                    Some((unset, disagrees)) if is_digit => digit_weight(c, own, unset, disagrees),
                    _ => 0.0,
                };
                for (other, &sum) in row.iter().enumerate() {
                    let log = sum + place[c] + penalty;
                    let to = (
                        (own + own_step as usize) % 10,
                        (other + composite_step as usize) % 10,
                    );
                    if log > next[to.0][to.1] {
                        next[to.0][to.1] = log;
                        from[to.0][to.1] = c as u8;
                    }
                }
            }
        }
        sums = next;
        back.push(from);
    }
    let best = std::array::from_fn(|remainder| {
        let mut own = (0..10)
            .max_by(|&a, &b| sums[a][remainder].total_cmp(&sums[b][remainder]))
            .unwrap_or(0);
        let log = sums[own][remainder];
        let mut other = remainder;
        let mut chosen = vec![FILLER; places.len()];
        for (k, from) in back.iter().enumerate().rev() {
            let c = usize::from(from[own][other]);
            chosen[k] = c;
            let is_digit = check.is_some() && k + 1 == places.len();
            let own_step = if is_digit {
                0
            } else {
                value(c) * weight(k) % 10
            };
            let composite_step = value(c) * composite[k] % 10;
            own = (own + 10 - own_step as usize) % 10;
            other = (other + 10 - composite_step as usize) % 10;
        }
        (log, chosen)
    });
    Group { places, best }
}

fn digit_weight(character: usize, own_sum: usize, unset: Unset, disagrees: f32) -> f32 {
    if character == own_sum + 1 {
        return 0.0;
    }
    match (character == FILLER, unset) {
        (true, Unset::WhenContinued) => UNSET_DIGIT.max(disagrees),
        // A field of fillers has the sum 0.
        (true, Unset::WhenEmpty) if own_sum == 0 => UNSET_DIGIT.max(disagrees),
        _ => disagrees,
    }
}
