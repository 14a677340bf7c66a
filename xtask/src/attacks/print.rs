//! A document printed from its picture, the print scanned or photographed.

use image::RgbImage;

use super::Made;
use super::camera::Camera;
use super::droplets;
use super::halftone::Screens;
use super::ink::Separation;
use super::light;
use super::pose::Pose;
use super::set::Dice;
use super::texture::{Desk, Lamp, clouds};

/// Longest side of the grid of drops: beyond, they are smaller than any picture shows.
const MOST_DROPS: f32 = 4800.0;

/// The print before a camera.
struct Scene {
    camera: Camera,
    pose: Pose,
    lamp: Option<Lamp>,
    desk: Desk,
    paper_seed: u32,
}

impl Scene {
    fn new(page: &RgbImage, dice: &mut Dice) -> Self {
        let longest_px = dice.longest_px();
        let frame = light::size(page.dimensions(), longest_px);
        let thing = (page.width() as f32, page.height() as f32);
        let (camera, share) = if dice.either() {
            (Camera::scanner(frame, dice), 1.0)
        } else {
            (Camera::new(frame, dice), dice.setting(0.82, 1.0))
        };
        let pose = Pose::straight(thing, camera.sensor_px(), share);
        let (pose, lamp) = if share < 1.0 {
            (pose.by_hand(3.0, 0.06, dice), Some(Lamp::new(dice)))
        } else {
            (pose, None)
        };
        Self {
            camera,
            pose,
            lamp,
            desk: Desk::coloured(dice),
            paper_seed: (dice.chance() * 1e6) as u32,
        }
    }

    /// A photo of a page whose light in a channel, by the place in its pixels, `light` tells.
    fn photo(
        &self,
        page: (f32, f32),
        dice: &mut Dice,
        light: impl Fn(usize, (f32, f32)) -> f32,
    ) -> RgbImage {
        let sensor = self.camera.sensor_px();
        self.camera.photo(dice, |channel, x, y| {
            let (u, v) = self.pose.at(x, y);
            let is_page = (0.0..page.0).contains(&u) && (0.0..page.1).contains(&v);
            let own = if is_page {
                let fibre = clouds(self.paper_seed, x / 2.5, y / 2.5);
                light(channel, (u, v)) * (1.0 + 0.012 * fibre)
            } else {
                self.desk.at(channel, u / page.0, v / page.0)
            };
            let (width, height) = (sensor.0 as f32, sensor.1 as f32);
            own * self.lamp.map_or(1.0, |lamp| lamp.at(x / width, y / height))
        })
    }
}

/// Printed in dots.
pub(super) fn halftone(page: &RgbImage, dice: &mut Dice) -> Made {
    let scene = Scene::new(page, dice);
    let print = Separation::new(page, dice);
    let size = (page.width() as f32, page.height() as f32);
    // Cells of 85 to 175 lines an inch where a card or a page fills most of the picture.
    let cell = dice.setting(2.3, 6.5) * scene.pose.scale(0.0, 0.0);
    let blur = scene.camera.blur_px * scene.pose.scale(0.0, 0.0) / cell;
    let screens = Screens::new(blur, dice);
    let photo = scene.photo(size, dice, |channel, (u, v)| {
        let place = (u / size.0, v / size.1);
        screens.light(&print, channel, (u / cell, v / cell), place)
    });
    (photo, dice.quality(78, 96))
}

/// Printed in drops.
pub(super) fn inkjet(page: &RgbImage, dice: &mut Dice) -> Made {
    let scene = Scene::new(page, dice);
    let print = Separation::new(page, dice);
    let size = (page.width() as f32, page.height() as f32);
    let scale = scene.pose.scale(0.0, 0.0);
    // Sensor pixels for a drop: 500 to 1200 an inch.
    let drop = (dice.setting(0.45, 1.1) * scale).max(size.0.max(size.1) / MOST_DROPS);
    let grid = ((size.0 / drop) as usize, (size.1 / drop) as usize);
    // Drops are round, and light spreads in the paper under them.
    let blur = (scene.camera.blur_px * scale / drop).hypot(dice.setting(0.6, 1.3));
    let drops = droplets::printed(&print, grid, blur, dice);
    let photo = scene.photo(size, dice, |channel, (u, v)| {
        drops[channel].between(u / drop, v / drop)
    });
    (photo, dice.quality(78, 96))
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::attacks::Set;

    #[test]
    fn an_even_grey_is_printed_as_even_on_the_whole_and_uneven_closely() {
        let page = RgbImage::from_pixel(150, 100, Rgb([140, 150, 160]));
        for set in [Set::Tuning, Set::Testing] {
            for print in [halftone, inkjet] {
                let (photo, _) = print(&page, &mut Dice::small(set, "grey"));
                let (width, height) = (photo.width(), photo.height());
                let blocks = |at: u32| {
                    let levels = (0..1600).map(|i| {
                        let (x, y) = (width / 3 + at * 40 + i % 40, height / 3 + i / 40);
                        f32::from(photo.get_pixel(x, y).0[1])
                    });
                    let levels: Vec<f32> = levels.collect();
                    let mean = levels.iter().sum::<f32>() / 1600.0;
                    let square = levels.iter().map(|v| (v - mean).powi(2)).sum::<f32>();
                    (mean, (square / 1600.0).sqrt())
                };
                let (first, second) = (blocks(0), blocks(1));
                assert!((first.0 - second.0).abs() < 14.0, "{first:?} {second:?}");
                assert!(first.1 > 2.5, "{first:?}");
                assert!((90.0..210.0).contains(&first.0), "{first:?}");
            }
        }
    }
}
