//! Loading the networks: from the files built into the program, or from a folder.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vidimus_engine::face::{FaceComparer, MeshReader};
use vidimus_engine::{DocumentEngine, DocumentModels, ModelError};

use crate::assets;
use crate::ids::hex;
use crate::jobs::verifier::ModelHash;

/// The networks, by their names in the manifest.
fn names() -> impl Iterator<Item = &'static str> {
    DocumentModels::NAMES
        .into_iter()
        .chain(["face-embedding"])
        .chain(MeshReader::NAMES)
}

/// Where the networks are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelSource {
    /// In the program, beside the web pages: what browsers get as well.
    BuiltIn,
    /// In a folder with an `index.json` like the built-in one, or with files called
    /// `<name>.onnx`.
    Folder(PathBuf),
}

impl ModelSource {
    /// A folder where one is given, else the program itself.
    #[must_use]
    pub fn from_option(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::BuiltIn, Self::Folder)
    }
}

/// One line of `models/index.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelEntry {
    /// Name in the manifest.
    pub name: String,
    /// File beside the index; its name holds a hash of its content.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
}

/// Why a network cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelsError {
    /// Not there.
    #[error(
        "the model `{name}` is missing from {place}: run `cargo xtask run`, or give --models DIR"
    )]
    Missing {
        /// Its name.
        name: String,
        /// Where it was looked for.
        place: String,
    },
    /// The list of files cannot be read.
    #[error("the list of models in {place} cannot be read")]
    Index {
        /// Where it is.
        place: String,
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
    /// Another file than the list says.
    #[error("the model file `{file}` is damaged: its SHA-256 is not the one in the list")]
    Damaged {
        /// The file.
        file: String,
    },
    /// The folder cannot be read.
    #[error("the model file `{file}` cannot be read")]
    Io {
        /// The file.
        file: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The engine does not take it.
    #[error(transparent)]
    Engine(#[from] ModelError),
}

/// Loads what reading documents and finding faces needs.
///
/// # Errors
/// [`ModelsError`] when a network is missing or damaged.
pub fn load_documents(source: &ModelSource) -> Result<DocumentEngine, ModelsError> {
    let models = DocumentModels::load(|name| bytes(source, name))?;
    Ok(DocumentEngine::new(models))
}

/// Loads what lays meshes on faces.
///
/// # Errors
/// [`ModelsError`] when a network is missing or damaged.
pub fn load_mesh(source: &ModelSource) -> Result<MeshReader, ModelsError> {
    let [face_mesh, eye_contour] = MeshReader::NAMES;
    let networks = [bytes(source, face_mesh)?, bytes(source, eye_contour)?];
    Ok(MeshReader::from_onnx(networks)?)
}

/// Loads what comparing faces needs.
///
/// # Errors
/// [`ModelsError`] when the network is missing or damaged.
pub fn load_faces(source: &ModelSource) -> Result<FaceComparer, ModelsError> {
    Ok(FaceComparer::from_onnx(bytes(source, "face-embedding")?)?)
}

/// Name and SHA-256 of every network, to be recorded with results.
///
/// # Errors
/// [`ModelsError`] when one is missing.
pub fn hashes(source: &ModelSource) -> Result<Vec<ModelHash>, ModelsError> {
    names()
        .map(|name| {
            Ok(ModelHash {
                name: name.to_owned(),
                sha256: hex(&Sha256::digest(bytes(source, name)?)),
            })
        })
        .collect()
}

/// The bytes of one network, checked against the list where there is one.
///
/// # Errors
/// [`ModelsError`] when it is missing or damaged.
pub fn bytes(source: &ModelSource, name: &str) -> Result<Vec<u8>, ModelsError> {
    let missing = || ModelsError::Missing {
        name: name.to_owned(),
        place: place(source),
    };
    let Some(index) = read(source, "index.json")? else {
        return match read(source, &format!("{name}.onnx"))? {
            Some(bytes) => Ok(bytes.into_owned()),
            None => Err(missing()),
        };
    };
    let entries: Vec<ModelEntry> =
        serde_json::from_slice(&index).map_err(|error| ModelsError::Index {
            place: place(source),
            source: error,
        })?;
    let entry = entries
        .into_iter()
        .find(|entry| entry.name == name)
        .ok_or_else(missing)?;
    let bytes = read(source, &entry.file)?.ok_or_else(missing)?;
    if hex(&Sha256::digest(&bytes)) != entry.sha256 {
        return Err(ModelsError::Damaged { file: entry.file });
    }
    Ok(bytes.into_owned())
}

fn place(source: &ModelSource) -> String {
    match source {
        ModelSource::BuiltIn => "this build".to_owned(),
        ModelSource::Folder(folder) => folder.display().to_string(),
    }
}

fn read(source: &ModelSource, file: &str) -> Result<Option<Cow<'static, [u8]>>, ModelsError> {
    match source {
        ModelSource::BuiltIn => Ok(assets::get(&format!("models/{file}")).map(|asset| asset.bytes)),
        ModelSource::Folder(folder) => {
            read_file(&folder.join(file)).map(|found| found.map(Cow::Owned))
        }
    }
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>, ModelsError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ModelsError::Io {
            file: path.display().to_string(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_checked_against_the_list() {
        let folder = tempfile::tempdir().unwrap();
        let source = ModelSource::Folder(folder.path().to_owned());
        let put =
            |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        assert!(matches!(
            bytes(&source, "face-detection"),
            Err(ModelsError::Missing { .. })
        ));
        put("face-detection.onnx", b"plain");
        assert_eq!(bytes(&source, "face-detection").unwrap(), b"plain");

        let list = |sha256: String| {
            serde_json::to_vec(&[ModelEntry {
                name: "face-detection".into(),
                file: "face-1234abcd.onnx".into(),
                sha256,
                bytes: 6,
            }])
            .unwrap()
        };
        put("face-1234abcd.onnx", b"listed");
        put("index.json", &list(hex(&Sha256::digest(b"listed"))));
        assert_eq!(bytes(&source, "face-detection").unwrap(), b"listed");
        assert!(matches!(
            bytes(&source, "locator"),
            Err(ModelsError::Missing { .. })
        ));
        put("index.json", &list(hex(&Sha256::digest(b"other"))));
        assert!(matches!(
            bytes(&source, "face-detection"),
            Err(ModelsError::Damaged { .. })
        ));
    }
}
