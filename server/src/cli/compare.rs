//! `vidimus compare`: one JSON line a pair of faces, for measuring the comparison.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use serde::Serialize;
use vidimus_engine::face::{
    AlignedFace, Detail, Embedding, FaceComparer, FaceMesh, MeshReader, Similarity,
};
use vidimus_engine::liveness::relief;
use vidimus_engine::policy::SimilarityThresholds;
use vidimus_engine::{DocumentEngine, Frame, Limits, SimilarityLevel};

use super::stopwatch::Stopwatch;
use crate::models::{ModelSource, load_documents, load_faces, load_mesh};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// File with two paths a line, parted by a tab, from the current folder.
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,
    /// The images are sides of documents: compare their portraits.
    #[arg(long)]
    documents: bool,
    /// Tell also how little the second face is the first one laid flat and turned.
    #[arg(long)]
    relief: bool,
    /// Folder with the models, instead of those in the program.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

/// What is printed for one pair.
#[derive(Serialize)]
struct Line<'a> {
    a: &'a str,
    b: &'a str,
    score: Option<f32>,
    cosine: Option<f32>,
    /// Between the eyes on the coarser picture.
    eyes_px: Option<f32>,
    /// See [`relief`]; with `--relief`.
    #[serde(skip_serializing_if = "Option::is_none")]
    relief: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<SimilarityLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    seconds: f64,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&arguments.pairs)
        .with_context(|| format!("{} cannot be read", arguments.pairs.display()))?;
    let pairs = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let place = || {
                format!(
                    "line {} of {} has no tab",
                    number + 1,
                    arguments.pairs.display()
                )
            };
            line.split_once('\t').with_context(place)
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let source = ModelSource::from_option(arguments.models);
    let mut faces = Faces {
        documents: load_documents(&source)?,
        comparer: load_faces(&source)?,
        are_documents: arguments.documents,
        today: super::policy(None, None)?.today,
        meshes: if arguments.relief {
            Some(load_mesh(&source)?)
        } else {
            None
        },
        found: BTreeMap::new(),
        laid: BTreeMap::new(),
        described: BTreeMap::new(),
    };
    let thresholds = SimilarityThresholds::default();
    for (a, b) in pairs {
        let stopwatch = Stopwatch::start();
        let similarity = faces.similarity(a, b);
        let (seconds, _) = stopwatch.seconds();
        let (similarity, error) = match similarity {
            Ok(similarity) => (Some(similarity), None),
            Err(error) => (None, Some(format!("{error:#}"))),
        };
        let level = similarity.map(|similarity| thresholds.level(similarity.score));
        super::print_line(&Line {
            a,
            b,
            score: similarity.map(|similarity| similarity.score),
            cosine: similarity.map(|similarity| similarity.cosine),
            eyes_px: similarity.map(|similarity| similarity.eyes_px),
            relief: faces.relief(a, b),
            level,
            error,
            seconds,
        })?;
    }
    Ok(())
}

/// Every distinct image is looked at once, and described once at each detail: thousands of pairs
/// are made of few images.
struct Faces {
    documents: DocumentEngine,
    comparer: FaceComparer,
    are_documents: bool,
    today: Date,
    meshes: Option<MeshReader>,
    found: BTreeMap<String, Option<AlignedFace>>,
    laid: BTreeMap<String, FaceMesh>,
    described: BTreeMap<(String, Option<Detail>), Embedding>,
}

impl Faces {
    fn similarity(&mut self, a: &str, b: &str) -> anyhow::Result<Similarity> {
        let (a_px, b_px) = (self.eyes_px(a)?, self.eyes_px(b)?);
        let (coarse, fine, eyes_px) = if a_px <= b_px {
            (a, b, a_px)
        } else {
            (b, a, b_px)
        };
        let like = self.described(fine, Some(Detail::of(eyes_px)))?;
        let as_it_is = self.described(coarse, None)?;
        Ok(self.comparer.similarity(&as_it_is, &like, eyes_px))
    }

    fn eyes_px(&mut self, image: &str) -> anyhow::Result<f32> {
        if !self.found.contains_key(image) {
            let (face, mesh) = self.find(image).with_context(|| image.to_owned())?;
            self.found.insert(image.to_owned(), face);
            self.laid.extend(mesh.map(|mesh| (image.to_owned(), mesh)));
        }
        let face = self.found[image].as_ref();
        Ok(face
            .with_context(|| format!("{image}: no face was found"))?
            .eyes_px)
    }

    fn relief(&self, a: &str, b: &str) -> Option<f32> {
        Some(relief(self.laid.get(a)?, self.laid.get(b)?))
    }

    fn find(&self, image: &str) -> anyhow::Result<(Option<AlignedFace>, Option<FaceMesh>)> {
        let frame = Frame::decode(&std::fs::read(image)?, &Limits::default())?;
        let face = if self.are_documents {
            self.documents.read(&frame, self.today)?.face
        } else {
            self.documents.find_faces(&frame)?.into_iter().next()
        };
        let mesh = match (&self.meshes, &face) {
            (Some(meshes), Some(face)) => meshes.read(&frame, face)?,
            _ => None,
        };
        Ok((face.map(|face| AlignedFace::cut_out(&frame, &face)), mesh))
    }

    fn described(&mut self, image: &str, like: Option<Detail>) -> anyhow::Result<Embedding> {
        let key = (image.to_owned(), like);
        if let Some(known) = self.described.get(&key) {
            return Ok(known.clone());
        }
        let face = self.found.get(image).and_then(Option::as_ref);
        let face = face.with_context(|| format!("{image}: no face was found"))?;
        let embedding = match like {
            Some(detail) => self.comparer.embed_like(face, detail),
            None => self.comparer.embed(face),
        }?;
        self.described.insert(key, embedding.clone());
        Ok(embedding)
    }
}
