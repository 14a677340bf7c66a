//! What a phone or a scanner makes of light: a mosaic of colours, noise, and the picture made of
//! them.

use image::RgbImage;
use image::imageops::{self, FilterType};

use super::light::{self, AROUND, Plane, encoded};
use super::set::Dice;

/// How the colours that a pixel does not see are told from its neighbours.
#[derive(Debug, Clone, Copy)]
enum Demosaic {
    /// Means of the neighbours.
    Means,
    /// Means, corrected by the curvature of the colour that the pixel sees.
    Corrected,
}

/// A camera and its settings.
#[derive(Debug)]
pub(super) struct Camera {
    /// Pixels of the picture that it gives.
    size_px: (u32, u32),
    /// Pixels of the sensor along one of the picture.
    oversize: f32,
    /// The colours of the first two rows of the mosaic; a scanner has none, since each of its
    /// pixels sees every colour.
    mosaic: Option<[[usize; 2]; 2]>,
    demosaic: Demosaic,
    /// Deviation of the optics' blur, with the area that a pixel sees, in sensor pixels.
    pub(super) blur_px: f32,
    /// Light that is stored as white.
    white: f32,
    /// Errors of the white balance.
    balance: [f32; 3],
    /// Electrons that white light frees in a pixel.
    electrons: f32,
    /// Deviation of the noise of reading, in electrons.
    read_noise: f32,
    /// Deviation of the blur that takes the noise out of the colours, in sensor pixels.
    colour_blur_px: f32,
    /// Share of the difference to a blurred copy that is added.
    sharpening: f32,
    /// Share of an S curve in the tones.
    contrast: f32,
}

impl Camera {
    /// One that gives pictures of a size, in good light.
    pub(super) fn new(size_px: (u32, u32), dice: &mut Dice) -> Self {
        const RED_FIRST: [[usize; 2]; 2] = [[0, 1], [1, 2]];
        const GREEN_FIRST: [[usize; 2]; 2] = [[1, 0], [2, 1]];
        const BLUE_FIRST: [[usize; 2]; 2] = [[2, 1], [1, 0]];
        Self {
            size_px,
            oversize: dice.setting(1.0, 1.5),
            mosaic: Some(dice.one_of(&[RED_FIRST], &[GREEN_FIRST, BLUE_FIRST])),
            demosaic: dice.one_of(
                &[Demosaic::Corrected],
                &[Demosaic::Corrected, Demosaic::Means],
            ),
            blur_px: dice.setting(0.45, 0.95),
            white: dice.setting(0.8, 1.1),
            balance: [dice.setting(0.93, 1.07), 1.0, dice.setting(0.93, 1.07)],
            electrons: dice.setting(1500.0, 9000.0),
            read_noise: dice.setting(2.0, 9.0),
            colour_blur_px: dice.setting(0.6, 2.4),
            sharpening: dice.setting(0.1, 0.9),
            contrast: dice.setting(0.0, 0.5),
        }
    }

    /// A scanner: no mosaic, and light of its own.
    pub(super) fn scanner(size_px: (u32, u32), dice: &mut Dice) -> Self {
        Self {
            oversize: 1.0,
            mosaic: None,
            white: dice.setting(0.85, 1.0),
            balance: [1.0; 3],
            electrons: dice.setting(8000.0, 20_000.0),
            ..Self::new(size_px, dice)
        }
    }

    /// The size of its sensor, in pixels.
    pub(super) fn sensor_px(&self) -> (u32, u32) {
        let (width, height) = self.size_px;
        let longest = self.oversize * width.max(height) as f32;
        light::size(self.size_px, longest)
    }

    /// A picture of `light`: the amount in a channel, blurred by `blur_px`, about a place of the
    /// sensor, in its pixels.
    pub(super) fn photo(
        &self,
        dice: &mut Dice,
        light: impl Fn(usize, f32, f32) -> f32,
    ) -> RgbImage {
        let (width, height) = self.sensor_px();
        let (width, height) = (width as usize, height as usize);
        let mut seen = |channel, x: usize, y: usize| {
            let seen = light(channel, x as f32 + 0.5, y as f32 + 0.5).max(0.0) / self.white;
            let deviation = (seen * self.electrons + self.read_noise.powi(2)).sqrt();
            (seen + dice.noise() * deviation / self.electrons).clamp(0.0, 1.0)
        };
        let colours = match self.mosaic {
            Some(mosaic) => {
                let raw = Plane::from_fn(width, height, |x, y| seen(mosaic[y % 2][x % 2], x, y));
                [0, 1, 2].map(|channel| self.channel(&raw, mosaic, channel))
            }
            None => {
                [0, 1, 2].map(|channel| Plane::from_fn(width, height, |x, y| seen(channel, x, y)))
            }
        };
        let developed = light::picture(&self.developed(&colours));
        if developed.dimensions() == self.size_px {
            return developed;
        }
        let (width, height) = self.size_px;
        imageops::resize(&developed, width, height, FilterType::Triangle)
    }

    /// One colour at every pixel.
    fn channel(&self, raw: &Plane, mosaic: [[usize; 2]; 2], channel: usize) -> Plane {
        let seen = |x: isize, y: isize| mosaic[(y & 1) as usize][(x & 1) as usize];
        let gain = match self.demosaic {
            Demosaic::Means => [0.0; 2],
            Demosaic::Corrected => [0.5, 0.7],
        };
        Plane::from_fn(raw.width, raw.height, |x, y| {
            let (x, y) = (x as isize, y as isize);
            if seen(x, y) == channel {
                return raw.at(x, y);
            }
            // Of a mosaic's other colours, each has two or four places there.
            let (mut sum, mut count) = (0.0, 0.0);
            for (dx, dy) in AROUND {
                if seen(x + dx, y + dy) == channel {
                    sum += raw.at(x + dx, y + dy);
                    count += 1.0;
                }
            }
            let far = [(-2, 0), (2, 0), (0, -2), (0, 2)];
            let far: f32 = far.iter().map(|(dx, dy)| raw.at(x + dx, y + dy)).sum();
            let curvature = raw.at(x, y) - far / 4.0;
            (sum / count + gain[usize::from(channel != 1)] * curvature).clamp(0.0, 1.0)
        })
    }

    /// The levels to be stored: balanced, without the noise of the colours, sharpened.
    fn developed(&self, colours: &[Plane; 3]) -> [Plane; 3] {
        let tone = |light: f32| {
            let level = encoded(light);
            level + self.contrast * (level * level * (3.0 - 2.0 * level) - level)
        };
        let levels = [0, 1, 2].map(|channel: usize| {
            let Plane { width, height, .. } = colours[channel];
            let values = colours[channel].values.iter();
            Plane {
                width,
                height,
                values: values.map(|v| tone(v * self.balance[channel])).collect(),
            }
        });
        let Plane { width, height, .. } = levels[0];
        let grey = Plane::from_fn(width, height, |x, y| {
            let at = y * width + x;
            0.2126 * levels[0].values[at]
                + 0.7152 * levels[1].values[at]
                + 0.0722 * levels[2].values[at]
        });
        let soft = grey.blurred(1.0);
        [0, 1, 2].map(|channel: usize| {
            let mut chroma = levels[channel].clone();
            for (value, grey) in chroma.values.iter_mut().zip(&grey.values) {
                *value -= grey;
            }
            let mut out = chroma.blurred(self.colour_blur_px);
            for (at, value) in out.values.iter_mut().enumerate() {
                let own = grey.values[at];
                *value += own + self.sharpening * (own - soft.values[at]);
            }
            out
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attacks::Set;

    #[test]
    fn even_light_gives_an_even_picture_with_noise() {
        for set in [Set::Tuning, Set::Testing] {
            let mut dice = Dice::new(set, "camera");
            let camera = Camera::new((90, 60), &mut dice);
            let photo = camera.photo(&mut dice, |_, _, _| 0.3);
            assert_eq!(photo.dimensions(), (90, 60));
            let levels: Vec<f32> = photo.pixels().map(|p| f32::from(p.0[1])).collect();
            let mean = levels.iter().sum::<f32>() / levels.len() as f32;
            assert!((110.0..190.0).contains(&mean), "{mean}");
            let variance = levels.iter().map(|v| (v - mean).powi(2)).sum::<f32>();
            let deviation = (variance / levels.len() as f32).sqrt();
            assert!((0.2..12.0).contains(&deviation), "{deviation}");
        }
    }

    #[test]
    fn colours_come_through_the_mosaic() {
        let mut dice = Dice::new(Set::Testing, "colours");
        let camera = Camera::new((60, 60), &mut dice);
        let photo = camera.photo(&mut dice, |channel, _, _| [0.6, 0.2, 0.05][channel]);
        let [red, green, blue] = photo.get_pixel(30, 30).0;
        assert!(
            red > green + 40 && green > blue + 20,
            "{red} {green} {blue}"
        );
    }
}
