"""Writes trained networks as ONNX: `python export.py --recogniser OUT/recogniser.pt --to ../models`.

Batch normalisation is folded into the convolutions before it. Weights are kept in 8 bits with one
scale for each output channel; the graph expands them when it is loaded. The output on random
input is compared with torch's, and the largest difference printed. Where several weights of one
network are given, of trainings of which one went on from the other, their mean is written.
"""

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

import document_traces
import locator
import page_layout
import recogniser
import text_recogniser
from document_traces import DocumentTraces
from locator import Locator
from page_layout import PageLayout
from recogniser import Recogniser
from text_recogniser import CLASSES, TextRecogniser

OPSET = 17
IR_VERSION = 8


class Graph:
    """An ONNX graph that grows layer by layer; each method returns the name of its output."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, values, dtype=np.float32):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype), name))
        return name

    def node(self, operator, inputs, **attributes):
        output = f"{operator.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def convolution(self, data, layer, norm=None):
        """A convolution in 8 bits, with the normalisation that follows it."""
        weight = layer.weight.detach().double()
        bias = layer.bias.detach().double() if layer.bias is not None else torch.zeros(len(weight)).double()
        if norm is not None:
            factor = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
            weight = weight * factor.reshape(-1, *[1] * (weight.dim() - 1))
            bias = (bias - norm.running_mean.double()) * factor + norm.bias.double()
        weight = weight.detach().numpy()
        scale = np.abs(weight).max(tuple(range(1, weight.ndim)), keepdims=True) / 127 + 1e-12
        packed = self.constant(np.clip(np.round(weight / scale), -127, 127), np.int8)
        expanded = self.node("Cast", [packed], to=TensorProto.FLOAT)
        expanded = self.node("Mul", [expanded, self.constant(scale)])
        padding = list(layer.padding)
        return self.node(
            "Conv",
            [data, expanded, self.constant(bias.detach().numpy())],
            kernel_shape=list(layer.kernel_size),
            strides=list(layer.stride),
            pads=padding + padding,
            dilations=list(layer.dilation),
            **({"group": layer.groups} if layer.groups > 1 else {}),
        )

    def stage(self, data, stage):
        """Convolution, normalisation, rectifier."""
        return self.node("Relu", [self.convolution(data, stage[0], stage[1])])

    def stages(self, data, stages):
        for stage in stages:
            data = self.stage(data, stage)
        return data

    def model(self, name, input_shape, output, output_shape):
        graph = helper.make_graph(
            [*self.nodes, helper.make_node("Identity", [output], ["output"])],
            name,
            [helper.make_tensor_value_info("input", TensorProto.FLOAT, input_shape)],
            [helper.make_tensor_value_info("output", TensorProto.FLOAT, output_shape)],
            self.constants,
        )
        # Identity only names the output: the node that it repeats takes its name instead.
        last = next(node for node in graph.node if output in node.output)
        last.output[:] = ["output"]
        del graph.node[-1]
        model = helper.make_model(
            graph, producer_name="vidimus", ir_version=IR_VERSION, opset_imports=[helper.make_opsetid("", OPSET)]
        )
        onnx.checker.check_model(model)
        return model


def recogniser_graph(net):
    graph = Graph()
    data = graph.stages("input", net.stem)
    data = graph.node("Squeeze", [data, graph.constant([2], np.int64)])
    for block in net.context:
        data = graph.node("Add", [data, graph.stage(data, block)])
    data = graph.convolution(data, net.head)
    data = graph.node("Transpose", [data], perm=[0, 2, 1])
    data = graph.node("LogSoftmax", [data], axis=-1)
    return graph.model("zone-recognition", ["n", 1, 32, "width"], data, ["n", "steps", 38])


def text_recogniser_graph(net):
    graph = Graph()
    data = graph.stages("input", net.stem)
    data = graph.node("Squeeze", [data, graph.constant([2], np.int64)])
    for block in net.context:
        first = graph.stage(data, block)
        second = graph.convolution(first, block[3], block[4])
        data = graph.node("Relu", [graph.node("Add", [data, second])])
    data = graph.node("Relu", [graph.convolution(data, net.narrow[0])])
    data = graph.convolution(data, net.head)
    data = graph.node("Transpose", [data], perm=[0, 2, 1])
    data = graph.node("LogSoftmax", [data], axis=-1)
    return graph.model("text-recognition", ["n", 1, 32, "width"], data, ["n", "steps", CLASSES])


def locator_graph(net):
    return maps_graph(net, "locator", ((0, 2, "Sigmoid"), (2, 5, None)))


def page_layout_graph(net):
    return maps_graph(net, "page-layout", ((0, 1, "Sigmoid"), (1, 3, None), (3, 5, "Sigmoid")))


def maps_graph(net, name, slices):
    """A network of maps; `slices` tells what follows which of them."""
    graph = Graph()

    def doubled(data):
        scales = graph.constant([1, 1, 2, 2])
        return graph.node(
            "Resize", [data, "", scales], mode="nearest", nearest_mode="floor",
            coordinate_transformation_mode="asymmetric",
        )

    data = graph.node("Sub", ["input", graph.constant(0.5)])
    quarter = graph.stages(graph.stage(data, net.first), net.quarter)
    eighth = graph.stages(quarter, net.eighth)
    sixteenth = graph.stages(eighth, net.sixteenth)
    data = graph.stages(sixteenth, net.last)
    for below, to, at in (
        (sixteenth, net.to_sixteenth, net.at_sixteenth),
        (eighth, net.to_eighth, net.at_eighth),
        (quarter, net.to_quarter, net.at_quarter),
    ):
        data = graph.stage(graph.node("Add", [below, doubled(graph.convolution(data, to))]), at)
    data = graph.convolution(data, net.head)
    parts = []
    for start, end, operator in slices:
        bounds = [graph.constant([v], np.int64) for v in (start, end, 1)]
        part = graph.node("Slice", [data, *bounds])
        parts.append(graph.node(operator, [part]) if operator else part)
    data = graph.node("Concat", parts, axis=1)
    return graph.model(name, ["n", 3, "height", "width"], data, ["n", 5, "rows", "columns"])


def document_traces_graph(net):
    graph = Graph()
    data = graph.stages(graph.node("Sub", ["input", graph.constant(0.5)]), net.down)
    for block in net.context:
        data = graph.node("Add", [data, graph.stage(data, block)])
    data = graph.node("Sigmoid", [graph.convolution(data, net.head)])
    return graph.model("document-traces", ["n", 3, "height", "width"], data, ["n", 3, "rows", "columns"])


def export(net, wrapped, to_graph, example, path):
    net.eval()
    model = to_graph(net)
    onnx.save(model, path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {"input": example.numpy()})[0]
    with torch.no_grad():
        wanted = wrapped(net).eval()(example).numpy()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{path.name}: {path.stat().st_size} bytes, sha256 {digest}")
    print(f"  largest difference from torch {np.abs(found - wanted).max():.4f} (of {np.abs(wanted).max():.1f})")


def mean_of(weights):
    first, *_ = weights
    return {name: (sum(own[name].float() for own in weights) / len(weights)).to(first[name].dtype) for name in first}


#: For each network its option, its own class, what wraps it, its graph, its file, and an input.
NETWORKS = (
    ("recogniser", Recogniser, recogniser.WithLogProbabilities, recogniser_graph, "zone-recognition", lambda: torch.randn(2, 1, 32, 576)),
    ("locator", Locator, locator.WithProbabilities, locator_graph, "locator", lambda: torch.rand(1, 3, 480, 640)),
    ("text_recogniser", TextRecogniser, text_recogniser.WithLogProbabilities, text_recogniser_graph, "text-recognition", lambda: torch.randn(2, 1, 32, 480)),
    ("page_layout", PageLayout, page_layout.WithProbabilities, page_layout_graph, "page-layout", lambda: torch.rand(1, 3, 448, 704)),
    ("document_traces", DocumentTraces, document_traces.WithProbabilities, document_traces_graph, "document-traces", lambda: torch.rand(1, 3, 256, 256)),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option, *_ in NETWORKS:
        parser.add_argument("--" + option.replace("_", "-"), type=Path, nargs="+")
    parser.add_argument("--to", type=Path, default=Path("../models"))
    arguments = parser.parse_args()
    torch.manual_seed(0)
    for option, network, wrapped, to_graph, name, example in NETWORKS:
        if weights := getattr(arguments, option):
            net = network()
            net.load_state_dict(mean_of([torch.load(path, map_location="cpu") for path in weights]))
            export(net, wrapped, to_graph, example(), arguments.to / f"{name}.onnx")


if __name__ == "__main__":
    main()
