"""Passages in, their vectors' index out. Comes in: text keys and texts, what is known of them, an encoder. Goes out: dense.faiss.

A text is encoded once in its life with one encoder: equal texts share a vector, and vectors come from the generation before, or from the
part-file of a build that was killed, when they are there. Knows no articles.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_bytes
from index.dense import AT_ONCE, build_dense, dense_bytes
from index.encode import Encoder
from index.part import PartFile
from index.reuse import encoded
from index.rows import texts_of

ENCODE_AT_ONCE = 256  # texts; a kill loses no more


class Vectors:
    """One vector for each different text."""

    def __init__(self, root: Path, folder: Path, encoder: Encoder) -> None:
        """`folder`: the generation that is being built, with the key of each passage's text."""
        texts = np.load(folder / "texts.npy", allow_pickle=False)
        self._encoder, self._part = encoder, PartFile(root, encoder.fingerprint, encoder.dimensions)
        _, self._first, self._of_row = np.unique(texts.view("<u8"), axis=0, return_index=True, return_inverse=True)
        self._of_row = self._of_row.reshape(-1)
        self._keys = texts[self._first]
        self._vectors = np.zeros((len(self._first), encoder.dimensions), dtype=np.float16)
        self._done = np.zeros(len(self._first), dtype=bool)
        self._take_known(root)

    @property
    def missing(self) -> int:
        """How many texts are still to be encoded."""
        return int((~self._done).sum())

    def _take_known(self, root: Path) -> None:
        place = {key.tobytes(): at for at, key in enumerate(self._keys)}
        for keys, vectors in self._part.read():
            self._take(place, keys, vectors)
        before = encoded(root, self._encoder.fingerprint) if self.missing else None
        if before is None:
            return
        texts, index = before
        for start in range(0, len(texts), AT_ONCE):
            rows = np.arange(start, min(start + AT_ONCE, len(texts)))
            self._take(place, [key.tobytes() for key in texts[rows]], index.vectors(rows))

    def _take(self, place: dict[bytes, int], keys: list[bytes], vectors: NDArray[np.float16] | NDArray[np.float32]) -> None:
        for key, vector in zip(keys, vectors, strict=True):
            at = place.get(key)
            if at is not None:
                self._vectors[at], self._done[at] = vector, True

    def encode(self, passages: Path, progress: Callable[[str, int, int | None], None]) -> None:
        """Encode what is missing, in the order of the passages file; what is done is kept at once."""
        order = np.flatnonzero(~self._done)
        order = order[np.argsort(self._first[order])]
        wanted = np.zeros(len(self._of_row), dtype=bool)
        wanted[self._first[order]] = True
        texts: Iterator[str] = texts_of(passages, wanted)
        for start in range(0, len(order), ENCODE_AT_ONCE):
            own = order[start : start + ENCODE_AT_ONCE]
            made = self._encoder.encode_passages(list(islice(texts, len(own))), lambda done: progress("编码", done, len(order)))
            self._part.add(self._keys[own], made)
            self._vectors[own], self._done[own] = made, True

    def write(self, path: Path) -> None:
        """The index of all vectors, row by row of the passages. The vectors are let go of."""
        index = build_dense(self._vectors, self._of_row)
        self._vectors = self._vectors[:0]
        write_bytes(path, dense_bytes(index))

    def published(self) -> None:
        """A generation holds the vectors now."""
        self._part.remove()
