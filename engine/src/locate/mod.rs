//! Where documents lie in a picture, where the lines of a zone run and which way they read: one
//! small network of our own (`engine/training/locator.py`).

mod axis;
pub(crate) mod component;
mod edge;
mod outline;
mod page;
mod polygon;
mod side;
mod space;
mod zone_lines;

use crate::frame::Frame;
use crate::model::{Model, ModelError, Tensor};

use component::Touching;
pub use outline::Outline;
pub(crate) use page::Page;
pub use page::PageSize;
pub(crate) use polygon::{contains, hull};
pub(crate) use space::Rectangle;
pub use zone_lines::ZoneLine;

/// A point of the frame, in pixels; of a map, in cells.
type Point = (f32, f32);

/// The network's coarsest stride: sides are multiples of it.
const MULTIPLE: u32 = 32;
/// Pixels of the network's input for one cell of its maps.
const STRIDE: usize = 4;
/// Maps of the network, in their order.
const MAPS: usize = 5;

/// How much small frames are enlarged at most.
const MAX_ENLARGEMENT: f32 = 2.0;

/// Looks at whole pictures.
pub struct Locator {
    model: Box<dyn Model>,
}

/// What the network says of each cell of a picture; a cell is four pixels square at the size the
/// network sees.
pub struct Map {
    columns: usize,
    rows: usize,
    /// Pixels of the frame for one cell, across and down: nearly the same.
    cell_px: (f32, f32),
    values: Vec<f32>,
}

#[derive(Clone, Copy)]
enum Plane {
    /// Probability that a document is seen here.
    Document,
    /// Probability that a line of a zone runs here.
    Zone,
    /// Direction of reading, to the right.
    AlongX,
    /// Direction of reading, downwards.
    AlongY,
    /// Logarithm of a capital's height, in tens of pixels of the network's input.
    Capital,
}

impl Locator {
    /// Longer side at which a picture is looked at first, in pixels: most documents and zones are
    /// found in it.
    pub const SIDE_PX: u32 = 384;

    /// Takes the `locator` network.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// Width and height, in pixels, to which a frame is brought for its longer side to be about
    /// `side_px`.
    pub(crate) fn input_size_px(frame: &Frame, side_px: u32) -> (u32, u32) {
        let longest = frame.width_px().max(frame.height_px());
        let factor = (side_px as f32 / longest as f32).min(MAX_ENLARGEMENT);
        let side = |length: u32| {
            let cells = (length as f32 * factor / MULTIPLE as f32).round() as u32;
            cells.max(1) * MULTIPLE
        };
        (side(frame.width_px()), side(frame.height_px()))
    }

    /// Looks at a frame whose longer side is brought to `side_px` pixels; small frames are not
    /// enlarged more than twice.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails or is not the `locator`.
    pub fn look(&self, frame: &Frame, side_px: u32) -> Result<Map, ModelError> {
        self.look_turned(frame, side_px, 0)
    }

    /// The same, with the frame turned clockwise by quarter turns while it is looked at: the
    /// network sees best what stands upright. The map is that of the frame as it is.
    ///
    /// # Errors
    /// As [`Locator::look`].
    pub(crate) fn look_turned(
        &self,
        frame: &Frame,
        side_px: u32,
        quarter_turns: u8,
    ) -> Result<Map, ModelError> {
        let (width, height) = Self::input_size_px(frame, side_px);
        let small = frame.resized(width, height);
        let turned = small.turned(quarter_turns);
        let output = self.model.run(input(&turned))?;
        let cells = |side: u32| side as usize / STRIDE;
        let shape = [1, MAPS, cells(turned.height_px()), cells(turned.width_px())];
        let output = output.into_iter().next();
        let Some(output) = output.filter(|output| output.shape == shape) else {
            return Err(ModelError::Run {
                name: "locator",
                reason: "its output has not the shape of its maps".into(),
            });
        };
        if !output.data.iter().all(|value| value.is_finite()) {
            return Err(ModelError::Run {
                name: "locator",
                reason: "its maps hold what is no number".into(),
            });
        }
        let (columns, rows) = (cells(width), cells(height));
        Ok(Map {
            columns,
            rows,
            cell_px: (
                frame.width_px() as f32 / columns as f32,
                frame.height_px() as f32 / rows as f32,
            ),
            values: turned_back(output.data, columns, rows, quarter_turns),
        })
    }
}

/// The maps of a picture that was turned clockwise, as those of the picture itself, `columns`
/// wide and `rows` high.
fn turned_back(values: Vec<f32>, columns: usize, rows: usize, quarter_turns: u8) -> Vec<f32> {
    let turns = quarter_turns % 4;
    if turns == 0 {
        return values;
    }
    let cells = columns * rows;
    let mut back = vec![0.0; values.len()];
    for at in 0..cells {
        let (x, y) = (at % columns, at / columns);
        let from = match turns {
            1 => x * rows + rows - 1 - y,
            2 => cells - 1 - at,
            _ => (columns - 1 - x) * rows + y,
        };
        for plane in [Plane::Document, Plane::Zone, Plane::Capital] {
            back[plane as usize * cells + at] = values[plane as usize * cells + from];
        }
        let (along_x, along_y) = (Plane::AlongX as usize, Plane::AlongY as usize);
        let along = (
            values[along_x * cells + from],
            values[along_y * cells + from],
        );
        let (x, y) = match turns {
            1 => (along.1, -along.0),
            2 => (-along.0, -along.1),
            _ => (-along.1, along.0),
        };
        back[along_x * cells + at] = x;
        back[along_y * cells + at] = y;
    }
    back
}

impl Map {
    /// Width and height, in pixels, of what the network was shown.
    pub(crate) fn size_px(&self) -> (u32, u32) {
        let side = |cells: usize| (cells * STRIDE) as u32;
        (side(self.columns), side(self.rows))
    }

    /// The lines of zones, those of one zone after each other, in the order of reading.
    #[must_use]
    pub fn zone_lines(&self) -> Vec<ZoneLine> {
        zone_lines::find(self)
    }

    /// The outlines of documents, largest first. `frame` is the one that was looked at: its own
    /// edges tell corners finer than the map does.
    #[must_use]
    pub fn outlines(&self, frame: &Frame) -> Vec<Outline> {
        outline::find(self, frame)
    }

    /// Share (0 to 1) of the picture that its largest document covers.
    pub(crate) fn largest_document(&self) -> f32 {
        let sets = self.components(Plane::Document, 0.5, Touching::Sides);
        let largest = sets.iter().map(Vec::len).max().unwrap_or(0);
        largest as f32 / (self.columns * self.rows) as f32
    }

    fn plane(&self, plane: Plane) -> &[f32] {
        let cells = self.columns * self.rows;
        &self.values[plane as usize * cells..][..cells]
    }
}

fn input(frame: &Frame) -> Tensor {
    let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
    let mut tensor = Tensor::zeros(&[1, 3, height, width]);
    for (at, rgb) in frame.rgb().chunks_exact(3).enumerate() {
        for (channel, &value) in rgb.iter().enumerate() {
            tensor.data[channel * width * height + at] = f32::from(value) / 255.0;
        }
    }
    tensor
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says the same of every cell.
    struct Everywhere(f32);

    impl Model for Everywhere {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let (rows, columns) = (input.shape[2] / STRIDE, input.shape[3] / STRIDE);
            let shape = vec![1, MAPS, rows, columns];
            let data = vec![self.0; MAPS * rows * columns];
            Ok(vec![Tensor { shape, data }])
        }
    }

    #[test]
    fn maps_that_hold_no_numbers_are_refused() {
        let frame = Frame::from_rgb(40, 30, vec![128; 40 * 30 * 3]).unwrap();
        let look = |value| Locator::new(Box::new(Everywhere(value))).look(&frame, 64);
        assert_eq!(look(0.9).unwrap().outlines(&frame).len(), 1);
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(
                matches!(look(value), Err(ModelError::Run { .. })),
                "{value}"
            );
        }
    }
}
