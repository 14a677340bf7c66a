//! Edits of ONNX files: smaller outputs, free input sizes, packed weights.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use onnx_protobuf::attribute_proto::AttributeType;
use onnx_protobuf::tensor_proto::DataType;
use onnx_protobuf::{AttributeProto, GraphProto, Message as _, ModelProto, NodeProto, TensorProto};
use protobuf::{EnumOrUnknown, MessageField};

/// Tensors with fewer values are left as they are: they are biases and scales, where the saving
/// is nothing and the precision matters.
const PACK_FROM_VALUES: usize = 2048;

fn parse(bytes: &[u8]) -> Result<ModelProto> {
    ModelProto::parse_from_bytes(bytes).context("the file is no ONNX model")
}

fn graph(model: &mut ModelProto) -> Result<&mut GraphProto> {
    model.graph.as_mut().context("the ONNX model has no graph")
}

/// Makes height and width of the input symbolic and forgets the shapes that followed from them.
pub(crate) fn free_input_size(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut model = parse(bytes)?;
    let graph = graph(&mut model)?;
    let shape = graph
        .input
        .first_mut()
        .map(|input| input.type_.mut_or_insert_default().mut_tensor_type())
        .map(|tensor| tensor.shape.mut_or_insert_default())
        .context("the model has no input")?;
    if shape.dim.len() != 4 {
        bail!("the input is not an image");
    }
    shape.dim[2].set_dim_param("height".to_owned());
    shape.dim[3].set_dim_param("width".to_owned());
    for output in &mut graph.output {
        output.type_.mut_or_insert_default().mut_tensor_type().shape = MessageField::none();
    }
    graph.value_info.clear();
    Ok(model.write_to_bytes()?)
}

/// Keeps, of a text recogniser's output classes, only the blank and the `wanted` ones.
///
/// `dictionary` has one class a line, starting at class 1; class 0 is the CTC blank.
pub(crate) fn keep_classes(bytes: &[u8], dictionary: &str, wanted: &str) -> Result<Vec<u8>> {
    let mut model = parse(bytes)?;
    let place: BTreeMap<&str, usize> = dictionary
        .split('\n')
        .enumerate()
        .map(|(i, c)| (c.trim_end_matches('\r'), i + 1))
        .collect();
    let mut keep = vec![0];
    for class in wanted.lines() {
        keep.push(
            *place
                .get(class)
                .with_context(|| format!("no class {class} to keep"))?,
        );
    }
    let mut cut = 0;
    for tensor in tensors(graph(&mut model)?) {
        let Some(axis) = tensor.dims.iter().position(|d| *d > 10_000) else {
            continue;
        };
        if axis + 1 != tensor.dims.len() {
            continue;
        }
        let classes = usize::try_from(tensor.dims[axis])?;
        let values = floats(tensor)?;
        let kept: Vec<f32> = values
            .chunks_exact(classes)
            .flat_map(|row| keep.iter().map(move |&class| row[class]))
            .collect();
        tensor.dims[axis] = i64::try_from(keep.len())?;
        set_floats(tensor, &kept);
        cut += 1;
    }
    if cut != 2 {
        bail!("expected one weight and one bias with the output classes, found {cut}");
    }
    for output in &mut graph(&mut model)?.output {
        output.type_.mut_or_insert_default().mut_tensor_type().shape = MessageField::none();
    }
    Ok(model.write_to_bytes()?)
}

/// Stores every large `f32` tensor as one byte a value with scale and offset for each row of its
/// first dimension; the graph expands them again when it is loaded.
pub(crate) fn pack_weights(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut model = parse(bytes)?;
    let graph = graph(&mut model)?;
    let mut expanded = Vec::new();
    let mut initializers = std::mem::take(&mut graph.initializer);
    let mut nodes = std::mem::take(&mut graph.node);
    // Exporters write weights as initializers or as `Constant` nodes; the latter become the
    // former.
    nodes.retain_mut(|node| {
        if node.op_type != "Constant" || node.attribute.len() != 1 {
            return true;
        }
        match node.attribute[0].t.take() {
            Some(mut tensor) => {
                tensor.name.clone_from(&node.output[0]);
                initializers.push(tensor);
                false
            }
            None => true,
        }
    });
    for tensor in initializers {
        let count: i64 = tensor.dims.iter().product();
        let large = usize::try_from(count).is_ok_and(|count| count >= PACK_FROM_VALUES);
        if large && tensor.data_type == DataType::FLOAT as i32 && tensor.dims.len() >= 2 {
            let values = floats(&tensor)?;
            expanded.extend(pack(graph, &tensor.name, &tensor.dims, &values)?);
        } else {
            graph.initializer.push(tensor);
        }
    }
    expanded.extend(nodes);
    graph.node = expanded;
    Ok(model.write_to_bytes()?)
}

fn pack(
    graph: &mut GraphProto,
    name: &str,
    dims: &[i64],
    values: &[f32],
) -> Result<Vec<NodeProto>> {
    let rows = usize::try_from(dims[0])?;
    let row_length = values.len() / rows;
    let mut bytes = Vec::with_capacity(values.len());
    let (mut scales, mut offsets) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for row in values.chunks_exact(row_length) {
        let low = row.iter().copied().fold(f32::INFINITY, f32::min);
        let high = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let scale = ((high - low) / 255.0).max(f32::MIN_POSITIVE);
        #[expect(clippy::cast_sign_loss, reason = "clamped to 0..=255")]
        bytes.extend(
            row.iter()
                .map(|v| ((v - low) / scale).round().clamp(0.0, 255.0) as u8),
        );
        scales.push(scale);
        offsets.push(low);
    }
    Ok(add_packed(graph, name, dims, bytes, &scales, &offsets))
}

/// Adds 8-bit values to a graph, and gives the nodes that expand them to a tensor called `name`:
/// `value * scale + offset`, one scale and one offset a row of the first dimension.
pub(crate) fn add_packed(
    graph: &mut GraphProto,
    name: &str,
    dims: &[i64],
    bytes: Vec<u8>,
    scales: &[f32],
    offsets: &[f32],
) -> Vec<NodeProto> {
    let packed = format!("{name}.u8");
    let mut tensor = TensorProto::new();
    tensor.name.clone_from(&packed);
    tensor.dims = dims.to_vec();
    tensor.data_type = DataType::UINT8 as i32;
    tensor.raw_data = bytes;
    graph.initializer.push(tensor);
    let mut row_dims = vec![1; dims.len()];
    row_dims[0] = dims[0];
    let (scale, offset) = (format!("{name}.scale"), format!("{name}.offset"));
    graph
        .initializer
        .push(float_tensor(&scale, &row_dims, scales));
    graph
        .initializer
        .push(float_tensor(&offset, &row_dims, offsets));
    let (cast, scaled) = (format!("{name}.f32"), format!("{name}.scaled"));
    let mut cast_node = node("Cast", &[&packed], &cast);
    cast_node
        .attribute
        .push(int("to", i64::from(DataType::FLOAT as i32)));
    vec![
        cast_node,
        node("Mul", &[&cast, &scale], &scaled),
        node("Add", &[&scaled, &offset], name),
    ]
}

/// A node with one output.
pub(crate) fn node(op_type: &str, inputs: &[&str], output: &str) -> NodeProto {
    let mut node = NodeProto::new();
    node.op_type = op_type.into();
    node.name = format!("{op_type}:{output}");
    node.input = inputs.iter().map(|&i| i.to_owned()).collect();
    node.output = vec![output.to_owned()];
    node
}

/// An integer attribute.
pub(crate) fn int(name: &str, value: i64) -> AttributeProto {
    let mut attribute = AttributeProto::new();
    attribute.name = name.into();
    attribute.type_ = EnumOrUnknown::new(AttributeType::INT);
    attribute.i = value;
    attribute
}

/// An attribute that is a list of integers.
pub(crate) fn ints(name: &str, values: &[i64]) -> AttributeProto {
    let mut attribute = AttributeProto::new();
    attribute.name = name.into();
    attribute.type_ = EnumOrUnknown::new(AttributeType::INTS);
    attribute.ints = values.to_vec();
    attribute
}

/// A named `f32` tensor.
pub(crate) fn float_tensor(name: &str, dims: &[i64], values: &[f32]) -> TensorProto {
    let mut tensor = TensorProto::new();
    tensor.name = name.into();
    tensor.dims = dims.to_vec();
    tensor.data_type = DataType::FLOAT as i32;
    set_floats(&mut tensor, values);
    tensor
}

fn tensors(graph: &mut GraphProto) -> impl Iterator<Item = &mut TensorProto> {
    let constants = graph
        .node
        .iter_mut()
        .filter(|node| node.op_type == "Constant")
        .flat_map(|node| node.attribute.iter_mut())
        .filter_map(|attribute| attribute.t.as_mut());
    graph.initializer.iter_mut().chain(constants)
}

fn floats(tensor: &TensorProto) -> Result<Vec<f32>> {
    if tensor.data_type != DataType::FLOAT as i32 {
        bail!("the tensor {} is not f32", tensor.name);
    }
    if tensor.raw_data.is_empty() {
        return Ok(tensor.float_data.clone());
    }
    Ok(little_endian_floats(&tensor.raw_data))
}

fn set_floats(tensor: &mut TensorProto, values: &[f32]) {
    tensor.float_data.clear();
    tensor.raw_data = values.iter().flat_map(|v| v.to_le_bytes()).collect();
}

/// Four bytes a value, as ONNX and dlib's arrays store them.
pub(crate) fn little_endian_floats(bytes: &[u8]) -> Vec<f32> {
    bytes
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect()
}
