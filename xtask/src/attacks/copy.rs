//! Copies in one ink: scanned, photographed under coloured light, or lying on a desk.

use image::RgbImage;

use super::Made;
use super::camera::Camera;
use super::light::{self, Plane, encoded, linear};
use super::pose::Pose;
use super::set::Dice;
use super::texture::{Desk, Lamp, clouds, hued};

/// A copy in one ink.
struct Copy {
    /// How much of the paper the ink covers (0 to 1).
    ink: Plane,
    /// Light of bare paper and of full ink.
    paper: [f32; 3],
    full: [f32; 3],
    seed: u32,
}

impl Copy {
    /// What a copier makes of a page, with ink and paper of these colours (their light, the
    /// brightest channel 1).
    fn new(page: &RgbImage, ink: [f32; 3], paper: [f32; 3], dice: &mut Dice) -> Self {
        let contrast = dice.setting(0.1, 0.9);
        let brightness = dice.setting(0.9, 1.25);
        let [darkest, lightest] = [dice.setting(0.01, 0.06), dice.setting(0.75, 0.95)];
        let grain = dice.setting(0.0, 0.05);
        let seed = (dice.chance() * 1e6) as u32;
        let (width, height) = (page.width() as usize, page.height() as usize);
        let covered = Plane::from_fn(width, height, |x, y| {
            let level = light::luma(*page.get_pixel(x as u32, y as u32));
            let level = level + contrast * (level * level * (3.0 - 2.0 * level) - level);
            let level = (level * brightness).clamp(0.0, 1.0);
            let wanted = 1.0 - linear(light::level(level));
            (wanted + grain * dice.noise() * wanted).clamp(0.0, 1.0)
        });
        Self {
            ink: covered,
            paper: paper.map(|part| part * lightest),
            full: ink.map(|part| part * darkest),
            seed,
        }
    }

    /// The light of a channel at a place in pixels of the page.
    fn at(&self, channel: usize, x: f32, y: f32) -> f32 {
        let ink = self.ink.between(x, y);
        let scale = 400.0 / self.ink.width as f32;
        let fibre = 1.0 + 0.01 * clouds(self.seed, x * scale, y * scale);
        (self.paper[channel] * (1.0 - ink) + self.full[channel] * ink) * fibre
    }

    fn size(&self) -> (f32, f32) {
        (self.ink.width as f32, self.ink.height as f32)
    }

    /// As a scanner stores it, every pixel a mixture of paper and ink.
    fn scanned(&self, dice: &mut Dice) -> Made {
        let size_px = (self.ink.width as u32, self.ink.height as u32);
        let (width, height) = light::size(size_px, dice.longest_px());
        let scale = self.ink.width as f32 / width as f32;
        let noise = dice.setting(0.001, 0.008);
        let mut planes = [0, 1, 2].map(|channel| {
            Plane::from_fn(width as usize, height as usize, |x, y| {
                encoded(self.at(channel, (x as f32 + 0.5) * scale, (y as f32 + 0.5) * scale))
            })
        });
        for at in 0..planes[0].values.len() {
            let noise = noise * dice.noise();
            for plane in &mut planes {
                plane.values[at] += noise;
            }
        }
        (light::picture(&planes), dice.quality(75, 96))
    }
}

const BLACK: [f32; 3] = [1.0; 3];

/// White paper, as good as neutral.
fn white(dice: &mut Dice) -> [f32; 3] {
    [1.0, 1.0, dice.setting(0.95, 1.02)]
}

/// A copy in black.
pub(super) fn grey(page: &RgbImage, dice: &mut Dice) -> Made {
    let paper = white(dice);
    Copy::new(page, BLACK, paper, dice).scanned(dice)
}

/// A copy in one coloured ink, or in brown on yellowed paper.
pub(super) fn tinted(page: &RgbImage, dice: &mut Dice) -> Made {
    let (ink, paper) = if dice.either() {
        (
            hued(dice.setting(15.0, 40.0), 0.8),
            hued(dice.setting(35.0, 55.0), 0.35),
        )
    } else {
        (hued(dice.setting(0.0, 360.0), 1.0), white(dice))
    };
    let mut copy = Copy::new(page, ink, paper, dice);
    // A coloured ink never gets as dark as black.
    let depth = dice.setting(2.0, 5.0);
    copy.full = copy.full.map(|part| part * depth);
    copy.scanned(dice)
}

/// A copy in black, photographed under a lamp of some colour.
pub(super) fn under_coloured_light(page: &RgbImage, dice: &mut Dice) -> Made {
    let paper = white(dice);
    let copy = Copy::new(page, BLACK, paper, dice);
    let colour = hued(
        dice.one_of(&[30.0, 215.0, 120.0], &[42.0, 190.0, 300.0, 345.0]),
        dice.setting(0.2, 0.65),
    );
    let share = dice.setting(0.92, 1.03);
    photographed(&copy, share, colour, None, dice)
}

/// A copy in black on a coloured desk.
pub(super) fn on_a_desk(page: &RgbImage, dice: &mut Dice) -> Made {
    let paper = white(dice);
    let copy = Copy::new(page, BLACK, paper, dice);
    let desk = Desk::coloured(dice);
    let colour = [dice.setting(0.95, 1.05), 1.0, dice.setting(0.9, 1.05)];
    let share = dice.setting(0.55, 0.85);
    photographed(&copy, share, colour, Some(desk), dice)
}

/// A photo of a copy that fills a share of it, in light of a colour.
fn photographed(
    copy: &Copy,
    share: f32,
    colour: [f32; 3],
    desk: Option<Desk>,
    dice: &mut Dice,
) -> Made {
    let (width, height) = copy.size();
    // Paper around the page, as a copier leaves it, in shares of the page.
    let margin = dice.setting(0.0, 0.12);
    let longest_px = dice.longest_px();
    let frame = light::size((width as u32, height as u32), longest_px);
    let camera = Camera::new(frame, dice);
    let pose = Pose::straight((width, height), camera.sensor_px(), share).by_hand(5.0, 0.07, dice);
    let lamp = Lamp::new(dice);
    let (sensor_width, sensor_height) = camera.sensor_px();
    let photo = camera.photo(dice, |channel, x, y| {
        let (u, v) = pose.at(x, y);
        // How far outside of the page, in shares of its width.
        let off = (-u).max(u - width).max(-v).max(v - height) / width;
        let own = match desk {
            Some(desk) if off > margin => {
                // The paper's edge throws a narrow shadow.
                let shadow = 1.0 - 0.35 * (-(off - margin) * 90.0).exp();
                desk.at(channel, u / width, v / width) * shadow
            }
            _ if off > 0.0 => copy.paper[channel],
            _ => copy.at(channel, u, v),
        };
        let place = (x / sensor_width as f32, y / sensor_height as f32);
        own * colour[channel] * lamp.at(place.0, place.1)
    });
    (photo, dice.quality(75, 96))
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::attacks::Set;

    fn page() -> RgbImage {
        RgbImage::from_fn(120, 80, |x, y| {
            Rgb([(x * 2) as u8, (y * 3) as u8, (255 - x * 2) as u8])
        })
    }

    /// The most that any pixel lies off the line between the darkest and the lightest colour.
    fn off_line(picture: &RgbImage) -> f32 {
        let sum = |pixel: &&Rgb<u8>| pixel.0.map(u32::from).iter().sum::<u32>();
        let dark = picture.pixels().min_by_key(sum).unwrap().0.map(linear);
        let light = picture.pixels().max_by_key(sum).unwrap().0.map(linear);
        let line = [0, 1, 2].map(|c: usize| light[c] - dark[c]);
        let length: f32 = line.iter().map(|v| v * v).sum();
        let offs = picture.pixels().map(|pixel| {
            let own = [0, 1, 2].map(|c: usize| linear(pixel.0[c]) - dark[c]);
            let along = (0..3).map(|c| own[c] * line[c]).sum::<f32>() / length;
            (0..3)
                .map(|c| (own[c] - along * line[c]).abs())
                .fold(0.0, f32::max)
        });
        offs.fold(0.0, f32::max)
    }

    #[test]
    fn a_copy_has_the_colours_of_one_ink() {
        assert!(off_line(&page()) > 0.2);
        for set in [Set::Tuning, Set::Testing] {
            for seed in ["a", "b", "c"] {
                let (copy, _) = grey(&page(), &mut Dice::small(set, seed));
                for pixel in copy.pixels() {
                    let [red, green, blue] = pixel.0;
                    assert!(
                        red.abs_diff(green) < 9 && blue.abs_diff(green) < 9,
                        "{pixel:?}"
                    );
                }
                let (copy, _) = tinted(&page(), &mut Dice::small(set, seed));
                let off = off_line(&copy);
                assert!(off < 0.06, "{set:?} {seed} {off}");
            }
        }
    }

    #[test]
    fn coloured_light_colours_the_paper_and_a_desk_does_not() {
        let chroma = |pixel: Rgb<u8>| {
            let most = pixel.0.into_iter().max().unwrap_or_default();
            i32::from(most) - i32::from(pixel.0.into_iter().min().unwrap_or_default())
        };
        let blank = RgbImage::from_pixel(120, 80, Rgb([250; 3]));
        for set in [Set::Tuning, Set::Testing] {
            let (lit, _) = under_coloured_light(&blank, &mut Dice::small(set, "a"));
            assert!(chroma(*lit.get_pixel(lit.width() / 2, lit.height() / 2)) > 15);
            let (laid, _) = on_a_desk(&blank, &mut Dice::small(set, "a"));
            let middle = chroma(*laid.get_pixel(laid.width() / 2, laid.height() / 2));
            let corner = chroma(*laid.get_pixel(2, 2));
            assert!(middle < 30 && corner > middle, "{middle} {corner}");
        }
    }
}
