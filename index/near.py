"""Near-duplicate articles. Comes in: texts, or sketches of them. Goes out: which articles are later copies, and of which earliest one.

Two articles are copies when their shingles (every four neighbouring characters, white space and punctuation left out) are shared:
Jaccard >= 0.8, or, for reprints with another head or tail, 0.8 of the shorter one inside the longer, which is at most twice as long. And
they share their figures: yesterday's and today's closing prices are alike and not the same. Candidates come from MinHash sketches by
bands (Broder 1997; 40 bands of 3), and are then compared exactly. A copy is a copy of one article that is itself none, so that no chain
of small changes joins two different articles. Knows no files.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHINGLE = 4
BANDS, ROWS = 40, 3
ALIKE = 0.8
FIGURES = 0.75  # share of the fewer figures that are in both: below 0.7 it was hardly ever the same news (docs/log.md)
FEW = 50  # shingles: of fewer, sharing a part says nothing
PAIRED = 6  # members of a band that a later one is compared with: the first ones and those just before it
NEW = 60  # shingles a copy's passage must have of its own to be worth finding beside the original
FIGURE = re.compile(r"\d+(?:\.\d+)?")
NO_WORD = re.compile(r"[\W_]+")
GOLDEN, MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
Shingles = NDArray[np.uint64]


def shingles(text: str) -> Shingles:
    """The hashes of a text's shingles, sorted, each once; a text shorter than one is one itself."""
    bare = NO_WORD.sub("", text) or text
    codes = np.frombuffer(bare.ljust(SHINGLE).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(SHINGLE):
        mixed = (mixed + codes[at : at + count]) * GOLDEN
        mixed ^= mixed >> np.uint64(29)
    mixed *= MIXER
    return np.unique(mixed ^ (mixed >> np.uint64(32)))


@dataclass(frozen=True, slots=True)
class Print:
    """What an article is compared by."""

    shingles: Shingles
    figures: frozenset[str]


def print_of(text: str) -> Print:
    """What a text is compared by."""
    return Print(shingles(text), frozenset(FIGURE.findall(text)))


def sketch(of: Shingles) -> NDArray[np.uint32]:
    """MinHash: for each of 120 hash functions the least value: (BANDS * ROWS,)."""
    factors = (np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * GOLDEN * MIXER) | np.uint64(1)
    least: NDArray[np.uint32] = ((of[None, :] * factors[:, None]) >> np.uint64(32)).min(axis=1).astype(np.uint32)
    return least


def copies(one: Print, other: Print) -> bool:
    """Whether two articles are copies of each other."""
    if len(one.figures & other.figures) < FIGURES * min(len(one.figures), len(other.figures)):
        return False
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    short, long = sorted((len(one.shingles), len(other.shingles)))
    if shared >= ALIKE * (short + long - shared):
        return True
    return short >= FEW and long <= 2 * short and shared >= ALIKE * short


def repeats(passage: Shingles, original: Shingles) -> bool:
    """Whether a copy's passage says nothing that is worth finding beside the original."""
    return len(np.setdiff1d(passage, original, assume_unique=True)) < NEW


def pairs(sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Pairs (earlier, later) of rows that agree in a band and look alike by their sketches, sorted by the later, then the earlier."""
    size = len(sketches)
    found = np.zeros(0, dtype=np.int64)
    for band in range(BANDS):
        columns = sketches[:, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
        keys = ((columns[:, 0] * GOLDEN + columns[:, 1]) * GOLDEN + columns[:, 2]) * MIXER
        order = np.argsort(keys, kind="stable")
        begins = np.flatnonzero(np.append(True, np.diff(keys[order]) != 0)) if size else np.zeros(0, np.int64)
        place = np.arange(size)
        begin = np.repeat(begins, np.diff(np.append(begins, size)))
        for step in range(PAIRED):
            for mate, there in ((begin + step, begin + step < place), (place - step - 1, place - step - 1 >= begin)):
                found = np.append(found, order[place[there]] * size + order[mate[there]])
        found = np.unique(found)
    later, earlier = found // max(size, 1), found % max(size, 1)
    agree = [np.mean(sketches[earlier[at : at + 4096]] == sketches[later[at : at + 4096]], axis=1) for at in range(0, len(found), 4096)]
    likely = np.concatenate(agree) >= 0.3 if agree else np.zeros(0, dtype=bool)
    return np.stack([earlier[likely], later[likely]], axis=1)


def originals(sketches: NDArray[np.uint32], order: NDArray[np.int64], prints: Callable[[int], Print]) -> NDArray[np.int32]:
    """For each article the earliest one it is a copy of, itself when it is none. `order`: the rows from the earliest to the latest."""
    found = np.arange(len(sketches), dtype=np.int32)
    for later, candidates in _by_later(pairs(sketches[order])):
        row = int(order[later])
        for original in dict.fromkeys(int(found[order[earlier]]) for earlier in candidates):
            if copies(prints(original), prints(row)):
                found[row] = original
                break
    return found


def _by_later(table: NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    for group in np.split(table, np.flatnonzero(np.diff(table[:, 1])) + 1) if len(table) else ():
        yield int(group[0, 1]), group[:, 0].tolist()


def earliest_first(days: Sequence[str | None], ids: Sequence[str]) -> NDArray[np.int64]:
    """Rows of articles by day, then id; those without a day last."""
    return np.asarray(sorted(range(len(ids)), key=lambda row: (days[row] is None, days[row] or "", ids[row])), dtype=np.int64)
