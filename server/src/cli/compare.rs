//! `vidimus compare`: one JSON line a pair of faces, for measuring the comparison.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;
use vidimus_engine::face::{Embedding, FaceComparer};
use vidimus_engine::policy::SimilarityThresholds;
use vidimus_engine::{DocumentEngine, Frame, Limits, SimilarityLevel};

use super::stopwatch::Stopwatch;
use crate::models::{ModelSource, load_documents, load_faces};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// File with two paths a line, parted by a tab, from the current folder.
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,
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
        known: BTreeMap::new(),
    };
    let thresholds = SimilarityThresholds::default();
    for (a, b) in pairs {
        let stopwatch = Stopwatch::start();
        let similarity = faces.similarity(a, b);
        let (seconds, _) = stopwatch.seconds();
        let (score, error) = match similarity {
            Ok(score) => (Some(score), None),
            Err(error) => (None, Some(error)),
        };
        let level = score.map(|score| thresholds.level(score));
        super::print_line(&Line {
            a,
            b,
            score,
            level,
            error,
            seconds,
        })?;
    }
    Ok(())
}

/// Every distinct image is analysed once.
struct Faces {
    documents: DocumentEngine,
    comparer: FaceComparer,
    known: BTreeMap<String, Result<Embedding, String>>,
}

impl Faces {
    fn similarity(&mut self, a: &str, b: &str) -> Result<f32, String> {
        let (a, b) = (self.embedding(a)?, self.embedding(b)?);
        Ok(a.similarity(&b).score)
    }

    fn embedding(&mut self, image: &str) -> Result<Embedding, String> {
        if let Some(known) = self.known.get(image) {
            return known.clone();
        }
        let found = self
            .analyse(image)
            .map_err(|error| format!("{image}: {error}"));
        self.known.insert(image.to_owned(), found.clone());
        found
    }

    fn analyse(&self, image: &str) -> Result<Embedding, String> {
        let bytes = std::fs::read(image).map_err(|error| error.to_string())?;
        let frame = Frame::decode(&bytes, &Limits::default()).map_err(|error| error.to_string())?;
        let faces = self
            .documents
            .find_faces(&frame)
            .map_err(|error| error.to_string())?;
        let face = faces.first().ok_or("no face was found")?;
        self.comparer
            .embed(&frame, face)
            .map_err(|error| error.to_string())
    }
}
