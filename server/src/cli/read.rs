//! `vidimus read`: one JSON line an image, for measuring the reading engine.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use jiff::civil::Date;
use serde::Serialize;
use vidimus_engine::barcode::Barcode;
use vidimus_engine::catalogue;
use vidimus_engine::check::{Outcomes, checks};
use vidimus_engine::frame::{Software, software};
use vidimus_engine::mrz::{self, Fusion};
use vidimus_engine::quality::Precheck;
use vidimus_engine::{
    Class, DocumentEngine, DocumentReading, Fields, Frame, Limits, Region, Statements, Submission,
    examine,
};

use super::stopwatch::Stopwatch;
use crate::models::{ModelSource, load_documents, load_faces};

/// Resolution of the pages that are written.
const PAGE_PX_PER_MM: f32 = 8.0;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Images of documents (JPEG, PNG or WebP).
    #[arg(required = true)]
    images: Vec<PathBuf>,
    /// Write each document's page, laid flat, into this folder (PNG, 8 pixels a millimetre).
    #[arg(long, value_name = "DIR", conflicts_with = "video")]
    pages: Option<PathBuf>,
    /// Take the images for frames of one video: one line says what they show together.
    #[arg(long)]
    video: bool,
    /// What the documents are said to be, by its id in the catalogue: compared in `class`.
    #[arg(long, value_name = "DOCUMENT_ID", conflicts_with = "video")]
    declared: Option<u32>,
    /// Run the security checks on each image as a front alone, and tell what they rest on.
    #[arg(long, conflicts_with = "video")]
    checks: bool,
    /// The policy of the checks, a file like `engine/policy.json`; the standard one where none is
    /// given.
    #[arg(long, value_name = "FILE", requires = "checks")]
    policy: Option<PathBuf>,
    /// The day on which the documents are read, YYYY-MM-DD; today where it is not given.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Folder with the models, instead of those in the program.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

/// What is printed for one image.
#[derive(Default, Serialize)]
struct Printed {
    image: String,
    format: Option<mrz::Format>,
    mrz: Vec<String>,
    mrz_confidence: Option<f32>,
    mrz_uncertain: bool,
    line_evaluations: u32,
    fields: Option<Fields>,
    viz: Fields,
    statements: Statements,
    barcodes: Vec<Barcode>,
    class: Option<Class>,
    corners: Option<[(f32, f32); 4]>,
    portrait: Option<Region>,
    signature: Option<Region>,
    quality: Option<Precheck>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<Outcomes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    seconds: f64,
    cpu_seconds: f64,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let source = ModelSource::from_option(arguments.models);
    let engine = load_documents(&source)?;
    let faces = arguments.checks.then(|| load_faces(&source)).transpose()?;
    let policy = super::policy(arguments.policy.as_deref(), arguments.today)?;
    let today = policy.today;
    let declared = match arguments.declared.map(|id| (id, catalogue::document(id))) {
        Some((id, None)) => bail!("the catalogue has no document {id}"),
        Some((_, Some(document))) => Some(document.declared()),
        None => None,
    };
    if arguments.video {
        return super::print_line(&video(&engine, &arguments.images, today));
    }
    for path in &arguments.images {
        let stopwatch = Stopwatch::start();
        let mut line = Printed::of(path);
        let read = read(&engine, path, today);
        if let (Ok((frame, reading, made_by)), true) = (&read, arguments.checks) {
            let submission = Submission {
                faces: faces.as_ref(),
                software: *made_by,
                ..Submission::of(frame)
            };
            let examined = examine(&engine, &submission, reading, None)?;
            line.checks = Some(checks(reading, None, &examined, &policy));
        }
        line.stop(&stopwatch);
        match read {
            Ok((frame, reading, _)) => {
                if let Some(folder) = &arguments.pages {
                    write_page(folder, path, &frame, &reading)?;
                }
                line.fill(reading.compared_with(declared.as_ref()));
            }
            Err(error) => line.error = Some(error),
        }
        super::print_line(&line)?;
    }
    Ok(())
}

/// Writes the page laid flat as `NAME.png`; nothing where there is none.
fn write_page(
    folder: &Path,
    image: &Path,
    frame: &Frame,
    reading: &DocumentReading,
) -> anyhow::Result<()> {
    let Some(page) = reading.flattened(frame, PAGE_PX_PER_MM) else {
        return Ok(());
    };
    let name = image.file_stem().unwrap_or_default();
    let file = folder.join(name).with_extension("png");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&file, page.to_png().map_err(std::io::Error::other)?))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// The picture, what is read on it, and what its file names as its maker.
fn read(
    engine: &DocumentEngine,
    path: &Path,
    today: Date,
) -> Result<(Frame, DocumentReading, Option<Software>), String> {
    let bytes = std::fs::read(path).map_err(|error| format!("the file cannot be read: {error}"))?;
    let frame = Frame::decode(&bytes, &Limits::default()).map_err(|error| error.to_string())?;
    let reading = engine.read(&frame, today);
    let reading = reading.map_err(|error| error.to_string())?;
    Ok((frame, reading, software(&bytes)))
}

/// The frames together; corners, portrait and quality are those of the last. A frame that cannot
/// be read is told, and the others count.
fn video(engine: &DocumentEngine, frames: &[PathBuf], today: Date) -> Printed {
    let stopwatch = Stopwatch::start();
    let mut line = Printed::of(&frames[0]);
    let mut fusion = Fusion::default();
    let mut evaluations = 0;
    for path in frames {
        match read(engine, path, today) {
            Ok((_, mut reading, _)) => {
                evaluations += reading.line_evaluations;
                if let Some(evidence) = reading.evidence.take() {
                    fusion.add(evidence);
                }
                line.fill(reading);
            }
            Err(error) => line.error = Some(format!("{}: {error}", path.display())),
        }
    }
    line.zone(fusion.reading(), Fields::of_frames(&fusion, today));
    line.line_evaluations = evaluations;
    line.stop(&stopwatch);
    line
}

impl Printed {
    fn of(path: &Path) -> Self {
        Self {
            image: path.to_string_lossy().into_owned(),
            ..Self::default()
        }
    }

    fn fill(&mut self, reading: DocumentReading) {
        self.statements = reading.statements();
        self.signature = reading.viz.signature;
        self.viz = reading.viz.fields;
        self.barcodes = reading.barcodes;
        self.class = reading.class;
        self.line_evaluations = reading.line_evaluations;
        self.corners = reading.corners;
        self.portrait = reading.photo;
        self.quality = Some(reading.quality);
        self.zone(reading.mrz, reading.fields);
    }

    fn zone(&mut self, zone: Option<mrz::Reading>, fields: Fields) {
        self.format = zone.as_ref().map(|zone| zone.format);
        self.mrz_confidence = zone.as_ref().map(|zone| zone.confidence);
        self.mrz = zone.map(|zone| zone.lines).unwrap_or_default();
        self.mrz_uncertain = !fields.uncertain.is_empty();
        self.fields = Some(fields);
    }

    fn stop(&mut self, stopwatch: &Stopwatch) {
        (self.seconds, self.cpu_seconds) = stopwatch.seconds();
    }
}
