"""Text as unit vectors. Comes in: questions or passages. Goes out: (d,) or (n, d) float32 of length 1.

The shipped encoder is a sentence-transformers folder with ONNX weights only, and any such folder is run by ONNX Runtime without torch;
any other name or folder is loaded by sentence-transformers. Questions and passages have methods of their own: there is no mode to
forget. A text has the same vector alone and in any batch. Knows no index.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadModel

SHIPPED = Path(__file__).parent / "models" / "encoder"
BATCH = 16
LONGEST = 256  # tokens; a passage and its context have fewer
MODEL_FILES = frozenset({".json", ".onnx", ".md", ".txt", ".safetensors", ".model", ".npy", ""})


class Encoder(Protocol):
    """What the index needs of an encoder. `fingerprint` changes whenever its vectors may."""

    fingerprint: str
    dimensions: int

    def encode_question(self, question: str) -> NDArray[np.float32]: ...

    def encode_passages(self, passages: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]: ...


def load_encoder(name: str | None, threads: int) -> Encoder:
    """The shipped encoder for None, its fast form for "fast" or a folder made by `index.train_fast`, else the sentence-transformers
    model of that name or folder.

    :raises BadModel: when it cannot be loaded.
    """
    from index import fast

    folder = SHIPPED if name is None else fast.SHIPPED if name == fast.NAME else Path(name)
    if name == fast.NAME or (folder / fast.TABLE).is_file():
        return fast.FastEncoder(folder)
    only_onnx = (folder / "onnx" / "model.onnx").is_file() and not any(folder.rglob("*.safetensors"))
    return OnnxEncoder(folder, threads) if name is None or only_onnx else SentenceTransformersEncoder(name)


def folder_fingerprint(folder: Path) -> str:
    """sha256 over the names and bytes of a model folder's files, in order of name.

    :raises BadModel: when there is no such folder, or a file of it has no place in a model folder.
    """
    if not folder.is_dir():
        raise BadModel(f"{folder}：没有这个模型文件夹。")
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in MODEL_FILES:
            raise BadModel(f"{path}：模型文件夹里不该有这种文件。")
        if path.suffix != ".md":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def session(model: Path, threads: int) -> Any:
    """An ONNX Runtime session on the CPU.

    :raises BadModel: when the file is missing or is no model.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # spinning threads starve the rest of two cores
    options.log_severity_level = 3
    state = onnxruntime.capi.onnxruntime_pybind11_state
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except (state.Fail, state.NoSuchFile, state.InvalidProtobuf, state.InvalidArgument, state.InvalidGraph) as error:
        raise BadModel(f"{model}：模型文件缺失或损坏。") from error


def tokenizer(folder: Path) -> Any:
    """The fast tokenizer of a model folder.

    :raises BadModel: when it has none, or a damaged one.
    """
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    if not path.is_file():
        raise BadModel(f"{path}：模型文件夹里没有 tokenizer.json。")
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        sound = bool(json.loads(text)["model"])  # the library itself raises nothing one could catch by name
    except (ValueError, LookupError, TypeError):
        sound = False
    if not sound:
        raise BadModel(f"{path}：分词器文件损坏。")
    return Tokenizer.from_str(text)


class OnnxEncoder:
    """A BERT-like sentence-transformers folder with mean pooling, by ONNX Runtime."""

    CONFIGS = ("config_sentence_transformers.json", "config.json", "1_Pooling/config.json")

    def __init__(self, folder: Path, threads: int) -> None:
        self.fingerprint = folder_fingerprint(folder)
        self._tokenizer = tokenizer(folder)
        self._tokenizer.enable_truncation(LONGEST)
        self._session = session(folder / "onnx" / "model.onnx", threads)
        try:
            prompts, config, pooling = (json.loads((folder / name).read_text(encoding="utf-8")) for name in self.CONFIGS)
            self._question_prefix, self._passage_prefix = str(prompts["prompts"]["query"]), str(prompts["prompts"]["passage"])
            self.dimensions, self._padding = int(config["hidden_size"]), int(config["pad_token_id"])
            mean = pooling.get("pooling_mode") == "mean" or pooling.get("pooling_mode_mean_tokens")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadModel(f"{folder}：模型文件夹的设置缺失或损坏（{'、'.join(self.CONFIGS)}）。") from error
        if not mean:
            raise BadModel(f"{folder}：只有 ONNX 权重的模型要用平均池化，请换一个有 safetensors 权重的文件夹。")

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """(d,) of one question."""
        return next(self._vectors([self._question_prefix + question]))[1]

    def encode_passages(self, passages: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(n, d) of n passages; `progress` is told how many more are done after each batch."""
        vectors = np.zeros((len(passages), self.dimensions), dtype=np.float32)
        for row, vector in self._vectors([self._passage_prefix + passage for passage in passages], progress):
            vectors[row] = vector
        return vectors

    def _vectors(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Iterator[tuple[int, NDArray[np.float32]]]:
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda row: len(encodings[row].ids))
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            ids, mask = padded([encodings[row].ids for row in rows], self._padding)
            (hidden,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
            weight = mask[..., None].astype(np.float32)
            mean = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
            unit = mean / np.linalg.norm(mean, axis=1, keepdims=True)
            yield from zip(rows, unit.astype(np.float32), strict=True)
            if progress:
                progress(len(rows))


def padded(ids: Sequence[Sequence[int]], padding: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids of unequal length as (n, longest), and the mask of what is real."""
    longest = max(map(len, ids))
    table = np.full((len(ids), longest), padding, dtype=np.int64)
    mask = np.zeros((len(ids), longest), dtype=np.int64)
    for row, tokens in enumerate(ids):
        table[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return table, mask


class SentenceTransformersEncoder:
    """Any model sentence-transformers can load; its prompts named query and passage (or document) are used when it has them."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        folder = Path(name)
        self.fingerprint = folder_fingerprint(folder) if folder.is_dir() else hashlib.sha256(name.encode()).hexdigest()
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise BadModel(f"WENYUAN_ENCODER={name}：sentence-transformers 装不了这个模型，请检查名字或文件夹。") from error
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """(d,) of one question."""
        return np.asarray(self._model.encode_query([question], normalize_embeddings=True)[0], dtype=np.float32)

    def encode_passages(self, passages: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(n, d) of n passages."""
        parts = []
        for at in range(0, len(passages), BATCH * 4):
            batch = list(passages[at : at + BATCH * 4])
            parts.append(np.asarray(self._model.encode_document(batch, normalize_embeddings=True), dtype=np.float32))
            if progress:
                progress(len(batch))
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)
