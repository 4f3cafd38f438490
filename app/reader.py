"""Passages read for a question. Comes in: a clean question and passages. Goes out: for each passage spans and how much it speaks for them.

The reader is an extractive question answering model: for every token it says how well an answer begins and ends there, and token 0
says "no answer". It sees the question beside `context | text`; a span can begin and end in the text alone.

    margin of a span = start[i] + end[j] - (start[0] + end[0])          in logits; > 0: rather an answer than none

Knows no article, no index and no threshold. A passage has the same numbers alone and in any company.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.clean import Cleaned, clean
from index.encode import folder_fingerprint, session, tokenizer

SHIPPED = Path(__file__).parent / "models" / "reader"
LONGEST_INPUT = 384  # tokens of question, context and text together
LONGEST_QUESTION = 160  # characters of the question that are read beside a passage
LONGEST_SPAN = 72  # tokens
SPANS = 6  # kept of each passage
DIVIDER = " | "
OFF = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Readable:
    """What is read of a passage: its text as printed, and the context it stands in."""

    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the passage, and its margin in logits."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage read: its best spans, best first, and per character how well an answer begins or ends there.

    starts, ends: (characters of the text,) float32, logits of the token that covers the character; heads, tails: (characters,) bool,
    where a token begins, and where one ends; nothing: start[0] + end[0].
    """

    spans: tuple[Span, ...]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    heads: NDArray[np.bool_]
    tails: NDArray[np.bool_]
    nothing: float

    def margin(self, start: int, end: int) -> float:
        """The margin of any span of the text, whether or not it is among the best."""
        return float(self.starts[start] + self.ends[end - 1]) - self.nothing

    def best_starts(self, low: int, high: int, count: int) -> list[int]:
        """The `count` characters of `[low, high)` at which an answer best begins, best first."""
        return [low + int(at) for at in np.argsort(-np.where(self.heads, self.starts, OFF)[low:high], kind="stable")[:count]]

    def best_ends(self, low: int, high: int, count: int) -> list[int]:
        """The `count` ends (behind a character of `[low, high)`) at which an answer best ends, best first."""
        return [low + int(at) + 1 for at in np.argsort(-np.where(self.tails, self.ends, OFF)[low:high], kind="stable")[:count]]


class Reader(Protocol):
    """What the answerer needs of a reader: one Reading a passage, in the order of the passages."""

    fingerprint: str

    def read(self, question: str, passages: Sequence[Readable]) -> list[Reading]: ...


class OnnxReader:
    """The shipped reader, by ONNX Runtime without torch."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.fingerprint = folder_fingerprint(folder)
        self._tokenizer = tokenizer(folder)
        self._session = session(folder / "model.onnx", 1)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    def read(self, question: str, passages: Sequence[Readable]) -> list[Reading]:
        """Read each passage by itself, as many at once as there are threads: no padding, and no company that could matter."""
        return list(self._pool.map(lambda passage: self._one(question, passage), passages))

    def _one(self, question: str, passage: Readable) -> Reading:
        form = clean(passage.text)
        context = clean(passage.context).text + DIVIDER if passage.context else ""
        encoding = self._tokenizer.encode(question[:LONGEST_QUESTION], context + form.text)
        ids = np.asarray([encoding.ids[:LONGEST_INPUT]], dtype=np.int64)
        starts, ends = self._session.run(["start_logits", "end_logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return reading(encoding, starts[0], ends[0], len(context), form, len(passage.text))


def reading(encoding: Any, starts: NDArray[np.float32], ends: NDArray[np.float32], text_from: int, form: Cleaned, length: int) -> Reading:
    """Logits of tokens (t,) as a Reading of a text of `length` characters that begins at `text_from` of the second sequence."""
    by_start, by_end = np.full(length, OFF), np.full(length, OFF)
    heads, tails = np.zeros(length, dtype=bool), np.zeros(length, dtype=bool)
    tokens: list[int] = []
    bounds: list[tuple[int, int]] = []
    for i in range(min(len(encoding.ids), LONGEST_INPUT)):
        low, high = encoding.offsets[i]
        if encoding.sequence_ids[i] != 1 or low < text_from or high <= low:
            continue
        start, end = form.span(low - text_from, high - text_from)
        by_start[start:end], by_end[start:end] = starts[i], ends[i]
        heads[start], tails[end - 1] = True, True
        tokens.append(i)
        bounds.append((start, end))
    nothing = float(starts[0] + ends[0])
    return Reading(tuple(_best(starts[tokens], ends[tokens], bounds, nothing)) if tokens else (), by_start, by_end, heads, tails, nothing)


def _best(starts: NDArray[np.float32], ends: NDArray[np.float32], bounds: Sequence[tuple[int, int]], nothing: float) -> list[Span]:
    """The SPANS best pairs of a first and a last token, at most LONGEST_SPAN tokens apart; equal ones in the order of the text."""
    ok = np.triu(np.ones((len(bounds), len(bounds)), dtype=bool))
    ok &= ~np.triu(ok, LONGEST_SPAN)
    table = np.where(ok, starts[:, None] + ends[None, :], OFF)
    best = np.argsort(-table, axis=None, kind="stable")[:SPANS]
    pairs = [divmod(int(flat), len(bounds)) for flat in best]
    return [Span(bounds[i][0], bounds[j][1], float(table[i, j]) - nothing) for i, j in pairs if table[i, j] > OFF]


def load_reader(name: str | None, threads: int) -> Reader:
    """The shipped reader for None, else the Hugging Face extractive-QA model of that name or folder.

    :raises BadModel: when it cannot be loaded.
    """
    if name is None:
        return OnnxReader(SHIPPED, threads)
    from app.hub_reader import HubReader

    return HubReader(name)
