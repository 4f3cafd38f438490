"""One function a metric. Comes in: answers, confidences, plain numbers. Goes out: a number, or None where there is nothing to measure.

Texts are compared as `normal` leaves them. What is shown is read as a person would: the first 3 quotes, 200 characters of each sentence,
400 of each passage. Knows no files, no rows and no system under test.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

QUOTES_SHOWN, SENTENCE_SHOWN, PASSAGE_SHOWN = 3, 200, 400
RIGHT_F1 = 0.5
SEED, RESAMPLES = 0, 1000
Interval = tuple[float, float]
T = TypeVar("T")


def normal(text: str) -> str:
    """NFKC, lower case; of that only 0-9, a-z, han, % and ‰, and a dot with a digit on either side."""
    folded = unicodedata.normalize("NFKC", text).lower()
    kept = "".join(c for c in folded if c in "%‰." or "0" <= c <= "9" or "a" <= c <= "z" or "㐀" <= c <= "鿿" or "豈" <= c <= "\ufaff")
    return re.sub(r"(?<![0-9])\.|\.(?![0-9])", "", kept)


def inside(wanted: str, shown: str) -> bool:
    """Whether normal `wanted` stands in normal `shown`, and not as part of a longer number ("20" is not in "2025"). Empty: no."""
    at = shown.find(wanted) if wanted else -1
    while at >= 0:
        before, after = shown[at - 1 : at] if at else "", shown[at + len(wanted) : at + len(wanted) + 1]
        cuts_left = wanted[0].isdigit() and (before.isdigit() or before == ".")
        cuts_right = wanted[-1].isdigit() and (after.isdigit() or after == ".")
        if not cuts_left and not cuts_right:
            return True
        at = shown.find(wanted, at + 1)
    return False


def em(answer: str, golds: Sequence[str]) -> float:
    """Exact match: 1 if normal(answer) = normal(gold) for some gold, else 0. No golds: 0."""
    return float(normal(answer) in {normal(gold) for gold in golds})


def f1(answer: str, golds: Sequence[str]) -> float:
    """2·L / (|a| + |g|), best over golds; L is the longest common substring of normal answer a and normal gold g (as CMRC 2018).

    An answer or gold that is empty once normal: 0. No golds: 0.
    """
    a = normal(answer)
    pairs = [(a, g) for g in map(normal, golds) if a and g]
    return max((2 * common_run(a, g) / (len(a) + len(g)) for a, g in pairs), default=0.0)


def common_run(a: str, b: str) -> int:
    """Length of the longest substring that a and b share, by bisection: where a run of n is shared, one of n - 1 is too."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        n = (low + high + 1) // 2
        runs = {a[i : i + n] for i in range(len(a) - n + 1)}
        if any(b[i : i + n] in runs for i in range(len(b) - n + 1)):
            low = n
        else:
            high = n - 1
    return low


def in_quote(sentences: Sequence[str], golds: Sequence[str]) -> float:
    """1 if some gold is `inside` one of the first 3 quoted sentences, 200 characters of each; else 0."""
    shown = [normal(sentence[:SENTENCE_SHOWN]) for sentence in sentences[:QUOTES_SHOWN]]
    return float(any(inside(normal(gold), sentence) for gold in golds for sentence in shown))


def evidence_rank(passages: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Place (from 1) of the first passage with one of `wanted` `inside` its first 400 characters; None: in none. evidence@k = rank <= k."""
    sought = [normal(text) for text in wanted]
    shown = (normal(passage[:PASSAGE_SHOWN]) for passage in passages)
    return next((rank for rank, passage in enumerate(shown, 1) if any(inside(text, passage) for text in sought)), None)


def article_rank(found: Sequence[str], also: Mapping[str, Collection[str]], golds: Collection[str]) -> int | None:
    """Place (from 1) of the first of the *different* articles in `found` that is gold, or has a gold near-duplicate in `also`."""
    different = dict.fromkeys(found)
    return next((rank for rank, name in enumerate(different, 1) if {name, *also.get(name, ())} & set(golds)), None)


def mean(values: Sequence[float]) -> float | None:
    """Sum over count; None for no values."""
    return sum(values) / len(values) if values else None


def threshold_at(share: float, answerable: Sequence[float]) -> float | None:
    """The largest threshold that refuses at most `share` of the answerable rows: their confidence at place int(share · n) from below."""
    return sorted(answerable)[int(share * len(answerable))] if answerable else None


def refused_at(share: float, answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """Share of unanswerable confidences strictly under `threshold_at(share, answerable)`; None if either side is empty."""
    threshold = threshold_at(share, answerable)
    return None if threshold is None else mean([float(confidence < threshold) for confidence in unanswerable])


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """P(a > u) + P(a = u) / 2 for an answerable confidence a and an unanswerable one u; None if either side is empty."""
    if not answerable or not unanswerable:
        return None
    ordered = np.sort(np.asarray(unanswerable, dtype=float))
    less, not_more = (np.searchsorted(ordered, answerable, side=side).sum() for side in ("left", "right"))
    return float(less + not_more) / 2 / (len(answerable) * len(unanswerable))


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, count) for each of ten equal bins that is not empty; confidence 1.0 is in the last."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for confidence, right in pairs:
        bins[min(9, int(confidence * 10))].append((confidence, right))
    return [(sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]


def ece(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Expected calibration error over ten bins: Σ (n_b / n) · |mean confidence_b - share right_b|; None for no pairs."""
    return sum(abs(c - r) * n for c, r, n in reliability(pairs)) / len(pairs) if pairs else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value at place int(share · n) from below, at most the last; None for no values. No interpolation."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else None


def risk_coverage(pairs: Sequence[tuple[float, bool]], asked: int) -> list[tuple[float, float]]:
    """(coverage, risk) for each threshold t among the confidences of the answered rows, from the surest down.

    coverage = answered with confidence >= t / `asked`; risk = wrong ones among them / them. The last point is the system as it
    stands: of rows it kept silent on, nobody knows whether it would have been right. Equal confidences enter together.
    """
    points: list[tuple[float, float]] = []
    ordered, wrong = sorted(pairs, reverse=True), 0
    for place, (confidence, right) in enumerate(ordered, 1):
        wrong += not right
        if place == len(ordered) or ordered[place][0] < confidence:
            points.append((place / asked, wrong / place))
    return points


def bootstrap_interval(values: Sequence[float], seed: int = SEED, n: int = RESAMPLES) -> Interval | None:
    """95 % interval of the mean: 2.5th and 97.5th percentile of the means of `n` resamples with replacement; None for no values."""
    if not values:
        return None
    rng, data = np.random.default_rng(seed), np.asarray(values, dtype=float)
    block = max(1, 2_000_000 // len(data))  # resamples drawn at once, so that memory stays small for any number of rows
    sizes = [min(block, n - at) for at in range(0, n, block)]
    means = np.concatenate([data[rng.integers(0, len(data), (size, len(data)))].mean(axis=1) for size in sizes])
    return _middle(means)


def bootstrap_figure(
    rows: Sequence[T], figure: Callable[[Sequence[T]], float | None], seed: int = SEED, n: int = RESAMPLES
) -> Interval | None:
    """The same for a figure that is no mean of row values (auroc, ece, refused@fr). Resamples without a figure are left out."""
    if not rows:
        return None
    rng = np.random.default_rng(seed)
    drawn = (figure([rows[i] for i in rng.integers(0, len(rows), len(rows))]) for _ in range(n))
    values = [value for value in drawn if value is not None]
    return _middle(np.asarray(values)) if values else None


def _middle(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
