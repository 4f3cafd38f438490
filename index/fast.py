"""Text as unit vectors, the fast form. Comes in: questions or passages. Goes out: (d,) or (n, d) float32 of length 1.

A table with one vector a piece of the encoder's tokenizer; a text is the sum of the vectors of its pieces, brought to length 1. How much a
piece counts is its vector's length. Beside these numbers stand PLACES equal ones, the same for every text, so that cosines lie where the
encoder's do and the judge can read them: cosine = COMMON + (1 - COMMON) * that of the sums. A text has the same vector alone and in any
batch. `index/train_fast.py` makes the folder:

    table.npy (pieces, d) int8, scale.npy (pieces,) float16: a piece's vector is scale * table; tokenizer.json; config.json

Knows no index, and neither order nor sense: it is for archives that the encoder would take hours for.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadModel
from index.encode import folder_fingerprint, tokenizer

NAME = "fast"
SHIPPED = Path(__file__).parent / "models" / "fast"
TABLE, SCALE, CONFIG = "table.npy", "scale.npy", "config.json"
LONGEST = 512  # pieces
AT_ONCE = 256
COMMON, PLACES = 0.75, 8  # eight, since FAISS compares eight numbers at a time


class FastEncoder:
    """A table of pieces."""

    def __init__(self, folder: Path) -> None:
        """:raises BadModel: when a file of the folder is missing, damaged, or of another size than the rest."""
        self.fingerprint = folder_fingerprint(folder)
        self._tokenizer = tokenizer(folder)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._table = read_table(folder)
        self.dimensions = int(self._table.shape[1]) + PLACES
        pieces = self._tokenizer.get_vocab_size()
        if pieces != len(self._table):
            raise BadModel(f"{folder}：分词器有 {pieces} 个词片，向量表有 {len(self._table)} 行，请换回完整的模型文件夹。")

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """(d,) of one question."""
        return self._vector(self._tokenizer.encode(question, add_special_tokens=False).ids)

    def encode_passages(self, passages: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(n, d) of n passages; `progress` is told how many more are done after each batch."""
        vectors = np.zeros((len(passages), self.dimensions), dtype=np.float32)
        for at in range(0, len(passages), AT_ONCE):
            batch = self._tokenizer.encode_batch_fast(list(passages[at : at + AT_ONCE]), add_special_tokens=False)
            for row, encoding in enumerate(batch, at):
                vectors[row] = self._vector(encoding.ids)
            if progress:
                progress(len(batch))
        return vectors

    def _vector(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """A text without pieces has nothing but what is common."""
        total: NDArray[np.float32] = self._table[np.asarray(ids, dtype=np.int64)].sum(axis=0)
        length = float(np.linalg.norm(total))
        own = total * np.float32((1 - COMMON) ** 0.5 / length) if length > 1e-6 else total * np.float32(0)
        common = COMMON if length > 1e-6 else 1.0
        vector: NDArray[np.float32] = np.append(own, np.full(PLACES, (common / PLACES) ** 0.5)).astype(np.float32)
        return vector


def read_table(folder: Path) -> NDArray[np.float32]:
    """The vectors of the pieces (pieces, d).

    :raises BadModel: when the files are no such arrays.
    """
    try:
        table, scale = (np.load(folder / name, allow_pickle=False) for name in (TABLE, SCALE))
    except (OSError, ValueError, EOFError) as error:
        raise BadModel(f"{folder}：{TABLE} 或 {SCALE} 缺失或损坏，请换回完整的模型文件夹。") from error
    if table.ndim != 2 or table.dtype != np.int8 or scale.shape != table.shape[:1]:
        raise BadModel(f"{folder}：{TABLE} 是 {table.dtype}{table.shape}，{SCALE} 是 {scale.shape}，对不上，请换回完整的模型文件夹。")
    vectors: NDArray[np.float32] = np.asarray(table, dtype=np.float32) * scale.astype(np.float32)[:, None]
    return vectors


def write_table(folder: Path, vectors: NDArray[np.float32], source: Path) -> None:
    """Write the folder of a table, rounded to 8 bits a number; the tokenizer is that of the `source` folder."""
    folder.mkdir(parents=True, exist_ok=True)
    top = np.abs(vectors).max(axis=1)
    scale = (np.maximum(top, 1e-6) / 127).astype(np.float16)
    rounded = np.round(vectors / np.maximum(scale.astype(np.float32), 1e-8)[:, None])
    np.save(folder / TABLE, np.clip(rounded, -127, 127).astype(np.int8), allow_pickle=False)
    np.save(folder / SCALE, scale, allow_pickle=False)
    (folder / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())
    facts = {"kind": "piece table", "pieces": len(vectors), "dimensions": int(vectors.shape[1])}
    (folder / CONFIG).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
