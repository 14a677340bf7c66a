//! The even pitch at which the characters of a line stand.

use super::occupancy::Seen;

/// Standard deviation of a character's time around the fitted one, in pitches.
const DEVIATION_PITCHES: f32 = 0.4;
/// Natural logarithm of the weight of a time that does not fit at all.
const FLOOR_LOG: f32 = -8.0;
/// Farthest from its time that a place is looked for, in pitches.
const REACH_PITCHES: f32 = 3.0;
/// Least number of places whose pitch can be told.
const MIN_PLACES: usize = 8;

/// When each place of a line should stand: a quadratic in the place's number, since a straight
/// one would tear lines seen in perspective.
#[derive(Debug, Clone)]
pub(super) struct Pitch {
    /// Coefficients of 1, x and x²; x runs from -1 at the first place to 1 at the last.
    coefficients: [f32; 3],
    count: usize,
}

impl Pitch {
    /// Fits the times of places, the uncertain and the outlying counting little; `None` when too
    /// few are known.
    pub(super) fn of(seen: &[Seen]) -> Option<Self> {
        let mut weights: Vec<f32> = seen.iter().map(|place| place.certainty).collect();
        let mut pitch = Self::least_squares(seen, &weights)?;
        for _ in 0..3 {
            let distance = (pitch.coefficients[1] / pitch.half()).abs().max(0.5);
            for (i, (weight, place)) in weights.iter_mut().zip(seen).enumerate() {
                let off = (place.time - pitch.time_of(i as f32)) / distance;
                *weight = place.certainty / (1.0 + (off / 0.5).powi(4));
            }
            pitch = Self::least_squares(seen, &weights)?;
        }
        Some(pitch)
    }

    /// The frame of a place.
    pub(super) fn time_of(&self, place: f32) -> f32 {
        let [a, b, c] = self.coefficients;
        let x = place / self.half() - 1.0;
        a + x * (b + x * c)
    }

    /// For each place, what its time is compared with.
    pub(super) fn windows(&self) -> Vec<Window> {
        let window = |i: usize| {
            let middle = self.time_of(i as f32);
            let pitch = (self.time_of(i as f32 + 1.0) - middle).abs();
            Window {
                middle,
                reach: (REACH_PITCHES * pitch).max(2.0),
                deviation: (DEVIATION_PITCHES * pitch).max(0.5),
            }
        };
        (0..self.count).map(window).collect()
    }

    fn half(&self) -> f32 {
        (self.count.max(2) - 1) as f32 / 2.0
    }

    fn least_squares(seen: &[Seen], weights: &[f32]) -> Option<Self> {
        let count = seen.len();
        if count < MIN_PLACES {
            return None;
        }
        let half = (count - 1) as f64 / 2.0;
        let mut moments = [0.0; 5];
        let mut sums = [0.0; 3];
        for (i, (place, &weight)) in seen.iter().zip(weights).enumerate() {
            let x = i as f64 / half - 1.0;
            let mut power = f64::from(weight);
            for (k, moment) in moments.iter_mut().enumerate() {
                *moment += power;
                if let Some(sum) = sums.get_mut(k) {
                    *sum += power * f64::from(place.time);
                }
                power *= x;
            }
        }
        let [m0, m1, m2, m3, m4] = moments;
        let matrix = [[m0, m1, m2], [m1, m2, m3], [m2, m3, m4]];
        let whole = determinant(matrix);
        if whole.abs() < 1e-9 {
            return None;
        }
        let coefficients = std::array::from_fn(|column| {
            let mut replaced = matrix;
            for (row, sum) in replaced.iter_mut().zip(sums) {
                row[column] = sum;
            }
            (determinant(replaced) / whole) as f32
        });
        Some(Self {
            coefficients,
            count,
        })
    }
}

fn determinant(a: [[f64; 3]; 3]) -> f64 {
    a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1])
        - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0])
        + a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0])
}

/// The frames at which a place may begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) middle: f32,
    pub(super) reach: f32,
    deviation: f32,
}

impl Window {
    /// Weight (0 to 1) of beginning at a frame.
    pub(super) fn weight(&self, frame: usize) -> f32 {
        let off = (frame as f32 - self.middle) / self.deviation;
        (-0.5 * off * off).max(FLOOR_LOG).exp()
    }
}
