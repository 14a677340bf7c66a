//! `vidimus faces`: one JSON line an image, for measuring where faces are found.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vidimus_engine::face::Face;
use vidimus_engine::{DocumentEngine, Frame, Limits};

use crate::models::{ModelSource, load_documents};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let engine = load_documents(&ModelSource::from_option(arguments.models))?;
    for image in &arguments.images {
        let found = find(&engine, image);
        let error = found.as_ref().err().map(|error| format!("{error:#}"));
        super::print_line(&Line {
            image: image.display().to_string(),
            faces: found.unwrap_or_default(),
            error,
        })?;
    }
    Ok(())
}

fn find(engine: &DocumentEngine, image: &Path) -> anyhow::Result<Vec<Face>> {
    let frame = Frame::decode(&std::fs::read(image)?, &Limits::default())?;
    Ok(engine.find_faces(&frame)?)
}
