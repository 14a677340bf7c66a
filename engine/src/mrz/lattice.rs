//! From a recogniser's frames to one distribution a character place.
//!
//! A line of a zone has a known number of characters. Instead of collapsing the recogniser's
//! output and hoping for the right length, every alignment of exactly that many characters to
//! the frames is weighed (forward-backward over a lattice), so that no filler is lost or doubled.

use super::alphabet::COUNT;

/// Log probabilities of one frame: the blank, then the 37 characters.
pub type Frame = [f32; COUNT + 1];

/// Log probabilities of the 37 characters at one place.
pub type Place = [f32; COUNT];

/// Smallest probability that is told from zero.
const FLOOR: f64 = 1e-12;
/// Standard deviation of a character's time around the fitted one, in pitches.
const TIME_DEVIATION_PITCHES: f64 = 0.4;
/// Natural logarithm of the weight of a time that does not fit at all.
const TIME_FLOOR_LOG: f64 = -8.0;

/// A line aligned to its places.
#[derive(Clone)]
pub struct Alignment {
    /// One distribution a place.
    pub places: Vec<Place>,
    /// Expected frame of each place.
    pub times: Vec<f64>,
    /// Log likelihood of the frames.
    pub log_likelihood: f64,
    /// The even run of the places: see [`Alignment::time_of`].
    fit: Option<[f64; 3]>,
}

impl Alignment {
    /// The frame at which a place should stand if all places run evenly; 0 is the middle of the
    /// first. `None` when too few are certain.
    #[must_use]
    pub fn time_of(&self, place: f64) -> Option<f64> {
        self.fit.map(|fit| at(fit, place, self.places.len()))
    }
}

/// Aligns `frames` to `count` places: once freely, then again with the knowledge that the
/// characters of a zone stand at an even pitch.
///
/// `None` when there are fewer frames than places.
#[must_use]
pub fn align(frames: &[Frame], count: usize) -> Option<Alignment> {
    if count == 0 || frames.len() < count {
        return None;
    }
    let free = weigh(frames, count, None);
    let Some((fit, prior)) = even_pitch(&free, frames.len()) else {
        return Some(free);
    };
    Some(Alignment {
        fit: Some(fit),
        ..weigh(frames, count, Some(&prior))
    })
}

/// Weight of entering each place at each frame, from a quadratic fit of the places' times: a
/// straight one would tear lines seen in perspective.
fn even_pitch(free: &Alignment, frames: usize) -> Option<([f64; 3], Vec<f64>)> {
    let count = free.places.len();
    let certainty: Vec<f64> = free
        .places
        .iter()
        .map(|place| f64::from(place.iter().copied().fold(f32::MIN, f32::max).exp()))
        .collect();
    let mut weights = certainty.clone();
    let mut fit = quadratic(&free.times, &weights)?;
    for _ in 0..3 {
        let pitch = fit[1];
        for (i, weight) in weights.iter_mut().enumerate() {
            let off = (free.times[i] - at(fit, i as f64, count)) / pitch.abs().max(0.5);
            *weight = certainty[i] / (1.0 + (off / 0.5).powi(4));
        }
        fit = quadratic(&free.times, &weights)?;
    }
    let mut prior = vec![0.0; frames * count];
    for i in 0..count {
        let middle = at(fit, i as f64, count);
        let next = at(fit, (i + 1) as f64, count);
        let deviation = ((next - middle).abs() * TIME_DEVIATION_PITCHES).max(0.5);
        for t in 0..frames {
            let off = (t as f64 - middle) / deviation;
            prior[t * count + i] = (-0.5 * off * off).max(TIME_FLOOR_LOG).exp();
        }
    }
    Some((fit, prior))
}

/// Value of a fit at a place; the variable runs from -1 to 1 over the line.
fn at(fit: [f64; 3], place: f64, count: usize) -> f64 {
    let x = scaled(place, count);
    let [a, b, c] = fit;
    // `b` is kept per place: it is the pitch in the middle of the line.
    let half = (count.max(2) - 1) as f64 / 2.0;
    a + b * half * x + c * half * x * x
}

fn scaled(place: f64, count: usize) -> f64 {
    2.0 * place / (count.max(2) - 1) as f64 - 1.0
}

/// Weighted least squares of `a + b x + c x²`; `b` and `c` divided by half the number of places.
fn quadratic(times: &[f64], weights: &[f64]) -> Option<[f64; 3]> {
    let count = times.len();
    if count < 8 {
        return None;
    }
    let mut moments = [0.0; 5];
    let mut sums = [0.0; 3];
    for (i, (&time, &weight)) in times.iter().zip(weights).enumerate() {
        let x = scaled(i as f64, count);
        let mut power = weight;
        for (k, moment) in moments.iter_mut().enumerate() {
            *moment += power;
            if k < 3 {
                sums[k] += power * time;
            }
            power *= x;
        }
    }
    let [m0, m1, m2, m3, m4] = moments;
    let determinant = |a: [[f64; 3]; 3]| {
        a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1])
            - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0])
            + a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0])
    };
    let matrix = [[m0, m1, m2], [m1, m2, m3], [m2, m3, m4]];
    let whole = determinant(matrix);
    if whole.abs() < 1e-9 {
        return None;
    }
    let solve = |column: usize| {
        let mut replaced = matrix;
        for (row, sum) in replaced.iter_mut().zip(sums) {
            row[column] = sum;
        }
        determinant(replaced) / whole
    };
    let half = (count - 1) as f64 / 2.0;
    Some([solve(0), solve(1) / half, solve(2) / half])
}

/// Forward-backward in scaled linear arithmetic. States: `place i shows character c`, and
/// `between places, i of them done`. As in CTC, the same character twice needs a blank between.
fn weigh(frames: &[Frame], count: usize, prior: Option<&[f64]>) -> Alignment {
    let probabilities: Vec<[f64; COUNT + 1]> = frames
        .iter()
        .map(|frame| frame.map(|log| f64::from(log).exp()))
        .collect();
    let weight = |t: usize, i: usize| prior.map_or(1.0, |prior| prior[t * count + i]);
    let forward = forward(&probabilities, count, weight);
    let (mass, mut times) = backward(&probabilities, count, weight, &forward);
    let mut places = Vec::with_capacity(count);
    for (row, time) in mass.chunks_exact(COUNT).zip(&mut times) {
        let total = row.iter().sum::<f64>().max(1e-300);
        *time /= total;
        let floored: Vec<f64> = row.iter().map(|m| (m / total).max(FLOOR)).collect();
        let norm: f64 = floored.iter().sum();
        let mut place = [0.0; COUNT];
        for (out, v) in place.iter_mut().zip(&floored) {
            *out = (v / norm).ln() as f32;
        }
        places.push(place);
    }
    Alignment {
        places,
        times,
        log_likelihood: forward.log_likelihood,
        fit: None,
    }
}

struct Forward {
    /// For each frame and cell, the scaled weight of the place beginning to show the character.
    entered: Vec<f64>,
    /// What each frame's weights were divided by.
    scales: Vec<f64>,
    log_likelihood: f64,
}

fn forward(
    probabilities: &[[f64; COUNT + 1]],
    count: usize,
    weight: impl Fn(usize, usize) -> f64,
) -> Forward {
    let cells = count * COUNT;
    let mut shown = vec![0.0; cells];
    let mut between = vec![0.0; count + 1];
    between[0] = 1.0;
    let mut entered = vec![0.0; probabilities.len() * cells];
    let mut scales = vec![0.0; probabilities.len()];
    let mut log_likelihood = 0.0;
    for (t, p) in probabilities.iter().enumerate() {
        let totals: Vec<f64> = shown
            .chunks_exact(COUNT)
            .map(|row| row.iter().sum())
            .collect();
        let entry = &mut entered[t * cells..(t + 1) * cells];
        let mut next = vec![0.0; cells];
        let mut next_between = vec![0.0; count + 1];
        let mut sum = 0.0;
        for i in 0..count {
            for c in 0..COUNT {
                let cell = i * COUNT + c;
                let from_other = if i == 0 {
                    0.0
                } else {
                    (totals[i - 1] - shown[cell - COUNT]).max(0.0)
                };
                entry[cell] = (between[i] + from_other) * p[c + 1] * weight(t, i);
                next[cell] = shown[cell] * p[c + 1] + entry[cell];
                sum += next[cell];
            }
        }
        for i in 0..=count {
            let done = if i == 0 { 0.0 } else { totals[i - 1] };
            next_between[i] = (between[i] + done) * p[0];
            sum += next_between[i];
        }
        let scale = sum + 1e-300;
        for v in next.iter_mut().chain(&mut next_between).chain(entry) {
            *v /= scale;
        }
        log_likelihood += scale.ln();
        scales[t] = scale;
        shown = next;
        between = next_between;
    }
    let end = shown[cells - COUNT..].iter().sum::<f64>() + between[count];
    log_likelihood += (end + 1e-300).ln();
    Forward {
        entered,
        scales,
        log_likelihood,
    }
}

/// The weight of each cell over all frames, and for each place the sum of its frames' numbers so
/// weighted.
fn backward(
    probabilities: &[[f64; COUNT + 1]],
    count: usize,
    weight: impl Fn(usize, usize) -> f64,
    Forward {
        entered, scales, ..
    }: &Forward,
) -> (Vec<f64>, Vec<f64>) {
    let cells = count * COUNT;
    let mut later = vec![0.0; cells];
    let mut later_between = vec![0.0; count + 1];
    later[cells - COUNT..].fill(1.0);
    later_between[count] = 1.0;
    let mut mass = vec![0.0; cells];
    let mut times = vec![0.0; count];
    for (t, p) in probabilities.iter().enumerate().rev() {
        let entry = &entered[t * cells..(t + 1) * cells];
        for (cell, mass) in mass.iter_mut().enumerate() {
            let m = entry[cell] * later[cell];
            *mass += m;
            times[cell / COUNT] += m * t as f64;
        }
        let staying: Vec<f64> = (0..cells)
            .map(|cell| later[cell] * p[cell % COUNT + 1])
            .collect();
        let entering: Vec<f64> = (0..cells)
            .map(|cell| staying[cell] * weight(t, cell / COUNT))
            .collect();
        let totals: Vec<f64> = entering
            .chunks_exact(COUNT)
            .map(|row| row.iter().sum())
            .collect();
        let blank: Vec<f64> = later_between.iter().map(|v| v * p[0]).collect();
        for i in 0..count {
            for c in 0..COUNT {
                let cell = i * COUNT + c;
                let to_other = if i + 1 < count {
                    (totals[i + 1] - entering[cell + COUNT]).max(0.0)
                } else {
                    0.0
                };
                later[cell] = (staying[cell] + blank[i + 1] + to_other) / scales[t];
            }
        }
        for i in 0..=count {
            let entry = if i < count { totals[i] } else { 0.0 };
            later_between[i] = (blank[i] + entry) / scales[t];
        }
    }
    (mass, times)
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
    fn too_few_frames_are_no_line() {
        assert!(align(&frames("ABC", 1, 0.9), 4).is_none());
        assert!(align(&[], 0).is_none());
    }
}
