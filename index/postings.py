"""Terms of passages in, BM25's arrays out. Comes in: terms a block of passages at a time. Goes out: the arrays of a LexicalIndex, by parts.

A posting is a term's key, a row and a count. Postings are laid aside by ranges of the key, in files when there are many; each range is
then sorted and weighed by itself, so that memory does not grow with the corpus. Keys are hashes and spread evenly. Knows no text.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex, term_key, weights_of

POSTING = np.dtype([("key", "<u8"), ("row", "<i4"), ("count", "<u2")])
ROWS_A_RANGE = 8192  # passages for which one more range is worth its file
MOST_RANGES = 64
IN_MEMORY = 4 << 20  # bytes of a range that stay in memory


@dataclass(frozen=True, slots=True)
class Counted:
    """The arrays of an earlier index, and the new row of each of its rows (-1: gone)."""

    terms: NDArray[np.uint64]
    first: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    row_of: NDArray[np.int32]

    def between(self, low: int, high: int) -> NDArray[Any]:
        """The postings whose keys are in [low, high), of the rows that are still there."""
        start, end = (len(self.terms) if key >= 1 << 64 else int(np.searchsorted(self.terms, np.uint64(key))) for key in (low, high))
        places = slice(int(self.first[start]), int(self.first[end]))
        rows = self.row_of[self.rows[places]]
        kept = rows >= 0
        found = np.zeros(int(kept.sum()), dtype=POSTING)
        found["key"] = np.repeat(self.terms[start:end], np.diff(self.first[start : end + 1]))[kept]
        found["row"], found["count"] = rows[kept], self.counts[places][kept]
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """The postings of one range of keys, by key and row: how many each term has; rows, counts and weights of all."""

    terms: NDArray[np.uint64]
    sizes: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    weights: NDArray[np.float32]


def postings_of(passages: Iterable[Sequence[str]]) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The postings of a block of passages, by key and row (counted from 0), and how many terms each passage has."""
    block = list(passages)
    lengths = np.fromiter(map(len, block), dtype=np.int32, count=len(block))
    keys = np.fromiter(map(term_key, chain.from_iterable(block)), dtype=np.uint64, count=int(lengths.sum()))
    rows = np.repeat(np.arange(len(block), dtype=np.int32), lengths)
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.append(True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1]))) if len(keys) else np.zeros(0, np.int64)
    found = np.zeros(len(starts), dtype=POSTING)
    found["key"], found["row"] = keys[starts], rows[starts]
    found["count"] = np.minimum(np.diff(np.append(starts, len(keys))), np.iinfo(np.uint16).max)
    return found, lengths


class Postings:
    """Postings of `size` passages on their way to a LexicalIndex."""

    def __init__(self, size: int, folder: Path | None = None) -> None:
        """`folder`: where what does not fit in memory is laid aside; nothing of it stays."""
        self.size, self._stack = size, ExitStack()
        where = None if folder is None else str(folder)
        many = min(MOST_RANGES, 1 + size // ROWS_A_RANGE)
        self._bounds = [(1 << 64) * number // many for number in range(many + 1)]
        self._aside = [self._stack.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY, dir=where)) for _ in range(many)]

    def add(self, postings: NDArray[Any]) -> None:
        """Lay postings aside, which are sorted by key and whose rows are those of the whole index."""
        cuts = np.searchsorted(postings["key"], np.asarray(self._bounds[1:-1], dtype=np.uint64))
        for aside, part in zip(self._aside, np.split(postings, cuts), strict=True):
            aside.write(part.tobytes())

    def parts(self, lengths: NDArray[np.int32], before: Counted | None = None) -> Iterator[Part]:
        """Every range sorted and weighed. `lengths`: terms of each passage; `before`: an earlier index whose postings still count."""
        average = float(lengths.mean()) if self.size else 0.0
        for aside, low, high in zip(self._aside, self._bounds, self._bounds[1:], strict=False):
            aside.seek(0)
            found = np.frombuffer(aside.read(), dtype=POSTING)
            aside.close()
            if before is not None:
                found = np.concatenate([found, before.between(low, high)])
            found = found[np.lexsort((found["row"], found["key"]))]
            terms, sizes = np.unique(found["key"], return_counts=True)
            weights = weights_of(found["count"], np.repeat(sizes, sizes), lengths[found["row"]], average, self.size)
            yield Part(terms, sizes, found["row"], found["count"], weights)

    def close(self) -> None:
        """Drop what was laid aside."""
        self._stack.close()


def build_lexical(passages: Iterable[Sequence[str]]) -> LexicalIndex:
    """Index the terms of each passage in memory; row i is the i-th passage."""
    found, lengths = postings_of(passages)
    gathered = Postings(len(lengths))
    gathered.add(found)
    parts = list(gathered.parts(lengths))
    gathered.close()
    first = np.concatenate([[0], np.cumsum(np.concatenate([part.sizes for part in parts]))]).astype(np.int64)
    terms, rows, weights = (np.concatenate([getattr(part, name) for part in parts]) for name in ("terms", "rows", "weights"))
    return LexicalIndex(terms, first, rows.astype(np.int32), weights, len(lengths))
