//! Forged and copied documents, made of genuine pictures: for measuring checks, never for
//! training.
//!
//! Each attack follows the light: a display's sub-pixels or a printer's dots, optics, the mosaic
//! of a sensor, what a phone makes of it, JPEG. Sizes are told in pixels of the picture that comes
//! out, so that specimens of 300 pixels and of 3000 give pictures of the same kind.

mod camera;
mod copy;
mod droplets;
mod halftone;
mod ink;
mod lettering;
mod light;
mod pose;
pub(crate) mod presentation;
mod print;
mod retype;
mod screen;
mod set;
mod specimens;
mod splice;
mod texture;

use image::RgbImage;
use serde::Deserialize;

pub(crate) use set::Set;
pub(crate) use specimens::{attacked, attacks, side_by_side};

use set::Dice;

use crate::cache;

/// One way of cheating, or a control that does nothing of the kind.
pub(crate) struct Attack {
    /// Name in tables and folders.
    pub(crate) name: &'static str,
    /// The check that shall find it, as the API names it; empty for a control, where whatever is
    /// found is a false alarm.
    pub(crate) check: &'static str,
    make: Make,
    /// Programs that the file names as its maker, by set.
    programs: Option<[&'static str; 2]>,
}

/// A picture, and the JPEG quality (1 to 100) to store it with.
pub(crate) type Made = (RgbImage, u8);

/// What is done to the picture.
enum Make {
    /// Something to the whole of it.
    Whole(fn(&RgbImage, &mut Dice) -> Made),
    /// Something to the page in it, cut out.
    Page(fn(&RgbImage, &mut Dice) -> Made),
    /// Another portrait in the place of the one that is there.
    Portrait(fn(&RgbImage, Region, &RgbImage, &mut Dice) -> Option<Made>),
    /// One of its fields changed.
    Field,
}

/// What is known of a picture.
#[derive(Default)]
pub(crate) struct Places {
    /// The holder's portrait.
    pub(crate) portrait: Option<Region>,
    /// Fields whose value another zone of the picture says as well.
    pub(crate) fields: Vec<Place>,
    /// Corners of the page, clockwise from the upper left one, in pixels.
    pub(crate) corners: Option<[(f32, f32); 4]>,
    /// The portrait of someone else.
    pub(crate) other_portrait: Option<RgbImage>,
}

/// Where a field is printed, and its value as `vidimus read` says it.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) region: Region,
    pub(crate) value: String,
}

/// An upright box in pixels, as `vidimus read` prints it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Region {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Region {
    /// The part of it inside a picture.
    fn within(self, picture: &RgbImage) -> Option<Self> {
        let right = (self.x + self.width).min(picture.width());
        let bottom = (self.y + self.height).min(picture.height());
        (right > self.x && bottom > self.y).then(|| Self {
            width: right - self.x,
            height: bottom - self.y,
            ..self
        })
    }

    /// Larger by so many pixels at each side, as far as there are any.
    fn grown(self, by_px: u32) -> Self {
        let (x, y) = (self.x.saturating_sub(by_px), self.y.saturating_sub(by_px));
        Self {
            x,
            y,
            width: self.x + self.width + by_px - x,
            height: self.y + self.height + by_px - y,
        }
    }

    /// Its pixels, row by row.
    fn pixels(self) -> impl Iterator<Item = (u32, u32)> {
        let rows = self.y..self.y + self.height;
        rows.flat_map(move |y| (self.x..self.x + self.width).map(move |x| (x, y)))
    }
}

impl Attack {
    const fn new(name: &'static str, check: &'static str, make: Make) -> Self {
        Self {
            name,
            check,
            make,
            programs: None,
        }
    }

    /// The same, made by a program that says so: one for tuning, one for testing.
    const fn by_program(self, programs: [&'static str; 2]) -> Self {
        Self {
            programs: Some(programs),
            ..self
        }
    }

    /// The program that the file of a set names as its maker.
    pub(crate) fn program(&self, set: Set) -> Option<&'static str> {
        self.programs.map(|[tuning, testing]| match set {
            Set::Tuning => tuning,
            Set::Testing => testing,
        })
    }

    /// The attack on a picture; `None` where the picture has not what it needs. The same picture,
    /// name and set give the same attack.
    pub(crate) fn of(
        &self,
        set: Set,
        picture: &RgbImage,
        name: &str,
        places: &Places,
    ) -> Option<Made> {
        let mut dice = Dice::new(set, &format!("{} {name}", self.name));
        self.by(&mut dice, picture, places)
    }

    fn by(&self, dice: &mut Dice, picture: &RgbImage, places: &Places) -> Option<Made> {
        match self.make {
            Make::Whole(make) => Some(make(picture, dice)),
            Make::Page(make) => Some(make(&pose::page(picture, places.corners), dice)),
            Make::Portrait(make) => {
                let other = places.other_portrait.as_ref()?;
                make(picture, places.portrait?, other, dice)
            }
            Make::Field if places.corners.is_none_or(pose::is_level) => {
                retype::retyped(picture, &places.fields, dice)
            }
            Make::Field => None,
        }
    }
}

const GREY: &str = "notBlackAndWhite";
const TAMPERED: &str = "notTamperedDocument";
const DATA: &str = "dataIntegrity";

/// Every attack, and the controls, which are stored as attacks are and nothing else.
pub(crate) const ALL: [Attack; 14] = [
    Attack::new("stored", "", Make::Whole(stored)),
    Attack::new("stored-large", "", Make::Whole(stored_large)),
    Attack::new("grey-copy", GREY, Make::Page(copy::grey)),
    Attack::new("tinted-copy", GREY, Make::Page(copy::tinted)),
    Attack::new(
        "grey-copy-coloured-light",
        GREY,
        Make::Page(copy::under_coloured_light),
    ),
    Attack::new("grey-copy-on-desk", GREY, Make::Page(copy::on_a_desk)),
    Attack::new("screen", TAMPERED, Make::Whole(screen::recaptured)),
    Attack::new("halftone-print", TAMPERED, Make::Page(print::halftone)),
    Attack::new("inkjet-print", TAMPERED, Make::Page(print::inkjet)),
    Attack::new("portrait-pasted", TAMPERED, Make::Portrait(splice::pasted)),
    Attack::new(
        "portrait-blended",
        TAMPERED,
        Make::Portrait(splice::blended),
    ),
    Attack::new("field-retyped", DATA, Make::Field),
    // What forgers leave in their files; few do.
    Attack::new("edited-by-name", TAMPERED, Make::Whole(stored))
        .by_program(["GIMP 2.10.38", "Adobe Photoshop 25.1 (Macintosh)"]),
    Attack::new("generated-by-name", TAMPERED, Make::Whole(stored))
        .by_program(["Midjourney v6", "Stable Diffusion XL 1.0"]),
];

/// Stored as spliced pictures are.
fn stored(picture: &RgbImage, dice: &mut Dice) -> Made {
    (picture.clone(), dice.quality(82, 98))
}

/// Stored in the size of recaptured pictures, and as they are.
fn stored_large(picture: &RgbImage, dice: &mut Dice) -> Made {
    let large = light::resized(picture, dice.longest_px().round() as u32);
    (large, dice.quality(75, 96))
}

/// A name for everything that is made here: it changes whenever a file of it does.
pub(crate) fn version() -> String {
    const FILES: [&[u8]; 17] = [
        include_bytes!("camera.rs"),
        include_bytes!("copy.rs"),
        include_bytes!("droplets.rs"),
        include_bytes!("halftone.rs"),
        include_bytes!("ink.rs"),
        include_bytes!("lettering.rs"),
        include_bytes!("light.rs"),
        include_bytes!("mod.rs"),
        include_bytes!("pose.rs"),
        include_bytes!("presentation.rs"),
        include_bytes!("print.rs"),
        include_bytes!("retype.rs"),
        include_bytes!("screen.rs"),
        include_bytes!("set.rs"),
        include_bytes!("specimens.rs"),
        include_bytes!("splice.rs"),
        include_bytes!("texture.rs"),
    ];
    cache::sha256(&FILES.concat())[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn picture() -> RgbImage {
        RgbImage::from_fn(180, 120, |x, y| {
            let stroke = u8::from(y % 30 < 9 && x % 5 < 2) * 150;
            Rgb([230 - stroke, 215 - stroke, 200 - stroke / 2])
        })
    }

    fn places() -> Places {
        Places {
            portrait: Some(Region {
                x: 10,
                y: 10,
                width: 50,
                height: 60,
            }),
            fields: vec![Place {
                name: "number".to_owned(),
                region: Region {
                    x: 80,
                    y: 30,
                    width: 60,
                    height: 9,
                },
                value: "A1234567".to_owned(),
            }],
            corners: Some([(5.0, 5.0), (175.0, 6.0), (174.0, 115.0), (4.0, 114.0)]),
            other_portrait: Some(RgbImage::from_pixel(40, 50, Rgb([90, 120, 60]))),
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_attack_and_another_another() {
        let (picture, places) = (picture(), places());
        for attack in &ALL {
            let of = |set, name| {
                let mut dice = Dice::small(set, name);
                attack.by(&mut dice, &picture, &places).unwrap()
            };
            let first = of(Set::Tuning, "a");
            assert!(first == of(Set::Tuning, "a"), "{}", attack.name);
            assert!(first != of(Set::Testing, "a"), "{}", attack.name);
            assert!((55..=99).contains(&first.1), "{} {}", attack.name, first.1);
            let longest = first.0.width().max(first.0.height());
            let is_own_size = first.0.dimensions() == picture.dimensions();
            assert!(
                is_own_size || (240..=400).contains(&longest),
                "{}",
                attack.name
            );
        }
    }

    #[test]
    fn what_a_picture_lacks_is_not_attacked() {
        let bare = Places::default();
        for attack in &ALL {
            let needs = matches!(attack.make, Make::Portrait(_) | Make::Field);
            let made = attack.by(&mut Dice::small(Set::Tuning, "a"), &picture(), &bare);
            assert_eq!(made.is_none(), needs, "{}", attack.name);
        }
    }
}
