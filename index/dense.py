"""Inner product over unit vectors, by FAISS. Comes in: vectors (n, d). Goes out: rows and scores.

Vectors are kept in half precision. Up to `FLAT_UP_TO` of them a search compares the question with every one; of more, with those of the
nearest cells of an inverted file (figures in docs/log.md). Few allowed rows are always compared one by one. Knows no text and no model.
FAISS is loaded here and nowhere else, inside the functions that need it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged

FLAT_UP_TO = 50_000
BY_HAND = 20_000  # allowed rows that are compared one by one in an inverted file
CELLS_A_ROOT = 2  # cells of an inverted file: so many times the square root of the number of vectors
PROBED = 2  # one of so many cells is looked into, and 64 at least: real vectors lie less neatly than made-up ones
SAMPLE = 64  # vectors a cell that its place is learnt from
AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class DenseIndex:
    """A FAISS index whose row i is the i-th passage."""

    faiss: Any
    size: int
    dimensions: int

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k rows nearest to the question (d,), best first: rows, inner products. `allowed`: rows that may be found.

        :raises ValueError: when the question has another number of dimensions, with both numbers.
        """
        if question.shape != (self.dimensions,):
            raise ValueError(f"the question has shape {question.shape}, the index {self.dimensions} dimensions")
        cells = int(getattr(self.faiss, "nlist", 0))
        if cells and allowed is not None and len(allowed) <= BY_HAND:
            return self._one_by_one(question, k, allowed)
        if not cells and allowed is None:
            scores, rows = self.faiss.search(question.reshape(1, -1), min(k, self.size))
        else:
            scores, rows = self.faiss.search(question.reshape(1, -1), min(k, self.size), params=self._parameters(cells, allowed))
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def _parameters(self, cells: int, allowed: NDArray[np.int64] | None) -> Any:
        import faiss

        chosen = None
        if allowed is not None:
            passes = np.zeros(self.size, dtype=bool)
            passes[allowed] = True
            chosen = faiss.IDSelectorBitmap(np.packbits(passes, bitorder="little"))  # type: ignore[call-arg,arg-type]
        if not cells:
            return faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        share = 1.0 if allowed is None else len(allowed) / self.size
        probed = min(cells, int(max(64, cells / PROBED) / share))
        return faiss.SearchParametersIVF(sel=chosen, nprobe=probed)  # type: ignore[call-arg]

    def _one_by_one(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        products = np.concatenate([self.vectors(part) @ question for part in _chunks(allowed)] or [np.zeros(0, np.float32)])
        order = np.lexsort((allowed, -products))[:k]
        return allowed[order], products[order]

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of some rows (n, d)."""
        found: NDArray[np.float32] = self.faiss.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found


def build_dense(vectors: NDArray[Any], order: NDArray[np.int64] | None = None) -> DenseIndex:
    """An index whose row i is `vectors[order[i]]` (without an order, `vectors[i]`)."""
    import faiss

    order = np.arange(len(vectors)) if order is None else order
    half, product = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    index: Any
    if len(order) <= FLAT_UP_TO:
        index = faiss.IndexScalarQuantizer(vectors.shape[1], half, product)
        index.is_trained = True  # there is nothing to learn
    else:
        cells = int(CELLS_A_ROOT * len(order) ** 0.5)
        index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(vectors.shape[1]), vectors.shape[1], cells, half, product, False)
        index.cp.seed, index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = 1, SAMPLE, 1
        sample = np.linspace(0, len(order) - 1, min(len(order), SAMPLE * cells)).astype(np.int64)
        index.train(_rounded(vectors[order[sample]]))
    for part in _chunks(order):
        index.add(_rounded(vectors[part]))
    if len(order) > FLAT_UP_TO:
        index.make_direct_map()
    return DenseIndex(index, int(index.ntotal), int(index.d))


def _rounded(vectors: NDArray[Any]) -> NDArray[np.float32]:
    return np.ascontiguousarray(vectors.astype(np.float16), dtype=np.float32)


def _chunks(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def dense_bytes(index: DenseIndex) -> memoryview:
    """The index in FAISS's own format (writing it is left to the caller: FAISS reports success on a full disk)."""
    import faiss

    data: memoryview = faiss.serialize_index(index.faiss).data
    return data


def dense_from(data: Any) -> DenseIndex:
    """The index of `dense_bytes`.

    :raises IndexDamaged: when FAISS cannot read it.
    """
    import faiss

    try:
        index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
    except RuntimeError as error:
        raise IndexDamaged("向量索引读不出来，请重新运行 wenyuan build。") from error
    return DenseIndex(index, int(index.ntotal), int(index.d))
