//! Traces of how a picture of a document came about: photographed off a screen, off a printed copy,
//! altered in places (`engine/training/document_traces.py`).
//!
//! They are a pixel or two wide, and gone once a picture is resized: the network looks at the
//! pixels as they were uploaded, through a few windows where the picture is large.

mod cells;
mod compression;
mod windows;

use serde::{Deserialize, Serialize};

use crate::frame::Frame;
use crate::model::{Model, ModelError, Tensor};
use crate::region::Region;

use cells::Cells;
use windows::windows;

/// Pixels of the frame for one cell of the network's maps; its input's sides are multiples of it.
const STRIDE: u32 = 16;
/// Maps of the network: screen, print, alteration.
const MAPS: usize = 3;

/// Traces found on a picture. What they prove is for a policy to say: each is a probability by the
/// network's own reckoning, on pictures drawn for its training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Traces {
    /// That it was photographed off a screen, 0 to 1.
    pub screen: f32,
    /// That it was photographed or scanned off a printed copy, 0 to 1.
    pub print: f32,
    /// Places that look altered, the likeliest first. With the weights of today most alterations
    /// are missed: none found says nothing.
    pub altered: Vec<Suspect>,
    /// How much of the picture's earlier compressions the place of the portrait lacks, 0 (nothing)
    /// to 1: what is pasted into a picture has not gone through them. `None` where the picture shows
    /// none, was resized since, or has no portrait of some size.
    #[serde(default)]
    pub portrait_history_missing: Option<f32>,
    /// What was looked at, in pixels of the frame; nothing where the frame is smaller than 16
    /// pixels a side, and then both probabilities are 0.
    pub windows: Vec<Region>,
}

/// A place that looks altered beside what is around it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suspect {
    /// Where, in pixels of the frame, to 16 pixels.
    pub region: Region,
    /// That of its likeliest part, 0 to 1.
    pub probability: f32,
}

/// Looks for traces. Loaded once, used for any number of frames.
pub struct TraceReader {
    model: Box<dyn Model>,
}

impl TraceReader {
    /// Takes the `document-traces` network.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// Looks at a frame: all of the document where it is small, else windows of at most a third of
    /// a megapixel in all, over the portrait, `fields` (the most important first) and the rest of the
    /// document. All places are in pixels of the frame.
    ///
    /// `corners`: those of the document, clockwise as seen, in pixels of the frame; without them
    /// the whole frame is taken for it.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails or is not `document-traces`.
    pub fn look(
        &self,
        frame: &Frame,
        corners: Option<[(f32, f32); 4]>,
        portrait: Option<Region>,
        fields: &[Region],
    ) -> Result<Traces, ModelError> {
        let size_px = (frame.width_px(), frame.height_px());
        let regions: Vec<Region> = portrait.iter().chain(fields).copied().collect();
        let windows = windows(size_px, corners.as_ref(), &regions);
        let mut cells = Cells::none(size_px);
        for window in &windows {
            cells.add(window, &self.maps(frame, window)?);
        }
        let (screen, print) = cells.whole(corners.as_ref());
        Ok(Traces {
            screen,
            print,
            altered: cells.suspects(size_px),
            portrait_history_missing: portrait.and_then(|place| compression::missing(frame, place)),
            windows,
        })
    }

    /// The probabilities of a window's cells, map after map.
    fn maps(&self, frame: &Frame, window: &Region) -> Result<Vec<f32>, ModelError> {
        let (width, height) = (window.width as usize, window.height as usize);
        let mut input = Tensor::zeros(&[1, MAPS, height, width]);
        let (red, rest) = input.data.split_at_mut(width * height);
        let (green, blue) = rest.split_at_mut(width * height);
        for row in 0..height {
            let start = (window.y as usize + row) * frame.width_px() as usize + window.x as usize;
            let pixels = &frame.rgb()[start * 3..(start + width) * 3];
            for (column, pixel) in pixels.chunks_exact(3).enumerate() {
                let at = row * width + column;
                red[at] = f32::from(pixel[0]) / 255.0;
                green[at] = f32::from(pixel[1]) / 255.0;
                blue[at] = f32::from(pixel[2]) / 255.0;
            }
        }
        let stride = STRIDE as usize;
        let shape = [1, MAPS, height / stride, width / stride];
        let output = self.model.run(input)?.into_iter().next();
        let fits = |output: &Tensor| {
            output.shape == shape && output.data.iter().all(|value| value.is_finite())
        };
        match output.filter(fits) {
            Some(output) => Ok(output.data),
            None => Err(ModelError::Run {
                name: "document-traces",
                reason: "its output has not the shape of its maps, or holds no numbers".into(),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
