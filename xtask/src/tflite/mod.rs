//! TensorFlow Lite's convolutional networks as ONNX: the operators of `MediaPipe`'s face mesh and
//! eye contours.
//!
//! Numbers of fields, operators and options are those of TensorFlow Lite's `schema.fbs`.
//! Activations are stored channels first, as ONNX has them, and large weights in 8 bits, with a
//! scale and an offset for each filter.

mod flatbuffer;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use onnx_protobuf::{AttributeProto, GraphProto, Message as _, TensorProto};

use crate::onnx::{
    add_packed, float_tensor, int, int64_tensor, ints, little_endian_floats, model, node, shaped,
};
use flatbuffer::Table;

/// Tensors of fewer values stay as they are.
const MIN_PACKED: usize = 2048;

/// The ONNX file for a network of one input. Its first outputs get these names; what only others
/// need is left out.
pub(crate) fn converted(file: &[u8], outputs: &[&str]) -> Result<Vec<u8>> {
    let root = Table::root(file)?;
    let network = Network::read(&root)?;
    let mut graph = GraphProto::new();
    graph.name = "tflite".into();
    let mut builder = Builder {
        network,
        graph,
        values: BTreeMap::new(),
        made: 0,
    };
    builder.convert(outputs)?;
    Ok(model(builder.graph).write_to_bytes()?)
}

/// The parts of a file that matter.
struct Network<'a> {
    tensors: Vec<Tensor<'a>>,
    operators: Vec<Operator<'a>>,
    inputs: Vec<i32>,
    outputs: Vec<i32>,
}

struct Tensor<'a> {
    shape: Vec<usize>,
    /// Constants; empty for what is computed.
    data: &'a [u8],
    is_float: bool,
}

struct Operator<'a> {
    code: u32,
    inputs: Vec<i32>,
    output: i32,
    options: Option<Table<'a>>,
}

impl<'a> Network<'a> {
    fn read(root: &Table<'a>) -> Result<Self> {
        let codes = root.tables(1)?;
        let codes: Vec<u32> = codes
            .iter()
            .map(|code| Ok(code.word(3)?.max(u32::from(code.byte(0)?))))
            .collect::<Result<_>>()?;
        let graph = *root.tables(2)?.first().context("the file has no graph")?;
        let buffers = root.tables(4)?;
        let tensor = |tensor: &Table<'a>| {
            let shape = tensor.words(0)?.iter().map(|side| *side as usize).collect();
            let buffer = buffers.get(tensor.word(2)? as usize);
            Ok(Tensor {
                shape,
                data: buffer.context("a tensor has no buffer")?.bytes(0)?,
                is_float: tensor.byte(1)? == 0,
            })
        };
        let operator = |operator: &Table<'a>| {
            Ok(Operator {
                code: *codes
                    .get(operator.word(0)? as usize)
                    .context("an operator has no code")?,
                inputs: operator.words(1)?,
                output: *operator
                    .words(2)?
                    .first()
                    .context("an operator gives nothing")?,
                options: operator.table(4)?,
            })
        };
        Ok(Self {
            tensors: graph.tables(0)?.iter().map(tensor).collect::<Result<_>>()?,
            operators: graph
                .tables(3)?
                .iter()
                .map(operator)
                .collect::<Result<_>>()?,
            inputs: graph.words(1)?,
            outputs: graph.words(2)?,
        })
    }

    fn tensor(&self, number: i32) -> Result<&Tensor<'a>> {
        let tensor = usize::try_from(number)
            .ok()
            .and_then(|at| self.tensors.get(at));
        tensor.with_context(|| format!("there is no tensor {number}"))
    }

    fn floats(&self, number: i32) -> Result<Vec<f32>> {
        let tensor = self.tensor(number)?;
        if !tensor.is_float || tensor.data.is_empty() {
            bail!("tensor {number} is no constant of floats");
        }
        Ok(little_endian_floats(tensor.data))
    }
}

struct Builder<'a> {
    network: Network<'a>,
    graph: GraphProto,
    /// What a tensor of the file is called in the graph.
    values: BTreeMap<i32, String>,
    made: usize,
}

impl Builder<'_> {
    fn convert(&mut self, outputs: &[&str]) -> Result<()> {
        let [input] = self.network.inputs[..] else {
            bail!("the network has not one input")
        };
        let shape = channels_first(&self.network.tensor(input)?.shape)?;
        self.graph.input.push(shaped("input", &shape));
        self.values.insert(input, "input".to_owned());
        for operator in std::mem::take(&mut self.network.operators) {
            let value = self
                .operator(&operator)
                .with_context(|| format!("operator {}", operator.code))?;
            self.values.insert(operator.output, value);
        }
        if outputs.len() > self.network.outputs.len() {
            bail!("the network has {} outputs", self.network.outputs.len());
        }
        for (number, name) in self.network.outputs.clone().into_iter().zip(outputs) {
            let shape = channels_first(&self.network.tensor(number)?.shape)?;
            let value = self.value(number)?;
            self.graph.node.push(node("Identity", &[&value], name));
            self.graph.output.push(shaped(name, &shape));
        }
        self.prune();
        Ok(())
    }

    /// Leaves out what no output needs. Nodes stand after those that they need.
    fn prune(&mut self) {
        let outputs = self.graph.output.iter().map(|output| output.name.clone());
        let mut needed: BTreeSet<String> = outputs.collect();
        let nodes = std::mem::take(&mut self.graph.node);
        let mut kept = Vec::new();
        for node in nodes.into_iter().rev() {
            if node.output.iter().any(|output| needed.contains(output)) {
                needed.extend(node.input.iter().cloned());
                kept.push(node);
            }
        }
        self.graph.node = kept.into_iter().rev().collect();
        self.graph
            .initializer
            .retain(|constant| needed.contains(&constant.name));
    }

    fn operator(&mut self, operator: &Operator<'_>) -> Result<String> {
        const ADD: u32 = 0;
        const CONV_2D: u32 = 3;
        const DEPTHWISE_CONV_2D: u32 = 4;
        const MAX_POOL_2D: u32 = 17;
        const RESHAPE: u32 = 22;
        const PAD: u32 = 34;
        const PRELU: u32 = 54;
        let input = *operator.inputs.first().context("no input")?;
        let second = || operator.inputs.get(1).copied().context("no second input");
        let x = self.value(input)?;
        match operator.code {
            ADD => {
                let other = self.value(second()?)?;
                let sum = self.add("Add", &[&x, &other], &[]);
                let fused = operator.options.map_or(Ok(0), |options| options.byte(0))?;
                activated(fused).map(|()| sum)
            }
            CONV_2D => self.convolution(operator, &x, false),
            DEPTHWISE_CONV_2D => self.convolution(operator, &x, true),
            MAX_POOL_2D => {
                let options = operator.options.context("no options")?;
                activated(options.byte(5)?)?;
                let kernel = [options.word(4)?, options.word(3)?];
                let strides = [options.word(2)?, options.word(1)?];
                let sides = self.network.tensor(input)?.shape.clone();
                let pads = pads(options.byte(0)?, &sides[1..3], kernel, strides);
                let attributes = [
                    ints("kernel_shape", &kernel.map(i64::from)),
                    ints("strides", &strides.map(i64::from)),
                    ints("pads", &pads),
                ];
                Ok(self.add("MaxPool", &[&x], &attributes))
            }
            PAD => {
                let amounts = self.network.tensor(second()?)?.data;
                let amount = |dimension: usize, end: usize| {
                    let at = 4 * (2 * dimension + end);
                    let own = amounts.get(at..at + 4).context("the padding is short")?;
                    anyhow::Ok(i64::from(i32::from_le_bytes([
                        own[0], own[1], own[2], own[3],
                    ])))
                };
                let mut pads = Vec::new();
                for end in [0, 1] {
                    for dimension in [0, 3, 1, 2] {
                        pads.push(amount(dimension, end)?);
                    }
                }
                let pads = self.constant(|name| int64_tensor(name, &pads));
                Ok(self.add("Pad", &[&x, &pads], &[]))
            }
            // The same order either way.
            RESHAPE if self.network.tensor(input)?.shape.starts_with(&[1, 1, 1]) => Ok(x),
            PRELU => {
                let slopes = self.network.floats(second()?)?;
                let dims = [slopes.len() as i64, 1, 1];
                let slopes = self.constant(|name| float_tensor(name, &dims, &slopes));
                Ok(self.add("PRelu", &[&x, &slopes], &[]))
            }
            other => bail!("operator {other} of TensorFlow Lite is not known here"),
        }
    }

    /// The options of both kinds differ by one field between the strides and the rest.
    fn convolution(
        &mut self,
        operator: &Operator<'_>,
        x: &str,
        by_channel: bool,
    ) -> Result<String> {
        let [input, weights, bias] = operator.inputs[..] else {
            bail!("a convolution has not three inputs")
        };
        let options = operator.options.context("no options")?;
        activated(options.byte(if by_channel { 4 } else { 3 })?)?;
        let strides = [options.word(2)?, options.word(1)?];
        let sides = self.network.tensor(input)?.shape.clone();
        let shape = self.network.tensor(weights)?.shape.clone();
        let [outer, height, width, inner] = shape[..] else {
            bail!("a filter has not four dimensions")
        };
        let values = self.network.floats(weights)?;
        // Ours: outputs, inputs, height, width. Theirs: outputs, height, width, inputs, or, by
        // channel, 1, height, width, outputs.
        let (outputs, inputs) = if by_channel {
            (inner, 1)
        } else {
            (outer, inner)
        };
        let from = |output: usize, input: usize, place: usize| {
            if by_channel {
                place * inner + output
            } else {
                (output * height * width + place) * inner + input
            }
        };
        let mut turned = Vec::with_capacity(values.len());
        for output in 0..outputs {
            for input in 0..inputs {
                turned.extend((0..height * width).map(|place| values[from(output, input, place)]));
            }
        }
        let dims = [outputs, inputs, height, width].map(|side| side as i64);
        let weights = self.weights(&dims, &turned);
        let bias = self.network.floats(bias)?;
        let bias = self.constant(|name| float_tensor(name, &dims[..1], &bias));
        let kernel = [height as u32, width as u32];
        let groups = if by_channel { outputs as i64 } else { 1 };
        let attributes = [
            ints("kernel_shape", &dims[2..]),
            ints("strides", &strides.map(i64::from)),
            ints(
                "pads",
                &pads(options.byte(0)?, &sides[1..3], kernel, strides),
            ),
            int("group", groups),
        ];
        Ok(self.add("Conv", &[x, &weights, &bias], &attributes))
    }

    /// Weights in 8 bits where they are many: between the least and the most of each filter.
    fn weights(&mut self, dims: &[i64], values: &[f32]) -> String {
        if values.len() < MIN_PACKED {
            return self.constant(|name| float_tensor(name, dims, values));
        }
        let (mut bytes, mut scales, mut offsets) = (Vec::new(), Vec::new(), Vec::new());
        for row in values.chunks_exact(values.len() / dims[0] as usize) {
            let least = row.iter().copied().fold(f32::INFINITY, f32::min);
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let scale = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
            bytes.extend(
                row.iter()
                    .map(|value| ((value - least) / scale).round() as u8),
            );
            scales.push(scale);
            offsets.push(least);
        }
        let name = self.name();
        let nodes = add_packed(&mut self.graph, &name, dims, bytes, &scales, &offsets);
        self.graph.node.extend(nodes);
        name
    }

    fn value(&self, number: i32) -> Result<String> {
        let name = self.values.get(&number).cloned();
        name.with_context(|| format!("tensor {number} is used before it is computed"))
    }

    fn name(&mut self) -> String {
        self.made += 1;
        format!("x{}", self.made)
    }

    fn add(&mut self, op_type: &str, inputs: &[&str], attributes: &[AttributeProto]) -> String {
        let output = self.name();
        let mut made = node(op_type, inputs, &output);
        made.attribute = attributes.to_vec();
        self.graph.node.push(made);
        output
    }

    fn constant(&mut self, tensor: impl FnOnce(&str) -> TensorProto) -> String {
        let name = self.name();
        self.graph.initializer.push(tensor(&name));
        name
    }
}

/// Activations are operators of their own in these networks.
fn activated(fused: u8) -> Result<()> {
    if fused == 0 {
        return Ok(());
    }
    bail!("fused activations are not known here")
}

/// Top, left, bottom, right; `SAME` (0) gives as many outputs as the stride fits, the odd pixel of
/// padding at the end.
fn pads(padding: u8, sides: &[usize], kernel: [u32; 2], strides: [u32; 2]) -> [i64; 4] {
    if padding != 0 {
        return [0; 4];
    }
    let around = |at: usize| {
        let (side, kernel, stride) = (
            sides[at] as i64,
            i64::from(kernel[at]),
            i64::from(strides[at]),
        );
        let outputs = (side + stride - 1) / stride;
        let missing = ((outputs - 1) * stride + kernel - side).max(0);
        (missing / 2, missing - missing / 2)
    };
    let ((top, bottom), (left, right)) = (around(0), around(1));
    [top, left, bottom, right]
}

/// From rows, columns, channels to channels, rows, columns.
fn channels_first(shape: &[usize]) -> Result<[i64; 4]> {
    let sides = match shape[..] {
        [count, height, width, channels] => [count, channels, height, width],
        [count, channels] => [count, channels, 1, 1],
        _ => bail!("a tensor has neither four dimensions nor two"),
    };
    Ok(sides.map(|side| side as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_pixel_of_padding_is_at_the_end() {
        assert_eq!(pads(0, &[192, 192], [3, 3], [2, 2]), [0, 0, 1, 1]);
        assert_eq!(pads(0, &[96, 95], [3, 3], [1, 2]), [1, 1, 1, 1]);
        assert_eq!(pads(1, &[3, 3], [3, 3], [1, 1]), [0; 4]);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        assert!(converted(&[], &["a"]).is_err());
        assert!(converted(&[8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &["a"]).is_err());
    }
}
