//! Describes faces with dlib's ResNet and compares the descriptions.

use serde::{Deserialize, Serialize};

use super::align::{SIDE_PX, aligned};
use super::detect::Face;
use crate::frame::Frame;
use crate::model::{Model, ModelError, OnnxModel, Tensor};

/// What the network takes off each channel (red, green, blue) before dividing by 256.
const CHANNEL_MEANS: [f32; 3] = [122.782, 117.001, 104.298];

/// Distance of two descriptions and the score it maps to, nearest first; straight lines between.
///
/// The inner three are where the levels of similarity begin. They are provisional: chosen around
/// the network's usual limit of 0.6, not yet calibrated on measured false match rates.
const SCORE_AT_DISTANCE: [(f32, f32); 5] = [
    (0.0, 1.0),
    (0.50, 0.75),
    (0.56, 0.5),
    (0.63, 0.25),
    (1.2, 0.0),
];

/// How alike two faces are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Similarity {
    /// 0 (certainly different) to 1 (certainly the same), rounded to three decimals.
    pub score: f32,
}

/// What the network says of one face. Holds biometric data: never log or store it.
#[derive(Clone)]
pub struct Embedding(Vec<f32>);

impl Embedding {
    /// Compares two faces.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> Similarity {
        let distance = self
            .0
            .iter()
            .zip(&other.0)
            .map(|(a, b)| (a - b) * (a - b))
            .sum::<f32>()
            .sqrt();
        Similarity {
            score: score(distance),
        }
    }
}

impl std::fmt::Debug for Embedding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Embedding { … }")
    }
}

fn score(distance: f32) -> f32 {
    let score = SCORE_AT_DISTANCE
        .windows(2)
        .find(|pair| distance <= pair[1].0)
        .map_or(0.0, |pair| {
            let ((near, high), (far, low)) = (pair[0], pair[1]);
            high + (low - high) * (distance - near) / (far - near)
        });
    (score * 1000.0).round() / 1000.0
}

/// Describes faces for comparison.
pub struct FaceComparer {
    model: Box<dyn Model>,
}

impl FaceComparer {
    /// Loads the `face-embedding` model.
    ///
    /// # Errors
    /// [`ModelError::Load`] when the bytes are not that model.
    pub fn from_onnx(face_embedding: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Self::new(Box::new(OnnxModel::load(
            "face-embedding",
            face_embedding,
        )?)))
    }

    /// Takes a network that maps faces of 150x150 pixels to descriptions.
    #[must_use]
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// Describes one face of a frame: the mean over the face and its mirror image.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn embed(&self, frame: &Frame, face: &Face) -> Result<Embedding, ModelError> {
        let upright = aligned(frame, &face.landmarks);
        let mut sum = self.describe(&upright, false)?;
        for (sum, mirrored) in sum.iter_mut().zip(self.describe(&upright, true)?) {
            *sum = f32::midpoint(*sum, mirrored);
        }
        Ok(Embedding(sum))
    }

    fn describe(&self, aligned: &Frame, mirrored: bool) -> Result<Vec<f32>, ModelError> {
        let side = SIDE_PX as usize;
        let mut input = Tensor::zeros(&[1, 3, side, side]);
        for (at, pixel) in aligned.rgb().chunks_exact(3).enumerate() {
            let (x, y) = (at % side, at / side);
            let x = if mirrored { side - 1 - x } else { x };
            for channel in 0..3 {
                input.data[(channel * side + y) * side + x] =
                    (f32::from(pixel[channel]) - CHANNEL_MEANS[channel]) / 256.0;
            }
        }
        let outputs = self.model.run(input)?;
        outputs
            .into_iter()
            .next()
            .map(|output| output.data)
            .ok_or_else(|| ModelError::Run {
                name: "face-embedding",
                reason: "it has no output".into(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_falls_with_distance_from_one_to_zero() {
        assert!((score(0.0) - 1.0).abs() < 1e-6);
        assert!(score(5.0).abs() < 1e-6);
        let scores: Vec<f32> = (0..130).map(|i| score(i as f32 / 100.0)).collect();
        assert!(
            scores.windows(2).all(|pair| pair[0] >= pair[1]),
            "{scores:?}"
        );
    }

    #[test]
    fn a_description_is_nearest_to_itself() {
        let a = Embedding(vec![0.1; 128]);
        let b = Embedding(vec![0.2; 128]);
        assert!((a.similarity(&a).score - 1.0).abs() < 1e-6);
        assert!(a.similarity(&b).score < 0.3);
        assert!(!format!("{a:?}").contains("0.1"));
    }
}
