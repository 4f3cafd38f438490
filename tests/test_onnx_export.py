"""The ONNX graphs: against a slow calculation of our own, and the shipped models alone and in a batch."""

from math import erf
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from app.export_reader import export
from index.onnx_export import build
from index.onnx_matrices import blocks, largest_pair

ROOT = Path(__file__).parent.parent
READER, ENCODER = ROOT / "app/models/reader/model.onnx", ROOT / "index/models/encoder/onnx/model.onnx"
HIDDEN, INNER, HEADS, PIECES = 64, 96, 4, 40


def session(model, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(model) if isinstance(model, Path) else model, options, providers=["CPUExecutionProvider"])


def padded(texts):
    """Texts of token numbers side by side, filled up with the padding piece 1."""
    ids = np.ones((len(texts), max(map(len, texts))), np.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = text
    return {"input_ids": ids, "attention_mask": (ids != 1).astype(np.int64)}


@pytest.fixture
def weights():
    """A small body of one layer with made-up weights."""
    draw = np.random.default_rng(7)
    names = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
    shapes = dict.fromkeys(names, (HIDDEN, HIDDEN)) | {"intermediate.dense": (INNER, HIDDEN), "output.dense": (HIDDEN, INNER)}
    made = {"embeddings.word_embeddings.weight": (PIECES, HIDDEN), "embeddings.position_embeddings.weight": (32, HIDDEN),
            "embeddings.token_type_embeddings.weight": (2, HIDDEN)}  # fmt: skip
    out = {name: draw.normal(size=shape) for name, shape in made.items()}
    for name, shape in shapes.items():
        out[f"encoder.layer.0.{name}.weight"] = draw.normal(size=shape) / 8
        out[f"encoder.layer.0.{name}.bias"] = draw.normal(size=shape[0]) / 8
    for name in ("embeddings.LayerNorm", "encoder.layer.0.attention.output.LayerNorm", "encoder.layer.0.output.LayerNorm"):
        out[f"{name}.weight"], out[f"{name}.bias"] = 1 + draw.normal(size=HIDDEN) / 8, draw.normal(size=HIDDEN) / 8
    return {name: value.astype(np.float32) for name, value in out.items()}


def slow_body(weights, ids):
    """BERT by its definition, in float64, for one text."""
    def norm(x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(x, name):
        return x @ weights[f"encoder.layer.0.{name}.weight"].T.astype(np.float64) + weights[f"encoder.layer.0.{name}.bias"]

    kinds = ("word_embeddings", "position_embeddings", "token_type_embeddings")
    word, place, kind = (weights[f"embeddings.{name}.weight"].astype(np.float64) for name in kinds)
    x = norm(word[ids] + place[: len(ids)] + kind[0], "embeddings.LayerNorm")
    q, k, v = (dense(x, f"attention.self.{part}").reshape(len(ids), HEADS, -1).swapaxes(0, 1) for part in ("query", "key", "value"))
    scores = np.exp(q @ k.swapaxes(1, 2) / np.sqrt(HIDDEN // HEADS))
    mixed = (scores / scores.sum(-1, keepdims=True) @ v).swapaxes(0, 1).reshape(len(ids), HIDDEN)
    x = norm(x + dense(mixed, "attention.output.dense"), "encoder.layer.0.attention.output.LayerNorm")
    inner = dense(x, "intermediate.dense")
    inner = inner * (1 + np.vectorize(erf)(inner / np.sqrt(2))) / 2
    return norm(x + dense(inner, "output.dense"), "encoder.layer.0.output.LayerNorm")


@pytest.mark.parametrize(("form", "near"), [("float", 0.03), ("tokens8", 0.1), ("blocks4", 1.0)])
def test_a_graph_calculates_bert(weights, form, near):
    text = [0, 9, 17, 33, 2]
    got = session(build(weights, heads=HEADS, form=form).SerializeToString()).run(None, padded([text]))[0][0]
    assert got.shape == (5, HIDDEN) and got.dtype == np.float32
    assert np.abs(got - slow_body(weights, text)).max() < near


@pytest.mark.parametrize("form", ["float", "tokens8", "blocks4"])
def test_a_text_has_the_same_numbers_alone_and_in_a_batch(weights, form):
    run = session(build(weights, heads=HEADS, form=form).SerializeToString()).run
    texts = [[0, 5, 2], [0, 30, 31, 32, 33, 34, 35, 36, 2], [0, 8, 9, 2]]
    together = run(None, padded(texts))[0]
    for row, text in enumerate(texts):
        alone = run(None, padded([text]))[0][0]
        assert np.abs(together[row, : len(text)] - alone).max() <= 1e-5


def test_a_head_gives_start_and_end_logits(weights):
    draw = np.random.default_rng(3)
    head = draw.normal(size=(2, HIDDEN)).astype(np.float32), np.array([0.5, -0.5], np.float32)
    text = [0, 9, 17, 33, 2]
    body = session(build(weights, heads=HEADS, form="float").SerializeToString()).run(None, padded([text]))[0]
    made = session(build(weights, heads=HEADS, form="float", head=head).SerializeToString())
    starts, ends = made.run(["start_logits", "end_logits"], padded([text]))
    assert np.allclose(starts, body @ head[0][0] + 0.5, atol=1e-4) and np.allclose(ends, body @ head[0][1] - 0.5, atol=1e-4)


def test_weights_of_four_bits_come_back_exactly():
    codes = np.random.default_rng(1).integers(-7, 8, (3, 2, 32))
    codes[..., 0] = -8  # the largest magnitude of each block, as in the packed file
    scales = np.array([[0.5, 0.25]] * 3, np.float32)
    weight = (codes * scales[..., None]).astype(np.float32).reshape(3, 64)
    got, back = blocks(weight, 4)
    assert ((got.astype(np.float32) - 8) * back[..., None]).reshape(3, 64).tolist() == weight.tolist()


def test_blocks_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="40 columns in blocks of 32"):
        blocks(np.ones((2, 40), np.float32), 8)
    with pytest.raises(ValueError, match="at 5 bits"):
        blocks(np.ones((2, 64), np.float32), 5)


def test_a_missing_tensor_is_named(weights):
    del weights["encoder.layer.0.output.dense.bias"]
    with pytest.raises(KeyError, match=r"output\.dense\.bias"):
        build(weights, heads=HEADS, form="tokens8")


def test_export_refuses_a_model_without_a_span_head(tmp_path, weights):
    from safetensors.numpy import save_file

    save_file(weights, tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ValueError, match="qa_outputs"):
        export(tmp_path, tmp_path / "out")


@pytest.mark.parametrize(("model", "megabytes"), [(READER, 46), (ENCODER, 45)])
def test_a_shipped_model_is_small_enough_and_has_the_agreed_names(model, megabytes):
    made = session(model)
    assert model.stat().st_size < megabytes * 1e6
    assert [(one.name, one.type) for one in made.get_inputs()] == [("input_ids", "tensor(int64)"), ("attention_mask", "tensor(int64)")]
    names = ["start_logits", "end_logits"] if model == READER else ["last_hidden_state"]
    assert [one.name for one in made.get_outputs()] == names


@pytest.mark.parametrize("model", [READER, ENCODER])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_shipped_model_gives_the_same_numbers_in_any_company(model, threads):
    draw = np.random.default_rng(11)
    texts = [[0, *draw.integers(5, 21000, size).tolist(), 2] for size in (6, 31, 150, 80)]
    alone = [session(model).run(None, padded([text])) for text in texts]
    together = session(model, threads).run(None, padded(texts))
    for row, text in enumerate(texts):
        for one, all_ in zip(alone[row], together, strict=True):
            assert np.abs(all_[row, : len(text)] - one[0]).max() <= 1e-5


def test_no_pair_of_neighbouring_weights_overflows_sixteen_bits():
    rng = np.random.default_rng(1)
    weight = rng.standard_normal((8, 64)).astype(np.float32)
    weight[0, 10:12] = 30.0  # two large neighbours
    codes = np.rint(weight / (largest_pair(weight) / 127)[:, None]).astype(int)
    pairs = np.abs(codes[:, 0::2]) + np.abs(codes[:, 1::2])
    assert pairs.max() <= 128
    assert 255 * pairs.max() <= 32_767  # what a processor without dot-product instructions can add up
    assert list(codes[0, 10:12]) == [64, 64]


def test_every_token_of_a_text_has_one_vote(weights):
    draw = np.random.default_rng(5)
    inner = draw.normal(size=(HIDDEN, HIDDEN)).astype(np.float32) / 8, draw.normal(size=HIDDEN).astype(np.float32)
    outer = draw.normal(size=(1, HIDDEN)).astype(np.float32), np.array([0.5], np.float32)
    texts = [[0, 9, 17, 33, 2], [0, 8, 2]]
    bodies = session(build(weights, heads=HEADS, form="float").SerializeToString()).run(None, padded(texts))[0]
    (odds,) = session(build(weights, heads=HEADS, form="float", votes=(inner, outer)).SerializeToString()).run(["odds"], padded(texts))
    for text, body, got in zip(texts, bodies, odds, strict=True):
        x = body[: len(text)] @ inner[0].T + inner[1]
        votes = x * (1 + np.vectorize(erf)(x / np.sqrt(2))) / 2
        assert np.isclose(got, votes.mean(axis=0) @ outer[0][0] + 0.5, atol=1e-3)
