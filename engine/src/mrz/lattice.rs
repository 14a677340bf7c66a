//! From a recogniser's frames to one distribution a character place.
//!
//! A line of a zone has a known number of characters. Instead of collapsing the recogniser's
//! output and hoping for the right length, every alignment of exactly that many characters to
//! the frames is weighed (forward-backward over a lattice), so that no filler is lost or doubled.

mod banded;
mod occupancy;
mod pitch;

use super::alphabet::COUNT;
use pitch::Pitch;

/// Log probabilities of one frame: the blank, then the 37 characters.
pub type Frame = [f32; COUNT + 1];

/// Log probabilities of the 37 characters at one place.
pub type Place = [f32; COUNT];

/// A line aligned to its places.
#[derive(Clone)]
pub struct Alignment {
    /// One distribution a place.
    pub places: Vec<Place>,
    /// Expected frame of each place.
    pub times: Vec<f32>,
    /// Log likelihood of the frames.
    pub log_likelihood: f32,
    /// The even run of the places: see [`Alignment::time_of`].
    pitch: Option<Pitch>,
}

impl Alignment {
    /// The frame at which a place should stand if all places run evenly; 0 is the middle of the
    /// first. `None` when too few are certain.
    #[must_use]
    pub fn time_of(&self, place: f32) -> Option<f32> {
        self.pitch.as_ref().map(|pitch| pitch.time_of(place))
    }
}

/// Aligns `frames` to `count` places: first to learn where each place stands, then with the
/// knowledge that the characters of a zone stand at an even pitch.
///
/// `None` when there are fewer frames than places.
#[must_use]
pub fn align(frames: &[Frame], count: usize) -> Option<Alignment> {
    if count == 0 || frames.len() < count {
        return None;
    }
    let frames: Vec<Likelihood> = frames.iter().map(Likelihood::of).collect();
    let seen = occupancy::times(&frames, count);
    let pitch = Pitch::of(&seen);
    let weighed = banded::weigh(&frames, count, pitch.as_ref());
    Some(Alignment {
        places: weighed.places,
        times: weighed.times,
        log_likelihood: weighed.log_likelihood,
        pitch,
    })
}

/// Several looks at one line as one: the weighted geometric mean of their distributions. Where
/// looks disagree, the result is in doubt.
///
/// # Panics
/// When the looks differ in length, or there is none.
#[must_use]
pub fn fused(looks: &[(f32, &[Place])]) -> Vec<Place> {
    let total: f32 = looks.iter().map(|(weight, _)| weight).sum();
    let total = total.max(f32::MIN_POSITIVE);
    let count = looks[0].1.len();
    (0..count)
        .map(|at| {
            let mut place = [0.0; COUNT];
            for (weight, places) in looks {
                for (log, own) in place.iter_mut().zip(&places[at]) {
                    *log += weight / total * own;
                }
            }
            let sum: f32 = place.iter().map(|log| log.exp()).sum();
            place.map(|log| log - sum.ln())
        })
        .collect()
}

/// Lanes of a row of characters: a multiple of what processors take at once.
const LANES: usize = 40;

/// One value for each character; those beyond the alphabet are 0.
type Row = [f32; LANES];

/// Probabilities of one frame.
struct Likelihood {
    blank: f32,
    characters: Row,
}

impl Likelihood {
    fn of(frame: &Frame) -> Self {
        let mut characters = [0.0; LANES];
        for (probability, log) in characters.iter_mut().zip(&frame[1..]) {
            *probability = log.exp();
        }
        Self {
            blank: frame[0].exp(),
            characters,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::alphabet::{CHARACTERS, index};
    use super::*;

    /// Frames that show a text: `steps` frames a character, the middle one with the character.
    fn frames(text: &str, steps: usize, confidence: f32) -> Vec<Frame> {
        let mut out = Vec::new();
        for character in text.bytes() {
            for step in 0..steps {
                let sure = if step == steps / 2 {
                    Some(index(character).unwrap() + 1)
                } else {
                    Some(0)
                };
                let mut frame = [((1.0 - confidence) / COUNT as f32).ln(); COUNT + 1];
                if let Some(class) = sure {
                    frame[class] = confidence.ln();
                }
                out.push(frame);
            }
        }
        out
    }

    #[test]
    fn frames_that_no_path_fits_tell_nothing_and_not_what_is_no_number() {
        let mut state = 1_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for case in 0..400_usize {
            let (count, steps) = (1 + case % 46, 46 + case % 90);
            let frames: Vec<Frame> = (0..steps)
                .map(|_| {
                    let mut frame = [-30.0; COUNT + 1];
                    frame[random() as usize % (COUNT + 1)] = -((random() % 30) as f32);
                    frame
                })
                .collect();
            let aligned = align(&frames, count).unwrap();
            assert!(aligned.times.iter().all(|time| time.is_finite()), "{case}");
            for place in &aligned.places {
                let sum: f32 = place.iter().map(|log| log.exp()).sum();
                assert!((sum - 1.0).abs() < 1e-3, "{case}: {sum}");
            }
        }
    }

    fn best(alignment: &Alignment) -> String {
        alignment
            .places
            .iter()
            .map(|place| {
                let best = (0..COUNT)
                    .max_by(|&a, &b| place[a].total_cmp(&place[b]))
                    .unwrap();
                CHARACTERS[best] as char
            })
            .collect()
    }

    #[test]
    fn clear_frames_give_the_text() {
        let text = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        let aligned = align(&frames(text, 3, 0.98), 44).unwrap();
        assert_eq!(best(&aligned), text);
        assert!(
            (aligned.times[10] - 31.0).abs() < 0.2,
            "{}",
            aligned.times[10]
        );
    }

    #[test]
    fn a_filler_that_the_recogniser_missed_is_restored() {
        let text = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08";
        let mut missing = frames(text, 3, 0.99999);
        // Six of the fillers leave no trace but blanks.
        for place in 30..36 {
            let frame = &mut missing[place * 3 + 1];
            frame[0] = 0.98_f32.ln();
            frame[1] = 0.02_f32.ln();
        }
        assert_eq!(best(&align(&missing, 44).unwrap()), text);
    }

    #[test]
    fn looks_that_disagree_leave_a_doubt() {
        let look = |character: u8| {
            let mut place = [1e-6_f32.ln(); COUNT];
            place[index(character).unwrap()] = 0.99_f32.ln();
            vec![place]
        };
        let (a, b) = (look(b'A'), look(b'B'));
        let both = fused(&[(1.0, &a), (1.0, &b)]);
        assert!((both[0][index(b'A').unwrap()].exp() - 0.5).abs() < 0.01);
        let same = fused(&[(1.0, &a), (0.5, &a)]);
        assert!(same[0][index(b'A').unwrap()].exp() > 0.98);
    }

    #[test]
    fn too_few_frames_are_no_line() {
        assert!(align(&frames("ABC", 1, 0.9), 4).is_none());
        assert!(align(&[], 0).is_none());
    }
}
