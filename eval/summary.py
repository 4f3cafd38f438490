"""Many questions summed up. Comes in: Scored rows. Goes out: Summary: each figure with its 95 % interval, for all, halves and tags.

Each figure that is a mean has one value a row (`value`), so that two runs can be compared row by row. Knows no files and no display.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics import auroc, bootstrap_figure, bootstrap_interval, ece, mean, percentile, refused_at, threshold_at
from eval.rows import HALVES, half
from eval.scored import Scored

EVIDENCE_AT, ARTICLE_AT = (1, 3, 5, 8, 10), (1, 5, 10)
REFUSED_AT = {"refused@fr05": 0.05, "refused@fr06": 0.06, "refused@fr10": 0.10}
SEARCHED = (*(f"evidence@{k}" for k in EVIDENCE_AT), *(f"article@{k}" for k in ARTICLE_AT))
MEANS = ("em", "f1", "in_quote", *SEARCHED, "refused", "false_refusal", "wrong_answered")
NAMES = ("em", "f1", "in_quote", *SEARCHED, "refused", "false_refusal", *REFUSED_AT, "wrong_answered", "auroc", "ece", "ms_p50", "ms_p95")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95 % bootstrap interval. `value` None: no row it could be measured on."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of some of the rows, and of each `kind:` and `style:` tag among them."""

    name: str
    n: int
    answerable: int
    unanswerable: int
    missing: int
    figures: Mapping[str, Figure]
    tags: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A run. `unmarked` rows were answered, but have no key to be marked by. `halves` is empty for closed-passage reading."""

    whole: Part
    halves: tuple[Part, ...]
    unmarked: int


def value(name: str, row: Scored) -> float | None:
    """What this row adds to the mean figure `name`; None where the row is none of those the figure is taken over.

    em, f1, in_quote, evidence@k, false_refusal: answerable rows; article@k: those with gold articles; refused: unanswerable rows;
    wrong_answered: answered rows of any kind.
    """
    if name == "wrong_answered":
        return float(not row.right) if row.state == "answered" else None
    if row.gold.answerable == (name == "refused"):
        return None
    if name in ("refused", "false_refusal"):
        return float(row.state == "not_found")
    kind, _, k = name.partition("@")
    if kind == "article" and not row.gold.articles:
        return None
    if kind in ("article", "evidence"):
        rank = row.article if kind == "article" else row.evidence
        return float(rank is not None and rank <= int(k))
    return float({"em": row.em, "f1": row.f1, "in_quote": row.in_quote}[name])


def values(name: str, rows: Sequence[Scored]) -> list[float]:
    return [v for v in (value(name, row) for row in rows) if v is not None]


def confidences(rows: Sequence[Scored], answerable: bool) -> list[float]:
    return [row.confidence for row in rows if row.gold.answerable == answerable]


def answered_pairs(rows: Sequence[Scored]) -> list[tuple[float, bool]]:
    """(confidence, right) of the answered rows."""
    return [(row.confidence, row.right) for row in rows if row.state == "answered"]


def summarise(scored: Sequence[Scored], closed: bool = False) -> Summary:
    """All figures of a run. `closed`: closed-passage reading, where there is no index to measure and no half to hold out."""
    marked = [row for row in scored if row.gold.has_key]
    names = [name for name in NAMES if not (closed and name in SEARCHED)]
    halves = () if closed else tuple(_part(name, [row for row in marked if half(row.gold) == name], names) for name in HALVES)
    return Summary(_part("all", marked, names), halves, len(scored) - len(marked))


def _part(name: str, rows: Sequence[Scored], names: Sequence[str]) -> Part:
    figures = {figure: _figure(figure, rows) for figure in names}
    return _counted(name, rows, figures, tuple(_tag_part(tag, rows, names) for tag in tags_of(rows)))


def _tag_part(tag: str, rows: Sequence[Scored], names: Sequence[str]) -> Part:
    """The mean figures of the rows with this tag, and refused@fr under the threshold that *all* answerable `rows` set."""
    inner = [row for row in rows if tag in row.gold.tags]
    figures = {name: _mean_figure(values(name, inner)) for name in names if name in MEANS}
    for name, share in REFUSED_AT.items():
        threshold = threshold_at(share, confidences(rows, True))
        negative = [] if threshold is None else [float(c < threshold) for c in confidences(inner, False)]
        figures[name] = _mean_figure(negative)
    return _counted(tag, inner, figures)


def tags_of(rows: Sequence[Scored]) -> list[str]:
    """The `kind:` and `style:` tags that occur, kinds first, in alphabetical order."""
    return sorted({tag for row in rows for tag in row.gold.tags if tag.startswith(("kind:", "style:"))})


def _counted(name: str, rows: Sequence[Scored], figures: Mapping[str, Figure], tags: tuple[Part, ...] = ()) -> Part:
    can, missing = sum(row.gold.answerable for row in rows), sum(row.state == "error" for row in rows)
    return Part(name, len(rows), can, len(rows) - can, missing, figures, tags)


def _mean_figure(row_values: Sequence[float]) -> Figure:
    return Figure(mean(row_values), *(bootstrap_interval(row_values) or (None, None)))


def _figure(name: str, rows: Sequence[Scored]) -> Figure:
    if name in MEANS:
        return _mean_figure(values(name, rows))
    times = [row.ms for row in rows if row.ms is not None]
    if name.startswith("ms_"):
        return Figure(percentile(times, int(name.removeprefix("ms_p")) / 100))
    joint = _joint(name)
    return Figure(joint(rows), *(bootstrap_figure(rows, joint) or (None, None)))


def _joint(name: str) -> Callable[[Sequence[Scored]], float | None]:
    """The figures that only a whole set of rows has."""
    if name == "auroc":
        return lambda rows: auroc(confidences(rows, True), confidences(rows, False))
    if name == "ece":
        return lambda rows: ece(answered_pairs(rows))
    return lambda rows: refused_at(REFUSED_AT[name], confidences(rows, True), confidences(rows, False))


def as_json(summary: Summary) -> dict[str, Any]:
    """The figures of all rows at the top, then `intervals`, `tags`, and the same for each of `halves`; four decimals."""
    halves = {part.name: _part_json(part) for part in summary.halves}
    return {**_part_json(summary.whole), "unmarked": summary.unmarked, "halves": halves}


def _part_json(part: Part) -> dict[str, Any]:
    rounded = {name: [None if v is None else round(v, 4) for v in (f.value, f.low, f.high)] for name, f in part.figures.items()}
    counts = {"n": part.n, "answerable": part.answerable, "unanswerable": part.unanswerable, "missing": part.missing}
    figures, intervals = {name: v[0] for name, v in rounded.items()}, {name: v[1:] for name, v in rounded.items() if v[1] is not None}
    tags = {"tags": {tag.name: _part_json(tag) for tag in part.tags}} if part.tags else {}
    return {**counts, **figures, "intervals": intervals, **tags}
