//! A thin seam over the inference runtime, so that tests can drive the engine with fakes.

use rten::{Model as RtenModel, ModelOptions, OpRegistry};
use rten_tensor::Tensor as RtenTensor;
use rten_tensor::prelude::*;

/// A dense row-major array of `f32`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Length of each dimension, outermost first.
    pub shape: Vec<usize>,
    /// The values; their number is the product of `shape`.
    pub data: Vec<f32>,
}

impl Tensor {
    /// A tensor of zeros.
    #[must_use]
    pub fn zeros(shape: &[usize]) -> Self {
        Self {
            shape: shape.to_vec(),
            data: vec![0.0; shape.iter().product()],
        }
    }
}

/// A network: one `f32` tensor in, its outputs out, in the order of the file.
pub trait Model: Send + Sync {
    /// Runs the network.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network does not take a tensor of this shape.
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError>;
}

/// A model file that cannot be used, or that failed on an input it should take.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are no ONNX model that the runtime can run.
    #[error("cannot load the model `{name}`: {reason}")]
    Load {
        /// Name in the manifest.
        name: &'static str,
        /// What the runtime said.
        reason: String,
    },
    /// The network failed on an input.
    #[error("the model `{name}` failed: {reason}")]
    Run {
        /// Name in the manifest.
        name: &'static str,
        /// What the runtime said.
        reason: String,
    },
}

/// A network read from ONNX bytes.
pub struct OnnxModel {
    name: &'static str,
    model: RtenModel,
}

impl OnnxModel {
    /// Reads an `.onnx` file.
    ///
    /// # Errors
    /// [`ModelError::Load`] when the bytes are not an ONNX model or need an operator that is not
    /// registered.
    pub fn load(name: &'static str, bytes: Vec<u8>) -> Result<Self, ModelError> {
        let model = ModelOptions::with_ops(operators())
            .load(bytes)
            .map_err(|error| ModelError::Load {
                name,
                reason: error.to_string(),
            })?;
        Ok(Self { name, model })
    }
}

/// The operators that the models of the manifest use; what is not here stays out of the program.
fn operators() -> OpRegistry {
    rten::op_registry!(
        Add,
        AveragePool,
        BatchNormalization,
        Cast,
        Concat,
        Conv,
        ConvTranspose,
        Div,
        GlobalAveragePool,
        HardSigmoid,
        HardSwish,
        Identity,
        LogSoftmax,
        MatMul,
        MaxPool,
        Mul,
        PRelu,
        Pad,
        Pow,
        ReduceMean,
        Relu,
        Reshape,
        Resize,
        Shape,
        Sigmoid,
        Slice,
        Softmax,
        Sqrt,
        Squeeze,
        Sub,
        Transpose,
        Unsqueeze
    )
}

impl Model for OnnxModel {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let failed = |reason: String| ModelError::Run {
            name: self.name,
            reason,
        };
        let input = RtenTensor::from_data(&input.shape, input.data);
        let input_id = *self
            .model
            .input_ids()
            .first()
            .ok_or_else(|| failed("it has no input".into()))?;
        let outputs = self
            .model
            .run(
                vec![(input_id, input.into())],
                self.model.output_ids(),
                None,
            )
            .map_err(|error| failed(error.to_string()))?;
        outputs
            .into_iter()
            .map(|value| {
                let tensor: RtenTensor<f32> = value
                    .try_into()
                    .map_err(|_| failed("an output is not f32".into()))?;
                Ok(Tensor {
                    shape: tensor.shape().to_vec(),
                    data: tensor.to_vec(),
                })
            })
            .collect()
    }
}
