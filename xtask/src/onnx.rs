//! Edits of ONNX files, and pieces to build them from.

use anyhow::{Context as _, Result, bail};
use onnx_protobuf::attribute_proto::AttributeType;
use onnx_protobuf::tensor_proto::DataType;
use onnx_protobuf::tensor_shape_proto::Dimension;
use onnx_protobuf::{
    AttributeProto, GraphProto, Message as _, ModelProto, NodeProto, OperatorSetIdProto,
    TensorProto, ValueInfoProto,
};
use protobuf::{EnumOrUnknown, MessageField};

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

/// A named tensor of whole numbers, one dimension.
pub(crate) fn int64_tensor(name: &str, values: &[i64]) -> TensorProto {
    let mut tensor = TensorProto::new();
    tensor.name = name.into();
    tensor.dims = vec![values.len() as i64];
    tensor.data_type = DataType::INT64 as i32;
    tensor.raw_data = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    tensor
}

/// An input or output of floats and its shape.
pub(crate) fn shaped(name: &str, dims: &[i64]) -> ValueInfoProto {
    let mut info = ValueInfoProto::new();
    info.name = name.into();
    let tensor = info.type_.mut_or_insert_default().mut_tensor_type();
    tensor.elem_type = DataType::FLOAT as i32;
    let shape = tensor.shape.mut_or_insert_default();
    for &dim in dims {
        let mut value = Dimension::new();
        value.set_dim_value(dim);
        shape.dim.push(value);
    }
    info
}

/// The file of a graph.
pub(crate) fn model(graph: GraphProto) -> ModelProto {
    let mut model = ModelProto::new();
    model.ir_version = 8;
    model.producer_name = "vidimus xtask".into();
    let mut operators = OperatorSetIdProto::new();
    operators.version = 18;
    model.opset_import.push(operators);
    model.graph = MessageField::some(graph);
    model
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
