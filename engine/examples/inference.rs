//! The inference runtime alone, for a web page: built as WebAssembly by `cargo xtask bench`, which
//! runs our networks in it and in onnxruntime-web side by side.
#![cfg(target_arch = "wasm32")]

use vidimus_engine::model::{Model, OnnxModel, Tensor};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A network, loaded.
#[wasm_bindgen]
pub struct Network(OnnxModel);

#[wasm_bindgen]
impl Network {
    /// Reads an `.onnx` file.
    ///
    /// # Errors
    /// When the runtime cannot run it.
    #[wasm_bindgen(constructor)]
    pub fn new(onnx: Vec<u8>) -> Result<Network, JsError> {
        Ok(Self(OnnxModel::load("network", onnx)?))
    }

    /// The first output for an input of a shape.
    ///
    /// # Errors
    /// When the network does not take it.
    pub fn run(&self, shape: Vec<usize>, data: Vec<f32>) -> Result<Vec<f32>, JsError> {
        let mut outputs = self.0.run(Tensor { shape, data })?;
        Ok(outputs.swap_remove(0).data)
    }
}
