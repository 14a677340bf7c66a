//! A page printed in scattered drops of four inks, as inkjet printers do.

use super::ink::Separation;
use super::light::Plane;
use super::set::Dice;

/// Where the part of a tone that a drop does not show goes: steps to the right and down, and the
/// share.
type Kernel = &'static [(isize, usize, f32)];

/// Floyd and Steinberg's.
const NEAR: Kernel = &[
    (1, 0, 7.0 / 16.0),
    (-1, 1, 3.0 / 16.0),
    (0, 1, 5.0 / 16.0),
    (1, 1, 1.0 / 16.0),
];
/// Jarvis, Judice and Ninke's.
const FAR: Kernel = &[
    (1, 0, 7.0 / 48.0),
    (2, 0, 5.0 / 48.0),
    (-2, 1, 3.0 / 48.0),
    (-1, 1, 5.0 / 48.0),
    (0, 1, 7.0 / 48.0),
    (1, 1, 5.0 / 48.0),
    (2, 1, 3.0 / 48.0),
    (-2, 2, 1.0 / 48.0),
    (-1, 2, 3.0 / 48.0),
    (0, 2, 5.0 / 48.0),
    (1, 2, 3.0 / 48.0),
    (2, 2, 1.0 / 48.0),
];

/// The light of each channel from a page of so many drops, blurred by a deviation in drops.
pub(super) fn printed(
    print: &Separation,
    (width, height): (usize, usize),
    blur: f32,
    dice: &mut Dice,
) -> [Plane; 3] {
    let kernel = dice.one_of(&[NEAR], &[FAR]);
    let jitter = dice.setting(0.05, 0.35);
    // The head's passes leave bands where they meet.
    let (band, depth) = (dice.setting(20.0, 90.0), dice.setting(0.0, 0.04));
    let mut drops = |ink: usize| {
        let wanted = Plane::from_fn(width, height, |x, y| {
            let place = |at: usize, side: usize| (at as f32 + 0.5) / side as f32;
            let pass = depth * (y as f32 / band * std::f32::consts::TAU).sin();
            print.cover(ink, place(x, width), place(y, height)) * (1.0 + pass)
        });
        scattered(wanted, kernel, jitter, dice)
    };
    let black = drops(3);
    [0, 1, 2].map(|channel| {
        let own = drops(channel);
        let light = Plane::from_fn(width, height, |x, y| {
            let at = y * width + x;
            print.light(channel, own.values[at], black.values[at])
        });
        light.blurred(blur)
    })
}

/// Whole drops (0 or 1) that show a tone together.
fn scattered(mut tone: Plane, kernel: Kernel, jitter: f32, dice: &mut Dice) -> Plane {
    let (width, height) = (tone.width, tone.height);
    for y in 0..height {
        for x in 0..width {
            let wanted = tone.values[y * width + x];
            // Paper stays free of single drops, and full ink of holes.
            let drop = match wanted {
                ..0.01 => 0.0,
                0.99.. => 1.0,
                _ => f32::from(u8::from(wanted > 0.5 + jitter * dice.noise() * 0.5)),
            };
            tone.values[y * width + x] = drop;
            for &(dx, dy, share) in kernel {
                let (column, row) = (x as isize + dx, y + dy);
                if (0..width as isize).contains(&column) && row < height {
                    tone.values[row * width + column as usize] += share * (wanted - drop);
                }
            }
        }
    }
    tone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attacks::Set;

    #[test]
    fn drops_show_the_tone_together() {
        for kernel in [NEAR, FAR] {
            for wanted in [0.1, 0.5, 0.9] {
                let tone = Plane::from_fn(60, 60, |_, _| wanted);
                let drops = scattered(tone, kernel, 0.2, &mut Dice::new(Set::Tuning, "drops"));
                assert!(
                    drops
                        .values
                        .iter()
                        .all(|&v| v.abs().min((v - 1.0).abs()) < 1e-6)
                );
                let mean = drops.values.iter().sum::<f32>() / 3600.0;
                assert!((mean - wanted).abs() < 0.03, "{wanted} {mean}");
            }
        }
    }
}
