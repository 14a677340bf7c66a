//! The four inks of a printer.

use image::RgbImage;

use super::light::{self, Plane};
use super::set::Dice;

/// How much of the paper each ink covers (0 to 1): cyan, magenta, yellow, black.
pub(super) struct Separation {
    pub(super) covers: [Plane; 4],
    inks: Inks,
}

/// What the inks do to light.
#[derive(Debug, Clone, Copy)]
struct Inks {
    /// Light that the paper throws back.
    paper: [f32; 3],
    /// Light of its own colour that a coloured ink leaves.
    leaves: f32,
    /// The same of black.
    black_leaves: f32,
}

impl Separation {
    pub(super) fn new(picture: &RgbImage, dice: &mut Dice) -> Self {
        let inks = Inks {
            paper: [
                dice.setting(0.78, 0.93),
                dice.setting(0.78, 0.93),
                dice.setting(0.74, 0.93),
            ],
            leaves: dice.setting(0.03, 0.14),
            black_leaves: dice.setting(0.01, 0.05),
        };
        // Share of what all three colours have in common that black stands for.
        let black = dice.setting(0.3, 0.9);
        let [red, green, blue] = light::planes(picture);
        let cover = |plane: Plane| Plane {
            values: plane
                .values
                .iter()
                .map(|light| ((1.0 - light) / (1.0 - inks.leaves)).clamp(0.0, 1.0))
                .collect(),
            ..plane
        };
        let mut colours = [red, green, blue].map(cover);
        let mut under = colours[0].clone();
        for (at, under) in under.values.iter_mut().enumerate() {
            let common = colours.iter().map(|plane| plane.values[at]);
            *under = black * common.fold(1.0, f32::min);
            for plane in &mut colours {
                let value = &mut plane.values[at];
                *value = (*value - *under) / (1.0 - *under).max(0.05);
            }
        }
        let [cyan, magenta, yellow] = colours;
        Self {
            covers: [cyan, magenta, yellow, under],
            inks,
        }
    }

    /// The light of a channel where its own ink and black cover so much: the other inks leave it
    /// alone.
    pub(super) fn light(&self, channel: usize, own: f32, black: f32) -> f32 {
        let Inks {
            paper,
            leaves,
            black_leaves,
        } = self.inks;
        paper[channel] * (1.0 - own * (1.0 - leaves)) * (1.0 - black * (1.0 - black_leaves))
    }

    /// How much an ink covers at a place, in shares of the page's sides.
    pub(super) fn cover(&self, ink: usize, x: f32, y: f32) -> f32 {
        let plane = &self.covers[ink];
        plane.between(x * plane.width as f32, y * plane.height as f32)
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::attacks::Set;

    #[test]
    fn what_is_separated_prints_as_it_was() {
        for colour in [
            [255, 255, 255],
            [200, 90, 40],
            [128, 128, 128],
            [20, 60, 160],
        ] {
            let picture = RgbImage::from_pixel(4, 4, Rgb(colour));
            let inks = Separation::new(&picture, &mut Dice::new(Set::Tuning, "inks"));
            for channel in 0..3 {
                let light = inks.light(
                    channel,
                    inks.cover(channel, 0.5, 0.5),
                    inks.cover(3, 0.5, 0.5),
                );
                let wanted = light::linear(colour[channel]) * inks.inks.paper[channel];
                assert!((light - wanted).abs() < 0.08, "{colour:?} {light} {wanted}");
            }
        }
    }
}
