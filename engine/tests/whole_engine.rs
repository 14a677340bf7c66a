//! The whole engine on painted pages, with fake networks in the places of the real ones.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "networks/bare.rs"]
mod bare;

use bare::Bare;
use jiff::civil::{Date, date};
use vidimus_engine::check::Rule;
use vidimus_engine::face::FaceComparer;
use vidimus_engine::model::Tensor;
use vidimus_engine::mrz::Format;
use vidimus_engine::mrz::alphabet::index;
use vidimus_engine::mrz::emit::{Content, emit};
use vidimus_engine::{
    DocumentEngine, DocumentModels, Frame, Model, ModelError, Policy, SimilarityLevel, Status,
    Submission, verify,
};

const WIDTH: usize = 960;
const HEIGHT: usize = 640;
/// Tops of the two rows of the zone, and the height of their capitals, in pixels.
const ROWS: [usize; 2] = [500, 545];
const CAPITALS: usize = 20;
/// Left and right end of the rows.
const ENDS: (usize, usize) = (60, 900);
/// The portrait: a block of this colour.
const SKIN: [u8; 3] = [210, 150, 120];

fn today() -> Date {
    date(2026, 11, 21)
}

/// A page with a portrait and two rows of bars, thin ones in the first row and thick ones in the
/// second, so that the fake recogniser can tell them apart.
fn page(coloured: bool) -> Frame {
    let mut rgb = vec![235; WIDTH * HEIGHT * 3];
    let mut paint = |x: usize, y: usize, colour: [u8; 3]| {
        rgb[(y * WIDTH + x) * 3..][..3].copy_from_slice(&colour);
    };
    for (row, &top) in ROWS.iter().enumerate() {
        let bar = if row == 0 { 5 } else { 8 };
        for y in top..top + CAPITALS {
            for x in ENDS.0..ENDS.1 {
                if (x / bar) % 2 == 0 {
                    paint(x, y, [14, 14, 18]);
                }
            }
        }
    }
    if coloured {
        for y in 100..300 {
            for x in 80..240 {
                paint(x, y, SKIN);
            }
        }
    }
    Frame::from_rgb(WIDTH as u32, HEIGHT as u32, rgb).unwrap()
}

/// Marks the rows of bars, which read to the right.
struct Rows;

impl Model for Rows {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (rows, columns) = (input.shape[2] / 4, input.shape[3] / 4);
        let mut maps = Tensor::zeros(&[1, 5, rows, columns]);
        let plane = rows * columns;
        for at in 0..plane {
            let x = (at % columns * 2 + 1) * WIDTH / columns / 2;
            let y = (at / columns * 2 + 1) * HEIGHT / rows / 2;
            let inside = ROWS.iter().any(|row| (*row..row + CAPITALS).contains(&y));
            if inside && (ENDS.0..ENDS.1).contains(&x) {
                maps.data[plane + at] = 0.9;
                maps.data[2 * plane + at] = 1.0;
                let capital_px = (CAPITALS * 4 * rows) as f32 / HEIGHT as f32;
                maps.data[4 * plane + at] = (capital_px / 10.0).ln();
            }
        }
        Ok(vec![maps])
    }
}

/// Shows the zone's lines, whichever the bars of the strip say.
struct Zone(Vec<String>);

impl Model for Zone {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (height, width) = (input.shape[2], input.shape[3]);
        let middle = &input.data[height / 2 * width..][..width];
        let edges = middle.windows(2).filter(|w| w[0].signum() != w[1].signum());
        let text = &self.0[usize::from(edges.count() < 135)];
        let steps = width / 4;
        let classes = 38;
        let mut output = Tensor {
            shape: vec![1, steps, classes],
            data: vec![1e-4_f32.ln(); steps * classes],
        };
        for step in output.data.chunks_exact_mut(classes) {
            step[0] = 0.99_f32.ln();
        }
        for (place, character) in text.bytes().enumerate() {
            // Three steps a character, two characters of air.
            let step = ((place as f32 + 2.5) * 3.0) as usize;
            if step >= steps {
                break;
            }
            let class = index(character).unwrap() + 1;
            output.data[step * classes] = 0.02_f32.ln();
            output.data[step * classes + class] = 0.98_f32.ln();
        }
        Ok(vec![output])
    }
}

/// Sees one face where the picture is the colour of skin.
struct Skin;

impl Model for Skin {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (height, width) = (input.shape[2], input.shape[3]);
        let (columns, lines) = (width / 16, height / 16);
        let plane = height * width;
        let skin = |column: usize, line: usize| {
            let at = (line * 16 + 8) * width + column * 16 + 8;
            let [red, green, blue] = SKIN.map(f32::from);
            (input.data[at] - blue).abs() < 3.0
                && (input.data[plane + at] - green).abs() < 3.0
                && (input.data[2 * plane + at] - red).abs() < 3.0
        };
        let cells: Vec<(usize, usize)> = (0..lines)
            .flat_map(|line| (0..columns).map(move |column| (column, line)))
            .filter(|&(column, line)| skin(column, line))
            .collect();
        let middle = cells.get(cells.len() / 2);
        let mut outputs = Vec::new();
        for values in [1, 1, 4, 10] {
            for stride in [8, 16, 32] {
                let mut tensor = Tensor::zeros(&[1, height / stride * (width / stride), values]);
                if let (16, Some((column, line))) = (stride, middle) {
                    let at = (line * columns + column) * values;
                    let landmarks = [-1.0, -1.0, 1.0, -1.0, 0.0, 0.0, -0.8, 1.0, 0.8, 1.0];
                    match values {
                        1 => tensor.data[at] = 0.95,
                        4 => tensor.data[at..at + 4].copy_from_slice(&[0.5, 0.5, 1.6, 1.8]),
                        _ => tensor.data[at..at + 10].copy_from_slice(&landmarks),
                    }
                }
                outputs.push(tensor);
            }
        }
        Ok(outputs)
    }
}

/// Sees no traces of anything.
struct Clean;

impl Model for Clean {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (rows, columns) = (input.shape[2] / 16, input.shape[3] / 16);
        Ok(vec![Tensor::zeros(&[1, 3, rows, columns])])
    }
}

/// Describes a face by its brightness alone.
struct Brightness;

impl Model for Brightness {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let mean = input.data.iter().sum::<f32>() / input.data.len() as f32;
        Ok(vec![Tensor {
            shape: vec![1, 128],
            data: vec![mean; 128],
        }])
    }
}

fn content() -> Content {
    Content {
        format: Format::Td3,
        document_code: "P".into(),
        issuer: "UTO".into(),
        surname: "ERIKSSON".into(),
        given_names: "ANNA MARIA".into(),
        number: "L898902C3".into(),
        nationality: "UTO".into(),
        birth: date(1974, 8, 12),
        sex: "F".into(),
        expiry: date(2031, 4, 15),
        optional: vec![],
    }
}

fn engine(lines: Vec<String>) -> DocumentEngine {
    DocumentEngine::new(DocumentModels {
        locator: Box::new(Rows),
        zone_recognition: Box::new(Zone(lines)),
        page_layout: Box::new(Bare),
        text_recognition: Box::new(Bare),
        face_detection: Box::new(Skin),
        document_traces: Box::new(Clean),
    })
}

fn report(content: &Content, front: &Frame) -> vidimus_engine::Report {
    let submission = Submission::of(front);
    let engine = engine(emit(content).unwrap());
    verify(&engine, &submission, &Policy::on(today()))
        .unwrap()
        .report
}

#[test]
fn a_good_page_is_accepted_with_its_data() {
    let report = report(&content(), &page(true));
    assert_eq!(
        report.status,
        Status::Accepted,
        "{:?}",
        report.status_reasons
    );
    let result = report.final_result.unwrap();
    assert_eq!(result.last_name.as_deref(), Some("ERIKSSON"));
    assert_eq!(result.first_name.as_deref(), Some("ANNA MARIA"));
    assert_eq!(result.document_number.as_deref(), Some("L898902C3"));
    assert_eq!(result.date_of_birth.as_deref(), Some("1974-08-12"));
    assert_eq!(result.date_of_expiry.as_deref(), Some("2031-04-15"));
    assert!(report.provider_specific.document.subject.photo.is_some());
}

#[test]
fn an_expired_and_a_grey_page_are_for_a_person_to_look_at() {
    let expired = Content {
        expiry: date(2026, 11, 20),
        ..content()
    };
    let report_of_expired = report(&expired, &page(true));
    assert_eq!(report_of_expired.status, Status::Inconclusive);
    assert_eq!(
        report_of_expired.status_reasons[0].sub_category.as_deref(),
        Some("NonExpired")
    );
    assert!(report_of_expired.final_result.is_none());
    let report_of_grey = report(&content(), &page(false));
    let sub_category = report_of_grey.status_reasons[0].sub_category.as_deref();
    assert_eq!(sub_category, Some("NotBlackAndWhite"));
}

#[test]
fn a_child_is_rejected() {
    let child = Content {
        birth: date(2010, 1, 1),
        ..content()
    };
    let report = report(&child, &page(true));
    assert_eq!(report.status, Status::Rejected);
    assert_eq!(
        report.status_reasons[0].sub_category.as_deref(),
        Some("NotUnderage")
    );
}

#[test]
fn a_blank_page_is_rejected_as_unreadable() {
    let blank = Frame::from_rgb(300, 200, vec![250; 300 * 200 * 3]).unwrap();
    let engine = DocumentEngine::new(DocumentModels {
        locator: Box::new(Bare),
        zone_recognition: Box::new(Zone(vec![])),
        page_layout: Box::new(Bare),
        text_recognition: Box::new(Bare),
        face_detection: Box::new(Skin),
        document_traces: Box::new(Clean),
    });
    let submission = Submission::of(&blank);
    let report = verify(&engine, &submission, &Policy::on(today()))
        .unwrap()
        .report;
    assert_eq!(report.status, Status::Rejected);
    assert_eq!(report.status_reasons.len(), 1);
    assert_eq!(report.status_reasons[0].category, "ImageQuality");
}

#[test]
fn the_selfie_decides_with_the_document() {
    let comparer = FaceComparer::new(Box::new(Brightness));
    let front = page(true);
    let engine = engine(emit(&content()).unwrap());
    let judged = |selfie: &Frame, signals: &[Rule]| {
        let submission = Submission {
            selfie: Some(selfie),
            faces: Some(&comparer),
            ..Submission::of(&front)
        };
        let mut policy = Policy::on(today());
        policy.document.signals.extend(signals);
        verify(&engine, &submission, &policy).unwrap().report
    };
    let held_up = judged(&front, &[]);
    assert_eq!(held_up.status, Status::Inconclusive);
    let reason = held_up.status_reasons[0].sub_category.as_deref();
    assert_eq!(reason, Some("NotFaceSpoofing"));
    let with_selfie = |selfie: &Frame| judged(selfie, &[Rule::FaceOnDocument]);
    let same = with_selfie(&front);
    assert_eq!(same.status, Status::Accepted, "{:?}", same.status_reasons);
    let score = same.final_result.unwrap().similarity_score;
    assert_eq!(score, Some(SimilarityLevel::High));
    let nobody = with_selfie(&page(false));
    assert_eq!(nobody.status, Status::Inconclusive);
    assert_eq!(
        nobody.status_reasons[0].sub_category.as_deref(),
        Some("NoFaceDetected")
    );
}

#[test]
fn the_same_page_gives_the_same_report() {
    let first = serde_json::to_string(&report(&content(), &page(true))).unwrap();
    let second = serde_json::to_string(&report(&content(), &page(true))).unwrap();
    assert_eq!(first, second);
}
