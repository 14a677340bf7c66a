//! `vidimus faces`: one JSON line an image, for measuring where faces are found.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vidimus_engine::face::{Face, FaceQuality, MeshReader};
use vidimus_engine::{DocumentEngine, Frame, Limits};

use crate::models::{ModelSource, load_documents, load_mesh};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Photos of people (JPEG, PNG or WebP).
    #[arg(required = true)]
    images: Vec<PathBuf>,
    /// Folder with the models, instead of those in the program.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

/// What is printed for one image.
#[derive(Serialize)]
struct Line {
    image: String,
    faces: Vec<Face>,
    /// How well the first one is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<FaceQuality>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let source = ModelSource::from_option(arguments.models);
    let looking = Looking {
        engine: load_documents(&source)?,
        mesh: load_mesh(&source)?,
    };
    for image in &arguments.images {
        let found = looking.find(image);
        let error = found.as_ref().err().map(|error| format!("{error:#}"));
        let (faces, quality) = found.unwrap_or_default();
        super::print_line(&Line {
            image: image.display().to_string(),
            faces,
            quality,
            error,
        })?;
    }
    Ok(())
}

struct Looking {
    engine: DocumentEngine,
    mesh: MeshReader,
}

impl Looking {
    fn find(&self, image: &Path) -> anyhow::Result<(Vec<Face>, Option<FaceQuality>)> {
        let frame = Frame::decode(&std::fs::read(image)?, &Limits::default())?;
        let faces = self.engine.find_faces(&frame)?;
        let mesh = match faces.first() {
            Some(face) => self.mesh.read(&frame, face)?,
            None => None,
        };
        let quality = mesh.map(|mesh| FaceQuality::of(&frame, &mesh));
        Ok((faces, quality))
    }
}
