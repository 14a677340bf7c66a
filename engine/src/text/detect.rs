//! Text fragments of a picture by PP-OCR's detection network (differentiable binarisation).

use super::lines::TextLine;
use crate::frame::Frame;
use crate::model::{Model, ModelError, Tensor};

/// The network's stride: sides are padded to a multiple.
const MULTIPLE: u32 = 32;
/// Probability from which a pixel belongs to text.
const THRESHOLD: f32 = 0.25;
/// How far a fragment is grown, in areas over perimeters: the network marks shrunk kernels.
const GROWTH: f32 = 1.5;
/// Smallest kernel, in square pixels of the network's picture.
const MIN_AREA: f32 = 6.0;
/// Largest factor by which a small picture is enlarged.
const MAX_ENLARGEMENT: f32 = 3.0;
/// Per channel, blue first: what the network was trained with.
const MEANS: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATIONS: [f32; 3] = [0.229, 0.224, 0.225];

/// Finds text.
pub struct TextDetector {
    model: Box<dyn Model>,
}

impl TextDetector {
    /// Takes the `text-detection` network.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// Text fragments, looked for with the picture's longer side at about `side_px`.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn find(&self, frame: &Frame, side_px: u32) -> Result<Vec<TextLine>, ModelError> {
        let longest = frame.width_px().max(frame.height_px());
        let scale = (side_px as f32 / longest as f32).min(MAX_ENLARGEMENT);
        let side = |v: u32| ((v as f32 * scale / MULTIPLE as f32).round() as u32).max(1) * MULTIPLE;
        let (width, height) = (side(frame.width_px()), side(frame.height_px()));
        let output = self.model.run(input(&frame.resized(width, height)))?;
        let map = output
            .into_iter()
            .next()
            .filter(|m| m.data.len() == (width * height) as usize);
        let Some(map) = map else {
            return Err(ModelError::Run {
                name: "text-detection",
                reason: "its output has not the size of its input".into(),
            });
        };
        let stretch = (
            frame.width_px() as f32 / width as f32,
            frame.height_px() as f32 / height as f32,
        );
        Ok(fragments(
            &map.data,
            width as usize,
            height as usize,
            stretch,
        ))
    }
}

fn input(picture: &Frame) -> Tensor {
    let (width, height) = (picture.width_px() as usize, picture.height_px() as usize);
    let mut tensor = Tensor::zeros(&[1, 3, height, width]);
    for (at, rgb) in picture.rgb().chunks_exact(3).enumerate() {
        for channel in 0..3 {
            let value = f32::from(rgb[2 - channel]) / 255.0;
            tensor.data[channel * width * height + at] =
                (value - MEANS[channel]) / DEVIATIONS[channel];
        }
    }
    tensor
}

fn fragments(
    probabilities: &[f32],
    width: usize,
    height: usize,
    (stretch_x, stretch_y): (f32, f32),
) -> Vec<TextLine> {
    let mut open: Vec<bool> = probabilities.iter().map(|&p| p > THRESHOLD).collect();
    let mut found = Vec::new();
    for start in 0..open.len() {
        if !open[start] {
            continue;
        }
        let blob = take_blob(&mut open, start, width, height);
        let (center, along, mut length, mut breadth) = oriented_box(&blob);
        if length * breadth < MIN_AREA {
            continue;
        }
        let grown = length * breadth * GROWTH / (2.0 * (length + breadth));
        length += 2.0 * grown;
        breadth += 2.0 * grown;
        let along = (along.0 * stretch_x, along.1 * stretch_y);
        let stretch_along = along.0.hypot(along.1);
        let stretch_across = stretch_x * stretch_y / stretch_along;
        found.push(TextLine::new(
            (
                (center.0 + 0.5) * stretch_x - 0.5,
                (center.1 + 0.5) * stretch_y - 0.5,
            ),
            along,
            length * stretch_along,
            breadth * stretch_across,
        ));
    }
    found
}

/// The pixels connected to `start`, which are closed in `open`.
fn take_blob(open: &mut [bool], start: usize, width: usize, height: usize) -> Vec<(f32, f32)> {
    let mut blob = Vec::new();
    let mut next = vec![start];
    open[start] = false;
    while let Some(at) = next.pop() {
        let (x, y) = (at % width, at / width);
        blob.push((x as f32, y as f32));
        for near_y in y.saturating_sub(1)..(y + 2).min(height) {
            for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                let near = near_y * width + near_x;
                if open[near] {
                    open[near] = false;
                    next.push(near);
                }
            }
        }
    }
    blob
}

/// Middle, direction, length and breadth of a blob: the direction in which it spreads most, and
/// its extent along and across it.
fn oriented_box(blob: &[(f32, f32)]) -> ((f32, f32), (f32, f32), f32, f32) {
    let n = blob.len() as f32;
    let mean = blob
        .iter()
        .fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in blob {
        let (dx, dy) = (p.0 - mean.0, p.1 - mean.1);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    let along = (angle.cos(), angle.sin());
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for p in blob {
        let (dx, dy) = (p.0 - mean.0, p.1 - mean.1);
        let (u, v) = (dx * along.0 + dy * along.1, dy * along.0 - dx * along.1);
        low = (low.0.min(u), low.1.min(v));
        high = (high.0.max(u), high.1.max(v));
    }
    let (u, v) = (f32::midpoint(low.0, high.0), f32::midpoint(low.1, high.1));
    let center = (
        mean.0 + u * along.0 - v * along.1,
        mean.1 + u * along.1 + v * along.0,
    );
    // The extent runs through pixel centres: the blob is a pixel wider.
    (center, along, high.0 - low.0 + 1.0, high.1 - low.1 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks a bar of text at fixed pixels of its input.
    struct Bar;

    impl Model for Bar {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let (height, width) = (input.shape[2], input.shape[3]);
            let mut map = Tensor::zeros(&[1, 1, height, width]);
            for y in 40..48 {
                map.data[y * width + 20..y * width + 220].fill(0.9);
            }
            Ok(vec![map])
        }
    }

    #[test]
    fn a_slanted_blob_has_the_box_of_a_bar() {
        let along = (0.96_f32, 0.28_f32);
        let blob: Vec<(f32, f32)> = (0..200)
            .flat_map(|u| (0..10).map(move |v| (u as f32, v as f32)))
            .map(|(u, v)| (u * along.0 - v * along.1, u * along.1 + v * along.0))
            .collect();
        let (_, direction, length, breadth) = oriented_box(&blob);
        assert!((direction.0 - 0.96).abs() < 0.01 && (direction.1 - 0.28).abs() < 0.02);
        assert!((length - 200.0).abs() < 2.0 && (breadth - 10.0).abs() < 2.0);
    }

    #[test]
    fn a_bar_becomes_one_grown_fragment_in_the_frame_s_pixels() {
        let frame = Frame::from_rgb(640, 320, vec![255; 640 * 320 * 3]).unwrap();
        let found = TextDetector::new(Box::new(Bar)).find(&frame, 320).unwrap();
        assert_eq!(found.len(), 1);
        let line = &found[0];
        assert!((line.center.0 - 239.0).abs() < 2.0 && (line.center.1 - 87.0).abs() < 2.0);
        assert!(line.along.1.abs() < 0.01, "{:?}", line.along);
        // 200 by 8 at half size, grown by 200 * 8 * 1.5 / 416 = 5.8 on each side.
        assert!((line.length - 423.0).abs() < 4.0, "{}", line.length);
        assert!((line.height - 39.0).abs() < 3.0, "{}", line.height);
    }
}
