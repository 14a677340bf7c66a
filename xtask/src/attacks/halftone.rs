//! A page printed in dots of four inks, as offset and laser printers do.

use std::f32::consts::TAU;

use super::ink::Separation;
use super::set::Dice;

/// The form of the dots, by the waves along both directions of a screen (-1 to 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dots {
    Round,
    Elliptical,
    Lines,
}

impl Dots {
    /// Highest where ink comes first.
    fn height(self, along: f32, across: f32) -> f32 {
        match self {
            Self::Round => f32::midpoint(along, across),
            Self::Elliptical => 0.62 * along + 0.38 * across,
            Self::Lines => along,
        }
    }
}

/// The screens of the four inks.
pub(super) struct Screens {
    dots: Dots,
    /// Sine and cosine of each screen's angle.
    angles: [(f32, f32); 4],
    /// Heights from which on ink covers 0/256, 1/256, … of the paper.
    thresholds: Vec<f32>,
    /// Places about the middle of a pixel, in cells, and their weights under its blur.
    samples: Vec<(f32, f32, f32)>,
    /// Height over which a dot's edge fades.
    edge: f32,
}

/// Samples along each direction of a pixel's blur.
const SIDE: i32 = 5;

impl Screens {
    /// `blur`: deviation of the bell curve under which the print is seen, in cells.
    pub(super) fn new(blur: f32, dice: &mut Dice) -> Self {
        let dots = dice.one_of(
            &[Dots::Round],
            &[Dots::Round, Dots::Elliptical, Dots::Lines],
        );
        let turn = dice.setting(-6.0, 6.0);
        let samples = (0..SIDE * SIDE).map(|at| {
            let place = |step: i32| 3.0 * (step as f32 / (SIDE - 1) as f32 - 0.5);
            let (x, y) = (place(at % SIDE), place(at / SIDE));
            (x * blur, y * blur, (-0.5 * (x * x + y * y)).exp())
        });
        let samples: Vec<(f32, f32, f32)> = samples.collect();
        let sum: f32 = samples.iter().map(|sample| sample.2).sum();
        Self {
            dots,
            angles: [15.0, 75.0, 0.0, 45.0].map(|own: f32| (own + turn).to_radians().sin_cos()),
            thresholds: thresholds(dots),
            samples: samples.iter().map(|&(x, y, w)| (x, y, w / sum)).collect(),
            edge: dice.setting(0.15, 0.5),
        }
    }

    /// How much an ink covers about a place, in cells, where it should cover `wanted`.
    fn cover(&self, ink: usize, (x, y): (f32, f32), wanted: f32) -> f32 {
        let threshold = self.thresholds[(wanted.clamp(0.0, 1.0) * 256.0).round() as usize];
        let (sine, cosine) = self.angles[ink];
        let mut sum = 0.0;
        for &(dx, dy, weight) in &self.samples {
            let (x, y) = (x + dx, y + dy);
            let along = wave(x * cosine + y * sine);
            let across = wave(y * cosine - x * sine);
            let height = self.dots.height(along, across);
            sum += weight * ((height - threshold) / self.edge + 0.5).clamp(0.0, 1.0);
        }
        sum
    }

    /// The light of a channel about a place: in cells, and in shares of the page's sides.
    pub(super) fn light(
        &self,
        print: &Separation,
        channel: usize,
        cells: (f32, f32),
        (x, y): (f32, f32),
    ) -> f32 {
        let own = self.cover(channel, cells, print.cover(channel, x, y));
        let black = self.cover(3, cells, print.cover(3, x, y));
        print.light(channel, own, black)
    }
}

/// A cosine of whole turns, to a thousandth.
fn wave(turns: f32) -> f32 {
    let off = (turns - turns.round()).abs();
    // The sine of the rest to a quarter turn, by its series: library cosines would take most of
    // the time of a print.
    let angle = (0.25 - off) * TAU;
    let square = angle * angle;
    angle * (1.0 - square / 6.0 + square * square / 120.0 - square * square * square / 5040.0)
}

fn thresholds(dots: Dots) -> Vec<f32> {
    const SIDE: usize = 64;
    let place = |step: usize| (step as f32 + 0.5) / SIDE as f32;
    let mut heights: Vec<f32> = (0..SIDE * SIDE)
        .map(|at| dots.height(wave(place(at % SIDE)), wave(place(at / SIDE))))
        .collect();
    heights.sort_by(|a, b| b.total_cmp(a));
    let last = heights.len() - 1;
    let mut thresholds: Vec<f32> = (0..=256).map(|share| heights[last * share / 256]).collect();
    // Where no ink is wanted, and where all is covered, edges leave nothing.
    thresholds[0] = 2.0;
    thresholds[256] = -2.0;
    thresholds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attacks::Set;

    #[test]
    fn waves_are_cosines() {
        for step in -200..200 {
            let turns = step as f32 / 37.0;
            assert!((wave(turns) - (TAU * turns).cos()).abs() < 2e-3, "{turns}");
        }
    }

    #[test]
    fn dots_cover_what_they_should() {
        for (set, seed) in [(Set::Tuning, "a"), (Set::Testing, "b"), (Set::Testing, "d")] {
            let screens = Screens::new(0.2, &mut Dice::new(set, seed));
            for wanted in [0.0, 0.2, 0.5, 0.8, 1.0] {
                let mut sum = 0.0;
                for at in 0..900 {
                    let place = ((at % 30) as f32 * 0.317, (at / 30) as f32 * 0.293);
                    sum += screens.cover(0, place, wanted);
                }
                let mean = sum / 900.0;
                assert!(
                    (mean - wanted).abs() < 0.08,
                    "{:?} {wanted} {mean}",
                    screens.dots
                );
            }
        }
    }
}
