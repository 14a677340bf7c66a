//! Finds faces with YuNet: a box, five landmarks and a confidence each.

use serde::{Deserialize, Serialize};

use crate::frame::Frame;
use crate::model::{Model, ModelError, Tensor};
use crate::region::Region;

/// Longer side of the picture that the network sees, in pixels.
const SIDE_PX: u32 = 640;
/// The same where faces are near, as before the camera of a phone.
const NEAR_SIDE_PX: u32 = 320;
/// Most by which a small picture is enlarged.
const MAX_ENLARGEMENT: f32 = 2.0;
/// The network's coarsest stride: sides are padded to a multiple.
const MULTIPLE: u32 = 32;
/// Strides of its three heads, in pixels.
const STRIDES: [u32; 3] = [8, 16, 32];
/// Lowest confidence of a face.
const MIN_CONFIDENCE: f32 = 0.6;
/// The same where a portrait is known to be.
const MIN_EXPECTED: f32 = 0.4;
/// Overlap (intersection over union) from which two boxes are one face.
const SAME_FACE_IOU: f32 = 0.3;

/// A detected face.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Face {
    /// Box of the face (forehead to chin), clipped to the image.
    pub region: Region,
    /// Right eye, left eye, nose tip, right and left corner of the mouth (as the person has
    /// them), in pixels.
    pub landmarks: [(f32, f32); 5],
    /// The detector's confidence, 0 to 1.
    pub confidence: f32,
}

impl Face {
    /// Between the eyes, in pixels.
    #[must_use]
    pub fn eyes_px(&self) -> f32 {
        let [right, left, ..] = self.landmarks;
        (left.0 - right.0).hypot(left.1 - right.1)
    }
}

/// Whether a selfie shows more than one person: a second face of at least `second_area` (0 to 1)
/// times the first one's area. Smaller ones are pictures and people in the background.
pub(crate) fn shows_several(faces: &[Face], second_area: f32) -> bool {
    match faces {
        [first, second, ..] => {
            second.region.area() as f32 > second_area * first.region.area() as f32
        }
        _ => false,
    }
}

/// Finds faces.
pub struct FaceDetector {
    model: Box<dyn Model>,
}

impl FaceDetector {
    /// Takes the `face-detection` network.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// The faces of an upright picture, largest first.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn find(&self, frame: &Frame) -> Result<Vec<Face>, ModelError> {
        let (small, factor) = frame.fitted(SIDE_PX);
        self.look(&small, factor, MIN_CONFIDENCE, frame)
    }

    /// The faces of a live picture that are near enough for a selfie, largest first.
    pub(super) fn find_near(&self, frame: &Frame) -> Result<Vec<Face>, ModelError> {
        let (small, factor) = frame.fitted(NEAR_SIDE_PX);
        self.look(&small, factor, MIN_CONFIDENCE, frame)
    }

    /// The faces of a picture on which one is known to be.
    pub(super) fn find_expected(&self, frame: &Frame) -> Result<Vec<Face>, ModelError> {
        self.look(frame, 1.0, MIN_EXPECTED, frame)
    }

    /// The faces of a picture as large as the network sees it, of at least a confidence (0 to 1).
    pub(crate) fn find_faint(
        &self,
        frame: &Frame,
        min_confidence: f32,
    ) -> Result<Vec<Face>, ModelError> {
        self.look(frame, 1.0, min_confidence, frame)
    }

    /// The same with a second look at small pictures on which none were found, enlarged: the
    /// network misses faces of less than some 20 pixels.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn find_small(&self, frame: &Frame) -> Result<Vec<Face>, ModelError> {
        let faces = self.find(frame)?;
        let longest = frame.width_px().max(frame.height_px());
        if !faces.is_empty() || longest >= SIDE_PX {
            return Ok(faces);
        }
        let factor = (SIDE_PX as f32 / longest as f32).min(MAX_ENLARGEMENT);
        let size = |length: u32| (length as f32 * factor).round() as u32;
        let larger = frame.resized(size(frame.width_px()), size(frame.height_px()));
        self.look(&larger, factor, MIN_CONFIDENCE, frame)
    }

    /// Looks at a picture that is `factor` times as large as the frame.
    fn look(
        &self,
        small: &Frame,
        factor: f32,
        min_confidence: f32,
        frame: &Frame,
    ) -> Result<Vec<Face>, ModelError> {
        let width = small.width_px().next_multiple_of(MULTIPLE);
        let height = small.height_px().next_multiple_of(MULTIPLE);
        let outputs = self.model.run(input(small, width, height))?;
        let mut faces = Vec::new();
        for (head, stride) in STRIDES.into_iter().enumerate() {
            let part = |group: usize| outputs.get(group * STRIDES.len() + head);
            let (Some(class), Some(object), Some(boxes), Some(points)) =
                (part(0), part(1), part(2), part(3))
            else {
                return Err(ModelError::Run {
                    name: "face-detection",
                    reason: "it has not twelve outputs".into(),
                });
            };
            let columns = (width / stride) as usize;
            for cell in 0..class.data.len() {
                let confidence =
                    (class.data[cell].clamp(0.0, 1.0) * object.data[cell].clamp(0.0, 1.0)).sqrt();
                if confidence < min_confidence {
                    continue;
                }
                let corner = ((cell % columns) as f32, (cell / columns) as f32);
                let scale = stride as f32 / factor;
                if let Some(face) = face(
                    &boxes.data[cell * 4..cell * 4 + 4],
                    &points.data[cell * 10..cell * 10 + 10],
                    corner,
                    scale,
                    confidence,
                    frame,
                ) {
                    faces.push(face);
                }
            }
        }
        Ok(without_doubles(faces))
    }
}

/// Blue, green, red planes of 0 to 255, padded with black at the right and the bottom.
fn input(small: &Frame, width: u32, height: u32) -> Tensor {
    let mut tensor = Tensor::zeros(&[1, 3, height as usize, width as usize]);
    let plane = (width * height) as usize;
    for y in 0..small.height_px() {
        for x in 0..small.width_px() {
            let rgb = small.pixel(x, y);
            let at = (y * width + x) as usize;
            for channel in 0..3 {
                tensor.data[channel * plane + at] = f32::from(rgb[2 - channel]);
            }
        }
    }
    tensor
}

fn face(
    values: &[f32],
    points: &[f32],
    (column, row): (f32, f32),
    scale: f32,
    confidence: f32,
    frame: &Frame,
) -> Option<Face> {
    let (x, y) = ((column + values[0]) * scale, (row + values[1]) * scale);
    let (w, h) = (values[2].exp() * scale, values[3].exp() * scale);
    let region = Region::clipped(
        x - w / 2.0,
        y - h / 2.0,
        x + w / 2.0,
        y + h / 2.0,
        (frame.width_px(), frame.height_px()),
    )?;
    let landmarks = std::array::from_fn(|i| {
        (
            (points[2 * i] + column) * scale,
            (points[2 * i + 1] + row) * scale,
        )
    });
    Some(Face {
        region,
        landmarks,
        confidence,
    })
}

fn without_doubles(mut faces: Vec<Face>) -> Vec<Face> {
    faces.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut kept: Vec<Face> = Vec::new();
    for face in faces {
        if kept
            .iter()
            .all(|other| other.region.iou(&face.region) < SAME_FACE_IOU)
        {
            kept.push(face);
        }
    }
    kept.sort_by_key(|face| std::cmp::Reverse(face.region.area()));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers as the real network does when one cell of the finest head sees a face.
    struct OneFace {
        cell: usize,
    }

    impl Model for OneFace {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let (height, width) = (input.shape[2], input.shape[3]);
            let mut outputs = Vec::new();
            for values in [1, 1, 4, 10] {
                for stride in [8, 16, 32] {
                    let cells = height / stride * (width / stride);
                    let mut tensor = Tensor::zeros(&[1, cells, values]);
                    if stride == 8 {
                        let at = self.cell * values;
                        match values {
                            1 => tensor.data[at] = 0.9,
                            // Centre half a cell in, two cells wide, three high.
                            4 => tensor.data[at..at + 4].copy_from_slice(&[
                                0.5,
                                0.5,
                                2.0_f32.ln(),
                                3.0_f32.ln(),
                            ]),
                            _ => tensor.data[at..at + 10].fill(0.25),
                        }
                    }
                    outputs.push(tensor);
                }
            }
            Ok(outputs)
        }
    }

    #[test]
    fn boxes_and_landmarks_come_back_in_the_frame_s_pixels() {
        // 1280 wide: the network sees half the size. Cell (10, 5) of stride 8.
        let frame = Frame::from_rgb(1280, 640, vec![0; 1280 * 640 * 3]).unwrap();
        let detector = FaceDetector::new(Box::new(OneFace { cell: 5 * 80 + 10 }));
        let faces = detector.find(&frame).unwrap();
        assert_eq!(faces.len(), 1);
        assert_eq!(
            faces[0].region,
            Region {
                x: 152,
                y: 64,
                width: 32,
                height: 48
            }
        );
        assert_eq!(faces[0].landmarks[0], (164.0, 84.0));
        assert!((faces[0].confidence - 0.9).abs() < 1e-5);
    }
}
