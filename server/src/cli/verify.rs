//! `vidimus verify`: the report of one verification.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use vidimus_engine::catalogue::Side;
use vidimus_engine::frame::software;
use vidimus_engine::{Declared, DocumentType, Frame, Limits, Submission, verify};

use crate::models::{ModelSource, load_documents, load_faces};
use crate::report_page::{self, Picture};

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
    /// Write the report as a page, too: the pictures, and on them what each check rests on.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The policy, a file like `engine/policy.json`; the standard one where none is given.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Folder with the models, instead of those in the program.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

fn document_type(text: &str) -> Result<DocumentType, String> {
    serde_json::from_value(serde_json::Value::from(text))
        .map_err(|_| "one of passport, identityCard, driversLicense, residencePermit".to_owned())
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let front = Given::read(&arguments.front)?;
    let back = arguments.back.as_deref().map(Given::read).transpose()?;
    let selfie = arguments.selfie.as_deref().map(Given::read).transpose()?;
    let source = ModelSource::from_option(arguments.models);
    let documents = load_documents(&source)?;
    let faces = load_faces(&source)?;
    let submission = Submission {
        back: back.as_ref().map(|back| &back.frame),
        selfie: selfie.as_ref().map(|selfie| &selfie.frame),
        faces: Some(&faces),
        declared: arguments
            .document_type
            .zip(arguments.country)
            .map(|(document_type, country)| Declared {
                document_type,
                country,
                document_id: None,
            }),
        software: [Some(&front), back.as_ref()]
            .into_iter()
            .flatten()
            .filter_map(|own| software(&own.bytes))
            .max(),
        ..Submission::of(&front.frame)
    };
    let policy = super::policy(arguments.policy.as_deref(), arguments.today)?;
    let verification = verify(&documents, &submission, &policy)?;
    if let Some(file) = &arguments.html {
        let sides = [(Side::Front, Some((&front, &verification.front)))];
        let behind = back.as_ref().zip(verification.back.as_ref());
        let sides = sides.into_iter().chain([(Side::Back, behind)]);
        let pictures: Vec<Picture> = sides
            .filter_map(|(side, given)| {
                let (given, reading) = given?;
                Some(Picture {
                    side,
                    bytes: &given.bytes,
                    frame: &given.frame,
                    reading,
                })
            })
            .collect();
        std::fs::write(file, report_page::page(&pictures, &verification, &policy))
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    super::print_line(&verification.report)
}

/// A picture as it was given.
struct Given {
    bytes: Vec<u8>,
    frame: Frame,
}

impl Given {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let frame = Frame::decode(&bytes, &Limits::default())
            .with_context(|| path.display().to_string())?;
        Ok(Self { bytes, frame })
    }
}
