//! What of a picture's colours no copy in one ink explains.
//!
//! A copy in one ink has one curve of colours, from the ink to the paper, whatever ink and paper
//! are. A lamp multiplies them, more here than there. So the logarithms of the ratios of channels
//! are one function of brightness and a smooth one of the place; what remains is colour.

use crate::frame::Frame;

/// Longer side at which colour is looked at, in pixels: chroma is coarse, and its noise averages
/// out.
const SIDE_PX: u32 = 96;
/// Points of the curve of colours, by brightness.
const KNOTS: usize = 8;
/// Brightness, as a share of the page's white, below which ratios of channels are noise, and that
/// of the last knot.
const DARKEST: f32 = 0.12;
const BRIGHTEST: f32 = 1.1;
/// A channel from here on says no more than "bright".
const CLIPPED: f32 = 254.0;
/// Added to channels, so that ratios of small ones are defined.
const FLOOR: f32 = 3.0;
/// Rank, as a share, of the brightness that counts as white.
const WHITE_RANK: f32 = 0.95;
/// Share of the pixels that the lamp is told by: the others may be coloured.
const PLAIN_SHARE: f32 = 0.8;
/// How often curve and lamp are told anew.
const ROUNDS: usize = 4;
/// Fewest pixels that tell something.
const MIN_PIXELS: usize = 100;
/// Fewest pixels of a knot.
const MIN_KNOT_PIXELS: usize = 9;
/// Smooth functions of the place that a lamp may be.
const TERMS: usize = 5;
/// Most that a lamp's share of one such function may be, as a natural logarithm.
const MOST_LAMP: f32 = 0.5;

/// How much the colours of a page, laid flat, differ from those of any copy in one ink under any
/// lamp: root mean square of the logarithms of channels' ratios, 0 (none) to 1. Copies have up to
/// 0.03, documents from there on, to about 0.5; only noise reaches the end.
#[must_use]
pub fn colour_variety(page: &Frame) -> f32 {
    let (small, _) = page.fitted(SIDE_PX);
    let Some(looks) = Looks::of(&small) else {
        return 0.0;
    };
    let square: f32 = [0, 1]
        .map(|ratio| {
            let left = looks.left_of(looks.ratios[ratio].clone());
            let weighted = left.iter().zip(&looks.brightness);
            weighted
                .map(|(left, bright)| (left * bright.min(1.0)).powi(2))
                .sum::<f32>()
        })
        .iter()
        .sum();
    (square / looks.brightness.len() as f32).sqrt().min(1.0)
}

/// The pixels that have a colour to speak of.
struct Looks {
    /// Shares of white.
    brightness: Vec<f32>,
    /// Red over green and blue over green, as natural logarithms.
    ratios: [Vec<f32>; 2],
    places: Vec<[f32; TERMS]>,
}

impl Looks {
    fn of(picture: &Frame) -> Option<Self> {
        let (width, height) = (picture.width_px() as usize, picture.height_px() as usize);
        let pixels: Vec<[f32; 3]> = picture
            .rgb()
            .chunks_exact(3)
            .map(|p| [p[0], p[1], p[2]].map(|channel| f32::from(channel) + FLOOR))
            .collect();
        let light = |p: &[f32; 3]| p.iter().sum::<f32>() / 3.0;
        let mut lights: Vec<f32> = pixels.iter().map(light).collect();
        let white = *ranked(&mut lights, WHITE_RANK)?;
        let mut own = Self {
            brightness: vec![],
            ratios: [vec![], vec![]],
            places: vec![],
        };
        for (at, pixel) in pixels.iter().enumerate() {
            let brightness = light(pixel) / white;
            let brightest = pixel.iter().copied().fold(0.0, f32::max);
            if brightness <= DARKEST || brightest >= CLIPPED + FLOOR {
                continue;
            }
            let x = (at % width) as f32 / width as f32 - 0.5;
            let y = (at / width) as f32 / height as f32 - 0.5;
            own.brightness.push(brightness.min(BRIGHTEST));
            own.ratios[0].push((pixel[0] / pixel[1]).ln());
            own.ratios[1].push((pixel[2] / pixel[1]).ln());
            own.places.push([x, y, x * y, x * x, y * y]);
        }
        (own.brightness.len() >= MIN_PIXELS).then_some(own)
    }

    /// What neither the curve of an ink nor a lamp explains of the logarithms of a ratio.
    fn left_of(&self, mut ratios: Vec<f32>) -> Vec<f32> {
        for round in 0..ROUNDS {
            let curve = self.curve(&ratios);
            for (ratio, &brightness) in ratios.iter_mut().zip(&self.brightness) {
                let (knot, share) = knot(brightness);
                *ratio -= curve[knot] * (1.0 - share) + curve[knot + 1] * share;
            }
            if round + 1 < ROUNDS {
                let lamp = self.lamp(&ratios);
                for (ratio, place) in ratios.iter_mut().zip(&self.places) {
                    *ratio -= dot(&lamp, place);
                }
            }
        }
        ratios
    }

    /// The median ratio around each knot of brightness; of knots without pixels what their
    /// neighbours say.
    fn curve(&self, ratios: &[f32]) -> [f32; KNOTS] {
        let mut around: [Vec<f32>; KNOTS] = Default::default();
        for (&ratio, &brightness) in ratios.iter().zip(&self.brightness) {
            let (knot, share) = knot(brightness);
            around[knot + usize::from(share >= 0.5)].push(ratio);
        }
        let known: Vec<(usize, f32)> = (0..KNOTS)
            .filter(|&at| around[at].len() >= MIN_KNOT_PIXELS)
            .filter_map(|at| Some((at, *ranked(&mut around[at].clone(), 0.5)?)))
            .collect();
        std::array::from_fn(|at| {
            let after = known.iter().find(|(knot, _)| *knot >= at);
            let before = known.iter().rev().find(|(knot, _)| *knot <= at);
            match (before, after) {
                (Some(&(a, low)), Some(&(b, high))) if b > a => {
                    low + (high - low) * (at - a) as f32 / (b - a) as f32
                }
                (Some(&(_, value)), _) | (None, Some(&(_, value))) => value,
                (None, None) => 0.0,
            }
        })
    }

    /// The smooth function of the place that explains most of what is left of the plainest pixels.
    fn lamp(&self, left: &[f32]) -> [f32; TERMS] {
        let weight = |at: usize| self.brightness[at].min(1.0);
        let mut sizes: Vec<f32> = (0..left.len())
            .map(|at| left[at].abs() * weight(at))
            .collect();
        let Some(&most) = ranked(&mut sizes, PLAIN_SHARE) else {
            return [0.0; TERMS];
        };
        let mut equations = [[0.0; TERMS + 1]; TERMS];
        for (at, place) in self.places.iter().enumerate() {
            let weight = weight(at);
            if left[at].abs() * weight > most {
                continue;
            }
            for row in 0..TERMS {
                for column in 0..TERMS {
                    equations[row][column] += weight * weight * place[row] * place[column];
                }
                equations[row][TERMS] += weight * weight * place[row] * left[at];
            }
        }
        solved(equations).map(|term| term.clamp(-MOST_LAMP, MOST_LAMP))
    }
}

/// The knot below a brightness, and how far it is to the next (0 to 1).
fn knot(brightness: f32) -> (usize, f32) {
    let place = (brightness - DARKEST) / (BRIGHTEST - DARKEST) * KNOTS as f32 - 0.5;
    let place = place.clamp(0.0, (KNOTS - 1) as f32);
    let knot = (place as usize).min(KNOTS - 2);
    (knot, place - knot as f32)
}

/// The value at a rank, 0 (the least) to 1 (the most).
fn ranked(values: &mut [f32], rank: f32) -> Option<&f32> {
    let last = values.len().checked_sub(1)?;
    let at = (last as f32 * rank) as usize;
    Some(&*values.select_nth_unstable_by(at, f32::total_cmp).1)
}

fn dot(a: &[f32; TERMS], b: &[f32; TERMS]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gauss-Jordan elimination of positive definite equations; a term that nothing tells is 0.
fn solved(mut rows: [[f32; TERMS + 1]; TERMS]) -> [f32; TERMS] {
    const LEAST: f32 = 1e-6;
    for pivot in 0..TERMS {
        let scale = rows[pivot][pivot];
        if scale.abs() < LEAST {
            rows[pivot] = [0.0; TERMS + 1];
            continue;
        }
        let row = rows[pivot].map(|value| value / scale);
        rows[pivot] = row;
        for (at, other) in rows.iter_mut().enumerate() {
            let factor = other[pivot];
            if at != pivot {
                for (value, own) in other.iter_mut().zip(&row) {
                    *value -= factor * own;
                }
            }
        }
    }
    rows.map(|row| row[TERMS])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of 96 x 60 pixels: ground, lines of text and a portrait, by how much ink (0 to 1)
    /// they have.
    fn painted(colour: impl Fn(f32, f32, f32) -> [f32; 3]) -> Frame {
        let pixels = (0..60 * 96).flat_map(|at| {
            let (x, y) = ((at % 96) as f32 / 96.0, (at / 96) as f32 / 60.0);
            let wave = 0.5 + 0.5 * (x * 37.0).sin() * (y * 23.0).cos();
            let ink = if x < 0.3 { wave } else { 0.15 + 0.25 * wave };
            colour(ink, x, y).map(|v| (v * 255.0).clamp(0.0, 255.0) as u8)
        });
        Frame::from_rgb(96, 60, pixels.collect()).unwrap()
    }

    fn printed(ink: f32, [r, g, b]: [f32; 3]) -> [f32; 3] {
        [r, g, b].map(|own| 0.9 * (1.0 - ink) + own * ink)
    }

    #[test]
    fn copies_in_one_ink_have_no_variety_under_any_lamp() {
        let black = [0.05; 3];
        for ink in [black, [0.35, 0.2, 0.1], [0.1, 0.15, 0.5]] {
            let plain = colour_variety(&painted(|t, _, _| printed(t, ink)));
            assert!(plain < 0.02, "{ink:?}: {plain}");
            let lit = colour_variety(&painted(|t, x, y| {
                let [r, g, b] = printed(t, ink);
                [r, g * (0.9 - 0.1 * x), b * (0.6 + 0.1 * y)]
            }));
            assert!(lit < 0.025, "{ink:?} under a lamp: {lit}");
        }
    }

    #[test]
    fn two_inks_have_variety_dark_and_under_a_lamp() {
        let document = |t: f32, x: f32| {
            if x < 0.3 {
                printed(t, [0.6, 0.2, 0.15])
            } else {
                printed(t, [0.15, 0.5, 0.8])
            }
        };
        let plain = colour_variety(&painted(|t, x, _| document(t, x)));
        let dark = colour_variety(&painted(|t, x, _| document(t, x).map(|v| v * 0.4)));
        let lit = colour_variety(&painted(|t, x, _| {
            let [r, g, b] = document(t, x);
            [r, g * 0.85, b * 0.6]
        }));
        for variety in [plain, dark, lit] {
            assert!(variety > 0.04, "{plain} {dark} {lit}");
        }
    }

    #[test]
    fn noise_has_no_more_than_all() {
        let mut state = 7_u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if state >> 31 == 0 { 0 } else { 250 }
        });
        let frame = Frame::from_rgb(40, 30, noise.take(3600).collect()).unwrap();
        assert!((colour_variety(&frame) - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn nothing_to_see_has_none() {
        for value in [0, 255] {
            let frame = Frame::from_rgb(50, 50, vec![value; 7500]).unwrap();
            assert!(colour_variety(&frame).abs() < 1e-6);
        }
    }
}
