//! A detector that finds no face.

use vidimus_engine::model::Tensor;
use vidimus_engine::{Model, ModelError};

pub(crate) struct Nobody;

impl Model for Nobody {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (height, width) = (input.shape[2], input.shape[3]);
        let outputs = [1, 1, 4, 10].into_iter().flat_map(|values| {
            [8, 16, 32]
                .map(|stride| Tensor::zeros(&[1, height / stride * (width / stride), values]))
        });
        Ok(outputs.collect())
    }
}
