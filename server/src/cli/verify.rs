//! `vidimus verify`: the report of one verification.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use vidimus_engine::{Declared, DocumentType, Frame, Limits, Policy, Submission, verify};

use crate::models::{ModelSource, load_documents, load_faces};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The side of the document with the holder's data.
    #[arg(long, value_name = "FILE")]
    front: PathBuf,
    /// The other side.
    #[arg(long, value_name = "FILE")]
    back: Option<PathBuf>,
    /// A selfie of the holder.
    #[arg(long, value_name = "FILE")]
    selfie: Option<PathBuf>,
    /// The day on which the document must be valid, YYYY-MM-DD; today where it is not given.
    #[arg(long, value_name = "DATE")]
    today: Option<jiff::civil::Date>,
    /// What the document is said to be: passport, identityCard, driversLicense, residencePermit.
    #[arg(long, value_name = "TYPE", requires = "country", value_parser = document_type)]
    document_type: Option<DocumentType>,
    /// Which country issued it, three letters.
    #[arg(long, value_name = "CODE", requires = "document_type")]
    country: Option<String>,
    /// Folder with the models, instead of those in the program.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

fn document_type(text: &str) -> Result<DocumentType, String> {
    serde_json::from_value(serde_json::Value::from(text))
        .map_err(|_| "one of passport, identityCard, driversLicense, residencePermit".to_owned())
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let front = frame(&arguments.front)?;
    let back = arguments.back.as_deref().map(frame).transpose()?;
    let selfie = arguments.selfie.as_deref().map(frame).transpose()?;
    let source = ModelSource::from_option(arguments.models);
    let documents = load_documents(&source)?;
    let comparer = selfie.is_some().then(|| load_faces(&source)).transpose()?;
    let submission = Submission {
        front: &front,
        back: back.as_ref(),
        selfie: selfie.as_ref().zip(comparer.as_ref()),
        declared: arguments
            .document_type
            .zip(arguments.country)
            .map(|(document_type, country)| Declared {
                document_type,
                country,
                document_id: None,
            }),
    };
    let policy = Policy::on(arguments.today.unwrap_or_else(super::today));
    let verification = verify(&documents, &submission, &policy)?;
    super::print_line(&verification.report)
}

fn frame(path: &Path) -> anyhow::Result<Frame> {
    let bytes =
        std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Frame::decode(&bytes, &Limits::default()).with_context(|| format!("{}", path.display()))
}
