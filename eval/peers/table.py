"""What was measured, as one page. Comes in: Sets with their Rows. Goes out: Markdown: a table with ratios, and how to read it.

    article@k = share of the questions with a gold article among the first k different articles, as eval/retrieval.py counts them
    index s   = seconds from articles (ours) or passages (peers) to ready; cutting and encoding added where a peer was given them
    p50, p95  = milliseconds of one search that wants 200 passages; cutting and encoding the question added in the same way
    x ours    = the figure divided by that of our search in the same run

Knows no system.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.peers.exchange import Facts, Ran

HEAD = (
    "set", "system", "setting", "article@1", "@5", "@10", "index s", "p50 ms", "p95 ms", "peak MB", "p50 x ours", "article@1 x ours",
)  # fmt: skip
AT = ("@1", "@5", "@10")


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one system on one set; `failed` says in a few words why there are none."""

    system: str
    setting: str
    shares: dict[str, float] | None = None
    index_s: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    peak_mb: float = 0.0
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """One set: what it is made of, and its rows, ours first."""

    name: str
    articles: int
    passages: int
    questions: int
    rows: tuple[Row, ...]


def row_of(system: str, setting: str, shares: dict[str, float], ran: Ran, facts: Facts, cut: bool, vectors: bool) -> Row:
    """The figures of a run; what was done for it beforehand is added to what it took itself."""
    ms = np.asarray(ran.ms)
    if cut:
        ms = ms + np.asarray(facts.cut_ms)
    if vectors:
        ms = ms + np.asarray(facts.encode_ms)
    index_s = ran.index_s + facts.cut_s * cut + facts.encode_s * vectors
    p50, p95 = (float(np.percentile(ms, part)) for part in (50, 95))
    return Row(f"{system} {ran.version}", setting, shares, index_s, p50, p95, ran.peak_mb)


def page(sets: Sequence[Set], conditions: str) -> str:
    """The whole page."""
    made = [f"- `{one.name}`: {one.questions} questions, {one.articles:,} articles, {one.passages:,} passages" for one in sets]
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += [line_of(one.name, row, one.rows[0]) for one in sets for row in one.rows]
    return "\n".join(["# Beside other systems", "", INTRODUCTION, "", conditions, "", *made, "", *lines, "", NOTES, ""])


def line_of(name: str, row: Row, ours: Row) -> str:
    """One line of the table; a failed one says why where its figures would be."""
    if row.shares is None:
        cells = ["–"] * (len(HEAD) - 4)
        return "| " + " | ".join([name, row.system, row.setting, f"not run: {row.failed}", *cells]) + " |"
    shares = [f"{row.shares[k]:.3f}" for k in AT]
    took = [f"{row.index_s:.1f}", f"{row.p50_ms:.1f}", f"{row.p95_ms:.1f}", f"{row.peak_mb:.0f}"]
    return "| " + " | ".join([name, row.system, row.setting, *shares, *took, *ratios(row, ours)]) + " |"


def ratios(row: Row, ours: Row) -> tuple[str, str]:
    """p50 and article@1 divided by ours; – where ours has none."""
    first = row.shares["@1"] / ours.shares["@1"] if row.shares and ours.shares and ours.shares["@1"] else None
    return (_ratio(row.p50_ms / ours.p50_ms if ours.p50_ms else None, 2), _ratio(first, 3))


def _ratio(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


INTRODUCTION = """The same articles and the same questions through other systems: retrieval only, no reader. `make bench-peers DATA=DIR`
makes this page; the versions are pinned in `eval/peers/requirements.txt`."""

NOTES = """How to read it:

- article@k is the share of the questions with a gold article among the first k different articles. Everyone is asked for 200 passages.
- All index the same passages: those our index has, each with its context (title and the like) before it. Ours leaves out passages that a
  later copy of an article repeats; the peers have them.
- Every system has a process of its own and is alone at work. The first question is asked once before the clock runs.
- index s: ours reads and cuts the articles, finds copies, makes words and vectors, writes to disk, verifies and loads; the peers are handed
  passages and keep their index in memory. Where a peer was given jieba's words or our vectors, the seconds they took are added, and so are
  the milliseconds for each question.
- jieba's words are those our index uses, without words that carry no content; the pairs of characters it uses beside them are not given.
- peak MB is the peak of the largest process, interpreter and imports included. Ours builds, loads and searches in one process.
- Both mixtures of words and vectors are the library's own: reciprocal rank in haystack and llama-index, half and half in txtai.
- "x ours" below 1: a smaller figure than ours (for p50: faster; for article@1: worse)."""
