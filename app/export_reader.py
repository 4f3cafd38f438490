"""A trained reader in, the shipped reader out: `model.onnx`, `config.json`, `tokenizer.json`.

    python -m app.export_reader --model DIR --out app/models/reader

In: a Hugging Face folder of a `BertForQuestionAnswering` (config.json, model.safetensors, tokenizer.json). Out: a folder
whose graph takes `input_ids` and `attention_mask` (int64, [batch, tokens]) and gives `start_logits` and `end_logits`
(float32, [batch, tokens]); position 0 means "no answer".

It does not know how the reader was trained, nor how its logits are turned into spans.
"""

import argparse
import json
import logging
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.onnx_export import build
from index.onnx_matrices import Form

KEPT = (
    "architectures", "model_type", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    "max_position_embeddings", "type_vocab_size", "hidden_act", "layer_norm_eps", "pad_token_id",
)  # fmt: skip
log = logging.getLogger(__name__)


def read_weights(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """All tensors of a safetensors file as float32, without the `bert.` before their names."""
    from safetensors.numpy import load_file

    return {name.removeprefix("bert."): value.astype(np.float32) for name, value in load_file(path).items()}


def average(one: dict[str, npt.NDArray[np.float32]], other: dict[str, npt.NDArray[np.float32]]) -> dict[str, npt.NDArray[np.float32]]:
    """Halfway between two readers of one shape. Raises ValueError when they differ in their tensors."""
    if {name: value.shape for name, value in one.items()} != {name: value.shape for name, value in other.items()}:
        raise ValueError(f"readers of {len(one)} and {len(other)} tensors, or of other shapes: need the same")
    return {name: ((value + other[name]) / 2).astype(np.float32) for name, value in one.items()}


def export(model: Path, out: Path, form: Form = "tokens8", other: Path | None = None) -> int:
    """Write the folder; returns the size of its graph in bytes. `other`: a second reader to take the average with.

    Raises ValueError when the folder holds no BERT with a span head or the readers differ in shape, OSError when a file is missing.
    """
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    weights = read_weights(model / "model.safetensors")
    if config.get("model_type") != "bert" or "qa_outputs.weight" not in weights:
        raise ValueError(f"need a bert with qa_outputs.weight, found {config.get('model_type')} with {len(weights)} tensors")
    if other:
        weights = average(weights, read_weights(other / "model.safetensors"))
    head = weights.pop("qa_outputs.weight"), weights.pop("qa_outputs.bias")
    heads, epsilon = config["num_attention_heads"], config["layer_norm_eps"]
    graph = build(weights, heads=heads, form=form, head=head, epsilon=epsilon)
    out.mkdir(parents=True, exist_ok=True)
    kept = {name: config[name] for name in KEPT if name in config}
    (out / "config.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    shutil.copyfile(model / "tokenizer.json", out / "tokenizer.json")
    return (out / "model.onnx").write_bytes(graph.SerializeToString())


def main() -> None:
    """Command line; progress goes to stderr."""
    ask = argparse.ArgumentParser(description="Export a trained reader for ONNX Runtime.")
    ask.add_argument("--model", type=Path, required=True, help="folder of a BertForQuestionAnswering in safetensors")
    ask.add_argument("--out", type=Path, required=True, help="folder to write")
    ask.add_argument("--average", type=Path, help="folder of a second reader to take the average with")
    ask.add_argument("--form", choices=["float", "tokens8"], default="tokens8", help="float: the reference, for measuring")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    log.info("%.1f MB of graph", export(given.model, given.out, given.form, given.average) / 1e6)


if __name__ == "__main__":
    main()
