"""Arrays and bytes on their way to disk. Comes in: bytes, arrays, or parts of an array. Goes out: synced files, .npy without pickle.

Knows no index.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def write_bytes(path: Path, data: bytes | memoryview) -> None:
    """Write and sync a file."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_array(path: Path, array: NDArray[Any]) -> None:
    """An array as .npy; without pickle, as reading a pickle can run code."""
    with path.open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


class ArrayWriter:
    """A one-dimensional .npy file whose length is known when the last part is written. The same bytes as `write_array` makes."""

    def __init__(self, path: Path, dtype: DTypeLike) -> None:
        self._file, self._dtype, self.length = path.open("wb"), np.dtype(dtype), 0
        self._header()

    def _header(self) -> None:  # numpy leaves room in it for a longer shape, so it can be written again in its place
        about = {"descr": np.lib.format.dtype_to_descr(self._dtype), "fortran_order": False, "shape": (self.length,)}
        np.lib.format.write_array_header_1_0(self._file, about)

    def append(self, part: NDArray[Any]) -> None:
        """Write the next elements."""
        self._file.write(np.ascontiguousarray(part, dtype=self._dtype).data)
        self.length += len(part)

    def close(self) -> None:
        """Write down how many there are."""
        if not self._file.closed:
            self._file.seek(0)
            self._header()
            self._file.close()
