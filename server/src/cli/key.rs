//! `vidimus key`

use std::path::PathBuf;

use clap::Args;

use crate::keys::{KeyFile, new_key};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Write it to a new file that only its owner may read, instead of printing it.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.file {
        Some(file) => {
            KeyFile::create(&file)?;
            eprintln!(
                "made {}: keep a copy apart from the data; without it nothing can be read",
                file.display()
            );
        }
        None => println!("{}", new_key()?.as_str()),
    }
    Ok(())
}
