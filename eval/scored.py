"""One question marked. Comes in: a gold row and the out row it got. Goes out: Scored, or BadFile for out rows that are none.

An out row is what `--out` writes: `id` and the Answer object, or `id`, `question` and `error`. Knows no system and no set of rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import BadFile
from eval.metrics import RIGHT_F1, article_rank, em, evidence_rank, f1, in_quote
from eval.rows import GoldRow, json_lines, row_id

OutRow = dict[str, Any]
State = Literal["answered", "not_found", "error"]
Verdict = Literal["exact", "close", "wrong", "missed", "misled", "silent", "error", "unmarked"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, what was said, and its marks. A failure is wrong and gets the worst confidence: 0 if answerable, else 1."""

    gold: GoldRow
    out: OutRow
    state: State
    confidence: float
    em: float
    f1: float
    in_quote: float
    evidence: int | None
    article: int | None
    ms: float | None

    @property
    def right(self) -> bool:
        return self.f1 >= RIGHT_F1

    @property
    def verdict(self) -> Verdict:
        """In one word, for people."""
        if self.state == "error":
            return "error"
        if not self.gold.has_key:
            return "unmarked"
        if not self.gold.answerable:
            return "misled" if self.state == "answered" else "silent"
        if self.state == "not_found":
            return "missed"
        return "exact" if self.em else "close" if self.right else "wrong"


def score(gold: GoldRow, out: OutRow) -> Scored:
    """The marks of one out row. em, f1 and in_quote count only what was answered; the place of the evidence always."""
    if "error" in out:
        return Scored(gold, out, "error", 0.0 if gold.answerable else 1.0, 0.0, 0.0, 0.0, None, None, None)
    did, golds = out["outcome"] == "answered", gold.answers if gold.answerable else ()
    answer, passages = (out.get("answer") or "") if did else "", out.get("passages") or ()
    sentences = [quote.get("sentence") or quote.get("text") or "" for quote in out.get("quotes") or ()] if did else []
    also = {passage["article_id"]: passage.get("also") or () for passage in passages}
    times = out.get("ms") or {}
    return Scored(
        gold=gold, out=out, state="answered" if did else "not_found", confidence=float(out["confidence"]),
        em=em(answer, golds) if did else 0.0, f1=f1(answer, golds), in_quote=in_quote(sentences, golds),
        evidence=evidence_rank([passage["text"] for passage in passages], [gold.evidence] if gold.evidence else golds),
        article=article_rank([passage["article_id"] for passage in passages], also, gold.articles),
        ms=float(times["total"]) if "total" in times else None,
    )


def load_out(path: Path) -> dict[str, OutRow]:
    """Out rows of an earlier run by id. A folder, or the summary.json in it, means the rows.jsonl there.

    :raises BadFile: for a file that cannot be read, or a row that is no out row.
    """
    if path.is_dir() or path.name == "summary.json":
        path = (path if path.is_dir() else path.parent) / "rows.jsonl"
    rows: dict[str, OutRow] = {}
    for number, row in json_lines(path):
        place = f"{path}:{number}"
        if "error" not in row and not _is_answer(row):
            raise BadFile(f"{place}: 不是 eval --out 写出的一行 (outcome, answer, confidence, quotes, passages, ms)")
        rows[row_id(place, row)] = row
    return rows


def _is_answer(row: Mapping[str, Any]) -> bool:
    confidence, answer, times = row.get("confidence"), row.get("answer"), row.get("ms")
    return (
        row.get("outcome") in ("answered", "not_found")
        and isinstance(confidence, int | float) and 0 <= confidence <= 1
        and (answer is None or isinstance(answer, str))
        and _all_hold(row.get("quotes"), ("text", "sentence")) and _all_hold(row.get("passages"), ("article_id", "text"))
        and (times is None or (isinstance(times, dict) and isinstance(times.get("total", 0.0), int | float)))
    )


def _all_hold(items: object, keys: Sequence[str]) -> bool:
    """Whether `items` is a list of objects that have these keys as strings."""
    return isinstance(items, list) and all(isinstance(item, dict) and all(isinstance(item.get(key), str) for key in keys) for item in items)
