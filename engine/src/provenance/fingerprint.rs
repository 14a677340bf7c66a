//! What stays of a picture when it is stored again, smaller or with another quality.

use crate::frame::Frame;

/// Cells across and down whose light is compared with that of their neighbours.
const SIDE: usize = 16;

/// Which of the cells of a picture are brighter than their right neighbour, row by row. Pictures of
/// the same thing at another moment have another one; the same picture stored again has nearly the
/// same one. Personal data: has no `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u16; SIDE]);

impl Fingerprint {
    /// That of a picture.
    #[must_use]
    pub fn of(frame: &Frame) -> Self {
        let small = frame.resized(SIDE as u32 + 1, SIDE as u32);
        let light: Vec<u32> = small
            .rgb()
            .chunks_exact(3)
            .map(|pixel| {
                let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
                299 * red + 587 * green + 114 * blue
            })
            .collect();
        let rows = light.chunks_exact(SIDE + 1);
        let bits = rows.map(|row| {
            let pairs = row.windows(2).enumerate();
            pairs.fold(0, |bits: u16, (at, pair)| {
                bits | u16::from(pair[0] > pair[1]) << at
            })
        });
        let mut bands = [0; SIDE];
        for (band, bits) in bands.iter_mut().zip(bits) {
            *band = bits;
        }
        Self(bands)
    }

    /// Its parts, with their numbers; those that say nothing are left out: an even row is like
    /// thousands of others.
    pub fn bands(&self) -> impl Iterator<Item = (u8, u16)> + '_ {
        let bands = self.0.iter().enumerate();
        let telling = bands.filter(|(_, bits)| (3..=13).contains(&bits.count_ones()));
        telling.map(|(number, bits)| (number as u8, *bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hills of light; `phase` makes another picture.
    fn picture(width: u32, height: u32, phase: f32) -> Frame {
        let mut pixels = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
                let light = (19.0 * x + 5.0 * y + phase).sin() + (7.0 * x * y + 3.0 * phase).cos();
                let value = (120.0 + 55.0 * light) as u8;
                pixels.extend([value, value, value / 2]);
            }
        }
        Frame::from_rgb(width, height, pixels).unwrap()
    }

    fn alike(a: &Frame, b: &Frame) -> usize {
        let (a, b) = (Fingerprint::of(a), Fingerprint::of(b));
        let b: Vec<_> = b.bands().collect();
        a.bands().filter(|band| b.contains(band)).count()
    }

    #[test]
    fn a_smaller_copy_is_alike_and_another_picture_is_not() {
        let first = picture(640, 480, 0.0);
        let telling = Fingerprint::of(&first).bands().count();
        assert!(telling >= 12, "{telling}");
        assert!(alike(&first, &picture(320, 240, 0.0)) > telling / 2);
        assert!(alike(&first, &picture(640, 480, 1.3)) < 3);
    }

    #[test]
    fn an_empty_picture_is_like_nothing() {
        let empty = Frame::from_rgb(64, 64, vec![90; 64 * 64 * 3]).unwrap();
        assert_eq!(Fingerprint::of(&empty).bands().count(), 0);
    }
}
