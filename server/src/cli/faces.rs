//! `vidimus faces`: one JSON line an image, for measuring where faces are found.

use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;
use vidimus_engine::check::{Outcome, not_face_spoofing};
use vidimus_engine::face::{AlignedFace, Face, FaceComparer, FaceQuality, MeshReader};
use vidimus_engine::liveness::{BURST_FRAMES, Burst, Liveness, SelfieFace, SelfieTraces};
use vidimus_engine::{DocumentEngine, Frame, Limits, PolicyDocument};

use crate::models::{ModelSource, load_documents, load_faces, load_mesh};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Photos of people (JPEG, PNG or WebP).
    #[arg(required = true)]
    images: Vec<PathBuf>,
    /// Also tell what speaks of a screen, a print or a document.
    #[arg(long)]
    traces: bool,
    /// Images come in groups of so many: a selfie, then frames of the live picture before it. One
    /// line a group, with what they show together.
    #[arg(long, value_name = "COUNT", default_value_t = 1, requires = "traces",
        value_parser = clap::value_parser!(u8).range(1..=BURST_FRAMES as i64 + 1))]
    burst: u8,
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
    /// What it and the frames before it show together.
    #[serde(skip_serializing_if = "Option::is_none")]
    burst: Option<Burst>,
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
    liveness: Option<Liveness>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let source = ModelSource::from_option(arguments.models);
    let looking = Looking {
        engine: load_documents(&source)?,
        mesh: load_mesh(&source)?,
        comparer: (arguments.burst > 1)
            .then(|| load_faces(&source))
            .transpose()?,
        for_traces: arguments.traces,
    };
    let policy = PolicyDocument::default();
    for images in arguments.images.chunks(arguments.burst.into()) {
        let found = looking.find(images);
        let error = found.as_ref().err().map(|error| format!("{error:#}"));
        let Found {
            faces,
            quality,
            liveness,
        } = found.unwrap_or_default();
        let not_face_spoofing = liveness
            .as_ref()
            .and_then(|own| not_face_spoofing(own, &policy.thresholds, &policy.signals));
        super::print_line(&Line {
            image: images[0].display().to_string(),
            faces,
            quality,
            burst: liveness.as_ref().and_then(|own| own.burst),
            traces: liveness.and_then(|own| own.traces),
            not_face_spoofing,
            error,
        })?;
    }
    Ok(())
}

struct Looking {
    engine: DocumentEngine,
    mesh: MeshReader,
    /// Only for bursts.
    comparer: Option<FaceComparer>,
    for_traces: bool,
}

impl Looking {
    /// What the first image shows, with the others as the frames before it.
    fn find(&self, images: &[PathBuf]) -> anyhow::Result<Found> {
        let frames = images
            .iter()
            .map(|image| Ok(Frame::decode(&std::fs::read(image)?, &Limits::default())?));
        let frames = frames.collect::<anyhow::Result<Vec<Frame>>>()?;
        let (frame, before) = frames.split_first().context("no image")?;
        let faces = self.engine.find_faces(frame)?;
        let Some(face) = faces.first() else {
            return Ok(Found::default());
        };
        let mesh = self.mesh.read(frame, face)?;
        let liveness = self.for_traces.then(|| self.liveness(frame, face, before));
        Ok(Found {
            quality: mesh.map(|mesh| FaceQuality::of(frame, &mesh)),
            liveness: liveness.transpose()?,
            faces,
        })
    }

    fn liveness(&self, frame: &Frame, face: &Face, before: &[Frame]) -> anyhow::Result<Liveness> {
        let traces = self.engine.selfie_traces(frame, face)?;
        let burst = match &self.comparer {
            Some(comparer) => {
                let selfie = SelfieFace {
                    frame,
                    face,
                    aligned: &AlignedFace::cut_out(frame, face),
                    traces: (traces.screen, traces.print),
                };
                Burst::look(&selfie, before, &self.engine, (comparer, &self.mesh))?
            }
            None => None,
        };
        Ok(Liveness {
            traces: Some(traces),
            burst,
            face: Some(face.region),
            ..Liveness::default()
        })
    }
}
