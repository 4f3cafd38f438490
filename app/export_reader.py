"""A trained reader in, the shipped reader out: `model.onnx`, `config.json`, `tokenizer.json`.

    python -m app.export_reader --model DIR --data DIR --out app/models/reader

In: a Hugging Face folder of a `BertForQuestionAnswering` (config.json, model.safetensors, tokenizer.json), and a folder with
train/cmrc2018_trial.jsonl.xz, sixty rows of which show which channels run high. Out: a folder whose graph takes `input_ids` and
`attention_mask` (int64, [1, tokens]: one text at a time) and gives `start_logits` and `end_logits` (float32, [1, tokens]);
position 0 means "no answer".

It does not know how the reader was trained, nor how its logits are turned into spans.
"""

import argparse
import json
import logging
import lzma
import shutil
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.onnx_export import Form, build
from index.onnx_peaks import measure

KEPT = (
    "architectures", "model_type", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    "max_position_embeddings", "type_vocab_size", "hidden_act", "layer_norm_eps", "pad_token_id",
)  # fmt: skip
SAMPLE, EVERY, CHARACTERS = 60, 16, 350  # rows that show the peaks, one in sixteen of the file, and how much of each is read
Pair = tuple[str, str]  # question and passage
log = logging.getLogger(__name__)


def read_weights(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """All tensors of a safetensors file as float32, without the `bert.` before their names."""
    from safetensors.numpy import load_file

    return {name.removeprefix("bert."): value.astype(np.float32) for name, value in load_file(path).items()}


def sample(data: Path) -> list[Pair]:
    """Questions with their passages from the trial part of CMRC 2018."""
    with lzma.open(data / "train" / "cmrc2018_trial.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 0, SAMPLE * EVERY, EVERY)]
    return [(row["question"], row["context"][:CHARACTERS]) for row in rows]


def export(model: Path, out: Path, texts: Sequence[Pair], form: Form = "tensor8") -> int:
    """Write the folder; returns the size of its graph in bytes. `texts` are needed for the form tensor8 alone.

    Raises ValueError when the folder holds no BERT with a span head or there is no text, OSError when a file is missing.
    """
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    weights = read_weights(model / "model.safetensors")
    if config.get("model_type") != "bert" or "qa_outputs.weight" not in weights:
        raise ValueError(f"need a bert with qa_outputs.weight, found {config.get('model_type')} with {len(weights)} tensors")
    head = weights.pop("qa_outputs.weight"), weights.pop("qa_outputs.bias")
    heads, epsilon = config["num_attention_heads"], config["layer_norm_eps"]
    peaks = {}
    if form == "tensor8":
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        numbers = (tokenizer.encode(question, passage).ids for question, passage in texts)
        peaks = measure(build(weights, heads=heads, form="float", head=head, epsilon=epsilon), numbers)
    graph = build(weights, heads=heads, form=form, head=head, peaks=peaks, epsilon=epsilon).model
    out.mkdir(parents=True, exist_ok=True)
    kept = {name: config[name] for name in KEPT if name in config}
    (out / "config.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    shutil.copyfile(model / "tokenizer.json", out / "tokenizer.json")
    return (out / "model.onnx").write_bytes(graph.SerializeToString())


def main() -> None:
    """Command line; progress goes to stderr."""
    ask = argparse.ArgumentParser(description="Export a trained reader for ONNX Runtime.")
    ask.add_argument("--model", type=Path, required=True, help="folder of a BertForQuestionAnswering in safetensors")
    ask.add_argument("--data", type=Path, required=True, help="folder with train/cmrc2018_trial.jsonl.xz")
    ask.add_argument("--out", type=Path, required=True, help="folder to write")
    ask.add_argument("--form", choices=["float", "tensor8"], default="tensor8", help="float: the reference, for measuring")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    log.info("%.1f MB of graph", export(given.model, given.out, sample(given.data), given.form) / 1e6)


if __name__ == "__main__":
    main()
