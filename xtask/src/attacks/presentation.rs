//! Presentation attacks (ISO/IEC 30107-1): a photo of a person held before the camera instead of
//! the person.
//!
//! What is seen of dots and pixels follows from sizes that such things have: a print of 10 to 21 cm
//! or a display of 6 to 27 inches that fills some of a front camera's frame.

use image::RgbImage;

use super::camera::Camera;
use super::droplets;
use super::halftone::Screens;
use super::ink::Separation;
use super::light::{self, Plane};
use super::pose::{self, Pose};
use super::screen;
use super::set::{Dice, Set};
use super::texture::{Desk, Lamp, clouds, hued};

/// Longest side of the grid of drops: beyond, they are smaller than any picture shows.
const MOST_DROPS: f32 = 3600.0;
/// Corners of the outline along which a face is cut out.
const CUTS: usize = 26;

/// A kind of attack (ISO/IEC 30107-3: attack instrument species), or a control.
pub(crate) struct Species {
    pub(crate) name: &'static str,
    pub(crate) is_attack: bool,
    make: Make,
}

/// What is held before the camera.
#[derive(Clone, Copy)]
enum Make {
    /// Nothing: the photo in the size of the others.
    Stored,
    /// A display that fills the frame, or its middle.
    Screen,
    /// A sheet of paper.
    Sheet(Print),
    /// A face cut out of a print, before another person's.
    CutOut,
    /// An identity document.
    Document,
    /// A print without dots, turned to a side, or back.
    Turned(Turn),
}

/// How a sheet is turned.
#[derive(Clone, Copy)]
enum Turn {
    Aside,
    Back,
}

impl Turn {
    /// Aside and back.
    fn degrees(self, dice: &mut Dice) -> (f32, f32) {
        let little = dice.signed(0.0, 8.0);
        match self {
            Self::Aside => (dice.signed(20.0, 45.0), little),
            Self::Back => (little, dice.setting(15.0, 35.0)),
        }
    }
}

/// How a sheet was printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Print {
    /// In dots, as offset and laser printers do.
    Raster,
    /// In drops.
    Inkjet,
    /// By dye or on photographic paper: no dots at all.
    Photographic,
}

impl Species {
    const fn attack(name: &'static str, make: Make) -> Self {
        Self {
            name,
            is_attack: true,
            make,
        }
    }

    /// Whether it is made of pictures of documents.
    pub(crate) fn is_of_documents(&self) -> bool {
        matches!(self.make, Make::Document)
    }

    /// Whether a live picture of it is measured, beside one frame.
    pub(crate) fn is_live(&self) -> bool {
        !matches!(self.make, Make::Document | Make::Turned(_))
    }

    /// The attack with a photo: `frames` of a live picture, one after the other, and their JPEG
    /// quality. The same photo, name and set give the same frames. `eyes`: the person's right and
    /// left one on it, in pixels; `other`: somebody else's photo, and their eyes.
    pub(crate) fn of(
        &self,
        set: Set,
        (photo, eyes): (&RgbImage, Eyes),
        other: (&RgbImage, Eyes),
        (name, frames): (&str, usize),
    ) -> (Vec<RgbImage>, u8) {
        let mut dice = Dice::new(set, &format!("{} {name}", self.name));
        self.by(&mut dice, (photo, eyes), other, frames)
    }

    fn by(
        &self,
        dice: &mut Dice,
        (photo, eyes): (&RgbImage, Eyes),
        other: (&RgbImage, Eyes),
        frames: usize,
    ) -> (Vec<RgbImage>, u8) {
        let photos = match self.make {
            Make::Stored => stored(photo, frames, dice),
            Make::Screen => return screen::held_up(photo, longest_px(dice), frames, dice),
            Make::Sheet(print) => sheet(photo, print, None, frames, dice),
            Make::Turned(turn) => sheet(photo, Print::Photographic, Some(turn), frames, dice),
            Make::CutOut => cut_out(photo, eyes, other, frames, dice),
            Make::Document => document(photo, frames, dice),
        };
        (photos, dice.quality(80, 96))
    }
}

/// Right and left eye, in pixels.
pub(crate) type Eyes = [(f32, f32); 2];

/// All of them.
pub(crate) const SPECIES: [Species; 7] = [
    Species {
        name: "genuine, stored large",
        is_attack: false,
        make: Make::Stored,
    },
    Species::attack("screen", Make::Screen),
    Species::attack("raster print", Make::Sheet(Print::Raster)),
    Species::attack("inkjet print", Make::Sheet(Print::Inkjet)),
    Species::attack("photographic print", Make::Sheet(Print::Photographic)),
    Species::attack("cut-out", Make::CutOut),
    Species::attack("document portrait", Make::Document),
];

/// Prints that are turned before the camera when a person is asked to turn or lift their head.
pub(crate) const TURNED: [Species; 2] = [
    Species::attack("print, turned", Make::Turned(Turn::Aside)),
    Species::attack("print, tilted", Make::Turned(Turn::Back)),
];

/// The longer side of what front cameras give, in pixels.
fn longest_px(dice: &mut Dice) -> f32 {
    dice.longest_px() * 0.8
}

/// A camera at arm's length, what it stands before, and the room behind.
struct Scene {
    camera: Camera,
    pose: Pose,
    lamp: Lamp,
    room: Desk,
    seed: u32,
}

impl Scene {
    /// `thing`: the size of what is held up, in its pixels; it fills `share` of the frame.
    fn new(thing: (u32, u32), share: (f32, f32), dice: &mut Dice) -> Self {
        // Upright, as phones are held.
        let frame = light::size((3, 4), longest_px(dice));
        let camera = Camera::new(frame, dice);
        let thing = (thing.0 as f32, thing.1 as f32);
        let share = dice.setting(share.0, share.1);
        Self {
            pose: Pose::straight(thing, camera.sensor_px(), share).by_hand(8.0, 0.12, dice),
            lamp: Lamp::new(dice),
            room: Desk::coloured(dice),
            seed: (dice.chance() * 1e6) as u32,
            camera,
        }
    }

    /// Pixels of the thing that one of the sensor shows.
    fn scale(&self) -> f32 {
        self.pose.scale(0.0, 0.0)
    }

    /// Photos of a thing whose light in a channel, by the place in its pixels, `light` tells;
    /// `None` where it ends.
    fn photos(
        &self,
        width: f32,
        (frames, dice): (usize, &mut Dice),
        light: impl Fn(usize, (f32, f32)) -> Option<f32>,
    ) -> Vec<RgbImage> {
        let sensor = self.camera.sensor_px();
        let (frame_width, frame_height) = (sensor.0 as f32, sensor.1 as f32);
        pose::moments(self.pose, frames, dice, |pose, dice| {
            self.camera.photo(dice, |channel, x, y| {
                let (u, v) = pose.at(x, y);
                let own = light(channel, (u, v)).unwrap_or_else(|| {
                    // Far away, and so out of focus.
                    self.room.at(channel, 0.1 * u / width, 0.1 * v / width)
                });
                own * self.lamp.at(x / frame_width, y / frame_height)
            })
        })
    }
}

/// The photo itself as a live picture's frames: hardly moved, each sampled anew.
fn stored(photo: &RgbImage, frames: usize, dice: &mut Dice) -> Vec<RgbImage> {
    let longest = longest_px(dice);
    let mut all = vec![light::resized(photo, longest.round() as u32)];
    while all.len() < frames {
        let longest = longest * (1.0 + 0.015 * dice.noise());
        all.push(light::resized(photo, longest.round() as u32));
    }
    all
}

/// A sheet with the photo, its edges seen or not.
fn sheet(
    photo: &RgbImage,
    print: Print,
    turn: Option<Turn>,
    frames: usize,
    dice: &mut Dice,
) -> Vec<RgbImage> {
    let size = (photo.width() as f32, photo.height() as f32);
    let border = if dice.either() {
        dice.setting(0.01, 0.06) * size.0
    } else {
        0.0
    };
    let mut scene = Scene::new(photo.dimensions(), (0.75, 1.6), dice);
    if let Some(turn) = turn {
        scene.pose = scene
            .pose
            .turned(turn.degrees(dice), dice.setting(2.0, 5.0));
    }
    let paper = Paper::new(dice);
    let separation = (print != Print::Photographic).then(|| Separation::new(photo, dice));
    let planes = light::planes(photo);
    let scale = scene.scale();
    let cell = dice.setting(0.7, 2.4) * scale;
    let screens = Screens::new(scene.camera.blur_px * scale / cell, dice);
    let drop = (dice.setting(0.25, 0.7) * scale).max(size.0.max(size.1) / MOST_DROPS);
    let spread = (scene.camera.blur_px * scale / drop).hypot(dice.setting(0.6, 1.3));
    let drops = separation
        .as_ref()
        .filter(|_| print == Print::Inkjet)
        .map(|separation| {
            let grid = ((size.0 / drop) as usize, (size.1 / drop) as usize);
            droplets::printed(separation, grid, spread, dice)
        });
    let seed = scene.seed;
    scene.photos(size.0, (frames, dice), |channel, (u, v)| {
        let inside = |margin: f32| {
            (-margin..size.0 + margin).contains(&u) && (-margin..size.1 + margin).contains(&v)
        };
        if !inside(border) {
            return None;
        }
        let printed = if !inside(0.0) {
            0.9
        } else if let Some(drops) = &drops {
            drops[channel].between(u / drop, v / drop)
        } else if let Some(separation) = &separation {
            let place = (u / size.0, v / size.1);
            screens.light(separation, channel, (u / cell, v / cell), place)
        } else {
            paper.tone(planes[channel].between(u, v))
        };
        let fibre = clouds(seed, u / (2.5 * scale), v / (2.5 * scale));
        Some(printed * (1.0 + 0.01 * fibre) + paper.gloss(u / size.0, v / size.0))
    })
}

/// What paper does to light.
struct Paper {
    darkest: f32,
    lightest: f32,
    /// A lamp's reflection: its middle and radius in widths, and its light.
    shine: ((f32, f32), f32, f32),
}

impl Paper {
    fn new(dice: &mut Dice) -> Self {
        let is_glossy = dice.either();
        Self {
            darkest: dice.setting(0.015, 0.06),
            lightest: dice.setting(0.75, 0.95),
            shine: (
                (dice.chance(), dice.chance()),
                dice.setting(0.1, 0.5),
                if is_glossy {
                    dice.setting(0.03, 0.3)
                } else {
                    0.0
                },
            ),
        }
    }

    fn tone(&self, light: f32) -> f32 {
        self.darkest + (self.lightest - self.darkest) * light
    }

    fn gloss(&self, x: f32, y: f32) -> f32 {
        let (middle, radius, strength) = self.shine;
        let off = (x - middle.0).hypot(y - middle.1) / radius;
        strength * (-off * off).exp()
    }
}

/// A face cut out of a print and held before another's.
fn cut_out(
    photo: &RgbImage,
    eyes: Eyes,
    (other, others): (&RgbImage, Eyes),
    frames: usize,
    dice: &mut Dice,
) -> Vec<RgbImage> {
    let paper = Paper::new(dice);
    let planes = light::planes(photo);
    let behind = light::planes(other);
    let apart = |[right, left]: Eyes| (left.0 - right.0).hypot(left.1 - right.1).max(1.0);
    // The print is as large as the face that it hides, or a little larger.
    let larger = dice.setting(1.0, 1.35);
    let (own_px, other_px) = (apart(eyes), apart(others) * larger);
    let middle = |[right, left]: Eyes| {
        (
            f32::midpoint(right.0, left.0),
            f32::midpoint(right.1, left.1),
        )
    };
    let (own, hidden) = (middle(eyes), middle(others));
    let is_whole_head = dice.either();
    let (wide, high) = if is_whole_head {
        (1.75, 2.3)
    } else {
        (1.3, 1.75)
    };
    let cuts: Vec<f32> = (0..CUTS).map(|_| 1.0 + 0.05 * dice.noise()).collect();
    let rim = if dice.either() {
        dice.setting(0.01, 0.05)
    } else {
        0.0
    };
    // The whole of the other photo fills the frame.
    let scene = Scene::new(other.dimensions(), (1.0, 1.3), dice);
    let shadow = dice.setting(0.1, 0.6);
    let size = (other.width() as f32, other.height() as f32);
    let bend = dice.signed(0.0, 0.25);
    scene.photos(size.0, (frames, dice), |channel, (u, v)| {
        if !((0.0..size.0).contains(&u) && (0.0..size.1).contains(&v)) {
            return None;
        }
        let (x, y) = ((u - hidden.0) / other_px, (v - hidden.1) / other_px);
        let far = |x: f32, y: f32| {
            let (x, y) = (x / wide, (y - 0.45) / high);
            let turn = (y.atan2(x) / std::f32::consts::TAU + 0.5) * CUTS as f32;
            let at = turn as usize % CUTS;
            let (from, to) = (cuts[at], cuts[(at + 1) % CUTS]);
            x.hypot(y) / (from + (to - from) * turn.fract())
        };
        let away = far(x, y);
        if away <= 1.0 {
            let (u, v) = (own.0 + x * own_px, own.1 + y * own_px);
            let printed = if away > 1.0 - rim {
                0.9
            } else {
                paper.tone(planes[channel].between(u, v))
            };
            return Some(printed * (1.0 + bend * x) + paper.gloss(u / size.0, v / size.0));
        }
        let light = behind[channel].between(u, v);
        let shade = shadow * (1.0 - (far(x - 0.12, y - 0.2) - 1.0).max(0.0) * 8.0).max(0.0);
        Some(light * (1.0 - shade))
    })
}

/// A genuine document before the camera.
fn document(page: &RgbImage, frames: usize, dice: &mut Dice) -> Vec<RgbImage> {
    let scene = Scene::new(page.dimensions(), (0.6, 1.25), dice);
    let planes: [Plane; 3] = light::planes(page);
    let size = (page.width() as f32, page.height() as f32);
    let warm = hued(dice.setting(20.0, 60.0), dice.setting(0.0, 0.2));
    let paper = Paper::new(dice);
    scene.photos(size.0, (frames, dice), |channel, (u, v)| {
        let is_inside = (0.0..size.0).contains(&u) && (0.0..size.1).contains(&v);
        is_inside.then(|| {
            planes[channel].between(u, v) * warm[channel] + paper.gloss(u / size.0, v / size.0)
        })
    })
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn each_species_is_its_own_and_the_same_twice() {
        let photo = RgbImage::from_fn(120, 150, |x, y| Rgb([(x * 2) as u8, (y + 60) as u8, 120]));
        let other = RgbImage::from_fn(100, 130, |x, _| Rgb([200, 90 + x as u8, 60]));
        let eyes = [(45.0, 60.0), (75.0, 60.0)];
        let mut seen: Vec<(Vec<RgbImage>, u8)> = Vec::new();
        for species in &SPECIES {
            let of = |set| {
                let mut dice = Dice::small(set, species.name);
                species.by(&mut dice, (&photo, eyes), (&other, eyes), 2)
            };
            let made = of(Set::Testing);
            assert!(made == of(Set::Testing), "{}", species.name);
            assert!(made != of(Set::Tuning), "{}", species.name);
            assert!(!seen.contains(&made), "{}", species.name);
            assert_eq!(made.0.len(), 2);
            // A photo that is hardly moved may come out the same as small as this.
            let moves = made.0[0] != made.0[1];
            assert!(moves || !species.is_attack, "{}", species.name);
            let longest = made.0[0].width().max(made.0[0].height());
            assert!(
                (150..=330).contains(&longest),
                "{}: {longest}",
                species.name
            );
            seen.push(made);
        }
    }
}
