"""Matrices of a graph in one of three forms. Comes in: weights (float32, numpy). Goes out: nodes and constants of a graph for ONNX Runtime.

In each form a text has the same numbers alone and in any batch:
  float    as they are: the reference.
  blocks4  4 bits in blocks of 32 with a float scale each; activations are rounded to 8 bits in the same blocks, token by token.
  tokens8  8 bits a weight with a scale for each output; every token's activations are rounded to 8 bits with a scale of that token's
           own, so that no other token, and no other text, has a say in it; multiplied in whole numbers, twice as fast as float.

It does not know what a layer is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
Form = Literal["float", "blocks4", "tokens8"]
BLOCK = 32
MICROSOFT = "com.microsoft"


@dataclass
class Graph:
    """Nodes and constants being gathered, named in the order of making, so that files are reproducible."""

    form: Form
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, value: npt.NDArray[Any]) -> str:
        """Store an array; returns its name."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def add(self, kind: str, inputs: list[str], *, domain: str = "", output: str = "", **attributes: object) -> str:
        """Append a node with one output; returns the output's name."""
        name = output or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name


def blocks(weight: Floats, bits: int) -> tuple[npt.NDArray[np.uint8], Floats]:
    """Round [rows, columns] to whole numbers in blocks of 32 columns: (codes [rows, blocks, 32], scales [rows, blocks]).

    The code's middle (128 or 8) stands for zero. With 4 bits the weight of the largest magnitude gets the code 0, as in the packed
    file the encoder comes from, whose weights come back exactly.
    Raises ValueError when the columns are no multiple of 32 or `bits` is neither 4 nor 8.
    """
    rows, columns = weight.shape
    if columns % BLOCK or bits not in (4, 8):
        raise ValueError(f"{columns} columns in blocks of {BLOCK} at {bits} bits: need a multiple of {BLOCK}, and 4 or 8 bits")
    cut = weight.astype(np.float32).reshape(rows, columns // BLOCK, BLOCK)
    place = np.abs(cut).argmax(axis=-1)[..., None]
    largest = np.take_along_axis(cut, place, axis=-1)[..., 0]
    scales = np.abs(largest) / 127 if bits == 8 else largest / -8
    scales = np.where(scales == 0, 1, scales).astype(np.float32)
    middle = 1 << (bits - 1)
    codes = np.clip(np.rint(cut / scales[..., None]) + middle, 0, 2 * middle - 1)
    return codes.astype(np.uint8), scales.astype(np.float32)


def linear(graph: Graph, x: str, *matrices: tuple[Floats, Floats]) -> list[str]:
    """x [batch, tokens, in] times each weight [out, in] transposed, plus its bias [out], in the graph's form."""
    if graph.form == "tokens8":
        return whole_numbers(graph, x, matrices)
    products = []
    for weight, bias in matrices:
        if graph.form == "float":
            product = graph.add("MatMul", [x, graph.constant(weight.T.astype(np.float32))])
            products.append(graph.add("Add", [product, graph.constant(bias.astype(np.float32))]))
            continue
        codes, scales = blocks(weight, 4)
        stored = [graph.constant(codes[..., 0::2] | (codes[..., 1::2] << 4)), graph.constant(scales), "", ""]
        size = {"K": weight.shape[1], "N": weight.shape[0], "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        inputs = [x, *stored, graph.constant(bias.astype(np.float32))]
        products.append(graph.add("MatMulNBits", inputs, domain=MICROSOFT, **size))
    return products


def whole_numbers(graph: Graph, x: str, matrices: Sequence[tuple[Floats, Floats]]) -> list[str]:
    """The form tokens8: x / its token's largest magnitude, as 1 to 255 with 128 for zero, times the weights as -127 to 127."""
    axis = graph.constant(np.array([-1]))
    peak = graph.add("ReduceMax", [graph.add("Abs", [x]), axis], keepdims=1)  # [batch, tokens, 1]
    stretch = graph.add("Div", [graph.constant(np.array(127, np.float32)), peak])
    rounded = graph.add("Round", [graph.add("Mul", [x, stretch])])
    codes = graph.add("Cast", [graph.add("Add", [rounded, graph.constant(np.array(128, np.float32))])], to=TensorProto.UINT8)
    products = []
    for weight, bias in matrices:
        scale = (largest_pair(weight) / 127).astype(np.float32)  # [out]
        whole = np.rint(weight / scale[:, None]).astype(np.int8)
        product = graph.add("MatMulInteger", [codes, graph.constant(whole.T), graph.constant(np.array(128, np.uint8))])
        sized = graph.add("Mul", [graph.add("Cast", [product], to=TensorProto.FLOAT), peak])
        sized = graph.add("Mul", [sized, graph.constant((scale / 127).astype(np.float32))])
        products.append(graph.add("Add", [sized, graph.constant(bias.astype(np.float32))]))
    return products


def largest_pair(weight: Floats) -> Floats:
    """For each row of [out, in]: the largest sum of magnitudes of two neighbours (inputs 0 and 1, 2 and 3, ...), [out].

    Processors without dot-product instructions add 255 times one such pair in 16 bits, which hold 32,767: a pair of codes may come
    to 128 at most, or the sum is cut off and the numbers depend on the machine.
    """
    magnitude = np.abs(np.pad(weight, ((0, 0), (0, weight.shape[1] % 2))))
    largest: Floats = (magnitude[:, 0::2] + magnitude[:, 1::2]).max(axis=1)
    return largest
