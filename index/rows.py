"""Records as JSON lines that are read one at a time. Comes in: Articles, Passages, or verified bytes. Goes out: the same records.

A file of rows has beside it an array of offsets, so row i is parsed when it is asked for and the corpus never stands in memory as
Python objects. Knows no folders and no hashes.
"""

import json
import mmap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Paragraph, Repair, Run
from corpus.passage import Passage

KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Rows:
    """JSON lines in `data`; row i is `data[offsets[i]:offsets[i + 1]]`."""

    data: Any  # bytes or an mmap
    offsets: NDArray[np.int64]

    def __post_init__(self) -> None:
        """:raises ValueError: when the offsets do not end where the data does."""
        if int(self.offsets[-1]) != len(self.data):
            raise ValueError(f"the last offset is {int(self.offsets[-1])}, the rows have {len(self.data)} bytes")

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> Any:
        return json.loads(self.line(row))

    def line(self, row: int) -> bytes:
        """Row i as it is written, with its line end."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        return bytes(self.data[int(self.offsets[row]) : int(self.offsets[row + 1])])


def open_rows(folder: Path, name: str) -> Rows:
    """The rows of a generation that is being built."""
    offsets = np.load(folder / f"{name}.npy", allow_pickle=False)
    with (folder / f"{name}.jsonl").open("rb") as file:
        data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if int(offsets[-1]) else b""
    return Rows(data, offsets)


def row_bytes(record: Article | Passage) -> bytes:
    """One line of JSON for a record."""
    return json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def article_from(row: dict[str, Any]) -> Article:
    """The Article of a row."""
    repairs = tuple(Repair(r["kind"], r["score"], r["reason"], tuple((s, e) for s, e in r["raw"])) for r in row["repairs"])
    return Article(
        row["id"], row["title"], row["date"], row["source"], tuple(row["authors"]), row["url"], row["text"],
        tuple(Paragraph(**p) for p in row["paragraphs"]), tuple(Run(**r) for r in row["runs"]), repairs, row.get("raw"),
    )


def passage_from(row: dict[str, Any]) -> Passage:
    """The Passage of a row."""
    return Passage(**{**row, "said": tuple(row.get("said", ()))})


def indexed_text(passage: Passage) -> str:
    """What is indexed of a passage: its context, then its own words."""
    return f"{passage.context} {passage.text}" if passage.context else passage.text


def text_key(text: str) -> bytes:
    """What an indexed text is known by: terms and vectors of a text seen before are not made again."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def texts_of(path: Path, wanted: NDArray[np.bool_]) -> Iterator[str]:
    """The indexed texts of the wanted rows of a passages file, read line by line."""
    with path.open("rb") as file:
        for line, want in zip(file, wanted.tolist(), strict=True):
            if want:
                yield indexed_text(passage_from(json.loads(line)))
