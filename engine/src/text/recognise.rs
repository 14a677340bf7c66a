//! What a line says, by PP-OCR's recognition network, as probabilities of the characters of a
//! machine-readable zone.

use super::lines::TextLine;
use crate::frame::{Affine, Frame};
use crate::model::{Model, ModelError, Tensor};
use crate::mrz::alphabet::{COUNT, index};
use crate::mrz::lattice;

/// Height of the picture that the network sees, in pixels.
const HEIGHT_PX: u32 = 48;
/// Widest such picture: 60 characters at twice the usual pitch.
const MAX_WIDTH_PX: u32 = 3000;
/// The network's classes after the blank, as `cargo xtask models` cut them.
const CLASSES: &str = include_str!("../../models/text-classes.txt");
/// Smallest probability that is told from zero.
const FLOOR: f32 = 1e-6;

/// Reads single lines.
pub struct LineRecogniser {
    model: Box<dyn Model>,
    /// For each output class, the character of a zone that it stands for.
    characters: Vec<Option<usize>>,
}

impl LineRecogniser {
    /// Takes the `text-recognition` network.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        let characters = CLASSES
            .lines()
            .map(|class| class.chars().next().and_then(zone_character));
        Self {
            model,
            characters: characters.collect(),
        }
    }

    /// Reads a part of a line, in its direction: from `start` to `end`, measured along the line
    /// from its middle in pixels of the frame. `height` is the height of the strip.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn read(
        &self,
        frame: &Frame,
        line: &TextLine,
        (start, end): (f32, f32),
        height: f32,
    ) -> Result<Vec<lattice::Frame>, ModelError> {
        let scale = (height / HEIGHT_PX as f32).max(1e-3);
        let width = (((end - start) / scale).round().max(16.0) as u32).min(MAX_WIDTH_PX);
        let step = (end - start) / width as f32;
        let across = line.across();
        let corner = line.point_at(start + 0.5 * step, -height / 2.0 + 0.5 * scale);
        let map = Affine {
            x: [line.along.0 * step, across.0 * scale, corner.0],
            y: [line.along.1 * step, across.1 * scale, corner.1],
        };
        let output = self
            .model
            .run(input(&frame.cut_out(&map, width, HEIGHT_PX)))?;
        let classes = self.characters.len() + 1;
        let output = output
            .into_iter()
            .next()
            .filter(|o| o.shape.last() == Some(&classes));
        let Some(output) = output else {
            return Err(ModelError::Run {
                name: "text-recognition",
                reason: "its output has not the classes of text-classes.txt".into(),
            });
        };
        Ok(output
            .data
            .chunks_exact(classes)
            .map(|row| self.frame(row))
            .collect())
    }

    /// Adds up the classes that stand for the same character and forgets the others.
    fn frame(&self, row: &[f32]) -> lattice::Frame {
        let mut sums = [FLOOR; COUNT + 1];
        sums[0] += row[0];
        for (probability, character) in row[1..].iter().zip(&self.characters) {
            if let Some(character) = character {
                sums[character + 1] += probability;
            }
        }
        let total: f32 = sums.iter().sum();
        sums.map(|sum| (sum / total).ln())
    }
}

/// The character of a zone that a recognised one stands for: capitals for small letters, and the
/// filler for the brackets and strokes that it is taken for.
fn zone_character(class: char) -> Option<usize> {
    match class {
        '《' | '≪' | '〈' | 'く' | '人' | '入' | '八' => index(b'<'),
        other => u8::try_from(other)
            .ok()
            .and_then(|byte| index(byte.to_ascii_uppercase())),
    }
}

fn input(strip: &Frame) -> Tensor {
    let (width, height) = (strip.width_px() as usize, strip.height_px() as usize);
    let mut tensor = Tensor::zeros(&[1, 3, height, width]);
    for (at, rgb) in strip.rgb().chunks_exact(3).enumerate() {
        for channel in 0..3 {
            tensor.data[channel * width * height + at] = f32::from(rgb[2 - channel]) / 127.5 - 1.0;
        }
    }
    tensor
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives back the width of its input, and fillers under another name.
    struct Brackets;

    impl Model for Brackets {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let steps = input.shape[3] / 8;
            let classes = CLASSES.lines().count() + 1;
            let bracket = CLASSES.lines().position(|c| c == "《").unwrap() + 1;
            let mut output = Tensor::zeros(&[1, steps, classes]);
            for step in 0..steps {
                output.data[step * classes + bracket] = 0.7;
                output.data[step * classes] = 0.3;
            }
            Ok(vec![output])
        }
    }

    #[test]
    fn strips_are_48_high_and_look_alikes_count_as_fillers() {
        let frame = Frame::from_rgb(400, 100, vec![128; 400 * 100 * 3]).unwrap();
        let line = TextLine::new((200.0, 50.0), (1.0, 0.0), 300.0, 24.0);
        let recogniser = LineRecogniser::new(Box::new(Brackets));
        let frames = recogniser
            .read(&frame, &line, (-150.0, 150.0), 24.0)
            .unwrap();
        // 300 by 24 becomes 600 by 48.
        assert_eq!(frames.len(), 600 / 8);
        assert!((frames[0][1].exp() - 0.7).abs() < 1e-3);
        assert!((frames[0].iter().map(|log| log.exp()).sum::<f32>() - 1.0).abs() < 1e-3);
    }

    #[test]
    fn small_letters_count_as_capitals() {
        assert_eq!(zone_character('q'), index(b'Q'));
        assert_eq!(zone_character('.'), None);
        assert_eq!(zone_character('é'), None);
    }
}
