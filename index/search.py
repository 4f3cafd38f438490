"""Question in, hits out: the only code that knows both arms. Comes in: a question. Goes out: Hits, best first.

Each arm brings its best candidates; every candidate is scored by both and the two scores are fused (`index/fuse.py`). Knows no
reader and no answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from index.encode import Encoder
from index.filters import Filters
from index.fuse import fused
from index.generation import Generation
from index.synonyms import widened
from index.words import tokenize

CANDIDATES = 100  # of each arm
SYNONYMS = np.float32(0.5)  # what a synonym's BM25 counts beside the question's own words (docs/log.md)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage for a question: its row, the fused score, and what each arm said (BM25; cosine)."""

    row: int
    passage: Passage
    score: float
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches one generation with the encoder that made it."""

    generation: Generation
    encoder: Encoder

    def search(self, question: str, k: int, allowed: NDArray[np.int64] | None = None) -> list[Hit]:
        """The k best passages, best first; equal scores in the order of the corpus.

        `allowed`: rows that may be found (None: all).
        """
        vector = self.encoder.encode_question(question)
        lexical = self.generation.lexical.scores(tokenize(question))
        other_words = tokenize(" ".join(widened(question)))
        if other_words:
            lexical = lexical + SYNONYMS * self.generation.lexical.scores(other_words)
        near, _ = self.generation.dense.search(vector, CANDIDATES, allowed)
        pool = np.arange(len(lexical)) if allowed is None else allowed
        rows = np.union1d(pool[best(lexical[pool], CANDIDATES)], near)
        if len(rows) == 0:
            return []
        cosine = self._cosines(rows, vector)
        scores = fused(lexical[rows], cosine)
        order = np.lexsort((rows, -scores))[:k]
        return [self._hit(int(rows[i]), float(scores[i]), float(lexical[rows[i]]), float(cosine[i])) for i in order]

    def _hit(self, row: int, score: float, lexical: float, dense: float) -> Hit:
        return Hit(row, self.generation.passage(row), score, lexical, dense)

    def _cosines(self, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of every candidate, one product a row: FAISS adds up in another order, and equal passages must score the same."""
        values = [np.dot(self.generation.dense.faiss.reconstruct(row), vector) for row in rows.tolist()]
        return np.asarray(values, dtype=np.float32)


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Positions of the k highest scores, in order of position; of equal ones the first."""
    if len(scores) <= k:
        return np.arange(len(scores))
    edge = np.partition(scores, -k)[-k]
    above = np.flatnonzero(scores > edge)
    return np.union1d(above, np.flatnonzero(scores == edge)[: k - len(above)])


def rows_where(generation: Generation, filters: Filters) -> NDArray[np.int64]:
    """Rows of the passages that pass, in order. Articles are told by the catalog; only a speaker needs the passages themselves."""
    keep = np.fromiter((filters.pass_article(entry) for entry in generation.catalog), dtype=bool, count=len(generation.catalog))
    rows: NDArray[np.int64] = np.flatnonzero(keep[generation.article_of])
    if filters.speaker is None:
        return rows
    return np.asarray([row for row in rows.tolist() if generation.passage(row).speaker == filters.speaker], dtype=np.int64)
