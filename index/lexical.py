"""BM25 over arrays. Comes in: the terms of a query. Goes out: the score of every passage. `index/postings.py` makes the arrays.

score(q, d) = sum over terms t of q:  idf(t) * tf(t, d) * (k1 + 1) / (tf(t, d) + k1 * (1 - b + b * |d| / avg|d|)),
idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))                                    (Robertson & Zaragoza 2009, Lucene's idf)

Weights are worked out when the index is built: a search only adds up. The vocabulary is a sorted array of 64-bit hashes, so
nothing has to be parsed at load. Knows no text: what a term is, `index/words.py` says.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.6


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """terms (V,) uint64 sorted; first (V+1,) int64; rows (P,) int32; weights (P,) float32; `size` passages in all."""

    terms: NDArray[np.uint64]
    first: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    def __post_init__(self) -> None:
        """:raises ValueError: when the arrays do not fit each other, with both numbers."""
        if len(self.first) != len(self.terms) + 1:
            raise ValueError(f"{len(self.terms)} terms need {len(self.terms) + 1} bounds, there are {len(self.first)}")
        if len(self.rows) != len(self.weights) or int(self.first[-1]) != len(self.rows):
            raise ValueError(f"{len(self.rows)} rows, {len(self.weights)} weights, the last bound is {int(self.first[-1])}")

    def scores(self, query: Iterable[str]) -> NDArray[np.float32]:
        """BM25 of every passage for the query's terms (a repeated term counts once): (size,) float32."""
        total = np.zeros(self.size, dtype=np.float32)
        for term in keys_of(query):
            part = self.postings(term)
            total[self.rows[part]] += self.weights[part]
        return total

    def scores_of(self, query: Iterable[str], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The same for these rows alone: (len(rows),) float32. Costs little for terms that are in most passages."""
        total = np.zeros(len(rows), dtype=np.float32)
        for term in keys_of(query):
            part = self.postings(term)
            at = np.searchsorted(self.rows[part], rows)
            there = np.flatnonzero(at < part.stop - part.start)
            there = there[self.rows[part.start + at[there]] == rows[there]]
            total[there] += self.weights[part.start + at[there]]
        return total

    def ceiling(self, query: Iterable[str]) -> float:
        """What no score of the query's terms exceeds: the sum of idf(t) * (k1 + 1)."""
        return (K1 + 1) * sum(self.idf(term) for term in sorted(set(query)))

    def idf(self, term: str) -> float:
        """ln(1 + (N - df + 0.5) / (df + 0.5)); a term in no passage has df 0."""
        part = self.postings(term_key(term))
        return float(idf_of(part.stop - part.start, self.size))

    def postings(self, key: int) -> slice:
        """Where the postings of a term's key stand in `rows` and `weights`; an empty part for one in no passage."""
        at = int(np.searchsorted(self.terms, np.uint64(key)))
        known = at < len(self.terms) and int(self.terms[at]) == key
        return slice(int(self.first[at]), int(self.first[at + 1])) if known else slice(0, 0)


@lru_cache(maxsize=1 << 17)
def term_key(term: str) -> int:
    """A term's 64-bit key: the same on every machine and in every process."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little")


def keys_of(query: Iterable[str]) -> list[int]:
    """The keys of different terms, in order: sums do not depend on the order of the words."""
    return sorted({term_key(term) for term in query})


def idf_of(df: int | NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """idf(t) of the formula above, of a term (or terms) in `df` of `size` passages."""
    return np.asarray(np.log1p((size - df + 0.5) / (df + 0.5)), dtype=np.float64)


def weights_of(tf: NDArray[Any], df: NDArray[Any], length: NDArray[Any], average: float, size: int) -> NDArray[np.float32]:
    """The summand of the formula above for each posting: its count, its term's df, its passage's length."""
    many, frequent = tf.astype(np.float64), df.astype(np.float64)
    norm = K1 * (1 - B + B * length.astype(np.float64) / max(average, 1.0))
    return (idf_of(frequent, size) * many * (K1 + 1) / (many + norm)).astype(np.float32)
