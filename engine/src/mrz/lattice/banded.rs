//! What each place shows: the lattice over places and characters, each place weighed only at the
//! frames near its time.

use super::pitch::{Pitch, Window};
use super::{COUNT, LANES, Likelihood, Place, Row};

/// Smallest probability that is told from zero.
const FLOOR: f32 = 1e-12;

/// A weighed line: see [`super::Alignment`].
pub(super) struct Weighed {
    pub(super) places: Vec<Place>,
    pub(super) times: Vec<f32>,
    pub(super) log_likelihood: f32,
}

/// The places that one frame may show, and where their entries are kept.
struct Span {
    first: usize,
    end: usize,
    entries: usize,
}

/// Forward-backward in scaled linear arithmetic. States: `place i shows character c`, and
/// `between places, i of them done`. As in CTC, the same character twice needs a blank between.
/// Without a pitch, every place is weighed at every frame.
pub(super) fn weigh(frames: &[Likelihood], count: usize, pitch: Option<&Pitch>) -> Weighed {
    let windows = pitch.map(Pitch::windows);
    let spans = spans(frames.len(), count, windows.as_deref());
    let weights = weights(&spans, windows.as_deref());
    let forward = forward(frames, count, &spans, &weights);
    let (mass, times) = backward(frames, count, &spans, &weights, &forward);
    Weighed {
        places: mass.iter().map(log_distribution).collect(),
        times,
        log_likelihood: forward.log_likelihood,
    }
}

fn spans(frames: usize, count: usize, windows: Option<&[Window]>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(frames);
    let mut entries = 0;
    for t in 0..frames {
        let (mut first, mut end) = (0, count);
        if let Some(windows) = windows {
            let time = t as f32;
            first = windows.partition_point(|w| w.middle + w.reach < time);
            end = windows.partition_point(|w| w.middle - w.reach <= time);
            if let Some(before) = spans.last() {
                first = first.max(before.first);
                end = end.max(before.end);
            }
            end = end.max(first);
        }
        spans.push(Span {
            first,
            end,
            entries,
        });
        entries += end - first;
    }
    spans
}

/// Weight of entering each place of each span.
fn weights(spans: &[Span], windows: Option<&[Window]>) -> Vec<f32> {
    let mut weights = Vec::new();
    for (t, span) in spans.iter().enumerate() {
        for i in span.first..span.end {
            weights.push(windows.map_or(1.0, |windows| windows[i].weight(t)));
        }
    }
    weights
}

struct Forward {
    /// For each frame and place of its span, the scaled weight of beginning to show a character.
    entered: Vec<Row>,
    /// What each frame's probabilities were multiplied by.
    scales: Vec<f32>,
    log_likelihood: f32,
}

fn forward(frames: &[Likelihood], count: usize, spans: &[Span], weights: &[f32]) -> Forward {
    let mut shown = vec![[0.0; LANES]; count];
    let mut totals = vec![0.0; count];
    let mut between = vec![0.0; count + 1];
    between[0] = 1.0;
    let mut entered = Vec::with_capacity(weights.len());
    let mut scales = Vec::with_capacity(frames.len());
    let mut scale = 1.0;
    let mut log_likelihood = 0.0;
    let mut passed = 0;
    for (frame, span) in frames.iter().zip(spans) {
        scales.push(scale);
        let p = frame.characters.map(|p| p * scale);
        let blank = frame.blank * scale;
        let start = entered.len();
        entered.resize(start + span.end - span.first, [0.0; LANES]);
        let done = span.end.checked_sub(1).map_or(0.0, |last| totals[last]);
        between[span.end] = (between[span.end] + done) * blank;
        let mut sum = between[span.end];
        // From the last place back, so that each still sees the frame before.
        for i in (span.first..span.end).rev() {
            let (from, from_total) = match i.checked_sub(1) {
                Some(i) => (shown[i], totals[i]),
                None => ([0.0; LANES], 0.0),
            };
            let weight = weights[span.entries + i - span.first];
            let entry = &mut entered[start + i - span.first];
            let row = &mut shown[i];
            let mut total = 0.0;
            for c in 0..LANES {
                entry[c] = (between[i] + (from_total - from[c]).max(0.0)) * p[c] * weight;
                row[c] = row[c] * p[c] + entry[c];
            }
            for value in row.iter() {
                total += value;
            }
            totals[i] = total;
            between[i] = (between[i] + from_total) * blank;
            sum += total + between[i];
        }
        for i in passed..span.first {
            (shown[i], totals[i], between[i]) = ([0.0; LANES], 0.0, 0.0);
        }
        passed = span.first;
        log_likelihood += sum.max(f32::MIN_POSITIVE).ln();
        scale = if sum > f32::MIN_POSITIVE {
            1.0 / sum
        } else {
            1.0
        };
    }
    let end = (totals[count - 1] + between[count]) * scale;
    log_likelihood += end.max(f32::MIN_POSITIVE).ln();
    Forward {
        entered,
        scales,
        log_likelihood,
    }
}

/// The weight of each place's characters over all frames, and the frame each is expected at.
fn backward(
    frames: &[Likelihood],
    count: usize,
    spans: &[Span],
    weights: &[f32],
    forward: &Forward,
) -> (Vec<Row>, Vec<f32>) {
    let mut later = vec![[0.0; LANES]; count];
    let mut later_between = vec![0.0; count + 1];
    later[count - 1] = [1.0; LANES];
    later_between[count] = 1.0;
    let mut mass = vec![[0.0; LANES]; count];
    let mut times = vec![0.0; count];
    for (t, span) in spans.iter().enumerate().rev() {
        let scale = forward.scales[t];
        let p = frames[t].characters.map(|p| p * scale);
        let blank = frames[t].blank * scale;
        // What lies before the span of the frame before is never asked for.
        let first = t.checked_sub(1).map_or(0, |t| spans[t].first);
        let (mut next, mut next_total) = ([0.0; LANES], 0.0_f32);
        let mut blank_after = later_between[span.end] * blank;
        later_between[span.end] = blank_after;
        for i in (first..span.end).rev() {
            if i < span.first {
                // Not shown at this frame, but at the one before: it can only be left.
                for (value, entering) in later[i].iter_mut().zip(&next) {
                    *value = blank_after + (next_total - entering).max(0.0);
                }
                (next, next_total, blank_after) = ([0.0; LANES], 0.0, 0.0);
                later_between[i] = 0.0;
                continue;
            }
            let at = span.entries + i - span.first;
            let row = &mut later[i];
            let mut place_mass = 0.0;
            for c in 0..LANES {
                let m = forward.entered[at][c] * row[c];
                mass[i][c] += m;
                place_mass += m;
            }
            times[i] += place_mass * t as f32;
            let mut entering = [0.0; LANES];
            for c in 0..LANES {
                let staying = row[c] * p[c];
                entering[c] = staying * weights[at];
                row[c] = staying + blank_after + (next_total - next[c]).max(0.0);
            }
            next_total = entering.iter().sum();
            next = entering;
            blank_after = later_between[i] * blank;
            later_between[i] = blank_after + next_total;
        }
    }
    for (i, (row, time)) in mass.iter_mut().zip(&mut times).enumerate() {
        *time /= row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        // Frames that no path of this many places fits leave weights beyond what `f32` holds:
        // then nothing is known of the place.
        if !time.is_finite() || !row.iter().all(|value| value.is_finite()) {
            *row = [1.0; LANES];
            *time = (i as f32 + 0.5) * frames.len() as f32 / count as f32;
        }
    }
    (mass, times)
}

fn log_distribution(mass: &Row) -> Place {
    let total = mass.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let floored: [f32; COUNT] = std::array::from_fn(|c| (mass[c] / total).max(FLOOR));
    let norm: f32 = floored.iter().sum();
    floored.map(|v| (v / norm).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every path of three frames through two places, counted one by one.
    #[test]
    fn agrees_with_counting_every_path() {
        let frames: Vec<Likelihood> = [(0.2, [0.5, 0.3]), (0.3, [0.3, 0.4]), (0.1, [0.2, 0.7])]
            .map(|(blank, shown)| {
                let mut characters = [0.0; LANES];
                characters[..2].copy_from_slice(&shown);
                Likelihood { blank, characters }
            })
            .into();
        let mut wanted = [[0.0_f32; 2]; 2];
        let mut likelihood = 0.0;
        for path in 0..27 {
            // What each frame shows: 0 blank, 1 and 2 the two characters.
            let labels = [path / 9, path / 3 % 3, path % 3];
            let mut probability = 1.0;
            let (mut text, mut before) = (vec![], 0);
            for (&label, frame) in labels.iter().zip(&frames) {
                probability *= match label {
                    0 => frame.blank,
                    label => frame.characters[label - 1],
                };
                if label != 0 && label != before {
                    text.push(label - 1);
                }
                before = label;
            }
            if let &[first, second] = &text[..] {
                likelihood += probability;
                wanted[0][first] += probability;
                wanted[1][second] += probability;
            }
        }
        let weighed = weigh(&frames, 2, None);
        assert!((weighed.log_likelihood - f32::ln(likelihood)).abs() < 1e-5);
        for (place, wanted) in weighed.places.iter().zip(wanted) {
            for (log, wanted) in place.iter().zip(wanted) {
                assert!((log.exp() - wanted / likelihood).abs() < 1e-5);
            }
        }
    }
}
