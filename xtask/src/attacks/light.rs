//! Amounts of light: pictures as linear values, one plane a channel.

use std::sync::LazyLock;

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// Values of one channel, row by row; 1 is white.
#[derive(Clone)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<f32>,
}

impl Plane {
    pub(super) fn from_fn(
        width: usize,
        height: usize,
        mut value: impl FnMut(usize, usize) -> f32,
    ) -> Self {
        let mut values = Vec::with_capacity(width * height);
        for y in 0..height {
            values.extend((0..width).map(|x| value(x, y)));
        }
        Self {
            width,
            height,
            values,
        }
    }

    /// The value at a place; that of the nearest inside, where it lies outside.
    pub(super) fn at(&self, x: isize, y: isize) -> f32 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.values[y * self.width + x]
    }

    /// The value at a place in pixels, the middle of the first at 0.5, between its neighbours.
    pub(super) fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (column, row) = (x.floor(), y.floor());
        let (right, down) = (x - column, y - row);
        let at = |dx, dy| self.at(column as isize + dx, row as isize + dy);
        let top = at(0, 0) * (1.0 - right) + at(1, 0) * right;
        let bottom = at(0, 1) * (1.0 - right) + at(1, 1) * right;
        top * (1.0 - down) + bottom * down
    }

    /// Blurred by a bell curve of a deviation in pixels.
    pub(super) fn blurred(&self, deviation_px: f32) -> Self {
        if deviation_px < 0.15 {
            return self.clone();
        }
        let reach = (3.0 * deviation_px).ceil() as usize;
        let weights: Vec<f32> = (0..=2 * reach)
            .map(|at| (at as f32 - reach as f32) / deviation_px)
            .map(|d| (-0.5 * d * d).exp())
            .collect();
        let sum: f32 = weights.iter().sum();
        let weights: Vec<f32> = weights.iter().map(|weight| weight / sum).collect();
        self.along_rows(&weights).along_columns(&weights)
    }

    /// Each value the weighted sum of those beside it; the outermost go on outside.
    fn along_rows(&self, weights: &[f32]) -> Self {
        let reach = weights.len() / 2;
        let mut values = vec![0.0; self.values.len()];
        let mut padded = Vec::new();
        let rows = self.values.chunks(self.width);
        for (own, out) in rows.zip(values.chunks_mut(self.width)) {
            padded.clear();
            padded.resize(reach, own[0]);
            padded.extend_from_slice(own);
            padded.resize(self.width + 2 * reach, own[self.width - 1]);
            for (at, weight) in weights.iter().enumerate() {
                add(out, &padded[at..], *weight);
            }
        }
        Self { values, ..*self }
    }

    /// The same down the columns.
    fn along_columns(&self, weights: &[f32]) -> Self {
        let reach = weights.len() / 2;
        let mut values = vec![0.0; self.values.len()];
        for (y, out) in values.chunks_mut(self.width).enumerate() {
            for (at, weight) in weights.iter().enumerate() {
                let row = (y + at).saturating_sub(reach).min(self.height - 1);
                add(out, &self.values[row * self.width..], *weight);
            }
        }
        Self { values, ..*self }
    }
}

/// Adds values times a weight.
fn add(sums: &mut [f32], values: &[f32], weight: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += weight * value;
    }
}

static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|level| {
        let value = level as f32 / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
});

/// The light of a level of sRGB.
pub(super) fn linear(level: u8) -> f32 {
    LINEAR[usize::from(level)]
}

/// The level (0 to 1) of sRGB for an amount of light.
pub(super) fn encoded(light: f32) -> f32 {
    let light = light.clamp(0.0, 1.0);
    if light <= 0.003_130_8 {
        12.92 * light
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

/// The level (0 to 255) for a value from 0 to 1.
pub(super) fn level(value: f32) -> u8 {
    (255.0 * value.clamp(0.0, 1.0)).round() as u8
}

/// The light of a picture's channels.
pub(super) fn planes(picture: &RgbImage) -> [Plane; 3] {
    [0, 1, 2].map(|channel| {
        let values = picture.pixels().map(|pixel| linear(pixel.0[channel]));
        Plane {
            width: picture.width() as usize,
            height: picture.height() as usize,
            values: values.collect(),
        }
    })
}

/// The picture of three planes of levels (0 to 1).
pub(super) fn picture(planes: &[Plane; 3]) -> RgbImage {
    let (width, height) = (planes[0].width as u32, planes[0].height as u32);
    RgbImage::from_fn(width, height, |x, y| {
        let at = y as usize * width as usize + x as usize;
        Rgb([0, 1, 2].map(|channel: usize| level(planes[channel].values[at])))
    })
}

/// Brightness of a pixel as it is stored (0 to 1), by the weights of Rec. 709.
pub(super) fn luma(pixel: Rgb<u8>) -> f32 {
    let [red, green, blue] = pixel.0.map(|level| f32::from(level) / 255.0);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The picture with another length of its longer side.
pub(super) fn resized(picture: &RgbImage, longest_px: u32) -> RgbImage {
    let (width, height) = size(picture.dimensions(), longest_px as f32);
    imageops::resize(picture, width, height, FilterType::CatmullRom)
}

/// The size of the same shape with another length of its longer side.
pub(super) fn size((width, height): (u32, u32), longest_px: f32) -> (u32, u32) {
    let scale = longest_px / width.max(height) as f32;
    let scaled = |side: u32| ((side as f32 * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}

/// The pixels around one, right and down of it.
pub(super) const AROUND: [(isize, isize); 8] = [
    (-1, -1),
    (0, -1),
    (1, -1),
    (-1, 0),
    (1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_undoes_decoding() {
        for value in 0..=255 {
            assert_eq!(level(encoded(linear(value))), value);
        }
    }

    #[test]
    fn a_blur_keeps_the_amount_of_light() {
        let plane = Plane::from_fn(31, 31, |x, y| f32::from(u8::from((x, y) == (15, 15))));
        let blurred = plane.blurred(2.0);
        assert!((blurred.values.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        assert!(blurred.at(15, 15) < 0.06 && blurred.at(13, 15) > 0.01);
    }

    #[test]
    fn values_between_pixels_are_means() {
        let plane = Plane::from_fn(2, 1, |x, _| x as f32);
        assert!((plane.between(1.0, 0.5) - 0.5).abs() < 1e-6);
        assert!(plane.between(0.5, 9.0).abs() < 1e-6);
    }
}
