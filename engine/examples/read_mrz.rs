//! Reads the machine-readable zone of images: `cargo run --release --example read_mrz -- MODELS
//! IMAGE…`, MODELS being the folder that `cargo xtask build` leaves at `www/dist/models`.

use std::path::Path;

use vidimus_engine::{DocumentEngine, DocumentModels, Frame, Limits};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let models = arguments.next().ok_or("which folder holds the models?")?;
    let load = |name: &str| std::fs::read(Path::new(&models).join(format!("{name}.onnx")));
    let engine = DocumentEngine::new(DocumentModels::from_onnx(
        load("text-detection")?,
        load("text-recognition")?,
        load("face-detection")?,
    )?);
    for image in arguments {
        let started = std::time::Instant::now();
        let reading = Frame::decode(&std::fs::read(&image)?, &Limits::default())
            .map(|frame| engine.read(&frame, jiff::civil::date(2026, 11, 21)));
        let mrz = reading.ok().and_then(Result::ok).and_then(|r| r.mrz);
        let lines = mrz.as_ref().map(|m| m.lines.clone()).unwrap_or_default();
        let name = image.rsplit('/').next().unwrap_or(&image);
        println!(
            "{{\"image\": \"images/{name}\", \"mrz\": {lines:?}, \"conf\": {}, \"seconds\": {:.2}}}",
            mrz.map_or(0.0, |m| m.confidence),
            started.elapsed().as_secs_f32()
        );
    }
    Ok(())
}
