//! How well a face is shown: size, direction, light, eyes, what covers it.

use serde::{Deserialize, Serialize};

use super::mesh::{FaceMesh, HeadPose};
use crate::frame::Frame;

/// Radius of the spots whose colour is taken, in distances between the eyes.
const SPOT: f32 = 0.05;
/// Added to light before its logarithm is taken, so that noise in the dark stays small: 0 to 255.
const DARK: f32 = 8.0;

/// Points of the mesh at which skin is seen unless something covers it.
mod at {
    pub(super) const FOREHEAD: [usize; 3] = [151, 108, 337];
    pub(super) const RIGHT_CHEEK: [usize; 4] = [50, 117, 118, 101];
    pub(super) const LEFT_CHEEK: [usize; 4] = [280, 346, 347, 330];
    /// Below the nose: beside the mouth, on the chin and the lower cheeks.
    pub(super) const LOWER: [usize; 8] = [164, 186, 410, 205, 425, 199, 210, 430];
    /// Skin of the lids, above and below each eye.
    pub(super) const LIDS: [[usize; 4]; 2] = [[27, 28, 23, 24], [257, 258, 253, 254]];
    /// Lips, between them, beside and below: what differs most in light on the lower face.
    pub(super) const MOUTH: [usize; 10] = [164, 0, 13, 14, 17, 61, 291, 18, 200, 199];
}

/// How well a face is shown. Tells nothing of whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaceQuality {
    /// Between the middles of the eyes, however the head is turned, in pixels.
    pub eyes_px: f32,
    /// Which way it looks.
    pub pose: HeadPose,
    /// How far the eye is open that is less open: height between the lids over its width.
    pub eyes_open: f32,
    /// Mean luma of its skin, 0 to 255.
    pub mean_luma: f32,
    /// Light on the darker cheek over that on the brighter one, 0 to 1.
    pub even_light: f32,
    /// Light on the lids over that on the cheeks: 0 and more; dark glasses leave little.
    pub eye_light: f32,
    /// How far the colour below the nose is from that of the forehead and cheeks: 0 (none), in
    /// logarithms of ratios of colours; masks and scarves have another.
    pub lower_colour: f32,
    /// How much the light differs between lips, their corners and the chin: deviation of its
    /// logarithm; what covers them is plainer.
    pub mouth_contrast: f32,
}

impl FaceQuality {
    /// Looks at the face that a mesh lies on.
    #[must_use]
    pub fn of(frame: &Frame, mesh: &FaceMesh) -> Self {
        let spots = Spots { frame, mesh };
        let [right, left] = [
            spots.mean(&at::RIGHT_CHEEK).luma(),
            spots.mean(&at::LEFT_CHEEK).luma(),
        ];
        let skin = spots.mean(&[&at::FOREHEAD[..], &at::RIGHT_CHEEK, &at::LEFT_CHEEK].concat());
        let lower = spots.mean(&at::LOWER);
        let eyes = at::LIDS.map(|lids| spots.mean(&lids).luma());
        let [right_open, left_open] = mesh.eyes_open();
        Self {
            eyes_px: mesh.eyes_px(),
            pose: mesh.pose(),
            eyes_open: right_open.min(left_open),
            mean_luma: skin.luma(),
            even_light: (right.min(left) + DARK) / (right.max(left) + DARK),
            eye_light: (eyes[0].max(eyes[1]) + DARK) / (right.max(left) + DARK),
            lower_colour: lower.distance(skin),
            mouth_contrast: spots.contrast(&at::MOUTH),
        }
    }
}

/// A mean colour: red, green, blue, 0 to 255.
#[derive(Clone, Copy)]
struct Colour([f32; 3]);

impl Colour {
    fn mean(colours: &[Self]) -> Self {
        let share = 1.0 / colours.len().max(1) as f32;
        Self(std::array::from_fn(|channel| {
            colours.iter().map(|colour| share * colour.0[channel]).sum()
        }))
    }

    /// ITU-R BT.601.
    fn luma(self) -> f32 {
        let [red, green, blue] = self.0;
        0.299 * red + 0.587 * green + 0.114 * blue
    }

    fn redness(self) -> f32 {
        let [red, green, _] = self.0;
        ((red + DARK) / (green + DARK)).ln()
    }

    /// Of two colours, whatever their light.
    fn distance(self, other: Self) -> f32 {
        let blueness = |colour: Self| ((colour.0[2] + DARK) / (colour.0[1] + DARK)).ln();
        (self.redness() - other.redness()).hypot(blueness(self) - blueness(other))
    }
}

/// Spots of a face.
struct Spots<'a> {
    frame: &'a Frame,
    mesh: &'a FaceMesh,
}

impl Spots<'_> {
    /// The mean colour at points.
    fn mean(&self, points: &[usize]) -> Colour {
        let colours: Vec<Colour> = points
            .iter()
            .map(|point| self.at(self.mesh.point(*point)))
            .collect();
        Colour::mean(&colours)
    }

    /// Deviation of the logarithm of the light at points.
    fn contrast(&self, points: &[usize]) -> f32 {
        let lights = points.iter().map(|point| {
            let light = self.at(self.mesh.point(*point)).luma();
            (light + DARK).ln()
        });
        let lights: Vec<f32> = lights.collect();
        let count = lights.len() as f32;
        let mean = lights.iter().sum::<f32>() / count;
        let squares = lights.iter().map(|light| (light - mean) * (light - mean));
        (squares.sum::<f32>() / count).sqrt()
    }

    fn at(&self, (x, y): (f32, f32)) -> Colour {
        let radius = SPOT * self.mesh.eyes_px();
        let steps = [-1.0, -0.5, 0.0, 0.5, 1.0];
        let places = steps
            .iter()
            .flat_map(|dy| steps.iter().map(move |dx| (*dx, *dy)));
        let colours: Vec<Colour> = places
            .map(|(dx, dy)| Colour(self.frame.colour(x + dx * radius, y + dy * radius)))
            .collect();
        Colour::mean(&colours)
    }
}
