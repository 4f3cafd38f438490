"""Vectors of a build that is not finished yet. Comes in: text keys and vectors, as they are made. Goes out: the same, even after a kill.

One file of records under the index's root, named by the encoder's fingerprint; each record has a checksum, so that one written by half
is not believed. It holds no text, and goes when the generation is published.
"""

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.rows import KEY_BYTES

AT_ONCE = 4096  # records read at a time


class PartFile:
    """The vectors of one encoder that no generation holds yet."""

    def __init__(self, root: Path, fingerprint: str, dimensions: int) -> None:
        self._root = root
        self._path = root / f"part-{fingerprint[:16]}" / "vectors"
        self._record = np.dtype([("key", "u1", KEY_BYTES), ("vector", "<f2", dimensions), ("sum", "<u4")])

    def read(self) -> Iterator[tuple[list[bytes], NDArray[np.float16]]]:
        """Keys and vectors of the whole records; the file ends there from now on."""
        if not self._path.is_file():
            return
        size = self._record.itemsize
        with self._path.open("r+b") as file:
            file.truncate(self._path.stat().st_size // size * size)
            while data := file.read(AT_ONCE * size):
                records = np.frombuffer(data, dtype=self._record)
                records = records[[zlib.crc32(record.tobytes()[:-4]) == int(record["sum"]) for record in records]]
                yield [key.tobytes() for key in records["key"]], records["vector"]

    def add(self, keys: NDArray[np.uint8], vectors: NDArray[Any]) -> None:
        """Keep vectors (n, d) of the texts `keys` (n, KEY_BYTES)."""
        records = np.zeros(len(keys), dtype=self._record)
        records["key"], records["vector"] = keys, vectors
        records["sum"] = [zlib.crc32(record.tobytes()[:-4]) for record in records]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(records.tobytes())

    def remove(self) -> None:
        """Nothing is kept any more, nor what another encoder left."""
        for folder in self._root.glob("part-*"):
            shutil.rmtree(folder)
