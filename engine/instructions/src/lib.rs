//! A drawn page and what trained networks would say of it, without the networks: their runtime
//! works in threads of its own, whose instructions are not counted and whose waiting varies.

use vidimus_engine::locate::{Locator, Map, ZoneLine};
use vidimus_engine::model::Tensor;
use vidimus_engine::mrz::alphabet::{COUNT, index};
use vidimus_engine::mrz::{ZoneRecogniser, lattice};
use vidimus_engine::{Frame, Model, ModelError};

/// Size of the page's picture, in pixels.
pub const SIZE_PX: (u32, u32) = (1600, 1200);
/// The zone of the specimen of ICAO 9303-4.
pub const ZONE: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
/// Steps of the recogniser for one character.
const STEPS: usize = 3;

/// Share of the way (0 to 1) from the page's left to its right edge, and from its upper to its
/// lower one: the page lies a little turned.
fn place_on_page(x: f32, y: f32) -> (f32, f32) {
    let (dx, dy) = (x - 0.5, y - 0.5);
    ((dx + 0.06 * dy) / 0.8 + 0.5, (dy - 0.06 * dx) / 0.75 + 0.5)
}

fn is_on_page(x: f32, y: f32) -> bool {
    let (u, v) = place_on_page(x, y);
    (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v)
}

/// A pale page on a dark table, with stripes as fine as letters.
///
/// # Panics
/// Never: the pixels are as many as the size says.
#[must_use]
pub fn frame() -> Frame {
    let (width, height) = SIZE_PX;
    let pixel = |x: u32, y: u32| {
        let paper = is_on_page(x as f32 / width as f32, y as f32 / height as f32);
        match (paper, x % 16 < 4) {
            (false, _) => [70, 60, 50],
            (true, false) => [225, 228, 220],
            (true, true) => [60, 60, 66],
        }
    };
    let rgb = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y)));
    Frame::from_rgb(width, height, rgb.collect()).expect("as many pixels as the size says")
}

/// The map of a locator that sees the page.
///
/// # Panics
/// Never: the network answers every size.
#[must_use]
pub fn map(frame: &Frame) -> Map {
    let locator = Locator::new(Box::new(Page));
    let map = locator.look(frame, Locator::SIDE_PX);
    map.expect("the network answers every size")
}

struct Page;

impl Model for Page {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (rows, columns) = (input.shape[2] / 4, input.shape[3] / 4);
        let mut maps = Tensor::zeros(&[1, 5, rows, columns]);
        for at in 0..rows * columns {
            let share = |place: usize, of: usize| (place as f32 + 0.5) / of as f32;
            if is_on_page(share(at % columns, columns), share(at / columns, rows)) {
                maps.data[at] = 0.98;
            }
        }
        Ok(vec![maps])
    }
}

/// Where a line of the zone runs: level, near the lower edge of the page.
#[must_use]
pub fn line() -> ZoneLine {
    ZoneLine {
        center: (800.0, 950.0),
        along: (1.0, 0.0),
        length: 1100.0,
        capital: 24.0,
    }
}

/// A recogniser whose network sees nothing but blanks.
#[must_use]
pub fn recogniser() -> ZoneRecogniser {
    ZoneRecogniser::new(Box::new(Blank))
}

struct Blank;

impl Model for Blank {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        Ok(vec![Tensor::zeros(&[1, input.shape[3] / 4, COUNT + 1])])
    }
}

/// What a fairly sure recogniser gives for the lines of the zone, with air at their ends.
///
/// # Panics
/// Never: the zone holds the characters of a zone.
#[must_use]
pub fn seen() -> Vec<Vec<lattice::Frame>> {
    let blank = |confidence: f32| {
        let mut frame = [((1.0 - confidence) / COUNT as f32).ln(); COUNT + 1];
        frame[0] = confidence.ln();
        frame
    };
    ZONE.iter()
        .map(|text| {
            let mut frames = vec![blank(0.99); 2 * STEPS];
            for (number, character) in text.bytes().enumerate() {
                let class = index(character).expect("of the alphabet") + 1;
                let mut shown = blank(0.05);
                // Every seventh character is in doubt.
                let sure = if number % 7 == 3 { 0.6 } else { 0.93 };
                shown[class] = f32::ln(sure);
                frames.extend([blank(0.9), shown, blank(0.9)]);
            }
            frames.extend([blank(0.99); 2 * STEPS]);
            frames
        })
        .collect()
}
