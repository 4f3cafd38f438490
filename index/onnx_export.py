"""Weights in, a small ONNX graph out: the one place where our transformers become files for ONNX Runtime.

In: the tensors of a BERT body by their Hugging Face names (float32, numpy), the number of heads, and, for a reader,
the weights of a span head. Out: an `onnx.ModelProto` with the inputs `input_ids` and `attention_mask` (int64,
[batch, tokens]; no token types, every token is of type 0) and either `last_hidden_state` ([batch, tokens, hidden])
or `start_logits` and `end_logits` ([batch, tokens]). Matrices are kept as integers in blocks of 32 weights with a
float scale each (`Form`), so that a text gives the same numbers alone and in any batch.

It does not know where the weights come from, what they were trained on, or what a tokenizer is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
BLOCK = 32
OPSET, IR_VERSION, MICROSOFT = 20, 9, "com.microsoft"


@dataclass(frozen=True)
class Form:
    """How matrices are stored and multiplied.

    `bits`: 4 or 8 bits a weight. `integer_math`: activations are rounded to 8 bits per token and block for the
    multiplication (faster), otherwise the weights are widened to float (exact).
    """

    bits: int = 8
    integer_math: bool = True


@dataclass
class Graph:
    """Nodes and constants being gathered; names are given in the order of making, so that files are reproducible."""

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

    The code's middle (128 or 8) stands for zero. With 4 bits the weight of the largest magnitude gets the code 0, as in
    the packed file the encoder comes from, whose weights come back exactly.
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


def linear(graph: Graph, x: str, weight: Floats, bias: Floats, form: Form) -> str:
    """x [batch, tokens, in] times weight [out, in] transposed, plus bias [out]."""
    codes, scales = blocks(weight, form.bits)
    packed = codes if form.bits == 8 else codes[..., 0::2] | (codes[..., 1::2] << 4)
    inputs = [x, graph.constant(packed), graph.constant(scales), "", "", graph.constant(bias.astype(np.float32))]
    size = {"K": weight.shape[1], "N": weight.shape[0], "bits": form.bits, "block_size": BLOCK}
    return graph.add("MatMulNBits", inputs, domain=MICROSOFT, accuracy_level=4 if form.integer_math else 1, **size)


def table(graph: Graph, rows: str, weight: Floats) -> str:
    """Look up rows [batch, tokens] of an embedding table [pieces, hidden] kept in 8 bits with half-precision scales."""
    codes, scales = blocks(weight, 8)
    whole = graph.constant((codes.astype(np.int16) - 128).astype(np.int8))
    taken = graph.add("Cast", [graph.add("Gather", [whole, rows])], to=TensorProto.FLOAT)
    scale = graph.add("Gather", [graph.constant(scales.astype(np.float16)), rows])
    scale = graph.add("Unsqueeze", [graph.add("Cast", [scale], to=TensorProto.FLOAT), graph.constant(np.array([3]))])
    return graph.add("Reshape", [graph.add("Mul", [taken, scale]), graph.constant(np.array([0, 0, weight.shape[1]]))])


def embeddings(graph: Graph, weights: Mapping[str, Floats], epsilon: float) -> str:
    """Piece, position and type-0 embeddings, normalised: [batch, tokens, hidden]."""
    place = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][:1]
    count = graph.add("Gather", [graph.add("Shape", ["input_ids"]), graph.constant(np.array([1]))])
    zero = graph.constant(np.array([0]))
    places = graph.add("Slice", [graph.constant(place.astype(np.float16)), zero, count, zero])
    pieces = table(graph, "input_ids", weights["embeddings.word_embeddings.weight"])
    both = graph.add("Add", [pieces, graph.add("Cast", [places], to=TensorProto.FLOAT)])
    gain, shift = (graph.constant(weights[f"embeddings.LayerNorm.{part}"].astype(np.float32)) for part in ("weight", "bias"))
    return graph.add("LayerNormalization", [both, gain, shift], epsilon=epsilon, axis=-1)


def layer(graph: Graph, x: str, mask: str, weights: Mapping[str, Floats], at: str, heads: int, epsilon: float, form: Form) -> str:
    """One transformer layer whose tensors' names open with `at`; x and the result are [batch, tokens, hidden]."""

    def dense(source: str, name: str) -> str:
        return linear(graph, source, weights[f"{at}{name}.weight"], weights[f"{at}{name}.bias"], form)

    def add_norm(source: str, rest: str, name: str) -> str:
        gain, shift = (graph.constant(weights[f"{at}{name}.{part}"].astype(np.float32)) for part in ("weight", "bias"))
        return graph.add("SkipLayerNormalization", [source, rest, gain, shift], domain=MICROSOFT, epsilon=epsilon)

    query, key, value = (dense(x, f"attention.self.{part}") for part in ("query", "key", "value"))
    mixed = graph.add("MultiHeadAttention", [query, key, value, "", mask], domain=MICROSOFT, num_heads=heads)
    x = add_norm(dense(mixed, "attention.output.dense"), x, "attention.output.LayerNorm")
    inner = graph.add("Gelu", [dense(x, "intermediate.dense")], domain=MICROSOFT)
    return add_norm(dense(inner, "output.dense"), x, "output.LayerNorm")


def build(
    weights: Mapping[str, Floats], *, heads: int, form: Form, head: tuple[Floats, Floats] | None = None, epsilon: float = 1e-12
) -> onnx.ModelProto:
    """The whole graph. `head`: weight [2, hidden] and bias [2] of a span head (row 0 start, row 1 end); None for an encoder.

    Raises KeyError when a tensor is missing, ValueError (from `blocks`) when a matrix has an unfit shape.
    """
    graph = Graph()
    x = embeddings(graph, weights, epsilon)
    mask = graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    depth = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    for number in range(depth):
        x = layer(graph, x, mask, weights, f"encoder.layer.{number}.", heads, epsilon, form)
    if head is None:
        graph.nodes[-1].output[0] = "last_hidden_state"
        hidden = weights["embeddings.word_embeddings.weight"].shape[1]
        outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", hidden])]
    else:
        outputs = span_head(graph, x, *head)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")]
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(
        helper.make_graph(graph.nodes, "wenyuan", inputs, outputs, graph.constants), opset_imports=opsets, ir_version=IR_VERSION
    )


def span_head(graph: Graph, x: str, weight: Floats, bias: Floats) -> list[onnx.ValueInfoProto]:
    """Start and end logits of every token, in float; returns the graph's output descriptions."""
    product = graph.add("MatMul", [x, graph.constant(weight.T.astype(np.float32))])
    logits = graph.add("Add", [product, graph.constant(bias.astype(np.float32))])
    names = ("start_logits", "end_logits")
    for number, name in enumerate(names):
        graph.add("Gather", [logits, graph.constant(np.array(number))], output=name, axis=2)
    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "tokens"]) for name in names]
