"""Weights in, a small ONNX graph out: the one place where our transformers become files for ONNX Runtime.

In: the tensors of a BERT body by their Hugging Face names (float32, numpy), the number of heads, and the weights of a head if there is
one. Out: an `onnx.ModelProto` with the inputs `input_ids` and `attention_mask` (int64, [batch, tokens]; no token types, every token is of
type 0) and `last_hidden_state` ([batch, tokens, hidden]), `start_logits` and `end_logits` ([batch, tokens]), or `odds` ([batch]). Matrices
take one of the forms of `index/onnx_matrices.py`.

It does not know where the weights come from, what they were trained on, or what a tokenizer is.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper

from index.onnx_matrices import MICROSOFT, Floats, Form, Graph, blocks, linear

OPSET, IR_VERSION = 20, 9


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


def layer(graph: Graph, x: str, mask: str, weights: Mapping[str, Floats], at: str, heads: int, epsilon: float) -> str:
    """One transformer layer whose tensors' names open with `at`; x and the result are [batch, tokens, hidden]."""

    def dense(source: str, *names: str) -> list[str]:
        return linear(graph, source, *((weights[f"{at}{name}.weight"], weights[f"{at}{name}.bias"]) for name in names))

    def add_norm(source: str, rest: str, name: str) -> str:
        gain, shift = (graph.constant(weights[f"{at}{name}.{part}"].astype(np.float32)) for part in ("weight", "bias"))
        return graph.add("SkipLayerNormalization", [source, rest, gain, shift], domain=MICROSOFT, epsilon=epsilon)

    three = dense(x, "attention.self.query", "attention.self.key", "attention.self.value")
    mixed = graph.add("MultiHeadAttention", [*three, "", mask], domain=MICROSOFT, num_heads=heads)
    (mixed,) = dense(mixed, "attention.output.dense")
    x = add_norm(mixed, x, "attention.output.LayerNorm")
    inner = graph.add("Gelu", dense(x, "intermediate.dense"), domain=MICROSOFT)
    (outer,) = dense(inner, "output.dense")
    return add_norm(outer, x, "output.LayerNorm")


def span_head(graph: Graph, x: str, weight: Floats, bias: Floats) -> list[str]:
    """Start and end logits of every token, in float; returns the outputs' names."""
    product = graph.add("MatMul", [x, graph.constant(weight.T.astype(np.float32))])
    logits = graph.add("Add", [product, graph.constant(bias.astype(np.float32))])
    names = ("start_logits", "end_logits")
    return [graph.add("Gather", [logits, graph.constant(np.array(row))], output=name, axis=2) for row, name in enumerate(names)]


def vote_head(graph: Graph, x: str, inner: tuple[Floats, Floats], outer: tuple[Floats, Floats]) -> str:
    """One figure a text, "odds" [batch]: the mean over its tokens of gelu(x inner), times outer, in float."""
    votes = graph.add("MatMul", [x, graph.constant(inner[0].T.astype(np.float32))])
    votes = graph.add("Gelu", [graph.add("Add", [votes, graph.constant(inner[1].astype(np.float32))])], domain=MICROSOFT)
    there = graph.add("Cast", ["attention_mask"], to=TensorProto.FLOAT)  # [batch, tokens]
    last = graph.constant(np.array([-1]))
    kept = graph.add("Mul", [votes, graph.add("Unsqueeze", [there, last])])
    total = graph.add("ReduceSum", [kept, graph.constant(np.array([1]))], keepdims=0)  # [batch, hidden]
    mean = graph.add("Div", [total, graph.add("ReduceSum", [there, last], keepdims=1)])
    figure = graph.add("MatMul", [mean, graph.constant(outer[0].T.astype(np.float32))])
    figure = graph.add("Add", [figure, graph.constant(outer[1].astype(np.float32))])
    return graph.add("Squeeze", [figure, last], output="odds")


def build(
    weights: Mapping[str, Floats], *, heads: int, form: Form, head: tuple[Floats, Floats] | None = None,
    votes: tuple[tuple[Floats, Floats], tuple[Floats, Floats]] | None = None, epsilon: float = 1e-12,
) -> onnx.ModelProto:  # fmt: skip
    """The whole graph. `head`: weight [2, hidden] and bias [2] of a span head (row 0 start, row 1 end); `votes`: weight and bias of the
    inner [hidden, hidden] and the outer [1, hidden] layer of `vote_head`; neither for an encoder.

    Raises KeyError when a tensor is missing, ValueError (from `blocks`) when a matrix has an unfit shape.
    """
    graph = Graph(form)
    x = embeddings(graph, weights, epsilon)
    mask = graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    depth = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    for number in range(depth):
        x = layer(graph, x, mask, weights, f"encoder.layer.{number}.", heads, epsilon)
    outputs: dict[str, list[str | int]] = {}
    if votes is not None:
        outputs[vote_head(graph, x, *votes)] = ["batch"]
    elif head is None:
        graph.nodes[-1].output[0] = "last_hidden_state"
        outputs["last_hidden_state"] = ["batch", "tokens", weights["embeddings.word_embeddings.weight"].shape[1]]
    else:
        outputs.update({name: ["batch", "tokens"] for name in span_head(graph, x, *head)})
    described = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
    names = ("input_ids", "attention_mask")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in names]
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    drawn = helper.make_graph(graph.nodes, "wenyuan", inputs, described, graph.constants)
    return helper.make_model(drawn, opset_imports=opsets, ir_version=IR_VERSION)
