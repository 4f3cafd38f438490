"""Inner product over unit vectors, by FAISS. Comes in: vectors (n, d). Goes out: rows and scores.

Knows no text and no model. FAISS is loaded here and nowhere else, inside the functions that need it; the bytes come from and go to
`index/store.py`, which has checked them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged


@dataclass(frozen=True, slots=True)
class DenseIndex:
    """A FAISS index whose row i is the i-th passage."""

    faiss: Any
    size: int
    dimensions: int

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k rows nearest to the question (d,), best first: rows (k,), inner products (k,). `allowed`: rows that may be found.

        :raises ValueError: when the question has another number of dimensions, with both numbers.
        """
        if question.shape != (self.dimensions,):
            raise ValueError(f"the question has shape {question.shape}, the index {self.dimensions} dimensions")
        if allowed is None:
            scores, rows = self.faiss.search(question.reshape(1, -1), min(k, self.size))
            return rows[0], scores[0]
        import faiss

        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        scores, rows = self.faiss.search(question.reshape(1, -1), min(k, self.size), params=chosen)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]


def build_dense(vectors: NDArray[np.float32]) -> DenseIndex:
    """An exact (flat) index of the vectors (n, d)."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return DenseIndex(index, int(index.ntotal), int(index.d))


def dense_bytes(index: DenseIndex) -> bytes:
    """The index in FAISS's own format (writing it is left to the caller: FAISS reports success on a full disk)."""
    import faiss

    return bytes(faiss.serialize_index(index.faiss).tobytes())


def dense_from(data: bytes) -> DenseIndex:
    """The index of `dense_bytes`.

    :raises IndexDamaged: when FAISS cannot read it.
    """
    import faiss

    try:
        index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
    except RuntimeError as error:
        raise IndexDamaged("向量索引读不出来，请重新运行 wenyuan build。") from error
    return DenseIndex(index, int(index.ntotal), int(index.d))
