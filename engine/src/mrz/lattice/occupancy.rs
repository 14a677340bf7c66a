//! Where the places of a line stand, before it is asked what they show.

use super::Likelihood;

/// What is known of a place without its neighbours' pitch.
pub(super) struct Seen {
    /// Expected frame at which it begins.
    pub(super) time: f32,
    /// How likely (0 to 1) the best character is there.
    pub(super) certainty: f32,
}

/// One frame, its characters summed up.
struct Summary {
    blank: f32,
    shown: f32,
    /// Probability that this frame shows the character of the one before.
    same: f32,
    /// Share (0 to 1) of the likeliest character among all.
    best: f32,
}

/// Aligns frames to places by whether each frame shows any character, and the same one as the
/// frame before: a lattice without letters, forty times smaller than the one with them.
pub(super) fn times(frames: &[Likelihood], count: usize) -> Vec<Seen> {
    let summaries = summaries(frames);
    let mut shown = vec![0.0; count];
    let mut between = vec![0.0; count + 1];
    between[0] = 1.0;
    let mut entered = vec![0.0; frames.len() * count];
    let mut scales = Vec::with_capacity(frames.len());
    for (frame, entered) in summaries.iter().zip(entered.chunks_exact_mut(count)) {
        // From the last place back, so that each still sees the frame before.
        let mut sum = 0.0;
        between[count] = (between[count] + shown[count - 1]) * frame.blank;
        sum += between[count];
        for i in (0..count).rev() {
            let before = if i == 0 { 0.0 } else { shown[i - 1] };
            entered[i] = (between[i] + before * (1.0 - frame.same)) * frame.shown;
            shown[i] = shown[i] * frame.same * frame.shown + entered[i];
            between[i] = (between[i] + before) * frame.blank;
            sum += shown[i] + between[i];
        }
        let scale = 1.0 / sum.max(f32::MIN_POSITIVE);
        for v in shown.iter_mut().chain(&mut between).chain(entered) {
            *v *= scale;
        }
        scales.push(scale);
    }
    backward(&summaries, &entered, &scales, count)
}

fn backward(summaries: &[Summary], entered: &[f32], scales: &[f32], count: usize) -> Vec<Seen> {
    let mut later = vec![0.0; count];
    let mut later_between = vec![0.0; count + 1];
    later[count - 1] = 1.0;
    later_between[count] = 1.0;
    let mut sums = vec![(0.0, 0.0, 0.0); count];
    let rows = summaries.iter().zip(scales).enumerate();
    for (t, (frame, &scale)) in rows.rev() {
        let entered = &entered[t * count..(t + 1) * count];
        for ((mass, time, best), (entry, later)) in sums.iter_mut().zip(entered.iter().zip(&later))
        {
            let m = entry * later;
            *mass += m;
            *time += m * t as f32;
            *best += m * frame.best;
        }
        let shown = frame.shown * scale;
        let blank = frame.blank * scale;
        for i in 0..count {
            let next = later.get(i + 1).copied().unwrap_or(0.0);
            let entering = later[i] * shown;
            later[i] = entering * frame.same
                + later_between[i + 1] * blank
                + next * shown * (1.0 - frame.same);
            later_between[i] = later_between[i] * blank + entering;
        }
        later_between[count] *= blank;
    }
    sums.iter()
        .map(|&(mass, time, best)| {
            let mass = mass.max(f32::MIN_POSITIVE);
            let (time, certainty) = (time / mass, best / mass);
            // Weights beyond what `f32` holds: nothing is known of the place.
            if time.is_finite() && certainty.is_finite() {
                Seen { time, certainty }
            } else {
                Seen {
                    time: 0.0,
                    certainty: 0.0,
                }
            }
        })
        .collect()
}

fn summaries(frames: &[Likelihood]) -> Vec<Summary> {
    let mut before: Option<(&Likelihood, f32)> = None;
    frames
        .iter()
        .map(|frame| {
            let shown: f32 = frame.characters.iter().sum::<f32>().max(1e-9);
            let same = before.map_or(0.0, |(other, other_shown)| {
                let both = frame.characters.iter().zip(&other.characters);
                both.map(|(a, b)| a * b).sum::<f32>() / (shown * other_shown)
            });
            let best = frame.characters.iter().copied().fold(0.0, f32::max) / shown;
            before = Some((frame, shown));
            Summary {
                blank: frame.blank,
                shown,
                same,
                best,
            }
        })
        .collect()
}
