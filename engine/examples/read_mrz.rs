//! Reads the machine-readable zone of images: `cargo run --release --example read_mrz -- MODELS
//! IMAGE…`, MODELS being the folder that `cargo xtask build` leaves at `www/dist/models`.

use std::error::Error;
use std::{env, fs};

use vidimus_engine::{DocumentEngine, DocumentModels, Frame, Limits};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("which folder holds the models?")?;
    let models = DocumentModels::load(|name| model(&folder, name))?;
    let engine = DocumentEngine::new(models);
    // The engine has no clock: callers say what day it is.
    let today = jiff::civil::date(2026, 11, 21);
    for path in arguments {
        let frame = Frame::decode(&fs::read(&path)?, &Limits::default())?;
        println!("{path}");
        match engine.read(&frame, today)?.mrz {
            Some(zone) => println!("  {}", zone.lines.join("\n  ")),
            None => println!("  no machine-readable zone"),
        }
    }
    Ok(())
}

/// The file `NAME-….onnx`: the rest of its name is a hash of its content.
fn model(folder: &str, name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if file.starts_with(name) && file.ends_with(".onnx") {
            return Ok(fs::read(&path)?);
        }
    }
    Err(format!("there is no {name} in {folder}").into())
}
