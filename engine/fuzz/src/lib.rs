//! Frames and networks made of a fuzzer's bytes.

use arbitrary::{Result, Unstructured};
use vidimus_engine::model::Tensor;
use vidimus_engine::{Frame, Model, ModelError};

/// Most rectangles on the maps of a [`Maps`] network.
const MAX_RECTANGLES: usize = 24;
/// Characters that the recogniser of zones tells apart, and its blank.
pub const ZONE_CLASSES: usize = 38;
/// The same of the recogniser of text.
pub const TEXT_CLASSES: usize = 286;

/// A frame of up to `max_side_px` a side, tiled with some of the bytes.
///
/// # Errors
/// When the bytes are used up.
pub fn frame(bytes: &mut Unstructured, max_side_px: u32) -> Result<Frame> {
    let width = bytes.int_in_range(1..=max_side_px)?;
    let height = bytes.int_in_range(1..=max_side_px)?;
    let length = (width * height * 3) as usize;
    let tile_length = bytes.int_in_range(1..=255)?;
    let tile = bytes.bytes(tile_length)?;
    let rgb = tile.iter().copied().cycle().take(length).collect();
    Frame::from_rgb(width, height, rgb).map_err(|_| arbitrary::Error::IncorrectFormat)
}

/// A value that a network may give: mostly between -1 and 1.5, at times none that it should.
///
/// # Errors
/// When the bytes are used up.
pub fn value(bytes: &mut Unstructured) -> Result<f32> {
    Ok(match bytes.arbitrary::<u8>()? {
        251 => f32::NAN,
        252 => f32::INFINITY,
        253 => f32::NEG_INFINITY,
        254 => f32::MAX,
        255 => f32::from_bits(bytes.arbitrary()?),
        small => (f32::from(small) - 100.0) / 100.0,
    })
}

/// A `locator`: its maps are painted with rectangles, so that documents and lines come about.
pub struct Maps {
    base: [f32; 5],
    rectangles: Vec<Rectangle>,
}

struct Rectangle {
    plane: usize,
    /// Left, top, right, bottom in 255ths of the map.
    sides: [u8; 4],
    value: f32,
}

impl Maps {
    /// # Errors
    /// When the bytes are used up.
    pub fn new(bytes: &mut Unstructured) -> Result<Self> {
        let mut base = [0.0; 5];
        for value in &mut base {
            *value = self::value(bytes)?;
        }
        let count = bytes.int_in_range(0..=MAX_RECTANGLES)?;
        let rectangles = (0..count)
            .map(|_| {
                Ok(Rectangle {
                    plane: bytes.int_in_range(0..=4)?,
                    sides: bytes.arbitrary()?,
                    value: value(bytes)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self { base, rectangles })
    }
}

impl Model for Maps {
    fn run(&self, input: Tensor) -> std::result::Result<Vec<Tensor>, ModelError> {
        let (rows, columns) = (input.shape[2] / 4, input.shape[3] / 4);
        let mut maps = Tensor::zeros(&[1, 5, rows, columns]);
        for (plane, &base) in maps.data.chunks_exact_mut(rows * columns).zip(&self.base) {
            plane.fill(base);
        }
        for Rectangle {
            plane,
            sides,
            value,
        } in &self.rectangles
        {
            let [left, top, right, bottom] = sides.map(usize::from);
            for y in top * rows / 255..bottom * rows / 255 {
                for x in left * columns / 255..right * columns / 255 {
                    maps.data[(plane * rows + y) * columns + x] = *value;
                }
            }
        }
        Ok(vec![maps])
    }
}

/// A recogniser that sees the same characters in every line.
pub struct Characters {
    classes: usize,
    /// For each step, the class and its log probability.
    steps: Vec<(u16, f32)>,
}

impl Characters {
    /// # Errors
    /// When the bytes are used up.
    pub fn new(bytes: &mut Unstructured, classes: usize) -> Result<Self> {
        let count = bytes.int_in_range(1..=160)?;
        let steps = (0..count)
            .map(|_| Ok((bytes.arbitrary()?, value(bytes)?.min(0.0))))
            .collect::<Result<_>>()?;
        Ok(Self { classes, steps })
    }
}

impl Model for Characters {
    fn run(&self, input: Tensor) -> std::result::Result<Vec<Tensor>, ModelError> {
        let steps = input.shape[3] / 4;
        let mut output = Tensor {
            shape: vec![1, steps, self.classes],
            data: vec![-8.0; steps * self.classes],
        };
        for (step, &(class, log)) in output
            .data
            .chunks_exact_mut(self.classes)
            .zip(self.steps.iter().cycle())
        {
            step[usize::from(class) % self.classes] = log;
        }
        Ok(vec![output])
    }
}

/// A `face-detection` whose outputs repeat some values.
pub struct Faces(Vec<f32>);

impl Faces {
    /// # Errors
    /// When the bytes are used up.
    pub fn new(bytes: &mut Unstructured) -> Result<Self> {
        let count = bytes.int_in_range(1..=40)?;
        (0..count)
            .map(|_| value(bytes))
            .collect::<Result<_>>()
            .map(Self)
    }
}

impl Model for Faces {
    fn run(&self, input: Tensor) -> std::result::Result<Vec<Tensor>, ModelError> {
        let (height, width) = (input.shape[2], input.shape[3]);
        let mut outputs = Vec::new();
        for values in [1, 1, 4, 10] {
            for stride in [8, 16, 32] {
                let mut output = Tensor::zeros(&[1, height / stride * (width / stride), values]);
                for (out, value) in output.data.iter_mut().zip(self.0.iter().cycle()) {
                    *out = *value;
                }
                outputs.push(output);
            }
        }
        Ok(outputs)
    }
}

/// A `document-traces` whose maps repeat some values.
pub struct Cells(Vec<f32>);

impl Cells {
    /// # Errors
    /// When the bytes are used up.
    pub fn new(bytes: &mut Unstructured) -> Result<Self> {
        Faces::new(bytes).map(|Faces(values)| Self(values))
    }
}

impl Model for Cells {
    fn run(&self, input: Tensor) -> std::result::Result<Vec<Tensor>, ModelError> {
        let mut maps = Tensor::zeros(&[1, 3, input.shape[2] / 16, input.shape[3] / 16]);
        for (out, value) in maps.data.iter_mut().zip(self.0.iter().cycle()) {
            *out = *value;
        }
        Ok(vec![maps])
    }
}
