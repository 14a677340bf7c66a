//! `vidimus read`: one JSON line an image, for measuring the reading engine.

use std::path::PathBuf;

use serde::Serialize;
use vidimus_engine::quality::Precheck;
use vidimus_engine::{DocumentEngine, Fields, Frame, Limits, Region};

use super::stopwatch::Stopwatch;
use crate::models::{ModelSource, load_documents};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Images of documents (JPEG, PNG or WebP).
    #[arg(required = true)]
    images: Vec<PathBuf>,
    /// The day on which the documents are read, YYYY-MM-DD; today where it is not given.
    #[arg(long, value_name = "DATE")]
    today: Option<jiff::civil::Date>,
    /// Folder with the models, instead of those in the program.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

/// What is printed for one image.
#[derive(Serialize)]
struct Line<'a> {
    image: &'a str,
    format: Option<vidimus_engine::mrz::Format>,
    mrz: Vec<String>,
    mrz_confidence: Option<f32>,
    mrz_uncertain: bool,
    fields: Option<Fields>,
    corners: Option<[(f32, f32); 4]>,
    portrait: Option<Region>,
    quality: Option<Precheck>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    seconds: f64,
    cpu_seconds: f64,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let engine = load_documents(&ModelSource::from_option(arguments.models))?;
    let today = arguments.today.unwrap_or_else(super::today);
    for path in &arguments.images {
        let image = path.to_string_lossy();
        super::print_line(&line(&engine, &image, path, today))?;
    }
    Ok(())
}

fn line<'a>(
    engine: &DocumentEngine,
    image: &'a str,
    path: &std::path::Path,
    today: jiff::civil::Date,
) -> Line<'a> {
    let stopwatch = Stopwatch::start();
    let reading = std::fs::read(path)
        .map_err(|error| format!("the file cannot be read: {error}"))
        .and_then(|bytes| {
            Frame::decode(&bytes, &Limits::default()).map_err(|error| error.to_string())
        })
        .and_then(|frame| {
            engine
                .read(&frame, today)
                .map_err(|error| error.to_string())
        });
    let (seconds, cpu_seconds) = stopwatch.seconds();
    let mut line = Line {
        image,
        format: None,
        mrz: Vec::new(),
        mrz_confidence: None,
        mrz_uncertain: false,
        fields: None,
        corners: None,
        portrait: None,
        quality: None,
        error: None,
        seconds,
        cpu_seconds,
    };
    match reading {
        Ok(reading) => {
            line.format = reading.mrz.as_ref().map(|zone| zone.format);
            line.mrz_confidence = reading.mrz.as_ref().map(|zone| zone.confidence);
            line.mrz = reading.mrz.map(|zone| zone.lines).unwrap_or_default();
            line.mrz_uncertain = !reading.fields.uncertain.is_empty();
            line.fields = Some(reading.fields);
            line.corners = reading.corners;
            line.portrait = reading.photo;
            line.quality = Some(reading.quality);
        }
        Err(error) => line.error = Some(error),
    }
    line
}
