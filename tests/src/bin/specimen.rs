//! Writes the specimens: `cargo run -p vidimus-tests --bin specimen -- --portraits DIR --out DIR`.
//! With `--films` also what Chromium's fake camera shows.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use vidimus_tests::specimen::{Maker, Portraits};

/// Draws the documents of Utopia for tests and the demo page.
#[derive(Parser)]
struct Arguments {
    /// Holds portrait-document.jpg, portrait-selfie.jpg and portrait-other.jpg.
    #[arg(long, value_name = "DIR")]
    portraits: PathBuf,
    /// Where the pictures go. Made where missing.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Make the films for a browser's fake camera as well (12 MB).
    #[arg(long)]
    films: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let maker = Maker::new(Portraits::open(&arguments.portraits)?)?;
    fs::create_dir_all(&arguments.out)
        .with_context(|| format!("cannot make the folder {}", arguments.out.display()))?;
    let mut files = maker.pictures()?;
    if arguments.films {
        files.extend(maker.films()?);
    }
    for file in files {
        let path = arguments.out.join(file.name);
        fs::write(&path, &file.bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!(
            "{} ({} kB)",
            path.display(),
            file.bytes.len().div_ceil(1000)
        );
    }
    Ok(())
}
