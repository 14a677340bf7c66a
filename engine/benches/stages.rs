//! Processor time of each stage of reading a document, one JSON line an image:
//! `RTEN_NUM_THREADS=1 cargo bench --package vidimus-engine --bench stages -- MODELS RUNS IMAGE…`,
//! MODELS being a folder with the networks of [`DocumentModels::NAMES`] and [`MeshReader::NAMES`] and
//! `face-embedding` as `NAME.onnx`. Where a `selfie.jpg` lies beside the image, it is compared with
//! the portrait, too, and looked at as a frame of the live picture.
//! `cargo xtask bench` runs it. The figures are medians, in milliseconds.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::{env, fs};

use rustix::time::{ClockId, clock_gettime};
use vidimus_engine::barcode;
use vidimus_engine::check::checks;
use vidimus_engine::face::{AlignedFace, FaceComparer, FaceFollower, MeshReader};
use vidimus_engine::locate::Locator;
use vidimus_engine::model::OnnxModel;
use vidimus_engine::mrz::{self, ZoneRecogniser};
use vidimus_engine::quality::{self, PrecheckConfig};
use vidimus_engine::viz::{Known, ReadPage, VizReader};
use vidimus_engine::{
    DocumentEngine, DocumentModels, Frame, Limits, Policy, Submission, examine, verify,
};

/// What a camera gives while capturing.
const CAMERA_PX: (u32, u32) = (1280, 720);

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds a flag of its own.
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(folder), Some(runs)) = (arguments.next(), arguments.next()) else {
        println!("which folder holds the models, and how many runs?");
        return Ok(());
    };
    let (stages, runs) = (Stages::load(Path::new(&folder))?, runs.parse()?);
    let mut warm = false;
    for path in arguments {
        let bytes = fs::read(&path)?;
        if !warm {
            stages.measure(&bytes, 1)?;
            warm = true;
        }
        let mut line = stages.measure(&bytes, runs)?;
        let selfie = Path::new(&path).with_file_name("selfie.jpg");
        if selfie.is_file() {
            let selfie = fs::read(selfie)?;
            line["compare"] = stages.compare(&bytes, &selfie, runs)?.into();
            line["live"] = stages.live(&selfie, runs)?;
        }
        line["image"] = path.into();
        println!("{line}");
    }
    Ok(())
}

struct Stages {
    engine: DocumentEngine,
    locator: Locator,
    recogniser: ZoneRecogniser,
    viz: VizReader,
    comparer: FaceComparer,
    meshes: MeshReader,
}

impl Stages {
    fn load(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let file = |name: &str| fs::read(folder.join(format!("{name}.onnx")));
        let (locator, recogniser) = (file("locator")?, file("zone-recognition")?);
        let (layout, text) = (file("page-layout")?, file("text-recognition")?);
        let models = DocumentModels::load(|name| -> Result<_, Box<dyn Error>> { Ok(file(name)?) })?;
        Ok(Self {
            engine: DocumentEngine::new(models),
            locator: Locator::new(Box::new(OnnxModel::load("locator", locator)?)),
            recogniser: ZoneRecogniser::new(Box::new(OnnxModel::load(
                "zone-recognition",
                recogniser,
            )?)),
            comparer: FaceComparer::from_onnx(file("face-embedding")?)?,
            meshes: MeshReader::from_onnx([file("face-mesh")?, file("eye-contour")?])?,
            viz: VizReader::new(
                Box::new(OnnxModel::load("page-layout", layout)?),
                Box::new(OnnxModel::load("text-recognition", text)?),
            ),
        })
    }

    fn measure(&self, bytes: &[u8], runs: usize) -> Result<serde_json::Value, Box<dyn Error>> {
        // The engine has no clock: callers say what day it is.
        let today = jiff::civil::date(2026, 11, 21);
        let config = PrecheckConfig::default();
        let frame = Frame::decode(bytes, &Limits::default())?;
        let from_camera = frame.resized(CAMERA_PX.0, CAMERA_PX.1);
        let map = self.locator.look(&frame, Locator::SIDE_PX)?;
        // What fails here would fail in every run.
        let reading = self.engine.read(&frame, today)?;
        let outlines = map.outlines(&frame);
        let known = Known {
            outlines: &outlines,
            size: None,
            along: reading.along,
            zone: reading.mrz.as_ref().map(|zone| zone.region),
            has_zone: reading.mrz.is_some(),
        };
        let policy = Policy::on(today);
        let submission = Submission::of(&frame);
        let examined = examine(&self.engine, &submission, &reading, None)?;
        let lines = reading.mrz.as_ref().map(|zone| zone.lines.clone());
        Ok(serde_json::json!({
            "lines": lines.unwrap_or_default(),
            "decode": median(runs, || Frame::decode(bytes, &Limits::default())),
            "read": median(runs, || self.engine.read(&frame, today)),
            "locate": median(runs, || {
                let map = self.locator.look(&frame, Locator::SIDE_PX);
                map.map(|map| map.outlines(&frame))
            }),
            "mrz": median(runs, || mrz::read(&frame, &map, &self.locator, &self.recogniser)),
            "faces": median(runs, || self.engine.find_faces(&frame)),
            "viz": median(runs, || self.viz.read(&frame, &known)),
            "viz_lines": self.viz.read(&frame, &known)?.iter().map(ReadPage::lines).sum::<usize>(),
            "barcodes": median(runs, || barcode::read_anywhere(&frame)),
            "traces": median(runs, || self.engine.traces(&frame, &reading)),
            "checks": median(runs, || checks(&reading, None, &examined, &policy)),
            "verify": median(runs, || verify(&self.engine, &submission, &policy).map(drop)),
            "light": median(runs, || quality::precheck_light(&frame, &config)),
            "colour": median(runs, || quality::colour_variety(&frame)),
            "camera": median(runs, || self.engine.precheck_document(&from_camera, &config)),
        }))
    }

    /// Finds the selfie's face and compares it with the portrait's, which reading has found.
    fn compare(&self, document: &[u8], selfie: &[u8], runs: usize) -> Result<f64, Box<dyn Error>> {
        let limits = Limits::default();
        let (document, selfie) = (
            Frame::decode(document, &limits)?,
            Frame::decode(selfie, &limits)?,
        );
        let portrait = self.engine.find_faces(&document)?.into_iter().next();
        let portrait = portrait.ok_or("the document shows no face")?;
        let compared = || -> Result<_, Box<dyn Error>> {
            let faces = self.engine.find_faces(&selfie)?;
            let face = faces.first().ok_or("the selfie shows no face")?;
            let portrait = AlignedFace::cut_out(&document, &portrait);
            Ok(self
                .comparer
                .compare(&portrait, &AlignedFace::cut_out(&selfie, face))?)
        };
        compared()?;
        Ok(median(runs, compared))
    }

    /// Looks at the selfie as at a frame of the live picture, on which the face is followed: other
    /// people are looked for on every fourth or so, which is told apart.
    fn live(&self, selfie: &[u8], runs: usize) -> Result<serde_json::Value, Box<dyn Error>> {
        let selfie = Frame::decode(selfie, &Limits::default())?;
        let frame = before_camera(&selfie)?;
        let config = PrecheckConfig::default();
        let mut follower = FaceFollower::default();
        let (engine, meshes) = (&self.engine, &self.meshes);
        engine.precheck_live_selfie(&frame, 0.0, &mut follower, meshes, &config)?;
        if follower.mesh().is_none() {
            return Err("the selfie shows no face".into());
        }
        Ok(serde_json::json!({
            "follow": median(runs, || {
                engine.precheck_live_selfie(&frame, 0.0, &mut follower, meshes, &config)
            }),
            "find": median(runs, || {
                let mut follower = FaceFollower::default();
                engine.precheck_live_selfie(&frame, 0.0, &mut follower, meshes, &config)
            }),
        }))
    }
}

/// The picture as high as a camera's frame, in the middle of it.
fn before_camera(picture: &Frame) -> Result<Frame, Box<dyn Error>> {
    let (width, height) = CAMERA_PX;
    let shown = picture.width_px() * height / picture.height_px();
    let picture = picture.resized(shown.min(width), height);
    let beside = (width - picture.width_px()) as usize / 2 * 3;
    let mut rgb = vec![0; (width * height * 3) as usize];
    let row = picture.width_px() as usize * 3;
    for (own, shown) in rgb
        .chunks_exact_mut(width as usize * 3)
        .zip(picture.rgb().chunks_exact(row))
    {
        own[beside..beside + row].copy_from_slice(shown);
    }
    Ok(Frame::from_rgb(width, height, rgb)?)
}

/// Median processor time of all threads, in milliseconds; 0 of no runs.
fn median<T>(runs: usize, mut stage: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let before = processor_ms();
            black_box(stage());
            processor_ms() - before
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(runs / 2).copied().unwrap_or(0.0)
}

fn processor_ms() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
