//! A picture shown on a display and photographed from it.

use image::RgbImage;

use super::Made;
use super::camera::Camera;
use super::light::{self, Plane};
use super::pose::{self, Pose};
use super::set::Dice;

/// How a display's pixels are made of single colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pixels {
    /// Upright stripes of red, green and blue.
    Stripes,
    /// The stripes in the other order.
    StripesFromBlue,
    /// Round spots: green in each pixel, red and blue in every other one.
    Spots,
}

/// How the light of a display varies down a photo of it.
#[derive(Debug, Clone, Copy)]
enum Refresh {
    /// A soft wave.
    Wave,
    /// Dark bars with edges.
    Bars,
}

/// A display that shows a picture.
struct Display {
    pixels: Pixels,
    /// Share of a sub-pixel's width and of a pixel's height that is dark.
    dark: f32,
    shown: [Plane; 3],
    /// Light around the picture.
    surround: f32,
}

/// A photo of a display that shows the picture.
pub(super) fn recaptured(picture: &RgbImage, dice: &mut Dice) -> Made {
    let longest_px = dice.longest_px();
    let frame_px = light::size(picture.dimensions(), longest_px);
    let (mut photos, quality) = photographed(picture, frame_px, (0.84, 1.02), (1.0, 3.6), 1, dice);
    (photos.remove(0), quality)
}

/// The same before an upright front camera, near or at arm's length: some frames one after the other,
/// and their quality.
pub(super) fn held_up(
    picture: &RgbImage,
    longest_px: f32,
    frames: usize,
    dice: &mut Dice,
) -> (Vec<RgbImage>, u8) {
    let frame_px = light::size((3, 4), longest_px);
    photographed(picture, frame_px, (0.7, 1.5), (0.7, 2.6), frames, dice)
}

/// `share` of the frame is filled by the picture, and `ratio` pixels of the sensor show one of the
/// display: least and most.
fn photographed(
    picture: &RgbImage,
    frame_px: (u32, u32),
    share: (f32, f32),
    ratio: (f32, f32),
    frames: usize,
    dice: &mut Dice,
) -> (Vec<RgbImage>, u8) {
    let camera = Camera::new(frame_px, dice);
    let share = dice.setting(share.0, share.1);
    // Sensor pixels for one of the display.
    let ratio = dice.setting(ratio.0, ratio.1);
    let display = Display::new(picture, &camera, share / ratio, dice);
    let sensor_px = camera.sensor_px();
    let shown = (
        display.shown[0].width as f32,
        display.shown[0].height as f32,
    );
    let pose = Pose::straight(shown, sensor_px, share).by_hand(4.0, 0.08, dice);
    let air = Air::new(dice);
    let (width, height) = (sensor_px.0 as f32, sensor_px.1 as f32);
    let photos = pose::moments(pose, frames, dice, |pose, dice| {
        camera.photo(dice, |channel, x, y| {
            let blur = camera.blur_px * pose.scale(x, y);
            let shown = display.at(channel, pose.at(x, y), blur);
            air.at(channel, shown, (x / width, y / width), height / width)
        })
    });
    (photos, dice.quality(78, 96))
}

/// What is between the display and the sensor: its refresh, and other light on its glass.
struct Air {
    refresh: Refresh,
    /// Periods down the photo, their place, and how much light the darkest part lacks.
    periods: f32,
    phase: f32,
    depth: f32,
    /// Light that the glass throws back everywhere.
    veil: [f32; 3],
    /// Middle and radius of a lamp's glare, in shares of the photo's width, and its light.
    glare: ((f32, f32), f32, f32),
}

impl Air {
    fn new(dice: &mut Dice) -> Self {
        let veil = dice.setting(0.003, 0.05);
        let has_glare = dice.either();
        Self {
            refresh: dice.one_of(&[Refresh::Wave], &[Refresh::Wave, Refresh::Bars]),
            periods: dice.setting(0.6, 5.0),
            phase: dice.chance(),
            depth: dice.setting(0.01, 0.22),
            veil: [veil, veil * 0.95, veil * 0.85],
            glare: (
                (dice.chance(), dice.chance()),
                dice.setting(0.04, 0.2),
                if has_glare {
                    dice.setting(0.1, 0.9)
                } else {
                    0.0
                },
            ),
        }
    }

    /// The light that arrives, for a display's light at a place in shares of the photo's width.
    fn at(&self, channel: usize, shown: f32, (x, y): (f32, f32), height: f32) -> f32 {
        let turn = self.periods * y / height + self.phase;
        let lack = match self.refresh {
            Refresh::Wave => 0.5 - 0.5 * (std::f32::consts::TAU * turn).cos(),
            Refresh::Bars => ((turn.fract() - 0.5).abs() * 12.0 - 3.0).clamp(0.0, 1.0),
        };
        let (middle, radius, strength) = self.glare;
        let off = (x - middle.0).hypot(y - middle.1 * height) / radius;
        let glare = strength * (-off * off).exp();
        shown * (1.0 - self.depth * lack) + self.veil[channel] + glare
    }
}

impl Display {
    /// `scale`: pixels of the display for one of the sensor.
    fn new(picture: &RgbImage, camera: &Camera, scale: f32, dice: &mut Dice) -> Self {
        let (width, height) = camera.sensor_px();
        let longest_px = width.max(height) as f32 * scale;
        let shown = light::resized(picture, longest_px.round() as u32);
        let black = dice.setting(0.000_5, 0.01);
        let gamma = dice.setting(0.9, 1.1);
        let white = [dice.setting(0.85, 1.0), 1.0, dice.setting(0.95, 1.15)];
        let mut planes = light::planes(&shown);
        for (plane, white) in planes.iter_mut().zip(white) {
            for value in &mut plane.values {
                *value = white * (black + (1.0 - black) * value.powf(gamma));
            }
        }
        Self {
            pixels: dice.one_of(
                &[Pixels::Stripes],
                &[Pixels::Stripes, Pixels::StripesFromBlue, Pixels::Spots],
            ),
            dark: dice.setting(0.08, 0.3),
            shown: planes,
            surround: if dice.either() { 0.02 } else { 0.85 },
        }
    }

    /// The light of a channel about a place, under a bell curve of a deviation, all in pixels of
    /// the display. Exact for stripes and spots, so that only the camera makes moiré.
    fn at(&self, channel: usize, (x, y): (f32, f32), blur: f32) -> f32 {
        match self.pixels {
            Pixels::Stripes => self.stripe(channel, channel, (x, y), blur),
            Pixels::StripesFromBlue => self.stripe(channel, 2 - channel, (x, y), blur),
            Pixels::Spots => self.spot(channel, (x, y), blur),
        }
    }

    fn value(&self, channel: usize, column: isize, row: isize) -> f32 {
        let plane = &self.shown[channel];
        let is_inside = (0..plane.width as isize).contains(&column)
            && (0..plane.height as isize).contains(&row);
        if is_inside {
            plane.values[row as usize * plane.width + column as usize]
        } else {
            self.surround
        }
    }

    fn stripe(&self, channel: usize, place: usize, (x, y): (f32, f32), blur: f32) -> f32 {
        let third = 1.0 / 3.0;
        let from = place as f32 * third;
        let gap = self.dark * third / 2.0;
        let across = (from + gap, from + third - gap);
        let down = (self.dark / 4.0, 1.0 - self.dark / 4.0);
        let area = (across.1 - across.0) * (down.1 - down.0);
        let reach = 3.0 * blur + 1.0;
        let columns = (x - reach).floor() as isize..=(x + reach).floor() as isize;
        let rows = (y - reach).floor() as isize..=(y + reach).floor() as isize;
        let under = |start: f32, (from, to): (f32, f32), at: f32| {
            below((start + to - at) / blur) - below((start + from - at) / blur)
        };
        let mut sum = 0.0;
        for row in rows {
            let weight = under(row as f32, down, y);
            if weight < 1e-4 {
                continue;
            }
            for column in columns.clone() {
                let weight = weight * under(column as f32, across, x);
                sum += weight * self.value(channel, column, row);
            }
        }
        sum / area
    }

    fn spot(&self, channel: usize, (x, y): (f32, f32), blur: f32) -> f32 {
        let is_green = channel == 1;
        let radius = if is_green { 0.17 } else { 0.23 } * (1.2 - self.dark);
        let variance = blur * blur + radius * radius;
        let middle = if is_green { (0.25, 0.25) } else { (0.75, 0.75) };
        let reach = 3.0 * variance.sqrt() + 1.0;
        let mut sum = 0.0;
        for row in (y - reach).floor() as isize..=(y + reach).floor() as isize {
            for column in (x - reach).floor() as isize..=(x + reach).floor() as isize {
                let value = if is_green {
                    self.value(channel, column, row)
                } else if (column + row).rem_euclid(2) == (channel / 2) as isize {
                    // One spot for two pixels shows the light of both.
                    self.value(channel, column, row) + self.value(channel, column + 1, row)
                } else {
                    continue;
                };
                let (dx, dy) = (column as f32 + middle.0 - x, row as f32 + middle.1 - y);
                sum += value * (-0.5 * (dx * dx + dy * dy) / variance).exp();
            }
        }
        sum / (std::f32::consts::TAU * variance)
    }
}

/// The share of a bell curve of deviation 1 that lies below a value (to a thousandth).
fn below(value: f32) -> f32 {
    0.5 + 0.5 * (0.797_884_6 * (value + 0.044_715 * value.powi(3))).tanh()
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::attacks::Set;

    fn display(pixels: Pixels) -> Display {
        let grey = Plane::from_fn(40, 40, |_, _| 0.5);
        Display {
            pixels,
            dark: 0.2,
            shown: [grey.clone(), grey.clone(), grey],
            surround: 0.5,
        }
    }

    #[test]
    fn seen_from_afar_pixels_are_what_they_show() {
        for pixels in [Pixels::Stripes, Pixels::StripesFromBlue, Pixels::Spots] {
            for channel in 0..3 {
                let light = display(pixels).at(channel, (20.3, 19.8), 2.0);
                assert!((light - 0.5).abs() < 0.01, "{pixels:?} {channel} {light}");
            }
        }
    }

    #[test]
    fn seen_closely_each_colour_has_its_place() {
        let display = display(Pixels::Stripes);
        let at = |channel, x| display.at(channel, (x, 20.5), 0.1);
        assert!(at(0, 20.17) > 1.0 && at(0, 20.5) < 0.1);
        assert!(at(2, 20.83) > 1.0 && at(2, 20.5) < 0.1);
    }

    #[test]
    fn an_even_picture_gets_a_periodic_structure() {
        let picture = RgbImage::from_pixel(300, 200, Rgb([190, 185, 180]));
        for set in [Set::Tuning, Set::Testing] {
            let (photo, _) = recaptured(&picture, &mut Dice::small(set, "periodic"));
            assert!((240..400).contains(&photo.width()));
            // Along rows, some lag repeats far better than noise does, which correlates with
            // itself by a tenth at most over so many pixels.
            let row = |y: u32| -> Vec<f32> {
                let levels = (30..210).map(|x| {
                    let [red, green, blue] = photo.get_pixel(x, y).0.map(f32::from);
                    green - f32::midpoint(red, blue)
                });
                let levels: Vec<f32> = levels.collect();
                let mean = levels.iter().sum::<f32>() / levels.len() as f32;
                levels.iter().map(|level| level - mean).collect()
            };
            let rows: Vec<Vec<f32>> = (40..100).map(row).collect();
            let product = |lag: usize| -> f32 {
                let pairs = rows.iter().flat_map(|row| row.iter().zip(&row[lag..]));
                pairs.map(|(a, b)| a * b).sum()
            };
            let best = (8..60).map(product).fold(f32::MIN, f32::max) / product(0);
            assert!(best > 0.2, "{set:?} {best}");
        }
    }
}
