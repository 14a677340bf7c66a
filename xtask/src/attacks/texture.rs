//! Surfaces: paper, desks, and the light on them.

use super::set::Dice;

/// Values (-1 to 1) that vary smoothly over a plane, about a step a unit; the same for the same
/// seed.
pub(super) fn clouds(seed: u32, x: f32, y: f32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (right, down) = (ease(x - column), ease(y - row));
    let at = |dx: i32, dy: i32| hashed(seed, column as i32 + dx, row as i32 + dy);
    let top = at(0, 0) * (1.0 - right) + at(1, 0) * right;
    let bottom = at(0, 1) * (1.0 - right) + at(1, 1) * right;
    top * (1.0 - down) + bottom * down
}

fn hashed(seed: u32, x: i32, y: i32) -> f32 {
    let mut h = seed ^ (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    h ^= h >> 15;
    (h & 0xFFFF) as f32 / 32_767.5 - 1.0
}

/// A desk: its colour, and a grain along its length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk {
    light: [f32; 3],
    grain: f32,
    /// How much longer than wide the grain is.
    length: f32,
    seed: u32,
}

impl Desk {
    /// One of a strong colour, such as wood or cloth.
    pub(super) fn coloured(dice: &mut Dice) -> Self {
        let hue = dice.setting(0.0, 360.0);
        let brightness = dice.setting(0.08, 0.5);
        let strength = dice.setting(0.35, 0.8);
        Self {
            light: hued(hue, strength).map(|part| part * brightness),
            grain: dice.setting(0.05, 0.35),
            length: dice.one_of(&[1.0, 12.0], &[2.0, 25.0]),
            seed: (dice.chance() * 1e6) as u32,
        }
    }

    /// The light of a channel at a place; a unit is the width of what lies on the desk.
    pub(super) fn at(&self, channel: usize, x: f32, y: f32) -> f32 {
        let (x, y) = (x * 60.0 / self.length, y * 60.0);
        let grain = 0.6 * clouds(self.seed, x, y) + 0.4 * clouds(self.seed ^ 1, 4.0 * x, 4.0 * y);
        self.light[channel] * (1.0 + self.grain * grain)
    }
}

/// The light of a colour by its hue in degrees and its strength (0 to 1), the brightest channel 1.
pub(super) fn hued(hue_deg: f32, strength: f32) -> [f32; 3] {
    [0.0, 120.0, 240.0].map(|own: f32| {
        let off = (hue_deg - own).rem_euclid(360.0);
        let off = off.min(360.0 - off);
        let full = ((120.0 - off) / 60.0).clamp(0.0, 1.0);
        1.0 - strength * (1.0 - full)
    })
}

/// A lamp's light that falls off over a frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lamp {
    /// Where it is brightest, in shares of the frame.
    place: (f32, f32),
    /// How much darker it is a frame's width away.
    fall: f32,
}

impl Lamp {
    pub(super) fn new(dice: &mut Dice) -> Self {
        Self {
            place: (dice.chance(), dice.chance()),
            fall: dice.setting(0.1, 0.6),
        }
    }

    /// The share of its light at a place, in shares of the frame.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let off = (x - self.place.0).powi(2) + (y - self.place.1).powi(2);
        1.0 / (1.0 + self.fall * off)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clouds_are_smooth_and_repeatable() {
        let mut most: f32 = 0.0;
        for step in 0..1000 {
            let x = step as f32 * 0.01;
            most = most.max((clouds(7, x, 3.3) - clouds(7, x + 0.01, 3.3)).abs());
            assert!(clouds(7, x, 3.3).abs() <= 1.0);
        }
        assert!(most < 0.05, "{most}");
        assert!((clouds(7, 1.5, 2.5) - clouds(8, 1.5, 2.5)).abs() > 1e-6);
    }

    #[test]
    fn hues_have_their_channel() {
        for (hue, strength, light) in [
            (0.0, 1.0, [1.0, 0.0, 0.0]),
            (60.0, 1.0, [1.0, 1.0, 0.0]),
            (240.0, 0.5, [0.5, 0.5, 1.0]),
        ] {
            let told = hued(hue, strength);
            let off = (0..3)
                .map(|c| (told[c] - light[c]).abs())
                .fold(0.0, f32::max);
            assert!(off < 1e-5, "{told:?}");
        }
    }
}
