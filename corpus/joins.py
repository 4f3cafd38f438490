"""Which broken-off line goes on in which other. Comes in: lines and what each is. Goes out: Joins, each with its probability.

A line breaks off when it ends without a mark that ends sentences. Every such end is held against the beginning of every other line: how
much likelier the beginning is after this end than by itself, and than as the beginning of a paragraph (`corpus/grams.py`), open
quotation marks, how far apart they are. A small network (`corpus/models/joins.npz`, made by `eval/fit_joins.py`) makes scores of that;
what it finds possible a transformer looks at (`corpus/continues.py`), and a second network weighs both. Ends and beginnings are then
matched one to one. An end that the very next line continues is an ordinary line break and is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.continues import load_continues
from corpus.grams import Grams, load_grams
from corpus.roles import Part

WEIGHTS = Path(__file__).parent / "models" / "joins.npz"
CLOSED = re.compile(r"[。！？!?；;…：:][”’」』）)]*$|[)）】\]]$")
PRINTED = frozenset({"caption", "byline", "dateline"})  # lines that end without a mark by right
SURE, SURE_ALONE = 0.77, 0.955  # probability from which lines are joined; and where one line alone breaks off, and looks like a heading
HEADINGS = frozenset({"headline", "subhead"})
CONTEXT, AHEAD = 3, 4  # characters looked at on either side of the break
ROUNDS = 30  # of the one-to-one matching
POSSIBLE, MOST, IMPOSSIBLE = -4.0, 8, -30.0  # log odds from which the transformer looks at a pair, so many for each end; of all others
Matrix = NDArray[np.float64]
Network = dict[str, Matrix]


@dataclass(frozen=True, slots=True)
class Join:
    """The sentence that breaks off with line `end` goes on with line `start`."""

    end: int
    start: int
    score: float


def joined(texts: Sequence[str], parts: Sequence[Part], live: Sequence[int]) -> list[Join]:
    """Joins among the lines `live`, in order; none between a line and the next."""
    ends = [number for number in live if breaks_off(texts[number]) and parts[number].role not in PRINTED]
    if not ends or len(live) < 3:
        return []
    starts = [number for number in live if parts[number].role not in PRINTED]
    sure = matched(scores(texts, ends, starts, live))
    place = {number: position for position, number in enumerate(live)}
    found = []
    for row, end in enumerate(ends):
        column = int(sure[row].argmax())
        if sure[row, column] >= SURE and place[starts[column]] != place[end] + 1:
            found.append(Join(end, starts[column], float(sure[row, column])))
    damaged = len(found) > 1 or any(parts[join.end].role not in HEADINGS for join in found)
    found = [join for join in found if damaged or join.score >= SURE_ALONE]
    return _without_rings(found)


def breaks_off(text: str) -> bool:
    """Whether a line ends without a mark that ends a sentence."""
    return not CLOSED.search(text)


def _without_rings(joins: list[Join]) -> list[Join]:
    """Joins that would close a ring left out, the least sure first."""
    kept: dict[int, Join] = {}
    for join in sorted(joins, key=lambda one: -one.score):
        at = join.start
        while at in kept:
            at = kept[at].start
        if at != join.end:
            kept[join.end] = join
    return [kept[end] for end in sorted(kept)]


def scores(texts: Sequence[str], ends: Sequence[int], starts: Sequence[int], live: Sequence[int]) -> Matrix:
    """[ends, starts]: log odds that the start continues the end; -30 where n-grams find it impossible."""
    place = {number: position for position, number in enumerate(live)}
    table = np.array(features(texts, ends, starts, place), dtype=np.float64).reshape(len(ends), len(starts), -1)
    pairs, seen = looked_at(load_network("first"), texts, ends, starts, table)
    found = np.full((len(ends), len(starts)), IMPOSSIBLE)
    if len(pairs):
        found[tuple(pairs.T)] = through(load_network("second"), seen)
    return found


def looked_at(
    network: Network, texts: Sequence[str], ends: Sequence[int], starts: Sequence[int], table: Matrix
) -> tuple[NDArray[np.int64], Matrix]:
    """The (row, column) of every pair that is possible by its figures, and all that is known of it: its figures, what the first network
    makes of them, what the transformer says, and how far that is from the best of the same end and of the same start."""
    first = through(network, table)
    first[np.equal.outer(np.asarray(ends), np.asarray(starts))] = IMPOSSIBLE
    best = np.sort(first, axis=1)[:, -min(MOST, len(starts))]
    pairs = np.argwhere((first >= POSSIBLE) & (first >= best[:, None]))
    if not len(pairs):
        return pairs, np.zeros((0, table.shape[-1] + 4))
    odds = np.full(first.shape, IMPOSSIBLE)
    odds[tuple(pairs.T)] = load_continues().odds([(texts[ends[row]], texts[starts[column]]) for row, column in pairs])
    behind = odds - odds.max(axis=1, keepdims=True), odds - odds.max(axis=0, keepdims=True)
    added = np.stack([first, odds, *behind], axis=-1)
    return pairs, np.concatenate([table, added], axis=-1)[tuple(pairs.T)]


def through(network: Network, seen: Matrix) -> Matrix:
    """[...]: one figure for each row of [..., figures]."""
    hidden = np.tanh(((seen - network["mean"]) / network["spread"]) @ network["inner"].T + network["inner_bias"])
    found: Matrix = hidden @ network["outer"] + network["outer_bias"]
    return found


def matched(odds: Matrix) -> Matrix:
    """[ends, starts]: probabilities that agree with one start at most for each end, and one end at most for each start.

    Rows and columns are scaled to one in turn; "goes on nowhere" and "begins by itself" are a column and a row of their own, at odds 0.
    """
    rows, columns = odds.shape
    weights = np.zeros((rows + 1, columns + 1))
    weights[:rows, :columns] = odds
    weights = np.exp(weights)
    weights[rows, columns] = 0.0
    for _ in range(ROUNDS):
        weights[:, :columns] /= weights[:, :columns].sum(axis=0)
        weights[:rows] /= weights[:rows].sum(axis=1, keepdims=True)
    return weights[:rows, :columns]


def features(texts: Sequence[str], ends: Sequence[int], starts: Sequence[int], place: dict[int, int]) -> list[list[float]]:
    """One list of figures for each end with each start, in that order."""
    grams = load_grams()
    alone = {start: _start_alone(grams, texts[start]) for start in starts}
    found = []
    for end in ends:
        tail, own = _end_alone(grams, texts[end])
        for start in starts:
            found.append([*_pair(grams, tail, texts[end], texts[start], alone[start]), *own, *_distance(place[start] - place[end])])
    return found


def _start_alone(grams: Grams, text: str) -> tuple[list[int], list[float], float]:
    """The first characters' numbers, their log probabilities by themselves, and how much likelier they are inside a sentence."""
    run = grams.coded(text[:AHEAD])
    alone = grams.logs([], run)
    opening = max(sum(grams.logs(grams.coded(mark), run)) for mark in ("\n", "。"))
    return run, alone, sum(alone) - opening


def _end_alone(grams: Grams, text: str) -> tuple[list[int], list[float]]:
    tail = grams.coded(f"\n{text}"[-CONTEXT:])
    stops = [grams.logs(tail, grams.coded(mark))[0] for mark in ("。", "\n")]
    return tail, [*stops, float(text[-1] in "，,、：:"), log(len(text))]


def _pair(grams: Grams, tail: list[int], end: str, start: str, alone: tuple[list[int], list[float], float]) -> list[float]:
    run, by_itself, inside = alone
    gain = [after - before for after, before in zip(grams.logs(tail, run), by_itself, strict=True)]
    gain += [0.0] * (AHEAD - len(gain))
    opened = end.count("“") > end.count("”")
    mark = re.search("[“”]", start)
    closes = mark is not None and mark.group() == "”"
    return [*gain, sum(gain), min(0.0, sum(gain)), inside, float(start[0] in "，,、。；;：:”）)"),
            float(opened and closes), float(closes and not opened), float(opened and not closes)]  # fmt: skip


def _distance(steps: int) -> list[float]:
    return [float(steps == 1), float(steps < 0), log(abs(steps) + (steps == 0)), float(2 <= steps <= 5)]


@cache
def load_network(name: str, path: Path = WEIGHTS) -> Network:
    """The first or second shipped network: `mean` and `spread` of the figures, an inner layer (tanh) and an outer one."""
    with np.load(path, allow_pickle=False) as weights:
        opening = f"{name}_"
        return {key.removeprefix(opening): weights[key].astype(np.float64) for key in weights.files if key.startswith(opening)}
