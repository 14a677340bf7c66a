//! The networks that reading a document needs, and how they are loaded.

use crate::model::{Model, ModelError, OnnxModel};

/// The networks that reading a document needs.
pub struct DocumentModels {
    /// `locator`: where documents lie and the lines of a zone run.
    pub locator: Box<dyn Model>,
    /// `zone-recognition`: what a line of a zone says.
    pub zone_recognition: Box<dyn Model>,
    /// `page-layout`: where text, portrait and signature stand.
    pub page_layout: Box<dyn Model>,
    /// `text-recognition`: what a line of text says.
    pub text_recognition: Box<dyn Model>,
    /// `face-detection`: faces and their landmarks.
    pub face_detection: Box<dyn Model>,
    /// `document-traces`: what shows that a picture is a copy, or was altered.
    pub document_traces: Box<dyn Model>,
}

impl DocumentModels {
    /// Names of the networks in the manifest, in the order of [`DocumentModels::from_onnx`].
    pub const NAMES: [&str; 6] = [
        "locator",
        "zone-recognition",
        "page-layout",
        "text-recognition",
        "face-detection",
        "document-traces",
    ];

    /// Loads the `.onnx` files that `file` gives by their names.
    ///
    /// # Errors
    /// Those of `file`, and as [`DocumentModels::from_onnx`].
    pub fn load<E: From<ModelError>>(
        mut file: impl FnMut(&'static str) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let mut files: [Vec<u8>; 6] = Default::default();
        for (bytes, name) in files.iter_mut().zip(Self::NAMES) {
            *bytes = file(name)?;
        }
        Ok(Self::from_onnx(files)?)
    }

    /// Loads the `.onnx` files, in the order of [`DocumentModels::NAMES`].
    ///
    /// # Errors
    /// [`ModelError::Load`] naming the file that cannot be used.
    pub fn from_onnx(files: [Vec<u8>; 6]) -> Result<Self, ModelError> {
        let [
            locator,
            zone_recognition,
            page_layout,
            text_recognition,
            face_detection,
            document_traces,
        ] = files;
        let load = |at: usize, file| -> Result<Box<dyn Model>, ModelError> {
            Ok(Box::new(OnnxModel::load(Self::NAMES[at], file)?))
        };
        Ok(Self {
            locator: load(0, locator)?,
            zone_recognition: load(1, zone_recognition)?,
            page_layout: load(2, page_layout)?,
            text_recognition: load(3, text_recognition)?,
            face_detection: load(4, face_detection)?,
            document_traces: load(5, document_traces)?,
        })
    }
}
