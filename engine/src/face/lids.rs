//! How far eyes are open: `MediaPipe`'s eye contour network, which sees each eye from near.

use super::mesh::planes;
use crate::frame::{Affine, Frame};
use crate::model::{Model, ModelError, Tensor};

/// Side of the square that the network sees, in pixels.
const SIDE_PX: u32 = 64;
/// Side of that square over the distance between the corners of the eye.
const AROUND: f32 = 2.3;
/// Points of the contour, the lids first.
const POINTS: usize = 71;
/// Outer and inner corner.
const CORNERS: [usize; 2] = [0, 8];
/// Upper and lower lid, at the three places in the middle of the eye.
const LIDS: [[usize; 2]; 3] = [[11, 3], [12, 4], [13, 5]];

/// An eye of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Eye {
    #[default]
    Right,
    Left,
}

impl Eye {
    pub(super) const BOTH: [Self; 2] = [Self::Right, Self::Left];

    pub(super) fn other(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Left => Self::Right,
        }
    }
}

/// Reads lids.
pub(super) struct LidReader {
    model: Box<dyn Model>,
}

impl LidReader {
    /// Takes the `eye-contour` network.
    pub(super) fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// See [`super::FaceMesh::eyes_open`]. Takes the outer and inner corner of the eye.
    pub(super) fn open(
        &self,
        frame: &Frame,
        corners: [(f32, f32); 2],
        eye: Eye,
    ) -> Result<f32, ModelError> {
        // The network knows right eyes only: of left ones it is shown the mirror image.
        let mirror = match eye {
            Eye::Right => 1.0,
            Eye::Left => -1.0,
        };
        let near = frame.cut_out(&square(corners, mirror), SIDE_PX, SIDE_PX);
        let outputs = self.model.run(planes(&near))?;
        let contour = outputs.first().filter(|own| own.data.len() == 3 * POINTS);
        Ok(openness(contour.ok_or_else(unexpected)?))
    }
}

/// From the network's pixels to those of the frame.
fn square([outer, inner]: [(f32, f32); 2], mirror: f32) -> Affine {
    let (x, y) = (inner.0 - outer.0, inner.1 - outer.1);
    let step = AROUND / SIDE_PX as f32;
    // Along the eye from its outer corner, which stands to the left there; and down the face.
    let (along, down) = (
        (step * x, step * y),
        (-mirror * step * y, mirror * step * x),
    );
    let half = (SIDE_PX as f32 - 1.0) / 2.0;
    let middle = (
        f32::midpoint(outer.0, inner.0),
        f32::midpoint(outer.1, inner.1),
    );
    Affine {
        x: [along.0, down.0, middle.0 - half * (along.0 + down.0)],
        y: [along.1, down.1, middle.1 - half * (along.1 + down.1)],
    }
}

fn openness(contour: &Tensor) -> f32 {
    let distance = |[a, b]: [usize; 2]| {
        let place = |number: usize| (contour.data[3 * number], contour.data[3 * number + 1]);
        let (a, b) = (place(a), place(b));
        (a.0 - b.0).hypot(a.1 - b.1)
    };
    let heights: f32 = LIDS.into_iter().map(distance).sum();
    heights / (LIDS.len() as f32 * distance(CORNERS).max(f32::EPSILON))
}

fn unexpected() -> ModelError {
    ModelError::Run {
        name: "eye-contour",
        reason: "its contour has not 71 points".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_eyes_are_seen_as_right_ones_and_upright() {
        // Leant by a few degrees; outer corners away from the nose.
        for (outer, inner, mirror) in [
            ((10.0, 50.0), (50.0, 54.0), 1.0),
            ((130.0, 62.0), (90.0, 58.0), -1.0),
        ] {
            let map = square([outer, inner], mirror);
            let half = (SIDE_PX as f32 - 1.0) / 2.0;
            let reach = SIDE_PX as f32 / AROUND / 2.0;
            let (x, y) = map.apply(half - reach, half);
            assert!((x - outer.0).hypot(y - outer.1) < 0.01, "{x} {y}");
            let (x, y) = map.apply(half + reach, half);
            assert!((x - inner.0).hypot(y - inner.1) < 0.01, "{x} {y}");
            let (_, below) = map.apply(half, half + 10.0);
            assert!(below > f32::midpoint(outer.1, inner.1) + 5.0, "{below}");
        }
    }

    #[test]
    fn lids_over_width_is_openness() {
        let mut contour = Tensor::zeros(&[1, 3 * POINTS, 1, 1]);
        let mut put = |number: usize, x: f32, y: f32| {
            contour.data[3 * number] = x;
            contour.data[3 * number + 1] = y;
        };
        put(CORNERS[0], 12.0, 32.0);
        put(CORNERS[1], 52.0, 32.0);
        for ([upper, lower], x) in LIDS.into_iter().zip([24.0, 32.0, 40.0]) {
            put(upper, x, 27.0);
            put(lower, x, 37.0);
        }
        assert!((openness(&contour) - 0.25).abs() < 1e-6);
    }

    /// Sees nothing.
    struct Short;

    impl Model for Short {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            assert_eq!(input.shape, [1, 3, 64, 64]);
            Ok(vec![Tensor::zeros(&[1, 3])])
        }
    }

    #[test]
    fn another_network_is_an_error() {
        let frame = Frame::from_rgb(100, 100, vec![90; 100 * 100 * 3]).unwrap();
        let corners = [(10.0, 50.0), (50.0, 50.0)];
        let read = LidReader::new(Box::new(Short)).open(&frame, corners, Eye::Right);
        assert!(read.is_err());
    }
}
