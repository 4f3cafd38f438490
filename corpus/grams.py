"""How likely one character is after others, in Chinese newspapers. Comes in: a table of n-gram counts. Goes out: log probabilities.

The table (`corpus/models/grams.npz`, made by `eval/fit_joins.py`) counts runs of one to four characters; a character of its list is a
number from 1, all others are 0. Probabilities are interpolated, from the shortest context to the longest:
    p(x | c) = (count(c x) + K p(x | c without its first)) / (count(c) + K), K = 20 for one character of context and 8 for more.
Knows no lines and no sentences.
"""

from collections.abc import Sequence
from functools import cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = Path(__file__).parent / "models" / "grams.npz"
LONGEST, BITS = 4, 12  # characters of a run; bits of a character's number
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}  # full-width forms as half-width ones


class Grams:
    """Counts of runs of characters. `keys[n]` (sorted) and `counts[n]` belong together; runs that are not listed count 0."""

    def __init__(
        self, characters: str, single: NDArray[np.float64], keys: dict[int, NDArray[np.int64]], counts: dict[int, NDArray[np.int64]]
    ) -> None:
        self.numbers = {character: number for number, character in enumerate(characters, 1)}
        self.single, self.total = single.tolist(), float(single.sum())
        self.keys, self.counts = keys, counts
        self._known: dict[tuple[int, ...], float] = {}

    def coded(self, text: str) -> list[int]:
        """The numbers of a text's characters."""
        return [self.numbers.get(character, 0) for character in text.translate(WIDE)]

    def count(self, run: tuple[int, ...]) -> float:
        """How often the run stands in the newspapers counted."""
        if len(run) == 1:
            return float(self.single[run[0]])
        known = self._known.get(run)
        if known is None:
            key = 0
            for number in run:
                key = key << BITS | number
            keys = self.keys[len(run)]
            at = int(np.searchsorted(keys, key))
            known = float(self.counts[len(run)][at]) if at < len(keys) and keys[at] == key else 0.0
            self._known[run] = known
        return known

    def probability(self, context: Sequence[int], character: int) -> float:
        """p(character | context), by the formula above; at most three characters of context count."""
        value = (self.single[character] + 0.5) / self.total
        for length in range(1, min(len(context), LONGEST - 1) + 1):
            run = tuple(context[-length:])
            total = self.count(run)
            if total == 0:
                break
            keep = 20.0 if length == 1 else 8.0
            value = (self.count((*run, character)) + keep * value) / (total + keep)
        return float(value)

    def logs(self, context: Sequence[int], run: Sequence[int]) -> list[float]:
        """Log probability of each character of `run`, the first after `context`."""
        before = list(context)
        found = []
        for character in run:
            found.append(log(self.probability(before, character)))
            before.append(character)
        return found


@cache
def load_grams(path: Path = TABLE) -> Grams:
    """The shipped table; keys are stored as differences, which pack better."""
    with np.load(path, allow_pickle=False) as table:
        keys = {n: np.cumsum(table[f"steps{n}"]) for n in range(2, LONGEST + 1)}
        counts = {n: table[f"counts{n}"].astype(np.int64) for n in range(2, LONGEST + 1)}
        return Grams(str(table["characters"]), table["single"].astype(np.float64), keys, counts)
