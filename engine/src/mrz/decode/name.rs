//! The best name under the grammar of its line.

use super::IMPOSSIBLE;
use crate::mrz::alphabet::{COUNT, FILLER};
use crate::mrz::lattice::Place;

/// Log weight of a letter after a name has ended.
const NAME_AFTER_END: f32 = -12.0;

/// A name: primary identifier, two fillers, secondary identifier, then fillers to the end
/// (ICAO 9303-3 §4.6). A letter after the second pair of fillers is hardly possible.
pub(super) fn best(places: &[Place]) -> (f32, Vec<usize>) {
    // States: in the primary identifier after a letter, or after one filler; in the secondary
    // one after the two fillers, after a letter, or after one filler; at the end.
    const PRIMARY: usize = 0;
    const PRIMARY_FILLER: usize = 1;
    const PARTED: usize = 2;
    const SECONDARY: usize = 3;
    const SECONDARY_FILLER: usize = 4;
    const END: usize = 5;
    let mut scores = [
        0.0, IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE,
    ];
    let mut back: Vec<[(usize, usize); 6]> = Vec::with_capacity(places.len());
    for place in places {
        let letter = (1..COUNT)
            .max_by(|&a, &b| place[a].total_cmp(&place[b]))
            .unwrap_or(1);
        let mut next = [IMPOSSIBLE; 6];
        let mut from = [(PRIMARY, FILLER); 6];
        for (state, &score) in scores.iter().enumerate() {
            let (after_letter, penalty) = match state {
                PRIMARY | PRIMARY_FILLER => (PRIMARY, 0.0),
                PARTED | SECONDARY | SECONDARY_FILLER => (SECONDARY, 0.0),
                _ => (END, NAME_AFTER_END),
            };
            let after_filler = match state {
                PRIMARY => PRIMARY_FILLER,
                PRIMARY_FILLER => PARTED,
                SECONDARY => SECONDARY_FILLER,
                _ => END,
            };
            for (to, character, log) in [
                (after_letter, letter, score + place[letter] + penalty),
                (after_filler, FILLER, score + place[FILLER]),
            ] {
                if log > next[to] {
                    next[to] = log;
                    from[to] = (state, character);
                }
            }
        }
        scores = next;
        back.push(from);
    }
    let mut state = (0..6)
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        .unwrap_or(END);
    let log = scores[state];
    let mut chosen = vec![FILLER; places.len()];
    for (at, from) in back.iter().enumerate().rev() {
        let (before, character) = from[state];
        chosen[at] = character;
        state = before;
    }
    (log, chosen)
}
