"""What an earlier generation already knows. Comes in: an index's root. Goes out: its verified files, for a new build to take over.

A file of articles with the same bytes, read by the same code, is not read again; a text that was cut into words or encoded before is not
cut or encoded again. What is damaged, or made by another program, is not used. Knows no new articles.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexError_
from index.dense import DenseIndex, dense_from
from index.postings import Counted
from index.rows import Rows
from index.store import current, generations
from index.terms import terms_code
from index.verified import Verified

HOUSE = Path(__file__).resolve().parent.parent
COUNTED = ("terms", "first", "rows", "counts", "lengths")


def reading_code() -> str:
    """sha256 over the code that reads and cuts articles, and over the lists and weights it goes by."""
    digest = hashlib.sha256()
    files = (path for path in (HOUSE / "corpus").rglob("*") if path.is_file())
    own = [path for path in files if not {"articles", "__pycache__"} & set(path.relative_to(HOUSE / "corpus").parts)]
    for path in sorted([*own, *(HOUSE / "index" / f"{name}.py" for name in ("rows", "gather", "near"))]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Earlier:
    """The parts of an earlier generation. `files`: (name, sha256) of a file of articles -> its first article and the one after its last."""

    held: Verified
    files: dict[tuple[str, str], tuple[int, int]]
    articles: Rows
    passages: Rows
    catalog: list[dict[str, Any]]
    article_of: NDArray[np.int32]
    texts: NDArray[np.uint8]
    sketches: NDArray[np.uint32]

    def passages_of(self, article: int) -> range:
        """Rows of an article's passages."""
        first, last = np.searchsorted(self.article_of, [article, article + 1])
        return range(int(first), int(last))

    def counted(self, texts: NDArray[np.uint8]) -> tuple[Counted, NDArray[np.int32]] | None:
        """The postings of those of the new `texts` that were counted before, and how many terms each has (-1: not counted)."""
        if self.held.manifest.get("terms") != terms_code():
            return None
        try:
            terms, first, rows, counts, before = (self.held.array(f"{name}.npy") for name in COUNTED)
        except IndexDamaged:
            return None
        places: dict[bytes, list[int]] = {}
        for row in range(len(texts) - 1, -1, -1):
            places.setdefault(texts[row].tobytes(), []).append(row)
        row_of = np.full(len(self.texts), -1, dtype=np.int32)
        for row in range(len(self.texts)):
            if waiting := places.get(self.texts[row].tobytes()):
                row_of[row] = waiting.pop()
        lengths = np.full(len(texts), -1, dtype=np.int32)
        lengths[row_of[row_of >= 0]] = before[row_of >= 0]
        return Counted(terms, first, rows, counts, row_of), lengths


def earlier(root: Path) -> Earlier | None:
    """The current generation, when it is whole."""
    try:
        held = Verified(current(root))
        articles, passages = (Rows(held.data(f"{name}.jsonl"), held.array(f"{name}.npy")) for name in ("articles", "passages"))
        catalog = json.loads(bytes(held.data("catalog.json")))
        article_of, texts, sketches = (held.array(f"{name}.npy") for name in ("article_of", "texts", "sketches"))
        files = _files(bytes(held.data("files.jsonl"))) if held.manifest.get("reading") == reading_code() else {}
    except (IndexError_, ValueError, KeyError, TypeError):
        return None
    return Earlier(held, files, articles, passages, catalog, article_of, texts, sketches)


def _files(data: bytes) -> dict[tuple[str, str], tuple[int, int]]:
    found, at = {}, 0
    for line in data.splitlines():
        file = json.loads(line)
        if not file["failed"]:  # what was left out is to be named again, so such a file is read again
            found[file["name"], file["sha256"]] = (at, at + file["articles"])
        at += file["articles"]
    return found


def encoded(root: Path, fingerprint: str) -> tuple[NDArray[np.uint8], DenseIndex] | None:
    """Text keys and vectors of the newest whole generation that this encoder made."""
    for folder in reversed(generations(root)):
        try:
            held = Verified(folder)
            if held.manifest.get("encoder") == fingerprint and "FAISS" in held.manifest["arms"]:
                return held.array("texts.npy").copy(), dense_from(held.data("dense.faiss"))
        except (IndexError_, KeyError, TypeError):
            continue
    return None
