//! A picture full of lines that are nearly those of a zone takes no more than its share of looks.
#![cfg(not(target_arch = "wasm32"))]

#[path = "networks/bare.rs"]
mod bare;
#[path = "networks/nobody.rs"]
mod nobody;

use bare::Bare;
use jiff::civil::date;
use nobody::Nobody;
use vidimus_engine::model::Tensor;
use vidimus_engine::{DocumentEngine, DocumentModels, Frame, Model, ModelError};

/// Sees lines of text over the whole picture, every sixth row of cells.
struct Lines;

impl Model for Lines {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (rows, columns) = (input.shape[2] / 4, input.shape[3] / 4);
        let mut maps = Tensor::zeros(&[1, 5, rows, columns]);
        let plane = rows * columns;
        for at in (0..plane).filter(|at| at / columns % 6 == 3) {
            maps.data[plane + at] = 0.9;
            maps.data[2 * plane + at] = 1.0;
        }
        Ok(vec![maps])
    }
}

/// Sees the same doubtful character everywhere.
struct Doubtful;

impl Model for Doubtful {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        const BLANK: usize = 0;
        const LETTER: usize = 15;
        let steps = input.shape[3] / 4;
        let mut output = Tensor {
            shape: vec![1, steps, 38],
            data: vec![-8.0; steps * 38],
        };
        for (number, step) in output.data.chunks_exact_mut(38).enumerate() {
            let class = if number % 3 == 1 { LETTER } else { BLANK };
            step[class] = -0.2;
        }
        Ok(vec![output])
    }
}

#[test]
fn many_doubtful_lines_are_not_read_forever() {
    let engine = DocumentEngine::new(DocumentModels {
        locator: Box::new(Lines),
        zone_recognition: Box::new(Doubtful),
        page_layout: Box::new(Bare),
        text_recognition: Box::new(Bare),
        face_detection: Box::new(Nobody),
        document_traces: Box::new(Bare),
    });
    let frame = Frame::from_rgb(900, 1200, vec![200; 900 * 1200 * 3]).unwrap();
    let reading = engine.read(&frame, date(2026, 11, 21)).unwrap();
    let looks = reading.line_evaluations;
    assert!((100..=320).contains(&looks), "{looks}");
}
