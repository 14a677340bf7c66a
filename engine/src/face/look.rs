//! Other ways of looking for faces: on pages that lie sideways, and closer.

use std::borrow::Cow;

use super::detect::{Face, FaceDetector};
use crate::frame::{Affine, Frame};
use crate::model::ModelError;
use crate::region::Region;

/// Longer sides at which a portrait is looked at closer, in pixels: its face is neither too small
/// in them, nor so large that letters printed over it are seen instead. Each look places the
/// landmarks a little differently.
const CLOSE_LOOKS_PX: [f32; 3] = [160.0, 208.0, 256.0];
/// What is looked at around a portrait's edges, in its width and height.
const MARGIN: f32 = 0.2;
/// A portrait around a face that is upright, in widths and heights of its box: left and right, top,
/// bottom. It spans from above the hair to the shoulders.
const PORTRAIT: (f32, f32, f32) = (0.38, 0.35, 0.45);
/// Fewer pixels between the eyes, and landmarks at first sight are too rough.
const SMALL_EYES_PX: f32 = 24.0;
/// Overlap (intersection over union) from which two looks saw the same face.
const SAME_FACE_IOU: f32 = 0.4;

impl Face {
    /// Quarter turns clockwise that bring it upright.
    #[must_use]
    pub fn quarter_turns(&self) -> u8 {
        let [right_eye, left_eye, _, right_mouth, left_mouth] = self.landmarks;
        let down = (
            right_mouth.0 + left_mouth.0 - right_eye.0 - left_eye.0,
            right_mouth.1 + left_mouth.1 - right_eye.1 - left_eye.1,
        );
        match down {
            (x, y) if y.abs() >= x.abs() => 2 * u8::from(y < 0.0),
            (x, _) => 1 + 2 * u8::from(x < 0.0),
        }
    }

    /// Where the portrait ends that such a face is on, as far as the frame shows it.
    pub(crate) fn portrait(&self, frame: &Frame) -> Option<Region> {
        let (side, top, bottom) = PORTRAIT;
        // Left, above, right, below.
        let mut margins = [side, top, side, bottom];
        margins.rotate_left(usize::from(self.quarter_turns()));
        let Region {
            x,
            y,
            width,
            height,
        } = self.region;
        let (w, h) = (width as f32, height as f32);
        Region::clipped(
            x as f32 - margins[0] * w,
            y as f32 - margins[1] * h,
            (x + width) as f32 + margins[2] * w,
            (y + height) as f32 + margins[3] * h,
            (frame.width_px(), frame.height_px()),
        )
    }
}

impl FaceDetector {
    /// The faces of a picture that lies sideways: it is turned clockwise by quarter turns first.
    /// They come back in the pixels of the frame as it is, largest first.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn find_turned(&self, frame: &Frame, quarter_turns: u8) -> Result<Vec<Face>, ModelError> {
        let faces = self.find(&turned(frame, quarter_turns))?;
        let back = faces
            .iter()
            .filter_map(|face| turned_back(face, quarter_turns, frame));
        Ok(back.collect())
    }

    /// The face of a portrait whose edges were seen. Faint ones, small ones, and those with
    /// letters printed over them are missed when a whole page is looked at.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn look_closer(
        &self,
        frame: &Frame,
        portrait: Region,
        quarter_turns: u8,
    ) -> Result<Option<Face>, ModelError> {
        let mut looks: Vec<Face> = Vec::new();
        for side_px in CLOSE_LOOKS_PX {
            let (near, map) = close_up(frame, portrait, side_px);
            let found = self.find_expected(&turned(&near, quarter_turns))?;
            let face = found.first().and_then(|face| {
                let size_px = (frame.width_px(), frame.height_px());
                mapped(&turned_back(face, quarter_turns, &near)?, &map, size_px)
            });
            let is_known = |face: &Face| {
                let first = looks.first();
                first.is_none_or(|first| first.region.iou(&face.region) >= SAME_FACE_IOU)
            };
            looks.extend(face.filter(is_known));
        }
        Ok(mean(&looks))
    }

    /// The same face; if it is a small one, its landmarks by looking closer.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn refined(&self, frame: &Frame, face: Face) -> Result<Face, ModelError> {
        if face.eyes_px() >= SMALL_EYES_PX {
            return Ok(face);
        }
        let Some(portrait) = face.portrait(frame) else {
            return Ok(face);
        };
        let closer = self.look_closer(frame, portrait, face.quarter_turns())?;
        let is_same = |closer: &Face| closer.region.iou(&face.region) >= SAME_FACE_IOU;
        Ok(closer.filter(is_same).unwrap_or(face))
    }
}

/// A portrait and its surroundings at a size, and where its pixels lie in the frame.
fn close_up(frame: &Frame, portrait: Region, side_px: f32) -> (Frame, Affine) {
    let (width, height) = (portrait.width as f32, portrait.height as f32);
    let around = 1.0 + 2.0 * MARGIN;
    let step = around * width.max(height) / side_px;
    let first = (step - 1.0) / 2.0;
    let map = Affine {
        x: [step, 0.0, portrait.x as f32 - MARGIN * width + first],
        y: [0.0, step, portrait.y as f32 - MARGIN * height + first],
    };
    let size = |length: f32| ((around * length / step).round() as u32).max(1);
    (frame.cut_out(&map, size(width), size(height)), map)
}

fn mapped(face: &Face, map: &Affine, size_px: (u32, u32)) -> Option<Face> {
    let Region {
        x,
        y,
        width,
        height,
    } = face.region;
    let corners = [(x, y), (x + width, y + height)];
    let corners = corners.map(|(x, y)| map.apply(x as f32, y as f32));
    Some(Face {
        region: Region::around(corners, size_px)?,
        landmarks: face.landmarks.map(|(x, y)| map.apply(x, y)),
        confidence: face.confidence,
    })
}

/// The box of the surest look, the landmarks of all of them.
fn mean(looks: &[Face]) -> Option<Face> {
    let surest = looks
        .iter()
        .max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
    let share = 1.0 / looks.len() as f32;
    let landmarks = std::array::from_fn(|point| {
        looks.iter().fold((0.0, 0.0), |(x, y), look| {
            let own = look.landmarks[point];
            (x + share * own.0, y + share * own.1)
        })
    });
    Some(Face {
        landmarks,
        ..surest.clone()
    })
}

fn turned(frame: &Frame, quarter_turns: u8) -> Cow<'_, Frame> {
    match quarter_turns % 4 {
        0 => Cow::Borrowed(frame),
        turns => Cow::Owned(frame.turned(turns)),
    }
}

/// A face found on the frame turned clockwise, in the pixels of the frame itself.
fn turned_back(face: &Face, quarter_turns: u8, frame: &Frame) -> Option<Face> {
    let (w, h) = (frame.width_px() as f32, frame.height_px() as f32);
    let back = |(x, y): (f32, f32)| match quarter_turns % 4 {
        0 => (x, y),
        1 => (y, h - x),
        2 => (w - x, h - y),
        _ => (w - y, x),
    };
    let Region {
        x,
        y,
        width,
        height,
    } = face.region;
    let corners = [(x, y), (x + width, y + height)].map(|(x, y)| back((x as f32, y as f32)));
    Some(Face {
        region: Region::around(corners, (frame.width_px(), frame.height_px()))?,
        landmarks: face.landmarks.map(back),
        confidence: face.confidence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_on_a_turned_page_comes_back_to_its_place() {
        let frame = Frame::from_rgb(200, 100, vec![0; 200 * 100 * 3]).unwrap();
        // On the page turned clockwise by a quarter (100 wide, 200 high).
        let face = Face {
            region: Region {
                x: 10,
                y: 20,
                width: 30,
                height: 40,
            },
            landmarks: [(10.0, 20.0); 5],
            confidence: 0.9,
        };
        let back = turned_back(&face, 1, &frame).unwrap();
        assert_eq!(
            back.region,
            Region {
                x: 20,
                y: 60,
                width: 40,
                height: 30
            }
        );
        assert_eq!(back.landmarks[0], (20.0, 90.0));
    }

    #[test]
    fn a_portrait_is_larger_than_its_face_and_inside_the_frame() {
        let frame = Frame::from_rgb(400, 300, vec![0; 400 * 300 * 3]).unwrap();
        let face = Face {
            region: Region {
                x: 100,
                y: 100,
                width: 80,
                height: 100,
            },
            landmarks: [
                (120.0, 140.0),
                (160.0, 140.0),
                (140.0, 160.0),
                (125.0, 180.0),
                (155.0, 180.0),
            ],
            confidence: 0.9,
        };
        let photo = face.portrait(&frame).unwrap();
        assert_eq!(
            photo,
            Region {
                x: 70,
                y: 65,
                width: 140,
                height: 180
            }
        );
    }

    #[test]
    fn a_face_tells_its_way_up() {
        let upright = [
            (10.0, 10.0),
            (20.0, 10.0),
            (15.0, 15.0),
            (11.0, 21.0),
            (19.0, 22.0),
        ];
        let face = |turn: fn((f32, f32)) -> (f32, f32)| Face {
            region: Region {
                x: 0,
                y: 0,
                width: 30,
                height: 30,
            },
            landmarks: upright.map(turn),
            confidence: 0.9,
        };
        // As the page shows it that must be turned clockwise so often.
        assert_eq!(face(|point| point).quarter_turns(), 0);
        assert_eq!(face(|(x, y)| (y, 30.0 - x)).quarter_turns(), 1);
        assert_eq!(face(|(x, y)| (30.0 - x, 30.0 - y)).quarter_turns(), 2);
        assert_eq!(face(|(x, y)| (30.0 - y, x)).quarter_turns(), 3);
    }
}
