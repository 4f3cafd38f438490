"""Better or worse than an earlier run. Comes in: that run's out rows (a file) and the run as it is now. Goes out: Comparison.

The earlier rows are marked again with the gold as it is now, so both runs are measured alike; rows are paired by id. Knows no system.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadFile
from eval.metrics import bootstrap_interval
from eval.scored import OutRow, Scored, load_out, score
from eval.summary import value

COMPARED = ("em", "f1", "in_quote", "refused", "evidence@5")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure over the `n` rows both runs have it for; `low` and `high`: 95 % interval of the paired difference (now - before)."""

    figure: str
    n: int
    before: float
    now: float
    low: float
    high: float

    @property
    def is_drop(self) -> bool:
        """A real drop: the mean difference is below zero and its whole interval is."""
        return self.now < self.before and self.high < 0

    def __str__(self) -> str:
        word = f"从 {self.before:.3f} {'降' if self.now < self.before else '升'}到" if self.now != self.before else "仍为"
        verdict = "，真的变差了" if self.is_drop else ""
        interval = f"差 {self.now - self.before:+.3f}，95% 区间 {self.low:+.3f} 到 {self.high:+.3f}"
        return f"{self.figure} {word} {self.now:.3f}（{self.n} 题配对，{interval}）{verdict}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures side by side. `unpaired`: ids that only one of the two runs has."""

    changes: tuple[Change, ...]
    unpaired: int

    @property
    def drops(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_drop)


def load_baseline(path: Path, ids: Collection[str]) -> dict[str, OutRow]:
    """The out rows of an earlier run: rows.jsonl, an `--out` file, or the report folder they lie in.

    :raises BadFile: when it cannot be read, holds no out rows, or none with one of `ids`.
    """
    rows = load_out(path)
    if not rows.keys() & set(ids):
        raise BadFile(f"{path}: 与这份题目没有一个相同的 id，无法比较")
    return rows


def compare(before: Mapping[str, OutRow], now: Sequence[Scored]) -> Comparison:
    """Every figure of COMPARED, by a paired bootstrap over the rows that both runs have; a figure without such rows is left out."""
    pairs = [(score(row.gold, before[row.gold.id]), row) for row in now if row.gold.id in before and row.gold.has_key]
    changes = (_change(figure, pairs) for figure in COMPARED)
    return Comparison(tuple(change for change in changes if change is not None), len(before.keys() ^ {row.gold.id for row in now}))


def _change(figure: str, pairs: Sequence[tuple[Scored, Scored]]) -> Change | None:
    both = [(value(figure, a), value(figure, b)) for a, b in pairs]
    known = [(a, b) for a, b in both if a is not None and b is not None]
    interval = bootstrap_interval([b - a for a, b in known])
    if interval is None:
        return None
    before, now = (sum(side) / len(known) for side in zip(*known, strict=True))
    return Change(figure, len(known), before, now, *interval)
