"""Gold in, figures out. Comes in: a function that answers and a file of rows. Goes out: Scored rows, a Summary, and the files asked for.

A question that cannot be answered for its own sake (bad question, deadline, broken law) is marked as an error and the rest go on; a
failure of the whole (no index, damaged index) stops the run. Knows how to ask, not how answers are made.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.answer import Answer, as_json
from corpus.errors import BadFile, BadQuestion, DeadlinePassed, LawBroken
from eval.compare import Comparison, compare, load_baseline
from eval.report import make_folder, write_report, write_rows
from eval.rows import GoldRow, ReadingRow, load_gold, load_reading
from eval.scored import OutRow, Scored, score
from eval.summary import Summary, summarise

Progress = Callable[[int, int], None]
UNSURE = "这段文字里没有足够把握的答案。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run. `comparison` is None without a baseline."""

    summary: Summary
    scored: tuple[Scored, ...]
    comparison: Comparison | None = None

    @property
    def dropped(self) -> bool:
        """Whether some figure really fell below the baseline."""
        return self.comparison is not None and bool(self.comparison.drops)


def silent(done: int, asked: int) -> None:
    """No progress shown."""


def evaluate(answer: Callable[[str], Answer], rows: Sequence[GoldRow], progress: Progress = silent) -> list[Scored]:
    """Ask every row's question, in order; `progress(done, asked)` after each."""
    scored = []
    for done, row in enumerate(rows, 1):
        scored.append(score(row, _asked(row.id, row.question, partial(answer, row.question))))
        progress(done, len(rows))
    return scored


def read_closed(
    read: Callable[[str, str], Answer], rows: Sequence[ReadingRow], threshold: float | None = None, progress: Progress = silent
) -> list[Scored]:
    """Ask every row's question of its own context, in order. Answers less sure than `threshold` become `not_found`."""
    scored = []
    for done, row in enumerate(rows, 1):
        out = _asked(row.id, row.question, partial(_read, read, row, threshold))
        scored.append(score(row.as_gold(), out))
        progress(done, len(rows))
    return scored


def out_row(scored: Scored) -> OutRow:
    """What `--out` writes for the row: `id` and the Answer object, or `id`, `question` and `error`."""
    return scored.out


def run_gold(
    answer: Callable[[str], Answer], gold: Path, *, report: Path | None = None, baseline: Path | None = None,
    out: Path | None = None, progress: Progress = silent,
) -> Outcome:
    """`wenyuan eval GOLD`: everything that could be wrong with the paths is found before the first question.

    :raises BadFile: for the gold, the baseline, or a place that cannot be written.
    """
    rows = load_gold(gold)
    before = load_baseline(baseline, [row.id for row in rows]) if baseline else None
    _check_places(out, report)
    scored = evaluate(answer, rows, progress)
    outcome = Outcome(summarise(scored), tuple(scored), compare(before, scored) if before else None)
    if out:
        write_rows(out, scored)
    if report:
        write_report(report, outcome.summary, scored, outcome.comparison)
    return outcome


def run_reading(
    read: Callable[[str, str], Answer], path: Path, *, threshold: float | None = None, out: Path | None = None, progress: Progress = silent
) -> Outcome:
    """`wenyuan eval --reading FILE`.

    :raises BadFile: for the rows, or a place that cannot be written.
    """
    rows = load_reading(path)
    _check_places(out, None)
    scored = read_closed(read, rows, threshold, progress)
    if out:
        write_rows(out, scored)
    return Outcome(summarise(scored, closed=True), tuple(scored))


def _asked(name: str, question: str, ask: Callable[[], Answer]) -> OutRow:
    try:
        return {"id": name, **as_json(ask())}
    except (BadQuestion, DeadlinePassed, LawBroken) as error:
        return {"id": name, "question": question, "error": {"code": error.code, "detail": str(error)}}


def _read(read: Callable[[str, str], Answer], row: ReadingRow, threshold: float | None) -> Answer:
    answer = read(row.question, row.context)
    if threshold is None or answer.outcome == "not_found" or answer.confidence >= threshold:
        return answer
    return dataclasses.replace(answer, outcome="not_found", answer=None, quotes=(), reason=UNSURE, reason_code="absent")


def _check_places(out: Path | None, report: Path | None) -> None:
    if out and (out.is_dir() or not out.parent.is_dir()):
        raise BadFile(f"{out}: 不能写在这里 (要一个文件名，所在文件夹须已存在)")
    if report:
        make_folder(report)
