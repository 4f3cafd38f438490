"""Records as JSON lines that are read one at a time. Comes in: Articles, Passages, or verified bytes. Goes out: the same records.

A file of rows has beside it an array of offsets, so row i is parsed when it is asked for and the corpus never stands in memory as
Python objects. Knows no folders and no hashes.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Paragraph, Repair, Run
from corpus.passage import Passage


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
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        return json.loads(self.data[int(self.offsets[row]) : int(self.offsets[row + 1])])


def row_bytes(record: Article | Passage) -> bytes:
    """One line of JSON for a record."""
    return json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def article_from(row: dict[str, Any]) -> Article:
    """The Article of a row."""
    repairs = tuple(Repair(r["kind"], r["score"], r["reason"], tuple((s, e) for s, e in r["raw"])) for r in row["repairs"])
    return Article(
        row["id"], row["title"], row["date"], row["source"], tuple(row["authors"]), row["url"], row["text"],
        tuple(Paragraph(**p) for p in row["paragraphs"]), tuple(Run(**r) for r in row["runs"]), repairs,
    )


def passage_from(row: dict[str, Any]) -> Passage:
    """The Passage of a row."""
    return Passage(**row)
