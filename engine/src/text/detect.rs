//! Text fragments of a picture by PP-OCR's detection network (differentiable binarisation).

use rten_imageproc::{RetrievalMode, find_contours, min_area_rect};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

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
        let side = |v: u32| {
            ((v as f32 * scale / MULTIPLE as f32).round() as u32).max(1) * MULTIPLE
        };
        let (width, height) = (side(frame.width_px()), side(frame.height_px()));
        let output = self.model.run(input(&frame.resized(width, height)))?;
        let map = output.into_iter().next().filter(|m| m.data.len() == (width * height) as usize);
        let Some(map) = map else {
            return Err(ModelError::Run {
                name: "text-detection",
                reason: "its output has not the size of its input".into(),
            });
        };
        let stretch =
            (frame.width_px() as f32 / width as f32, frame.height_px() as f32 / height as f32);
        Ok(fragments(&map.data, width as usize, height as usize, stretch))
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
    let mask: Vec<bool> = probabilities.iter().map(|&p| p > THRESHOLD).collect();
    let mask = NdTensor::from_data([height, width], mask);
    let contours = find_contours(mask.view(), RetrievalMode::External);
    let mut found = Vec::new();
    for contour in contours.iter() {
        let points: Vec<_> = contour.iter().map(|p| p.to_f32()).collect();
        let Some(rect) = min_area_rect(&points) else { continue };
        // A contour runs through pixel centres: the blob is a pixel wider.
        let (mut length, mut breadth) = (rect.width() + 1.0, rect.height() + 1.0);
        let up = rect.up_axis();
        // Along the rectangle's width: the up axis turned by a quarter.
        let mut along = (-up.y, up.x);
        if breadth > length {
            std::mem::swap(&mut length, &mut breadth);
            along = (up.x, up.y);
        }
        if length * breadth < MIN_AREA {
            continue;
        }
        let grown = length * breadth * GROWTH / (2.0 * (length + breadth));
        let (length, breadth) = (length + 2.0 * grown, breadth + 2.0 * grown);
        let along = (along.0 * stretch_x, along.1 * stretch_y);
        let stretch_along = along.0.hypot(along.1);
        let stretch_across = stretch_x * stretch_y / stretch_along;
        let center = rect.center();
        found.push(TextLine::new(
            (center.x * stretch_x, center.y * stretch_y),
            along,
            length * stretch_along,
            breadth * stretch_across,
        ));
    }
    found
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
