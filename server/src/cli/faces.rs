//! `vidimus faces`: one JSON line an image, for measuring where faces are found.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vidimus_engine::check::{Outcome, not_face_spoofing};
use vidimus_engine::face::{Face, FaceQuality, MeshReader};
use vidimus_engine::liveness::{Liveness, SelfieTraces};
use vidimus_engine::{DocumentEngine, Frame, Limits, PolicyDocument};

use crate::models::{ModelSource, load_documents, load_mesh};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Photos of people (JPEG, PNG or WebP).
    #[arg(required = true)]
    images: Vec<PathBuf>,
    /// Also tell what speaks of a screen, a print or a document.
    #[arg(long)]
    traces: bool,
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
    /// How the picture came about, by that face.
    #[serde(skip_serializing_if = "Option::is_none")]
    traces: Option<SelfieTraces>,
    /// What the check `notFaceSpoofing` makes of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_face_spoofing: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What is found on one image.
#[derive(Default)]
struct Found {
    faces: Vec<Face>,
    quality: Option<FaceQuality>,
    traces: Option<SelfieTraces>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let source = ModelSource::from_option(arguments.models);
    let looking = Looking {
        engine: load_documents(&source)?,
        mesh: load_mesh(&source)?,
        for_traces: arguments.traces,
    };
    let policy = PolicyDocument::default();
    for image in &arguments.images {
        let found = looking.find(image);
        let error = found.as_ref().err().map(|error| format!("{error:#}"));
        let Found {
            faces,
            quality,
            traces,
        } = found.unwrap_or_default();
        let not_face_spoofing = traces.clone().and_then(|traces| {
            let liveness = Liveness {
                traces: Some(traces),
                face: faces.first().map(|face| face.region),
                ..Liveness::default()
            };
            not_face_spoofing(&liveness, &policy.thresholds, &policy.signals)
        });
        super::print_line(&Line {
            image: image.display().to_string(),
            faces,
            quality,
            traces,
            not_face_spoofing,
            error,
        })?;
    }
    Ok(())
}

struct Looking {
    engine: DocumentEngine,
    mesh: MeshReader,
    for_traces: bool,
}

impl Looking {
    fn find(&self, image: &Path) -> anyhow::Result<Found> {
        let frame = Frame::decode(&std::fs::read(image)?, &Limits::default())?;
        let faces = self.engine.find_faces(&frame)?;
        let first = faces.first();
        let mesh = match first {
            Some(face) => self.mesh.read(&frame, face)?,
            None => None,
        };
        let traces = first.filter(|_| self.for_traces);
        let traces = traces.map(|face| self.engine.selfie_traces(&frame, face));
        Ok(Found {
            quality: mesh.map(|mesh| FaceQuality::of(&frame, &mesh)),
            traces: traces.transpose()?,
            faces,
        })
    }
}
