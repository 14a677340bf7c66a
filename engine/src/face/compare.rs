//! Describes faces with dlib's ResNet and compares the descriptions.

use serde::{Deserialize, Serialize};

use super::align::{AlignedFace, SIDE_PX};
use super::calibration::Calibration;
use crate::frame::Frame;
use crate::model::{Model, ModelError, OnnxModel, Tensor};

/// What the network takes off each channel (red, green, blue) before dividing by 256.
const CHANNEL_MEANS: [f32; 3] = [122.782, 117.001, 104.298];

/// Details to which the finer of two pictures is brought, in pixels between the eyes: steps small
/// enough that the next one looks the same.
const DETAILS_PX: [f32; 9] = [10.0, 12.0, 14.5, 17.5, 21.0, 25.0, 30.0, 36.0, 43.0];

/// How alike two faces are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Similarity {
    /// 0 (certainly different) to 1 (certainly the same), rounded to three decimals: see
    /// [`Calibration::score`].
    pub score: f32,
    /// Cosine of the two descriptions, -1 to 1.
    pub cosine: f32,
    /// Between the eyes on the coarser picture, in pixels.
    pub eyes_px: f32,
}

/// What the network says of one face. Holds biometric data: never log or store it.
#[derive(Clone)]
pub struct Embedding(Vec<f32>);

impl Embedding {
    /// Cosine of the angle between two descriptions, -1 to 1.
    fn cosine(&self, other: &Self) -> f32 {
        let product = |a: &Self, b: &Self| {
            let products =
                a.0.iter()
                    .zip(&b.0)
                    .map(|(a, b)| f64::from(*a) * f64::from(*b));
            products.sum::<f64>()
        };
        let lengths = (product(self, self) * product(other, other)).sqrt();
        (product(self, other) / lengths.max(f64::MIN_POSITIVE)) as f32
    }

    fn mean(&self, other: &Self) -> Self {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(a, b)| f32::midpoint(*a, *b)).collect())
    }
}

impl std::fmt::Debug for Embedding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Embedding { … }")
    }
}

/// How much of a face a picture shows: one of ten steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Detail(Option<u8>);

impl Detail {
    /// That of a picture with so many pixels between the eyes.
    #[must_use]
    pub fn of(eyes_px: f32) -> Self {
        let step = DETAILS_PX.iter().position(|step| eyes_px <= *step);
        Self(step.map(|step| step as u8))
    }

    /// Pixels between the eyes; `None` where there are as many as are needed.
    fn eyes_px(self) -> Option<f32> {
        self.0.map(|step| DETAILS_PX[usize::from(step)])
    }
}

/// Describes faces for comparison.
pub struct FaceComparer {
    model: Box<dyn Model>,
    calibration: Calibration,
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
        Self {
            model,
            calibration: Calibration::default(),
        }
    }

    /// Compares two faces; the finer picture is looked at with the detail of the coarser one, too,
    /// so that what a small portrait cannot show tells them apart less.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn compare(&self, a: &AlignedFace, b: &AlignedFace) -> Result<Similarity, ModelError> {
        let (coarse, fine) = if a.eyes_px <= b.eyes_px {
            (a, b)
        } else {
            (b, a)
        };
        let fine = self.embed_like(fine, Detail::of(coarse.eyes_px))?;
        Ok(self.similarity(&self.embed(coarse)?, &fine, coarse.eyes_px))
    }

    /// How alike two descriptions are: of a face as it is (see [`FaceComparer::embed`]), with
    /// `eyes_px` pixels between the eyes, and of one with at least that detail, described like it
    /// (see [`FaceComparer::embed_like`]).
    #[must_use]
    pub fn similarity(&self, coarse: &Embedding, fine: &Embedding, eyes_px: f32) -> Similarity {
        let cosine = coarse.cosine(fine);
        let score = self.calibration.score(cosine, eyes_px);
        Similarity {
            score: (score * 1000.0).round() / 1000.0,
            cosine,
            eyes_px,
        }
    }

    /// Describes a face as it is.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn embed(&self, face: &AlignedFace) -> Result<Embedding, ModelError> {
        let upright = Embedding(self.describe(&face.pixels, false)?);
        let mirrored = Embedding(self.describe(&face.pixels, true)?);
        Ok(upright.mean(&mirrored))
    }

    /// Describes a face for comparison with one of less detail.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn embed_like(&self, face: &AlignedFace, detail: Detail) -> Result<Embedding, ModelError> {
        let full = self.embed(face)?;
        match detail.eyes_px() {
            Some(eyes_px) => Ok(full.mean(&self.embed(&face.softened(eyes_px))?)),
            None => Ok(full),
        }
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

    /// Describes a face by its mean colours.
    struct Colours;

    impl Model for Colours {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let plane = (SIDE_PX * SIDE_PX) as usize;
            let mut output = Tensor::zeros(&[1, 3]);
            for (mean, values) in output.data.iter_mut().zip(input.data.chunks(plane)) {
                *mean = values.iter().sum::<f32>() / plane as f32;
            }
            Ok(vec![output])
        }
    }

    fn painted(rgb: [u8; 3], eyes_px: f32) -> AlignedFace {
        let pixels = rgb.repeat((SIDE_PX * SIDE_PX) as usize);
        AlignedFace {
            pixels: Frame::from_rgb(SIDE_PX, SIDE_PX, pixels).unwrap(),
            eyes_px,
        }
    }

    #[test]
    fn a_face_is_most_like_itself_and_order_does_not_matter() {
        let comparer = FaceComparer::new(Box::new(Colours));
        let (a, b) = (painted([200, 20, 30], 60.0), painted([20, 60, 220], 14.0));
        let same = comparer.compare(&a, &a).unwrap();
        assert!((same.score - 1.0).abs() < 1e-3 && (same.eyes_px - 60.0).abs() < 1e-3);
        let other = comparer.compare(&a, &b).unwrap();
        assert!(other.score < 0.25, "{other:?}");
        assert!((other.eyes_px - 14.0).abs() < 1e-3);
        assert_eq!(comparer.compare(&b, &a).unwrap(), other);
    }

    #[test]
    fn only_small_faces_lack_detail() {
        assert_eq!(Detail::of(8.0).eyes_px(), Some(10.0));
        assert_eq!(Detail::of(13.0).eyes_px(), Some(14.5));
        assert_eq!(Detail::of(60.0).eyes_px(), None);
    }

    #[test]
    fn descriptions_do_not_print() {
        let comparer = FaceComparer::new(Box::new(Colours));
        let face = painted([200, 20, 30], 60.0);
        let printed = format!("{:?} {face:?}", comparer.embed(&face).unwrap());
        assert_eq!(printed, "Embedding { … } AlignedFace { … }");
    }
}
