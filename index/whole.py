"""BM25 of whole articles, from the arrays of their passages. Comes in: the terms of a query, a few articles. Goes out: a score for each.

An article's count of a term is the sum over its passages, which are rows next to each other. The formula is that of `index/lexical.py` with
the passages' idf: only the articles asked about are added up, so it costs as much in a large archive as in a small one. Knows no text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import K1, B, LexicalIndex, idf_of, keys_of


@dataclass(frozen=True, slots=True)
class Whole:
    """`lexical`'s arrays beside counts (P,) of its postings; first_row (A + 1,): article a is rows first_row[a] to first_row[a + 1];
    lengths (A,): its terms."""

    lexical: LexicalIndex
    counts: NDArray[np.uint16]
    first_row: NDArray[np.int64]
    lengths: NDArray[np.float32]
    average: float

    def scores(self, query: Iterable[str], articles: NDArray[np.int64]) -> NDArray[np.float32]:
        """BM25 of these articles for the query's terms (a repeated term counts once): (len(articles),) float32."""
        total = np.zeros(len(articles), dtype=np.float64)
        low, high = self.first_row[articles], self.first_row[articles + 1]
        norm = K1 * (1 - B + B * self.lengths[articles] / max(self.average, 1.0))
        index = self.lexical
        for term in keys_of(query):
            part = index.postings(term)
            many = between(index.rows[part], self.counts[part], low, high)
            total += idf_of(part.stop - part.start, index.size) * many * (K1 + 1) / (many + norm)
        return total.astype(np.float32)


def between(rows: NDArray[np.int32], counts: NDArray[np.uint16], low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum of `counts` over the sorted `rows` that lie in [low, high), for each pair of bounds."""
    start, end = np.searchsorted(rows, np.stack([low, high]))
    many = end - start
    places = np.repeat(start - (np.cumsum(many) - many), many) + np.arange(many.sum())
    return np.asarray(np.bincount(np.repeat(np.arange(len(low)), many), weights=counts[places], minlength=len(low)), dtype=np.float64)


def whole(lexical: LexicalIndex, counts: NDArray[np.uint16], lengths: NDArray[np.int32], article_of: NDArray[np.int32]) -> Whole:
    """`lengths`: terms of each passage; `article_of`: the article of each passage, never falling.

    :raises ValueError: when the counts are not those of the postings, with both numbers.
    """
    if len(counts) != len(lexical.rows):
        raise ValueError(f"{len(lexical.rows)} postings, {len(counts)} counts")
    articles = int(article_of[-1]) + 1 if len(article_of) else 0
    sums = np.bincount(article_of, weights=lengths, minlength=articles).astype(np.float32)
    first_row = np.searchsorted(article_of, np.arange(articles + 1)).astype(np.int64)
    return Whole(lexical, counts, first_row, sums, float(sums.mean()) if articles else 0.0)
