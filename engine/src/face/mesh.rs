//! 468 points on a face: `MediaPipe`'s face landmark network.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::detect::Face;
use super::lids::{Eye, LidReader};
use crate::frame::{Affine, Frame};
use crate::model::{Model, ModelError, OnnxModel, Tensor};

/// Points of the mesh.
const POINTS: usize = 468;
/// Side of the square that the network sees, in pixels.
const SIDE_PX: u32 = 192;
/// Side of that square over the longer side of what it is laid around.
const AROUND: f32 = 1.5;
/// Least probability that a face is seen at all.
const MIN_PRESENCE: f32 = 0.5;

/// Points of the mesh that measures are taken from, by their number in it. Right and left are the
/// person's.
mod at {
    /// Outer and inner corner.
    pub(super) const RIGHT_EYE: [usize; 2] = [33, 133];
    pub(super) const LEFT_EYE: [usize; 2] = [263, 362];
    /// Before the ears.
    pub(super) const CHEEKS: [usize; 2] = [234, 454];
    /// Top of the forehead, and the chin.
    pub(super) const FOREHEAD: usize = 10;
    pub(super) const CHIN: usize = 152;
    pub(super) const NOSE_TIP: usize = 1;
}

/// Where a face's points lie. Holds biometric data: never log or store it.
#[derive(Clone)]
pub struct FaceMesh {
    /// In pixels of the frame: right, down, and away from the camera (0 in the middle of the head).
    points: Vec<[f32; 3]>,
    /// Probability that a face was seen, 0 to 1.
    pub presence: f32,
    /// See [`FaceMesh::eyes_open`]: the points themselves hardly move when lids do.
    eyes_open: [f32; 2],
}

/// Which way a head looks, in degrees; 0 is straight into the camera.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeadPose {
    /// Turned to the person's left (positive) or right (negative).
    pub yaw_deg: f32,
    /// Up (positive) or down (negative). Faces differ: some 10 degrees either way may be straight.
    pub pitch_deg: f32,
    /// Leant to the person's left shoulder (positive) or right (negative).
    pub roll_deg: f32,
}

impl FaceMesh {
    /// All 468 points, numbered as `MediaPipe` does: right, down and away from the camera (0 in the
    /// middle of the head), in pixels of the frame.
    #[must_use]
    pub fn points(&self) -> &[[f32; 3]] {
        &self.points
    }

    /// Where a point is seen, in pixels of the frame.
    pub(super) fn point(&self, number: usize) -> (f32, f32) {
        let [x, y, _] = self.points[number];
        (x, y)
    }

    fn between(&self, a: usize, b: usize) -> [f32; 3] {
        std::array::from_fn(|axis| self.points[b][axis] - self.points[a][axis])
    }

    /// Which way the head looks.
    #[must_use]
    pub fn pose(&self) -> HeadPose {
        let [x, y, z] = self.between(at::CHEEKS[0], at::CHEEKS[1]);
        let across = x.hypot(y);
        let [right, left] = [at::RIGHT_EYE[0], at::LEFT_EYE[0]];
        let [eyes_x, eyes_y, _] = self.between(right, left);
        let [down_x, down_y, down_z] = self.between(at::FOREHEAD, at::CHIN);
        HeadPose {
            yaw_deg: z.atan2(across).to_degrees(),
            pitch_deg: (-down_z).atan2(down_x.hypot(down_y)).to_degrees(),
            roll_deg: eyes_y.atan2(eyes_x).to_degrees(),
        }
    }

    /// How far each eye is open, the person's right one first: height between the lids over the
    /// eye's width, some 0.1 for a shut one and 0.2 to 0.4 for an open one.
    #[must_use]
    pub fn eyes_open(&self) -> [f32; 2] {
        self.eyes_open
    }

    /// Outer and inner corner of each eye, the person's right one first, in pixels of the frame.
    pub(super) fn eye_corners(&self) -> [[(f32, f32); 2]; 2] {
        [at::RIGHT_EYE, at::LEFT_EYE].map(|corners| corners.map(|number| self.point(number)))
    }

    /// Where the tip of the nose is seen between the cheeks: 0 in the middle, 1 at the person's left
    /// one, -1 at the right one.
    #[must_use]
    pub fn nose_between_cheeks(&self) -> f32 {
        let [right, left] = at::CHEEKS;
        let [across_x, across_y, _] = self.between(right, left);
        let [nose_x, nose_y, _] = self.between(right, at::NOSE_TIP);
        let squared = (across_x * across_x + across_y * across_y).max(f32::EPSILON);
        2.0 * (nose_x * across_x + nose_y * across_y) / squared - 1.0
    }

    /// Its middle, in pixels of the frame.
    #[must_use]
    pub fn middle(&self) -> (f32, f32) {
        self.square().middle
    }

    /// Between the middles of the eyes, in pixels, however the head is turned.
    #[must_use]
    pub fn eyes_px(&self) -> f32 {
        let middle = |[outer, inner]: [usize; 2]| -> [f32; 3] {
            let (outer, inner) = (self.points[outer], self.points[inner]);
            std::array::from_fn(|axis| f32::midpoint(outer[axis], inner[axis]))
        };
        let (right, left) = (middle(at::RIGHT_EYE), middle(at::LEFT_EYE));
        let squares = right.iter().zip(left).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f32>().sqrt()
    }

    /// Where the square around the face lies in which it is looked for on the next frame.
    fn square(&self) -> Square {
        let roll = self.pose().roll_deg.to_radians();
        Square::around(self.points.iter().map(|[x, y, _]| (*x, *y)), roll)
    }
}

impl fmt::Debug for FaceMesh {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FaceMesh { … }")
    }
}

/// A square that may lie askew.
struct Square {
    middle: (f32, f32),
    side_px: f32,
    roll: f32,
}

impl Square {
    /// Around points, upright as the face is.
    fn around(points: impl Iterator<Item = (f32, f32)>, roll: f32) -> Self {
        let (sin, cos) = roll.sin_cos();
        let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        let [left, top, right, bottom] =
            points.fold(start, |[left, top, right, bottom], (x, y)| {
                let (along, down) = (x * cos + y * sin, y * cos - x * sin);
                [
                    left.min(along),
                    top.min(down),
                    right.max(along),
                    bottom.max(down),
                ]
            });
        let (along, down) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        Self {
            middle: (along * cos - down * sin, along * sin + down * cos),
            side_px: AROUND * (right - left).max(bottom - top),
            roll,
        }
    }

    fn of(face: &Face) -> Self {
        let [right_eye, left_eye, ..] = face.landmarks;
        let roll = (left_eye.1 - right_eye.1).atan2(left_eye.0 - right_eye.0);
        Self {
            roll,
            ..Self::around(face.region.corners().into_iter(), 0.0)
        }
    }

    /// From its pixels to those of the frame.
    fn map(&self) -> Affine {
        let step = self.side_px / SIDE_PX as f32;
        let (sin, cos) = self.roll.sin_cos();
        let (along, across) = (step * cos, step * sin);
        let half = (SIDE_PX as f32 - 1.0) / 2.0;
        Affine {
            x: [along, -across, self.middle.0 - half * (along - across)],
            y: [across, along, self.middle.1 - half * (along + across)],
        }
    }
}

/// Lays meshes on faces.
pub struct MeshReader {
    model: Box<dyn Model>,
    lids: LidReader,
}

impl MeshReader {
    /// Names of the networks in the manifest, in the order in which [`MeshReader::from_onnx`] takes
    /// them.
    pub const NAMES: [&str; 2] = ["face-mesh", "eye-contour"];

    /// Loads the models of [`MeshReader::NAMES`].
    ///
    /// # Errors
    /// [`ModelError::Load`] when the bytes are not those models.
    pub fn from_onnx([face_mesh, eye_contour]: [Vec<u8>; 2]) -> Result<Self, ModelError> {
        let [mesh_name, eye_name] = Self::NAMES;
        let face_mesh = OnnxModel::load(mesh_name, face_mesh)?;
        let eye_contour = OnnxModel::load(eye_name, eye_contour)?;
        Ok(Self::new(Box::new(face_mesh), Box::new(eye_contour)))
    }

    /// Takes the networks of [`MeshReader::NAMES`].
    #[must_use]
    pub fn new(face_mesh: Box<dyn Model>, eye_contour: Box<dyn Model>) -> Self {
        Self {
            model: face_mesh,
            lids: LidReader::new(eye_contour),
        }
    }

    /// The mesh of a face that was found on a frame; `None` where the network sees none there.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails.
    pub fn read(&self, frame: &Frame, face: &Face) -> Result<Option<FaceMesh>, ModelError> {
        // Boxes differ from detector to detector: the first look says where the second one goes.
        let first = self.look(frame, &Square::of(face))?;
        match first {
            Some(mesh) => self.follow(frame, &mesh, &Eye::BOTH),
            None => Ok(None),
        }
    }

    /// The mesh of the same face on the next frame of a video; `None` where it is lost. Only the lids
    /// of some eyes are looked at: those of others are taken for as they were.
    pub(super) fn follow(
        &self,
        frame: &Frame,
        before: &FaceMesh,
        eyes: &[Eye],
    ) -> Result<Option<FaceMesh>, ModelError> {
        let Some(mut mesh) = self.look(frame, &before.square())? else {
            return Ok(None);
        };
        mesh.eyes_open = before.eyes_open;
        let corners = mesh.eye_corners();
        for &eye in eyes {
            let open = self.lids.open(frame, corners[eye as usize], eye)?;
            mesh.eyes_open[eye as usize] = open;
        }
        Ok(Some(mesh))
    }

    /// The mesh without the lids.
    fn look(&self, frame: &Frame, square: &Square) -> Result<Option<FaceMesh>, ModelError> {
        let map = square.map();
        let near = frame.cut_out(&map, SIDE_PX, SIDE_PX);
        let outputs = self.model.run(planes(&near))?;
        let [landmarks, presence] = &outputs[..] else {
            return Err(unexpected());
        };
        let logit = *presence.data.first().ok_or_else(unexpected)?;
        if landmarks.data.len() != 3 * POINTS {
            return Err(unexpected());
        }
        let presence = 1.0 / (1.0 + (-logit).exp());
        let step = square.side_px / SIDE_PX as f32;
        let points = landmarks.data.chunks_exact(3).map(|point| {
            let (x, y) = map.apply(point[0], point[1]);
            [x, y, point[2] * step]
        });
        Ok((presence >= MIN_PRESENCE).then(|| FaceMesh {
            points: points.collect(),
            presence,
            eyes_open: [0.0; 2],
        }))
    }
}

/// Red, green and blue from 0 to 1, as these networks take them.
pub(super) fn planes(square: &Frame) -> Tensor {
    let (width, height) = (square.width_px() as usize, square.height_px() as usize);
    let mut input = Tensor::zeros(&[1, 3, height, width]);
    for (at, pixel) in square.rgb().chunks_exact(3).enumerate() {
        for (channel, value) in pixel.iter().enumerate() {
            input.data[channel * height * width + at] = f32::from(*value) / 255.0;
        }
    }
    input
}

fn unexpected() -> ModelError {
    ModelError::Run {
        name: "face-mesh",
        reason: "it has not 468 points and a presence".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::Region;

    /// A head of 50 pixels' radius at (200, 150), turned to its left and then lifted.
    fn head(yaw_deg: f32, pitch_deg: f32) -> FaceMesh {
        let mut points = vec![[0.0; 3]; POINTS];
        let mut put = |number: usize, place: [f32; 3]| points[number] = place;
        put(at::CHEEKS[0], [-50.0, 0.0, 0.0]);
        put(at::CHEEKS[1], [50.0, 0.0, 0.0]);
        put(at::FOREHEAD, [0.0, -50.0, 0.0]);
        put(at::CHIN, [0.0, 50.0, 0.0]);
        put(at::NOSE_TIP, [0.0, 5.0, -55.0]);
        for ([outer, inner], side) in [(at::RIGHT_EYE, -1.0), (at::LEFT_EYE, 1.0)] {
            put(outer, [side * 34.0, -15.0, -25.0]);
            put(inner, [side * 14.0, -15.0, -25.0]);
        }
        let (yaw_sin, yaw_cos) = yaw_deg.to_radians().sin_cos();
        let (pitch_sin, pitch_cos) = pitch_deg.to_radians().sin_cos();
        for point in &mut points {
            let [x, y, z] = *point;
            let (x, z) = (x * yaw_cos - z * yaw_sin, z * yaw_cos + x * yaw_sin);
            let (y, z) = (y * pitch_cos + z * pitch_sin, z * pitch_cos - y * pitch_sin);
            *point = [200.0 + x, 150.0 + y, z];
        }
        FaceMesh {
            points,
            presence: 1.0,
            eyes_open: [0.3; 2],
        }
    }

    #[test]
    fn a_turned_head_tells_its_angles() {
        for (yaw, pitch) in [
            (0.0, 0.0),
            (25.0, 0.0),
            (-25.0, 0.0),
            (0.0, 20.0),
            (0.0, -20.0),
        ] {
            let pose = head(yaw, pitch).pose();
            assert!((pose.yaw_deg - yaw).abs() < 1.0, "{yaw}: {pose:?}");
            assert!((pose.pitch_deg - pitch).abs() < 1.0, "{pitch}: {pose:?}");
        }
        assert!(head(25.0, 0.0).nose_between_cheeks() > 0.3);
        assert!(head(-25.0, 0.0).nose_between_cheeks() < -0.3);
        assert!(head(0.0, 0.0).nose_between_cheeks().abs() < 0.01);
    }

    #[test]
    fn eyes_are_as_far_apart_however_the_head_is_turned() {
        for yaw in [0.0, 30.0] {
            assert!((head(yaw, 0.0).eyes_px() - 48.0).abs() < 0.1);
        }
    }

    /// Sees a point at the same place of its square each time.
    struct Fixed;

    impl Model for Fixed {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            assert_eq!(input.shape, [1, 3, 192, 192]);
            let point = [96.0, 48.0, -10.0];
            Ok(vec![
                Tensor {
                    shape: vec![1, 3 * POINTS, 1, 1],
                    data: point.repeat(POINTS),
                },
                Tensor {
                    shape: vec![1, 1, 1, 1],
                    data: vec![4.0],
                },
            ])
        }
    }

    #[test]
    fn points_come_back_in_the_frame_s_pixels() {
        let frame = Frame::from_rgb(400, 300, vec![90; 400 * 300 * 3]).unwrap();
        // Leant by a quarter: up is to the right of the frame.
        let face = Face {
            region: Region {
                x: 100,
                y: 50,
                width: 64,
                height: 64,
            },
            landmarks: [
                (120.0, 60.0),
                (120.0, 100.0),
                (110.0, 80.0),
                (100.0, 70.0),
                (100.0, 90.0),
            ],
            confidence: 0.9,
        };
        let reader = MeshReader::new(Box::new(Fixed), Box::new(Fixed));
        let mesh = reader.look(&frame, &Square::of(&face)).unwrap().unwrap();
        // Half a pixel to the right of the middle, 47.5 of 192 above it, in steps of half a pixel.
        let [x, y, z] = mesh.points[0];
        assert!((x - (132.0 + 23.75)).abs() < 0.01, "{x}");
        assert!((y - (82.0 + 0.25)).abs() < 0.01, "{y}");
        assert!((z + 5.0).abs() < 0.01, "{z}");
        assert!(mesh.presence > 0.9);
    }

    /// Sees an eye a quarter as high as it is wide.
    struct HalfOpen;

    impl Model for HalfOpen {
        fn run(&self, _: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let mut contour = Tensor::zeros(&[1, 213, 1, 1]);
            let mut put = |number: usize, x: f32, y: f32| {
                contour.data[3 * number] = x;
                contour.data[3 * number + 1] = y;
            };
            put(8, 40.0, 0.0);
            for lid in [11, 12, 13] {
                put(lid, 20.0, 10.0);
                put(lid - 8, 20.0, 0.0);
            }
            Ok(vec![contour])
        }
    }

    #[test]
    fn lids_that_are_not_looked_at_stay_as_they_were() {
        let frame = Frame::from_rgb(400, 300, vec![90; 400 * 300 * 3]).unwrap();
        let reader = MeshReader::new(Box::new(Fixed), Box::new(HalfOpen));
        let before = head(0.0, 0.0);
        let open = |eyes: &[Eye]| {
            let mesh = reader.follow(&frame, &before, eyes).unwrap().unwrap();
            // A quarter, or as far as before.
            mesh.eyes_open().map(|own| (1000.0 * own).round() as u32)
        };
        assert_eq!(open(&[Eye::Right]), [250, 300]);
        assert_eq!(open(&[Eye::Left]), [300, 250]);
        assert_eq!(open(&Eye::BOTH), [250; 2]);
    }
}
