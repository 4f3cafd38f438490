"""Question in, hits out: the only code that knows both arms. Comes in: a question. Goes out: Hits, best first.

Each arm brings its best candidates; every candidate is scored by both and the two scores are fused (`index/fuse.py`). What words say of a
passage is its own BM25, that of its whole article (`index/whole.py`), whether it agrees with the time asked for (`index/when.py`), and
for candidates alone what single characters say of either. Knows no reader and no answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from index.dense import DenseIndex
from index.encode import Encoder
from index.filters import Filters
from index.fuse import dense_weight, fused, standardised
from index.generation import Generation
from index.rows import indexed_text
from index.synonyms import widened
from index.when import agreement, asked_time
from index.words import characters, tokenize

CANDIDATES = 100  # of each arm
COMPARED = 12  # passages that are encoded for a question while there are no vectors: more than the reader reads
NO_VECTORS = "向量索引还在建立，暂时只按词检索。"
SYNONYMS = np.float32(0.5)  # what a synonym's BM25 counts beside the question's own words (docs/log.md)
CHARACTERS = np.float32(0.5)  # what the BM25 of single characters counts in a passage; in its article they count as words do
ARTICLE = np.float32(1.0)  # what the whole article's BM25 counts beside the passage's
DATED = np.float32(0.25)  # what agreeing with the year asked for counts, as a share of the best BM25


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage for a question: its row, the fused score, what each arm said (BM25; cosine), and which articles have it as well."""

    row: int
    passage: Passage
    score: float
    lexical: float
    dense: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches one generation with the encoder that made it."""

    generation: Generation
    encoder: Encoder

    def search(self, question: str, k: int, allowed: NDArray[np.int64] | None = None) -> list[Hit]:
        """The k best passages, best first; equal scores in the order of the corpus.

        `allowed`: rows that may be found (None: all but those of later copies).
        """
        vector, terms, signs = self.encoder.encode_question(question), tokenize(question), characters(question)
        index, dense = self.generation.lexical, self.generation.dense
        own = index.scores(terms)
        by_words = self._by_passage(question, own)
        allowed = self.generation.groups.searched if allowed is None else allowed
        pool = np.arange(len(by_words)) if allowed is None else allowed
        rows = pool[best(by_words[pool], CANDIDATES)]
        if dense is not None:
            rows = np.union1d(rows, dense.search(vector, CANDIDATES, allowed)[0])
        if len(rows) == 0:
            return []
        lexical = by_words[rows] + CHARACTERS * index.scores_of(signs, rows)
        words = self._with_article(rows, lexical, terms + signs)
        if dense is None:
            return self._by_words(rows, lexical, words, vector, k)
        cosine = _cosines(dense, rows, vector)
        weight = dense_weight(float(own.max(initial=0)), index.ceiling(terms))
        return self._hits(rows, fused(words, cosine, weight), lexical, cosine, k)

    @property
    def degraded(self) -> str | None:
        """What is missing while the vectors are still being made."""
        return None if self.generation.dense else NO_VECTORS

    def _by_passage(self, question: str, own: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the question's `own` words, their synonyms and the time it names say of every passage."""
        index, asked = self.generation.lexical, asked_time(question)
        lexical = own
        other_words = tokenize(" ".join(widened(question)))
        if other_words:
            lexical = lexical + SYNONYMS * index.scores(other_words)
        if asked.years:
            agrees = agreement(asked, self.generation.days, self.generation.article_of, index)
            lexical = lexical + DATED * lexical.max(initial=0) * agrees
        return lexical

    def _with_article(self, rows: NDArray[np.int64], lexical: NDArray[np.float32], terms: list[str]) -> NDArray[np.float32]:
        """BM25 of the passages with that of their whole articles."""
        articles, of = np.unique(self.generation.article_of[rows].astype(np.int64), return_inverse=True)
        return lexical + ARTICLE * self.generation.whole.scores(terms, articles)[of]

    def _by_words(
        self, rows: NDArray[np.int64], lexical: NDArray[np.float32], words: NDArray[np.float32], vector: NDArray[np.float32], k: int
    ) -> list[Hit]:
        """Hits in the order of the words; what the judge wants to know of the first ones, their cosine, is worked out for them alone."""
        order = np.lexsort((rows, -words))[:COMPARED]
        made = self.encoder.encode_passages([indexed_text(self.generation.passage(int(row))) for row in rows[order]])
        cosine = np.full(len(rows), float((made @ vector).min()), dtype=np.float32)
        cosine[order] = made @ vector
        return self._hits(rows, standardised(words), lexical, cosine, k)

    def _hits(
        self, rows: NDArray[np.int64], scores: NDArray[np.float32], lexical: NDArray[np.float32], cosine: NDArray[np.float32], k: int
    ) -> list[Hit]:
        order = np.lexsort((rows, -scores))[:k]
        return [self._hit(int(rows[i]), float(scores[i]), float(lexical[i]), float(cosine[i])) for i in order]

    def _hit(self, row: int, score: float, lexical: float, dense: float) -> Hit:
        return Hit(row, self.generation.passage(row), score, lexical, dense, self.generation.groups.also(row))


def _cosines(dense: DenseIndex, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosine of every candidate, one product a row: FAISS adds up in another order, and equal passages must score the same."""
    return np.asarray([np.dot(made, vector) for made in dense.faiss.reconstruct_batch(rows)], dtype=np.float32)


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Positions of the k highest scores, in order of position; of equal ones the first."""
    if len(scores) <= k:
        return np.arange(len(scores))
    edge = np.partition(scores, -k)[-k]
    above = np.flatnonzero(scores > edge)
    return np.union1d(above, np.flatnonzero(scores == edge)[: k - len(above)])


def rows_where(generation: Generation, filters: Filters) -> NDArray[np.int64]:
    """Rows of the passages that pass, in order; of copies only the earliest that passes.

    Articles are told by the catalog; only a speaker needs the passages themselves.
    """
    keep = np.fromiter((filters.pass_article(entry) for entry in generation.catalog), dtype=bool, count=len(generation.catalog))
    rows = generation.groups.once(np.flatnonzero(keep[generation.article_of]), keep)
    if filters.speaker is None:
        return rows
    spoken = ((row, generation.passage(row)) for row in rows.tolist())
    return np.asarray([row for row, p in spoken if filters.speaker == p.speaker or filters.speaker in p.said], dtype=np.int64)
